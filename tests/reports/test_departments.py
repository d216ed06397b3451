"""部・課別: the city is the sum of its 部 and they of their 課, or cells are withheld; every face says the same."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.levels import choices_for
from assessments.models import Assessment, Cycle
from assessments.past import PastRating, record_past_cycle
from lms.people.models import Department
from reports.cube import STATUSES, is_level, reached
from reports.department_tables import (
    DEFINITION,
    beside,
    department_counts,
    freeze_departments,
    given_away,
    group_tables,
    releases_without_table,
)
from reports.departments import PRINTED, system, withheld_cells
from reports.frozen import release_of
from reports.models import DepartmentTable, Snapshot
from reports.place_counts import cell_key, from_json, to_json
from reports.release import Release, lines_of, printed_elsewhere
from reports.schedule import freeze_tables, freeze_what_is_due
from reports.services import freeze_release
from reports.suppression import MARK, SMALLEST, exposed, spans
from tests.cast import Cast
from tests.factories import (
    DepartmentFactory,
    PostingFactory,
    RankFactory,
    RaterAssignmentFactory,
    UserFactory,
    framework,
)

AT = datetime(2026, 10, 28, tzinfo=UTC)
LATER = datetime(2027, 1, 28, tzinfo=UTC)
TINY = 1e-4
# 課 by 部: how many people stand at each level there (None: not assessed).
CITY: dict[str, dict[str, dict[int | None, int]]] = {
    "市民部": {"窓口課": {1: 6, 2: 7, 3: 8, 4: 6}, "戸籍課": {1: 7, 2: 6, 3: 7, 4: 2, None: 3}},
    "財務部": {"税務課": {0: 5, 1: 8, 2: 9, 3: 9, 4: 5}, "財政課": {1: 5, 3: 5, 5: 1}},
}


@pytest.fixture
def closed(cast: Cast) -> Cycle:
    """A closed cycle over two 部 with two 課 each; the people of 窓口課 sit in its 係."""
    staff = RankFactory(key="staff")
    ratings = []
    for bureau, divisions in CITY.items():
        above = DepartmentFactory(period__name=bureau, period__kind="bureau")
        for name, levels in divisions.items():
            place = DepartmentFactory(period__name=name, period__kind="division", period__parent=above)
            if name == "窓口課":
                place = DepartmentFactory(period__name="受付係", period__kind="section", period__parent=place)
            ratings += list(people_at(place, levels, staff, cast))
    cycle = Cycle.objects.create(
        code="R8-2",
        name_ja="令和8年度 中間",
        framework=framework(),
        opens_on=date(2026, 10, 1),
        closes_on=date(2026, 10, 28),
        reference_on=date(2026, 10, 1),
    )
    return record_past_cycle(cycle, ratings, by=cast.hr, at=AT, comment_where_needed="面談で確認")


def people_at(place: Department, levels: dict[int | None, int], rank: object, cast: Cast) -> Iterator[PastRating]:
    for level, count in levels.items():
        for _number in range(count):
            person = UserFactory()
            PostingFactory(person=person, department=place, rank=rank)
            RaterAssignmentFactory(person=person, rater=cast.supervisor)
            yield PastRating(
                person_id=person.pk, self_answers=None, answers=None if level is None else choices_for(level)
            )


@pytest.fixture
def table(closed: Cycle) -> DepartmentTable:
    return freeze_departments(freeze_release(closed, by=None, at=AT), at=AT)


def staff(table: DepartmentTable) -> dict[str, dict[str, int | None]]:
    (group,) = [each for each in group_tables(table) if each.key == "all_staff"]
    return {row.label: dict(row.cells) for row in group.rows}


def true_counts(place: str) -> dict[str, int]:
    """Count the fixture anew, without the code under test."""
    divisions = {name: levels for bureau in CITY.values() for name, levels in bureau.items()}
    parts = CITY.get(place) or {place: divisions[place]}
    found: dict[int | None, int] = {}
    for levels in parts.values():
        for level, count in levels.items():
            found[level] = found.get(level, 0) + count
    assessed = {level: count for level, count in found.items() if level is not None}
    return {
        "in_scope": sum(found.values()),
        "assessed": sum(assessed.values()),
        "not_assessed": found.get(None, 0),
        **{f"level_{level}": assessed.get(level, 0) for level in range(6)},
        "ge3": sum(count for level, count in assessed.items() if level >= 3),
        "ge4": sum(count for level, count in assessed.items() if level >= 4),
    }


@pytest.mark.parametrize("place", ["市民部", "財務部", "窓口課", "戸籍課", "税務課", "財政課"])
def test_what_is_printed_is_true_and_never_small(table: DepartmentTable, place: str) -> None:
    truth, printed = true_counts(place), staff(table)[place]
    shown = {key: value for key, value in printed.items() if value is not None}
    assert shown == {key: truth[key] for key in shown}
    said = {"in_scope", "assessed", "not_assessed"}
    assert all(value >= SMALLEST or (key in said and value == 0) for key, value in shown.items())


def test_a_large_division_is_printed_and_a_small_one_marked(table: DepartmentTable) -> None:
    rows = staff(table)
    assert (rows["窓口課"]["in_scope"], rows["窓口課"]["ge3"], rows["市民部"]["ge3"]) == (27, 14, 23)
    assert set(rows["財政課"].values()) == {None}


def test_no_level_below_a_division_and_no_section(table: DepartmentTable) -> None:
    rows = staff(table)
    assert "受付係" not in rows
    assert not any(key.startswith("level_") for key in rows["窓口課"])
    assert any(key.startswith("level_") for key in rows["市民部"])


def test_nothing_small_is_given_away_by_table_and_release_together(table: DepartmentTable) -> None:
    assert given_away(table) == []
    assert MARK in json.dumps([group.lines[0][1] for group in group_tables(table)], ensure_ascii=False)


def test_one_cell_more_would_give_somebody_away(table: DepartmentTable) -> None:
    """The check behind the table can fail: print a withheld small cell and it is named."""
    place = next(key for key, name, *_rest in table.counts["places"] if name == "財政課")
    key = cell_key("all_staff", place, "ge4")
    assert key in table.withheld
    table.withheld = [each for each in table.withheld if each != key]
    assert key in given_away(table)


def test_the_city_row_prints_what_the_release_prints(table: DepartmentTable) -> None:
    release: Release = release_of(table.snapshot)
    row = staff(table)["全庁"]
    for figure in PRINTED:
        assert (row[figure.key] is not None) is release.shows("all_staff", figure.key)


def test_figures_stand_for_disjoint_statuses() -> None:
    by_key = {figure.key: figure.statuses for figure in PRINTED}
    assert by_key["assessed"] | by_key["not_assessed"] == by_key["in_scope"] == set(STATUSES)
    assert by_key["ge3"] == {status for status in STATUSES if is_level(status) and reached(status, 3)}


def test_every_face_says_the_same(client: Client, cast: Cast, table: DepartmentTable) -> None:
    client.force_login(cast.committee)
    query = "?cycle=R8-2&group=all_staff"
    (group,) = [each for each in group_tables(table) if each.key == "all_staff"]
    expected = {row.label: cells for row, cells in group.lines}
    page = client.get(reverse("reports:departments") + query).content.decode()
    for label, cells in expected.items():
        found = page[page.index(f">{label}</th>") :]
        assert [part.split("</td>")[0] for part in found.split('<td class="num">')[1 : len(cells) + 1]] == cells
    text = client.get(reverse("reports:departments_file", args=["csv"]) + query).content.decode("utf-8-sig")
    body = list(csv.reader(StringIO(text)))[6:]
    assert {row[0].strip(): row[1:] for row in body} == expected
    workbook = client.get(reverse("reports:departments_file", args=["xlsx"]) + query).content
    rows = list(load_workbook(BytesIO(workbook)).worksheets[0].iter_rows(min_row=7, values_only=True))
    assert {str(row[0]).strip(): [str(cell) for cell in row[1:]] for row in rows} == expected
    assert any(isinstance(cell, int) for row in rows for cell in row)
    paper = PdfReader(BytesIO(client.get(reverse("reports:departments_file", args=["pdf"]) + query).content))
    words = "\n".join(each.extract_text() for each in paper.pages).split()
    for label, cells in expected.items():
        place = words.index(label)
        assert words[place + 1 : place + 1 + len(cells)] == cells
    out = StringIO()
    call_command("suppressed_tables", "--departments", "--cycle", "R8-2", stdout=out)
    said = json.loads(out.getvalue())
    (told,) = [each for each in said["groups"] if each["key"] == "all_staff"]
    assert {row["label"]: list(row["cells"].values()) for row in told["rows"]} == expected
    assert (said["gives_away"], said["is_intact"]) == ([], True)


def test_there_is_one_table_a_cycle_and_it_stays(closed: Cycle, table: DepartmentTable) -> None:
    corrected = Assessment.objects.filter(cycle=closed, level=3).order_by("pk")[0]
    corrected.level = 4
    corrected.save()
    second = freeze_release(closed, by=None, at=AT)
    assert second.number == "R8-2-2"
    assert freeze_departments(second, at=AT) == table
    assert list(releases_without_table()) == []


def again(closed: Cycle, cast: Cast, code: str, moved: dict[int, int]) -> Cycle:
    """Rate everybody of the first cycle once more; `moved` of those at a level rise by one."""
    left = dict(moved)
    ratings = []
    for row in Assessment.objects.filter(cycle=closed).order_by("pk"):
        level = row.level
        if level is not None and left.get(level, 0):
            left[level] -= 1
            level += 1
        ratings.append(
            PastRating(
                person_id=row.person_id, self_answers=None, answers=None if level is None else choices_for(level)
            )
        )
    cycle = Cycle.objects.create(
        code=code,
        name_ja="令和8年度 期末",
        framework=framework(),
        opens_on=date(2027, 1, 1),
        closes_on=date(2027, 1, 28),
        reference_on=date(2027, 1, 1),
    )
    return record_past_cycle(cycle, ratings, by=cast.hr, at=LATER, comment_where_needed="面談で確認")


@pytest.mark.parametrize("moved", [{3: 1}, {1: 2, 3: 2}, {1: 4, 2: 3, 3: 4}])
def test_two_cycles_subtracted_tell_of_nobody(
    closed: Cycle, cast: Cast, table: DepartmentTable, moved: dict[int, int]
) -> None:
    """A 課 whose people at level 3 went from eight to nine would name one: one of the two counts is withheld."""
    release = freeze_release(again(closed, cast, "R8-3", moved), by=None, at=LATER)
    later = freeze_departments(release, at=LATER)
    before, after = staff(table), staff(later)
    told = {"in_scope", "assessed", "not_assessed"}
    for place in before.keys() & after.keys() - {"全庁"}:
        for figure in before[place].keys() & after[place].keys() - told:
            old, new = before[place][figure], after[place][figure]
            assert old is None or new is None or not 0 < abs(new - old) < SMALLEST
    assert given_away(later) == []


def test_without_the_earlier_table_the_change_would_be_printed(
    closed: Cycle, cast: Cast, table: DepartmentTable
) -> None:
    """The protection above is not idle: the same table solved alone prints what one cycle to the next would tell."""
    release = release_of(freeze_release(again(closed, cast, "R8-3", {1: 6, 2: 3}), by=None, at=LATER))
    counts = department_counts(Cycle.objects.get(code="R8-3"), LATER.date(), release.source.groups)
    alone, beside_it = withheld_cells(counts, release), withheld_cells(counts, release, tables=[beside(table)])
    assert beside_it - alone


def test_a_later_release_gives_nothing_of_an_earlier_table_away(
    closed: Cycle, cast: Cast, table: DepartmentTable
) -> None:
    """Table and first release of one cycle, and the next cycle's release that repeats the first as its base."""
    later = release_of(freeze_release(again(closed, cast, "R8-3", {1: 4, 3: 4}), by=None, at=LATER))
    assert later.source.base_cycle == "R8-2"
    lines, known = system(from_json(table.counts), release_of(table.snapshot))
    known += printed_elsewhere(later, release_of(table.snapshot).source)
    assert exposed(lines, table.withheld, known=known) == []


