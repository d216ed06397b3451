"""Lists as files: CSV that Excel reads, a workbook ready to print, and a PDF of thousands of names.

Every file says above its rows what it is, as of when, who took it out and what for (R16).
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.drawing.image import Image as Picture
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    LongTable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)

from lms.lib.calendar import wareki
from lms.lib.cells import safe_cell
from lms.lib.pdf import FONT, RARE_FONT, drawable, register_fonts

type Cell = str | int | float | Fraction | date | None
type Progress = Callable[[int], None]
"""Told how many rows are written so far."""

HEAD = PatternFill("solid", fgColor="E8F1FE")
LINE = Side(style="thin", color="949494")
SIZE = 7.5
MARGIN = 12 * mm
PAGE = landscape(A4)
ROOM = PAGE[0] - 2 * MARGIN
PICTURE_PIXELS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, and its share of the page's width."""

    label: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list to hand out: a title, lines on what it is, columns and rows."""

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    picture: bytes = b""
    """A chart of the same numbers, as PNG."""


def unheard(_rows: int) -> None:
    """Tell nobody how far a file is."""


def _counted(listing: Listing, progress: Progress) -> Iterator[Sequence[Cell]]:
    for done, row in enumerate(listing.rows, start=1):
        yield row
        progress(done)


# CSV


def as_csv(listing: Listing, progress: Progress = unheard) -> bytes:
    """Return UTF-8 with the mark Excel wants, dates in ISO form, numbers bare, nothing that runs as a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in (listing.title, *listing.notes):
        writer.writerow([safe_cell(line)])
    writer.writerow([safe_cell(column.label) for column in listing.columns])
    writer.writerows([_plain(cell) for cell in row] for row in _counted(listing, progress))
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int | float:
    match cell:
        case None:
            return ""
        case Fraction():
            return round(float(cell), 4)
        case date():
            return cell.isoformat()
        case str():
            return safe_cell(cell)
        case _:
            return cell


# Workbook


