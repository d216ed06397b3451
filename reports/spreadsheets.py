"""The committee's figures as a workbook and as CSV: numbers as numbers, A4 print set-up, the chart as a picture."""

import csv
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lms.lib.calendar import wareki
from lms.lib.cells import safe_cell
from reports.charts import levels_chart
from reports.figures import percent
from reports.release import Release
from reports.tables import Table, Value, tables
from reports.words import finding, notes, totals_words

HEAD = PatternFill("solid", fgColor="E8F1FE")
LINE = Side(style="thin", color="949494")
PICTURE_WIDTH = 900


def committee_workbook(release: Release, *, number: str) -> bytes:
    """Return the workbook as bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    caption = caption_of(release, number)
    for table in tables(release):
        _table_sheet(book.create_sheet(str(table.title)[:31]), table, caption)
    _chart_sheet(book.create_sheet(_("Chart")), release)
    _notes_sheet(book.create_sheet(_("Definitions")), release, caption)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def committee_csv(release: Release, *, number: str) -> bytes:
    """Return every cell as a line, in UTF-8 with a byte-order mark so that Excel reads it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in _csv_rows(release, number):
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _csv_rows(release: Release, number: str) -> Iterator[list[str]]:
    yield [_("Table"), _("Figure"), _("Talent group"), _("Value"), _("Cycle"), _("As of"), _("Number"), _("Definition")]
    figures = release.figures
    beside = [figures.cycle, figures.as_of.isoformat(), number, figures.definition]
    for table in tables(release):
        for column, cells in table.rows:
            for cell in cells:
                yield [str(table.title), str(column.label), cell.group, _csv_value(cell.value), *beside]


def _csv_value(value: Value) -> str:
    """Return a number without separators, a share in per cent, a mark as it is."""
    if isinstance(value, Fraction):
        return str(percent(value))
    return "" if value is None else str(value)


def _table_sheet(sheet: Worksheet, table: Table, caption: str) -> None:
    sheet.append([safe_cell(str(table.title)), None, caption])
    sheet.append([_("Talent group"), *(str(column.label) for column in table.columns)])
    for group, name in zip(table.groups, table.names, strict=True):
        sheet.append([safe_cell(name), *(_cell(table.cell(column, group).value) for column in table.columns)])
    _dress(sheet, table)


def caption_of(release: Release, number: str) -> str:
    """Return the line that says which figures these are."""
    figures = release.figures
    return _("%(cycle)s, reference date %(on)s, as of %(as_of)s, number %(number)s, definition %(definition)s") % {
        "cycle": figures.cycle_name,
        "on": wareki(figures.reference_on),
        "as_of": wareki(figures.as_of),
        "number": number,
        "definition": figures.definition,
    }


def _cell(value: Value) -> int | float | str | None:
    """Return what a cell holds: shares as fractions of one, so that Excel formats and sorts them as numbers."""
    if isinstance(value, Fraction):
        return float(value)
    return safe_cell(value) if isinstance(value, str) else value


def _dress(sheet: Worksheet, table: Table) -> None:
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[2]:
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.border = Border(top=LINE, bottom=LINE, left=LINE, right=LINE)
    for number, column in enumerate(table.columns, start=2):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 13
        for cell in sheet[letter][2:]:
            cell.number_format = "0.0%" if column.is_share else "#,##0"
            cell.alignment = Alignment(horizontal="right")
    sheet.column_dimensions["A"].width = 34
    sheet.freeze_panes = "B3"
    _for_a4(sheet)


def _for_a4(sheet: Worksheet) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"


def _chart_sheet(sheet: Worksheet, release: Release) -> None:
    sheet["A1"] = safe_cell(finding(release))
    sheet["A1"].font = Font(bold=True, size=14)
    picture = Image(BytesIO(levels_chart(release, image_format="png")))
    picture.width, picture.height = PICTURE_WIDTH, round(PICTURE_WIDTH * picture.height / picture.width)
    sheet.add_image(picture, "A3")
    _for_a4(sheet)
    sheet.print_title_rows = None


def _notes_sheet(sheet: Worksheet, release: Release, caption: str) -> None:
    for line in (caption, totals_words(release), *notes(release)):
        sheet.append([safe_cell(line)])
    sheet.column_dimensions["A"].width = 110
    for cell in sheet["A"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    _for_a4(sheet)
    sheet.print_title_rows = None
