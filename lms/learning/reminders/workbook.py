"""The not-done list as a workbook: who took it out and why on top, kana, A4 print set-up (R16, R26)."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lms.learning.record.states import EnrolmentState
from lms.learning.reminders.not_done import Owed
from lms.lib.cells import safe_cell

WIDTHS = (12, 18, 20, 36, 40, 12, 12, 10, 10)


def not_done_workbook(rows: Iterable[Owed], *, taken: str) -> bytes:
    """Return the list as a workbook, written row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Not done"))
    sheet.freeze_panes = "C3"
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"
    sheet.append([safe_cell(taken)])
    headings = (
        _("Staff number"),
        _("Name"),
        _("Kana"),
        _("Department"),
        _("Course"),
        _("Due"),
        _("State"),
        _("Late"),
        _("Mailbox"),
    )
    sheet.append([_bold(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append(_cells(row))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _bold(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, value=words)
    cell.font = Font(bold=True)
    return cell


def _cells(row: Owed) -> list[object]:
    return [
        safe_cell(row.staff_no),
        safe_cell(row.name),
        safe_cell(row.kana),
        safe_cell(row.department),
        safe_cell(row.course),
        row.due_on,
        str(EnrolmentState(row.state).label),
        _("yes") if row.is_late else "",
        _("yes") if row.has_mailbox else _("no"),
    ]
