"""The record as a workbook: dates as dates, minutes as numbers, set up for A4 (R26)."""

from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lms.learning.transcript.queries import Transcript
from lms.lib.calendar import fiscal_year_label
from lms.lib.cells import safe_cell

HEAD = PatternFill("solid", fgColor="E8F1FE")
WIDTHS = (14, 12, 44, 10, 18, 28, 14, 14, 16)
HEADING_ROW = 4


def transcript_workbook(transcript: Transcript) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Learning record")
    for row in (_title(transcript), _person(transcript), [], _headings()):
        sheet.append(row)
    for line in transcript.lines:
        sheet.append(
            [
                line.completed_on,
                fiscal_year_label(line.fiscal_year),
                safe_cell(line.title),
                safe_cell(line.code),
                str(line.source),
                safe_cell(line.provider),
                line.minutes,
                line.learned,
                line.certificate,
            ]
        )
    _dress(sheet)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _title(transcript: Transcript) -> list[object]:
    return [_("Learning record"), None, f"{timezone.localtime(transcript.at):%Y-%m-%d %H:%M}"]


def _person(transcript: Transcript) -> list[object]:
    person, standing = transcript.person, transcript.standing
    where = f"{standing.department} {standing.title}".strip() if standing else ""
    return [person.staff_no, None, safe_cell(person.name), None, safe_cell(where)]


def _headings() -> list[object]:
    return [
        _("Completed on"),
        _("Fiscal year"),
        _("Course or training"),
        _("Code"),
        _("Source"),
        _("Provider"),
        _("Minutes"),
        _("Minutes spent"),
        _("Certificate number"),
    ]


def _dress(sheet: Worksheet) -> None:
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[HEADING_ROW]:
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cell in sheet["A"][HEADING_ROW:]:
        cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
