"""Screen, spreadsheet, paper, CSV and command show the same figures, cell by cell."""

import csv
import json
from datetime import UTC, date, datetime
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.models import Cycle
from lms.people.models import AuditEvent
from reports.figures import percent
from reports.frozen import release_of
from reports.models import Snapshot
from reports.release import Release, lines_of
from reports.services import approve_target, freeze_release
from reports.suppression import MARK, exposed
from reports.tables import Table, tables
from tests.cast import Cast
from tests.reports.conftest import AS_OF

AT = datetime(2026, 10, 29, tzinfo=UTC)


@pytest.fixture
def frozen(two_cycles: list[Cycle]) -> list[Snapshot]:
    """Both cycles as they were released."""
    return [freeze_release(cycle, by=None, at=AT) for cycle in two_cycles]


@pytest.fixture
def release(frozen: list[Snapshot]) -> Release:
    return release_of(frozen[-1])


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    client.force_login(cast.committee)
    return client


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def shown(release: Release) -> list[Table]:
    with override("ja"):
        return tables(release)


def shown_texts(release: Release) -> list[list[str]]:
    with override("ja"):
        return [[cell.text for cell in cells] for table in tables(release) for _, cells in table.rows]


class Cells(HTMLParser):
    """The rows of data cells on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        self.inside = tag == "td"

    def handle_data(self, data: str) -> None:
        if self.inside and self.rows:
            self.rows[-1].append(unescape(data))
            self.inside = False


def test_the_page_shows_every_cell(reader: Client, release: Release) -> None:
    cells = Cells()
    cells.feed(reader.get("/reports/").content.decode())
    assert [row for row in cells.rows if row] == shown_texts(release)


def test_the_pdf_is_one_page_with_the_same_figures_and_an_embedded_font(reader: Client, release: Release) -> None:
    document = PdfReader(BytesIO(reader.get("/reports/levels.pdf").content))
    assert len(document.pages) == 1
    words = document.pages[0].extract_text().split()
    for row in shown_texts(release):
        for text in row:
            assert text in words
    fonts = document.pages[0]["/Resources"]["/Font"].values()
    assert any("BIZUDPGothic" in font.get_object()["/BaseFont"] for font in fonts)


def test_the_workbook_holds_numbers_as_numbers_and_marks_as_marks(reader: Client, release: Release) -> None:
    book = load_workbook(BytesIO(reader.get("/reports/levels.xlsx").content))
    for sheet, table in zip(book.worksheets, shown(release), strict=False):
        for row, group in zip(sheet.iter_rows(min_row=3), table.groups, strict=True):
            values = [table.cell(column, group).value for column in table.columns]
            expected = [float(value) if isinstance(value, Fraction) else value for value in values]
            assert [cell.value for cell in row[1:]] == expected
        assert sheet.freeze_panes == "B3"
        assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)


def test_the_csv_opens_in_excel_and_holds_every_cell(reader: Client, release: Release) -> None:
    body = reader.get("/reports/levels.csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(StringIO(body.decode("utf-8-sig"))))[1:]
    cells = [cell for table in shown(release) for _, row in table.rows for cell in row]
    expected = [
        str(percent(cell.value)) if isinstance(cell.value, Fraction) else cell.text.replace(",", "") for cell in cells
    ]
    assert [line[3] or "–" for line in lines] == expected


def test_the_commands_print_the_same_cells(frozen: list[Snapshot], release: Release) -> None:
    out = StringIO()
    call_command("suppressed_tables", "--number", frozen[-1].number, stdout=out)
    printed = json.loads(out.getvalue())
    rows = [list(row["cells"].values()) for table in printed["tables"] for row in table["rows"]]
    assert rows == [[cell.text for cell in cells] for table in tables(release) for _, cells in table.rows]
    assert (printed["gives_away"], printed["is_intact"]) == ([], True)
    out = StringIO()
    call_command("committee_figures", "--as-of", "2026-10-28", "--json", stdout=out)
    assert json.loads(out.getvalue())["tables"] == printed["tables"]


def test_nothing_small_is_printed_and_nothing_is_blank(release: Release) -> None:
    assert exposed(lines_of(release.source), release.withheld) == []
    texts = [text for row in shown_texts(release) for text in row]
    assert MARK in texts
    assert not {"1", "2", "3", "4", ""} & set(texts)


def test_the_committee_cannot_choose_a_day_of_its_own(reader: Client, frozen: list[Snapshot]) -> None:
    """Two days of one cycle, subtracted, would be a single person (R23)."""
    one = reader.get("/reports/", {"as_of": "2026-10-29"}).context["page"]
    other = reader.get("/reports/", {"as_of": "2026-10-30"}).context["page"]
    assert one.number == other.number == "R8-2-1"
    assert "as_of" not in reader.get("/reports/").content.decode()


def test_before_a_release_the_committee_sees_none_and_hr_a_preview(
    client: Client, cast: Cast, two_cycles: list[Cycle]
) -> None:
    client.force_login(cast.committee)
    assert "まだ公表された数字はありません" in client.get("/reports/").content.decode()
    assert client.get("/reports/levels.pdf").status_code == 404
    client.force_login(cast.hr)
    page = client.get("/reports/", {"as_of": AS_OF.isoformat()})
    assert page.context["page"].number == "preview"
    assert page.context["page"].release.withheld


def test_a_frozen_page_has_an_address_and_months_are_for_hr(client: Client, cast: Cast, frozen: list[Snapshot]) -> None:
    Snapshot.objects.filter(number="R8-1-1").update(kind=Snapshot.Kind.MONTH)
    client.force_login(cast.committee)
    assert client.get("/reports/", {"number": "R8-2-1"}).context["page"].number == "R8-2-1"
    assert client.get("/reports/", {"number": "R8-1-1"}).status_code == 404
    client.force_login(cast.hr)
    assert client.get("/reports/", {"number": "R8-1-1"}).status_code == 200


def test_a_changed_row_is_noticed(reader: Client, frozen: list[Snapshot]) -> None:
    row = frozen[-1]
    row.source["cube"][0][-1] += 1
    Snapshot.objects.filter(pk=row.pk).update(source=row.source)
    assert "作成後に変更されています" in reader.get("/reports/").content.decode()


def test_taking_a_file_is_noted(reader: Client, cast: Cast, frozen: list[Snapshot]) -> None:
    reader.get("/reports/levels.xlsx")
    event = AuditEvent.objects.filter(action="report.exported").get()
    assert (event.actor, event.details["number"]) == (cast.committee, "R8-2-1")


def test_the_chart_is_a_picture_that_loads_nothing(reader: Client, frozen: list[Snapshot]) -> None:
    response = reader.get("/reports/levels.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert b"<script" not in response.content


def test_before_the_first_cycle_the_page_says_so(hr: Client, cast: Cast) -> None:
    response = hr.get("/reports/", {"as_of": "2026-01-01"})
    assert response.status_code == 200
    assert "この日の数字はありません" in response.content.decode()


def test_a_day_to_come_is_refused(hr: Client, two_cycles: list[Cycle]) -> None:
    page = hr.get("/reports/", {"as_of": "2999-01-01"})
    assert (page.status_code, "今日以前の日" in page.content.decode()) == (422, True)
    assert hr.get("/reports/levels.pdf", {"as_of": "2999-01-01"}).status_code == 404


def test_an_unreadable_day_is_named(hr: Client, two_cycles: list[Cycle]) -> None:
    response = hr.get("/reports/", {"as_of": "yesterday"})
    assert response.status_code == 422
    assert "2026-11-23 の形" in response.content.decode()


def test_without_an_approved_share_nothing_is_called_achieved(reader: Client, frozen: list[Snapshot]) -> None:
    page = reader.get("/reports/").content.decode()
    assert "目標割合は未設定" in page
    assert ">達成<" not in page


def test_an_approved_share_brings_people_to_go_and_pace(hr: Client, cast: Cast, two_cycles: list[Cycle]) -> None:
    form = {
        "level": "3",
        "group": "",
        "percent": "60",
        "decided_by": "DX推進委員会",
        "decided_on": "2026-10-01",
        "document_no": "情政第12号",
    }
    assert hr.post("/reports/targets/", form).status_code == 302
    page = hr.get("/reports/", {"as_of": AS_OF.isoformat()})
    assert "情政第12号" in page.content.decode()
    assert "60%" in page.content.decode()
    staff = next(group for group in page.context["figures"].groups if group.key == "all_staff")
    # Sixty per cent of twenty-seven people are seventeen; eleven of them are there.
    assert (staff.outlooks[0].needed, staff.outlooks[0].to_go) == (17, 6)


def test_a_share_needs_somebody_who_approved_it(hr: Client) -> None:
    response = hr.post("/reports/targets/", {"level": "3", "percent": "120", "decided_on": "2026-10-01"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"percent", "decided_by", "document_no"}


def test_a_later_decision_replaces_an_earlier_one(cast: Cast, two_cycles: list[Cycle]) -> None:
    from reports.queries import targets_on

    for day, share in ((1, 30), (5, 50)):
        approve_target(
            level=4,
            percent=share,
            group="",
            decided_by="委員会",
            decided_on=date(2026, 10, day),
            document_no="1",
            by=cast.hr,
            at=AT,
        )
    assert [target.percent for target in targets_on(date(2026, 10, 4))] == [30]
    assert [target.percent for target in targets_on(date(2026, 10, 5))] == [50]


def test_two_targets_stay_on_one_sheet(hr: Client, cast: Cast, two_cycles: list[Cycle]) -> None:
    """A page with six more rows a target level is still one A4, with room for a 起案."""
    for level in (3, 4):
        approve_target(
            level=level,
            percent=30,
            group="",
            decided_by="市長",
            decided_on=date(2026, 10, 1),
            document_no="情政第1号",
            by=cast.hr,
            at=AT,
        )
    paper = PdfReader(BytesIO(hr.get("/reports/levels.pdf", {"as_of": "2026-11-01"}).content))
    assert len(paper.pages) == 1
    words = paper.pages[0].extract_text()
    assert "起案日" in words
    assert "令和10年3月31日" in words


def test_the_command_names_a_cycle_that_is_not_there(two_cycles: list[Cycle]) -> None:
    with pytest.raises(CommandError, match="R9-9"):
        call_command("committee_figures", "--cycle", "R9-9")
    with pytest.raises(CommandError, match="R8-2-7"):
        call_command("suppressed_tables", "--number", "R8-2-7")
