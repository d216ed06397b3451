"""A roster's lines as typed rows: cells are parsed here once, and what cannot be parsed is named by line."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lms.people.roster import values
from lms.people.roster.columns import Columns, recognise
from lms.people.roster.problems import Problem

LEVELS = ("bureau", "division", "section")
PRIVATE_USE = range(0xE000, 0xF900)
# What a converter leaves where it lost a character: 〓 (geta), the replacement mark, a question mark in a name.
LOST_MARKS = frozenset("〓\ufffd?？□")
# Longest accepted texts, as wide as the columns they go to.
LIMITS = {"name": 100, "family_name": 50, "given_name": 50, "kana": 100, "title": 50, "email": 254}
PROGRESS_STEP = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitName:
    """A department as one line names it: a code, a name, or both."""

    level: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One post of one person. None means that the file does not say, so what is known stays."""

    line: int
    staff_no: str
    name: str
    family_name: str
    given_name: str
    kana: str | None = None
    units: tuple[UnitName, ...] = ()
    title: str | None = None
    kind: str = values.MAIN
    employment: str | None = None
    joined_on: date | None = None
    last_day: date | None = None
    email: str | None = None
    weekly_minutes: int | None = None
    first_rater: str = ""
    second_rater: str = ""


@dataclass(slots=True, kw_only=True)
class Sheet:
    columns: Columns
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: int = 0


def read_sheet(text: str, saved: Mapping[str, str], progress: Callable[[int, int], None] | None = None) -> Sheet:
    """Parse a roster's text. Headings that cannot be placed stop the reading; a bad line does not stop the next."""
    try:
        records = [(line, cells) for line, cells in _records(text) if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        problem = Problem(code="bad_csv", line=getattr(error, "line", 1))
        return Sheet(columns=Columns(position={}), problems=[problem])
    header_line, headings = records[0] if records else (1, [])
    sheet = Sheet(columns=recognise(headings, saved), lines=max(len(records) - 1, 0))
    sheet.problems += _column_problems(sheet.columns, header_line)
    if not sheet.columns.is_usable:
        return sheet
    if sheet.lines == 0:
        sheet.problems.append(Problem(code="no_rows", line=header_line))
    for done, (line, cells) in enumerate(records[1:], start=1):
        _Line(sheet, line, cells, len(headings)).read()
        if progress and (done % PROGRESS_STEP == 0 or done == sheet.lines):
            progress(done, sheet.lines)
    return sheet


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it begins on."""
    first_line = text.partition("\n")[0]
    delimiter = "\t" if first_line.count("\t") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        error.line = begins  # type: ignore[attr-defined] # carried to the problem that names the line
        raise


def _column_problems(columns: Columns, line: int) -> Iterator[Problem]:
    for heading in columns.unknown:
        yield Problem(code="unknown_column", line=line, details={"column": heading})
    for heading in columns.repeated:
        yield Problem(code="repeated_column", line=line, details={"column": heading})
    for name in columns.missing:
        yield Problem(code="missing_column", line=line, details={"field": name})


class _Line:
    """Reads one line's cells into a row, noting every problem of the line before giving it up."""

    def __init__(self, sheet: Sheet, line: int, cells: list[str], width: int) -> None:
        self.sheet = sheet
        self.line = line
        self.cells = cells
        self.width = width
        self.staff_no = ""
        self.name = ""
        self.is_bad = False

    def read(self) -> None:
        if len(self.cells) > self.width and any(cell.strip() for cell in self.cells[self.width :]):
            self.problem("too_many_cells", found=len(self.cells), expected=self.width)
            return
        self.staff_no = self._staff_no("staff_no", required=True)
        family, given = self._name()
        self._check_characters()
        row = Row(
            line=self.line,
            staff_no=self.staff_no,
            name=self.name,
            family_name=family,
            given_name=given,
            kana=self.text("kana"),
            units=self._units(),
            title=self.text("title") or None,
            kind=self.parse("post_kind", values.post_kind) or values.MAIN,
            employment=self.parse("employment", values.employment),
            joined_on=self.parse("joined_on", values.day),
            last_day=self.parse("last_day", values.day),
            email=self.parse("email", values.email),
            weekly_minutes=self.parse("weekly_minutes", values.minutes),
            first_rater=self._staff_no("first_rater"),
            second_rater=self._staff_no("second_rater"),
        )
        if not self.is_bad:
            self.sheet.rows.append(row)

    def problem(self, code: str, /, **details: object) -> None:
        problem = Problem(code=code, line=self.line, staff_no=self.staff_no, name=self.name, details=details)
        self.sheet.problems.append(problem)
        self.is_bad = self.is_bad or problem.severity == "error"

    def cell(self, name: str) -> str | None:
        """Return the cell as written, without blanks around it; None when the file has no such column."""
        index = self.sheet.columns.position.get(name)
        if index is None:
            return None
        return self.cells[index].strip() if index < len(self.cells) else ""

    def text(self, name: str) -> str | None:
        cell = self.cell(name)
        if cell and len(cell) > LIMITS.get(name, 100):
            self.problem("too_long", field=name, limit=LIMITS.get(name, 100))
        return cell

    def parse(self, name: str, reader: Callable[[str], Any]) -> Any:
        cell = self.cell(name)
        if cell is None:
            return None
        try:
            return reader(cell)
        except ValueError:
            code = "bad_date" if reader is values.day else "bad_value"
            self.problem(code, field=name, value=cell)
            return None

    def _staff_no(self, name: str, *, required: bool = False) -> str:
        cell = self.cell(name) or ""
        if not cell:
            if required:
                self.problem("missing_number")
            return ""
        return self.parse(name, values.staff_no) or ""

    def _name(self) -> tuple[str, str]:
        """Set the display name and return family and given name; a name in one cell divides at its first blank."""
        family, given = self.text("family_name") or "", self.text("given_name") or ""
        name = self.text("name") or ""
        self.name = name or (f"{family} {given}".strip())
        if not self.name:
            self.problem("missing_name")
        if name and not (family or given):
            family, *rest = name.split(maxsplit=1)
            given = rest[0] if rest else ""
            if not given:
                family = ""
        return family, given

    def _check_characters(self) -> None:
        for char in self.name:
            if ord(char) in PRIVATE_USE:
                self.problem("private_character", character=f"U+{ord(char):04X}")
            elif char in LOST_MARKS:
                self.problem("lost_character", character=char)

    def _units(self) -> tuple[UnitName, ...]:
        named = []
        for level in (*LEVELS, "department"):
            code, name = self.cell(f"{level}_code") or "", self.text(level) or ""
            if code or name:
                named.append(UnitName(level=level, code=values.folded(code), name=name))
        return tuple(named)