def test_a_correction_is_solved_against_the_frozen_table(closed: Cycle, table: DepartmentTable) -> None:
    """Whoever holds first release, table and second release cannot be sure that one person changed."""
    told = beside(table).told_of(release_of(table.snapshot).source)
    corrected = Assessment.objects.filter(cycle=closed, level=3).order_by("pk")[0]
    corrected.level = 4
    corrected.save()
    second = release_of(freeze_release(closed, by=None, at=AT))
    lines = lines_of(second.source)
    now = spans(lines, second.withheld)
    for line in lines:
        before = told(line.key)
        assert before is not None
        least, most = now[line.key][0] - before[1], now[line.key][1] - before[0]
        assert not (least > TINY and most < SMALLEST - TINY)
        assert not (most < -TINY and least > TINY - SMALLEST)


def test_what_is_due_is_frozen_once(closed: Cycle) -> None:
    for _run in range(2):
        freeze_what_is_due(at=AT)
        freeze_tables(at=AT)
    table = DepartmentTable.objects.get()
    assert table.snapshot == Snapshot.objects.released().get()
    assert to_json(from_json(table.counts), definition=DEFINITION) == table.counts


def test_without_a_release_the_page_and_the_command_say_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.committee)
    assert "まだ表はありません" in client.get(reverse("reports:departments")).content.decode()
    assert client.get(reverse("reports:departments_file", args=["csv"])).status_code == 404
    with pytest.raises(CommandError, match="freeze_reports"):
        call_command("suppressed_tables", "--departments")


@pytest.mark.parametrize("wrong", [{"cycle": "R1-1"}, {"group": "nobody"}])
def test_an_address_of_no_table_says_so(
    client: Client, cast: Cast, table: DepartmentTable, wrong: dict[str, str]
) -> None:
    client.force_login(cast.committee)
    answer = client.get(reverse("reports:departments"), wrong)
    assert answer.status_code == 404
    assert "その表はありません" in answer.content.decode()
    assert client.get(reverse("reports:departments_file", args=["csv"]), wrong).status_code == 404
    assert client.get(reverse("reports:departments_file", args=["doc"])).status_code == 404
