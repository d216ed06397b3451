"""A package's answers as a workbook: questions, the answers given to each, learning objectives; A4 set-up (R26)."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lms.learning.support.answers import Answers, InteractionLine, ObjectiveLine
from lms.lib.cells import safe_cell

HEAD = PatternFill("solid", fgColor="E8F1FE")
LONGEST = 32_000  # a cell holds 32,767 characters


def answers_workbook(answers: Answers) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, _("Questions of the package"), _question_headings(), map(_question, answers.interactions))
    responses = [row for line in answers.interactions for row in _responses(line)]
    _sheet(book, _("Answers given"), _response_headings(), responses)
    _sheet(book, _("Objectives of the package"), _objective_headings(), map(_objective, answers.objectives))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet(book: Workbook, title: str, headings: Sequence[tuple[str, int]], rows: Iterable[list[object]]) -> None:
    sheet: Worksheet = book.create_sheet(title)
    sheet.append([words for words, _width in headings])
    for row in rows:
        sheet.append([safe_cell(cell[:LONGEST]) if isinstance(cell, str) else cell for cell in row])
    for number, (_words, width) in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.freeze_panes = "A2"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _question_headings() -> list[tuple[str, int]]:
    return [
        (_("Part of the package"), 24),
        (_("Question"), 24),
        (_("Type"), 14),
        (_("Wording"), 48),
        (_("Right answer"), 24),
        (_("Answers"), 10),
        (_("Answered right (times)"), 12),
        (_("Share right (%)"), 12),
        (_("Median time (seconds)"), 14),
    ]


def _question(line: InteractionLine) -> list[object]:
    return [
        *(line.item, line.id, str(line.kind.label), line.description, line.pattern),
        *(line.answers, line.right, line.percent, line.seconds),
    ]


def _response_headings() -> list[tuple[str, int]]:
    return [
        (_("Part of the package"), 24),
        (_("Question"), 24),
        (pgettext("given", "Answer"), 60),
        (pgettext("answer", "Judged"), 14),
        (_("Times"), 10),
    ]


def _responses(line: InteractionLine) -> list[list[object]]:
    return [[line.item, line.id, given.words, str(given.verdict.label), given.count] for given in line.all_responses]


def _objective_headings() -> list[tuple[str, int]]:
    return [
        (_("Part of the package"), 24),
        (_("Objective"), 30),
        (_("Wording"), 48),
        (pgettext("made", "Attempts"), 10),
        (_("Passed"), 10),
        (_("Not passed"), 10),
        (pgettext("objective", "Completed"), 10),
        (_("Average score (%)"), 12),
    ]


def _objective(line: ObjectiveLine) -> list[object]:
    return [
        *(line.item, line.id, line.description, line.attempts),
        *(line.passed, line.failed, line.completed, line.percent),
    ]
