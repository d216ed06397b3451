"""部・課別の修了: people of a mandatory course, on the day the cycle closed; every face says the same."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.models import Cycle
from curriculum.models import CourseVersion
from lms.people.models import AuditEvent
from reports.completion_tables import course_tables, freeze_completion, given_away
from reports.models import CompletionTable, Snapshot
from reports.place_tables import is_intact
from reports.schedule import freeze_tables, freeze_what_is_due
from tests.cast import Cast
from tests.factories import (
    CourseVersionFactory,
    DepartmentFactory,
    EnrolmentFactory,
    PostingFactory,
    UserFactory,
    framework,
)

CLOSED = datetime(2026, 10, 28, tzinfo=UTC)
ON = CLOSED.date()
DONE, LATE, OPEN = "done", "late", "open"
# 課 by 部; the people of 窓口課 sit in its 係.
CITY = {
    "市民部": {"窓口課": {DONE: 12, LATE: 6, OPEN: 7}, "戸籍課": {DONE: 9, LATE: 8, OPEN: 6}},
    "財務部": {"税務課": {DONE: 11, LATE: 5, OPEN: 9}, "財政課": {DONE: 3, OPEN: 1}},
    "議会事務局": {"総務課": {DONE: 8}},
}
FACTS: dict[str, dict[str, object]] = {
    DONE: {"completed_at": CLOSED - timedelta(days=9), "state": "completed"},
    LATE: {"due_on": ON - timedelta(days=1)},
    OPEN: {"due_on": ON},
}
type Shown = dict[str, dict[str, object]]


@pytest.fixture
def version(cast: Cast) -> CourseVersion:
    return CourseVersionFactory(course__slug="a02", course__is_mandatory=True, course__title="情報セキュリティ")


def closed_cycle(code: str, at: datetime) -> Cycle:
    return Cycle.objects.create(
        code=code,
        name_ja=code,
        framework=framework(),
        opens_on=at.date(),
        closes_on=at.date(),
        reference_on=at.date(),
        state="closed",
        opened_at=at,
        closed_at=at,
    )


@pytest.fixture
def city(version: CourseVersion) -> dict[str, DepartmentFactory]:
    """People enrolled on one mandatory course, and a few whom the table must leave out."""
    places: dict[str, DepartmentFactory] = {}
    for bureau, divisions in CITY.items():
        places[bureau] = above = DepartmentFactory(period__name=bureau, period__kind="bureau")
        for name, people in divisions.items():
            places[name] = place = DepartmentFactory(period__name=name, period__kind="division", period__parent=above)
            if name == "窓口課":
                place = DepartmentFactory(period__name="受付係", period__kind="section", period__parent=place)
            for standing, count in people.items():
                for _number in range(count):
                    enrol(place, version, standing)
    on_leave = enrol(places["戸籍課"], version, DONE)
    PostingFactory(person=on_leave, department=places["戸籍課"], kind="leave", valid_from=date(2026, 6, 1))
    enrol(places["戸籍課"], CourseVersionFactory(course__slug="a03"), DONE)
    return places


def enrol(place: DepartmentFactory, version: CourseVersion, standing: str) -> object:
    person = UserFactory()
    PostingFactory(person=person, department=place)
    EnrolmentFactory(learner=person, course_version=version, **FACTS[standing])
    return person


@pytest.fixture
def table(city: dict[str, DepartmentFactory]) -> CompletionTable:
    closed_cycle("R8-2", CLOSED)
    freeze_what_is_due(at=CLOSED + timedelta(hours=1))
    return freeze_completion(Snapshot.objects.released().get(), at=CLOSED + timedelta(hours=2))


def shown(table: CompletionTable) -> Shown:
    (course,) = course_tables(table)
    return {row.label: dict(row.cells) for row in course.rows}


def truth(place: str) -> dict[str, object]:
    """Count the fixture anew, without the code under test."""
    divisions = {name: people for bureau in CITY.values() for name, people in bureau.items()}
    parts = (
        list(divisions.values())
        if place == "全庁"
        else list(CITY.get(place, {place: divisions.get(place, {})}).values())
    )
    done, late, still = (sum(part.get(each, 0) for part in parts) for each in (DONE, LATE, OPEN))
    enrolled = done + late + still
    return {"enrolled": enrolled, "completed": done, "overdue": late, "open": still, "rate": Fraction(done, enrolled)}


@pytest.mark.parametrize("place", ["全庁", "市民部", "窓口課", "戸籍課", "税務課", "財政課", "総務課"])
def test_what_is_printed_is_true_and_never_small(table: CompletionTable, place: str) -> None:
    printed = {key: value for key, value in shown(table)[place].items() if value is not None}
    assert printed == {key: truth(place)[key] for key in printed}
    zero_is_said = {"enrolled", "overdue", "open"}
    counts = {key: value for key, value in printed.items() if isinstance(value, int)}
    assert all(value >= 5 or (key in zero_is_said and value == 0) for key, value in counts.items())


def test_a_division_of_four_is_marked_and_one_with_everybody_through_is_printed(table: CompletionTable) -> None:
    rows = shown(table)
    assert (rows["財政課"]["completed"], rows["財政課"]["rate"]) == (None, None)
    assert (rows["総務課"]["completed"], rows["総務課"]["rate"], rows["総務課"]["overdue"]) == (8, 1, 0)
    assert "受付係" not in rows
    assert given_away(table) == []


def test_printing_a_withheld_cell_would_give_somebody_away(table: CompletionTable) -> None:
    place = next(key for key, name, *_rest in table.counts["places"] if name == "財政課")
    table.withheld = [key for key in table.withheld if key != f"a02:{place}:completed"]
    assert given_away(table)


def test_only_the_day_the_cycle_closed_counts(city: dict[str, DepartmentFactory], version: CourseVersion) -> None:
    """Somebody who completes the day after is not through in a table frozen later."""
    closed_cycle("R8-2", CLOSED)
    late = version.enrolments.filter(due_on__lt=ON).first()
    late.state, late.completed_at = "completed", CLOSED + timedelta(days=2)
    late.save()
    freeze_what_is_due(at=CLOSED + timedelta(days=3))
    freeze_tables(at=CLOSED + timedelta(days=3))
    assert shown(CompletionTable.objects.get())["全庁"]["completed"] == truth("全庁")["completed"]


def test_the_next_cycle_does_not_tell_who_completed_meanwhile(table: CompletionTable, version: CourseVersion) -> None:
    """Two more in 窓口課 between two cycles are two people; six are not."""
    later = CLOSED + timedelta(days=90)
    open_ones = list(version.enrolments.filter(completed_at=None).order_by("pk"))
    for each in open_ones[:2]:
        each.state, each.completed_at = "completed", later - timedelta(days=1)
        each.save()
    closed_cycle("R8-3", later)
    freeze_what_is_due(at=later)
    freeze_tables(at=later)
    before, after = shown(table), shown(CompletionTable.objects.get(cycle__code="R8-3"))
    assert before["窓口課"]["completed"] == 12
    assert after["窓口課"]["completed"] is None
    for place in before.keys() & after.keys():
        for figure in ("completed", "overdue", "open"):
            old, new = before[place][figure], after[place][figure]
            assert old is None or new is None or not 0 < abs(new - old) < 5  # type: ignore[operator]  # counts


def test_every_face_says_the_same(client: Client, cast: Cast, table: CompletionTable) -> None:
    client.force_login(cast.committee)
    query = {"cycle": "R8-2", "course": "a02"}
    (course,) = course_tables(table)
    expected = {row.label: cells for row, cells in course.lines}
    page = client.get(reverse("reports:department_completion"), query).content.decode()
    for label, cells in expected.items():
        found = page[page.index(f">{label}</th>") :]
        assert [part.split("</td>")[0] for part in found.split('<td class="num">')[1 : len(cells) + 1]] == cells
    numbers = {
        row.label: ["＊" if (value := row.cells[key]) is None else float(value) for key in course.heads]
        for row in course.rows
    }
    text = fetched(client, "csv", query).decode("utf-8-sig")
    body = list(csv.reader(StringIO(text)))[6:]
    assert {row[0].strip(): [_number(cell) for cell in row[1:]] for row in body} == _rounded(numbers)
    sheet = load_workbook(BytesIO(fetched(client, "xlsx", query))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=7, values_only=True))
    assert {str(row[0]).strip(): [_number(cell) for cell in row[1:]] for row in rows} == _rounded(numbers)
    assert sheet["D7"].number_format == "0.0%"
    paper = PdfReader(BytesIO(fetched(client, "pdf", query)))
    words = "\n".join(each.extract_text() for each in paper.pages).split()
    for label, cells in expected.items():
        assert words[words.index(label) + 1 :][: len(cells)] == cells
    out = StringIO()
    call_command("suppressed_tables", "--completion", "--cycle", "R8-2", stdout=out)
    said = json.loads(out.getvalue())
    assert {row["label"]: list(row["cells"].values()) for row in said["groups"][0]["rows"]} == expected
    assert (said["gives_away"], said["is_intact"]) == ([], True)


def fetched(client: Client, kind: str, query: dict[str, str]) -> bytes:
    return client.get(reverse("reports:department_completion_file", args=[kind]), query).content


def _number(cell: object) -> object:
    return cell if cell == "＊" else round(float(str(cell)), 4)


def _rounded(numbers: dict[str, list[object]]) -> dict[str, list[object]]:
    return {label: [_number(cell) for cell in cells] for label, cells in numbers.items()}


def test_taking_the_file_is_on_record(client: Client, cast: Cast, table: CompletionTable) -> None:
    client.force_login(cast.committee)
    fetched(client, "csv", {})
    event = AuditEvent.objects.filter(action="report.exported").latest("sequence")
    assert (event.actor, event.target) == (cast.committee, "dx-completion-R8-2-a02.csv")


def test_a_changed_row_is_noticed(table: CompletionTable) -> None:
    table.withheld = table.withheld[1:]
    assert not is_intact(table)


def test_without_a_release_page_and_command_say_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.committee)
    assert "まだ表はありません" in client.get(reverse("reports:department_completion")).content.decode()
    with pytest.raises(CommandError, match="freeze_reports"):
        call_command("suppressed_tables", "--completion")


@pytest.mark.parametrize("wrong", [{"cycle": "R1-1"}, {"course": "gone"}])
def test_an_address_of_no_table_says_so(
    client: Client, cast: Cast, table: CompletionTable, wrong: dict[str, str]
) -> None:
    client.force_login(cast.committee)
    answer = client.get(reverse("reports:department_completion"), wrong)
    assert answer.status_code == 404
    assert "その表はありません" in answer.content.decode()