def as_workbook(listing: Listing, progress: Progress = unheard) -> bytes:
    """Return a workbook: heading frozen, numbers and dates as such, A4 across, heading on every printed page."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("List")
    for line in (listing.title, *listing.notes):
        sheet.append([safe_cell(line)])
    sheet.append([safe_cell(column.label) for column in listing.columns])
    for row in _counted(listing, progress):
        sheet.append([_value(cell) for cell in row])
    _dress(sheet, listing)
    if listing.picture:
        _add_picture(book.create_sheet(_("Chart")), listing)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _add_picture(sheet: Worksheet, listing: Listing) -> None:
    sheet["A1"] = safe_cell(listing.title)
    sheet["A1"].font = Font(bold=True, size=14)
    picture = Picture(BytesIO(listing.picture))
    picture.width, picture.height = PICTURE_PIXELS, round(PICTURE_PIXELS * picture.height / picture.width)
    sheet.add_image(picture, "A3")
    _for_a4(sheet)


def _value(cell: Cell) -> str | int | float | date | None:
    """Return what a cell holds: shares as fractions of one, so that a spreadsheet formats and sorts them."""
    if isinstance(cell, Fraction):
        return float(cell)
    return safe_cell(cell) if isinstance(cell, str) else cell


def _dress(sheet: Worksheet, listing: Listing) -> None:
    head = len(listing.notes) + 2
    last = get_column_letter(len(listing.columns))
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[head]:
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, Border(top=LINE, bottom=LINE)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for number, column in enumerate(listing.columns, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(9, column.width * 110)
        format_ = _number_format([row[number - 1] for row in listing.rows])
        if format_:
            for cell in sheet[letter][head:]:
                cell.number_format = format_
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{last}{head + len(listing.rows)}"
    sheet.print_title_rows = f"{head}:{head}"
    _for_a4(sheet)


def _for_a4(sheet: Worksheet) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _number_format(cells: Iterable[Cell]) -> str:
    first = next((cell for cell in cells if cell is not None), None)
    match first:
        case Fraction():
            return "0.0%"
        case date():
            return "yyyy-mm-dd"
        case int() | float():
            return "#,##0"
        case _:
            return ""


# PDF


class _Paper(BaseDocTemplate):
    """A document that tells how many rows of its table stand on a page."""

    def __init__(self, buffer: BytesIO, progress: Progress, **options: Any) -> None:
        super().__init__(buffer, **options)
        self.rows, self.progress = 0, progress

    def afterFlowable(self, flowable: object) -> None:
        # A table too long for its page is drawn in parts, each with the heading on top.
        if isinstance(flowable, LongTable):
            self.rows += len(flowable._cellvalues) - 1  # type: ignore[attr-defined]  # its stubs leave it out
            self.progress(self.rows)


def as_pdf(listing: Listing, progress: Progress = unheard) -> bytes:
    """Return A4 pages across, the heading on each, with page numbers; fonts embedded, text that can be read back."""
    register_fonts()
    buffer = BytesIO()
    document = _Paper(
        buffer, progress, pagesize=PAGE, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=listing.title,
    )  # fmt: skip
    frame = Frame(
        MARGIN, MARGIN, ROOM, PAGE[1] - 2 * MARGIN, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=4 * mm
    )
    foot = listing.notes[-1] if listing.notes else ""
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, _doc: _foot(canvas, foot)))
    title = ParagraphStyle("title", fontName=f"{FONT} Bold", fontSize=13, leading=18)
    note = ParagraphStyle("note", fontName=FONT, fontSize=8, leading=11, wordWrap="CJK")
    document.build(
        [
            Paragraph(_marked(listing.title), title),
            *(Paragraph(_marked(line), note) for line in listing.notes),
            Paragraph(_marked(_draft_words()), note),
            Spacer(0, 3 * mm),
            *_drawing(listing),
            _table(listing),
        ]
    )
    return buffer.getvalue()


def _draft_words() -> str:
    """Return the line a 起案 is filled in on by hand (R27)."""
    labels = (_("Drafted on"), _("Department"), _("Document number"))
    return "".join(f"{label}: {'_' * 24}  " for label in labels)


def _drawing(listing: Listing) -> list[Flowable]:
    """Return the chart as large as a page lets it be, and the page after it for the table."""
    if not listing.picture:
        return []
    picture = Image(BytesIO(listing.picture))
    scale = min(ROOM / picture.drawWidth, (PAGE[1] - 2 * MARGIN - 30 * mm) / picture.drawHeight)
    picture.drawWidth, picture.drawHeight = picture.drawWidth * scale, picture.drawHeight * scale
    return [picture, PageBreak()]


def _table(listing: Listing) -> LongTable:
    whole = sum(column.width for column in listing.columns)
    widths = [ROOM * column.width / whole for column in listing.columns]
    style = ParagraphStyle("cell", fontName=FONT, fontSize=SIZE, leading=SIZE * 1.3, wordWrap="CJK")
    heading = [Paragraph(_marked(column.label), style) for column in listing.columns]
    rows = [[_drawn(cell, width, style) for cell, width in zip(row, widths, strict=True)] for row in listing.rows]
    table = LongTable([heading, *rows], colWidths=widths, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), FONT, SIZE, SIZE * 1.3),
                ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e6e6e6")),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.HexColor("#767676")),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 1.6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.4),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def _drawn(cell: Cell, width: float, style: ParagraphStyle) -> str | Paragraph:
    """Return plain text where it fits, which is quick to set, else a paragraph that wraps or changes its font."""
    text = drawable(_words(cell))
    if _has_rare(text) or pdfmetrics.stringWidth(text, FONT, SIZE) > width - 4:
        return Paragraph(_marked(text), style)
    return text


def _words(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Fraction():
            return f"{float(cell) * 100:.1f}%"
        case date():
            return cell.isoformat()
        case int():
            return f"{cell:,}"
        case _:
            return str(cell)


def _has_rare(text: str) -> bool:
    return any(_is_rare(character) for character in text)


def _is_rare(character: str) -> bool:
    """Tell whether BIZ UDPGothic has no shape for a character, such as 𠮷."""
    font = pdfmetrics.getFont(FONT)
    return isinstance(font, TTFont) and ord(character) not in font.face.charToGlyph


def _marked(text: str) -> str:
    """Return text as a paragraph's markup, rare characters in the font that has them."""
    return "".join(_markup(character) for character in drawable(text))


def _markup(character: str) -> str:
    escaped = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(character, character)
    return f'<font name="{RARE_FONT}">{escaped}</font>' if _is_rare(character) else escaped


def _foot(canvas: Canvas, words: str) -> None:
    canvas.saveState()
    canvas.setFont(FONT, 7)
    canvas.drawString(MARGIN, MARGIN - 4 * mm, "".join("〓" if _is_rare(each) else each for each in drawable(words)))
    canvas.drawRightString(PAGE[0] - MARGIN, MARGIN - 4 * mm, str(canvas.getPageNumber()))
    canvas.restoreState()


def taken_out(name: str, at: str, purpose: str) -> str:
    """Return the line that says who took a file out, when, and what for."""
    return _("Taken out by %(name)s at %(at)s; purpose: %(purpose)s") % {"name": name, "at": at, "purpose": purpose}


def day_words(on: date) -> str:
    """Return a day as it stands in a file's notes: for reading and for sorting."""
    return f"{wareki(on)} ({on.isoformat()})"


WRITERS = {"csv": as_csv, "xlsx": as_workbook, "pdf": as_pdf}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def columns_of(labels: Iterable[tuple[str, float]]) -> list[Column]:
    return [Column(label=label, width=width) for label, width in labels]
