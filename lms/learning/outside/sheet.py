"""Reads a file of outside training: lines as values, and what is wrong with each. Pure: text in, lines out."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.people.roster import values
from lms.people.roster.columns import heading_key

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "staff_no": ("職員番号", "職員コード", "職員no", "職番", "staff_no"),
    "name": ("氏名", "名前", "職員名", "職員氏名", "name"),
    "title": ("研修名", "講座名", "コース名", "研修", "title"),
    "provider": ("実施機関", "主催", "主催者", "実施団体", "提供元", "研修機関", "provider"),
    "completed_on": ("修了日", "終了日", "修了年月日", "受講日", "completed_on"),
    "hours": ("時間", "研修時間", "時間数", "hours"),
    "note": ("備考", "メモ", "note"),
}
REQUIRED = ("staff_no", "title", "provider", "completed_on")
LIMITS = {"title": 200, "provider": 200, "note": 400}
MAX_LINES = 10_000
_KNOWN = {heading_key(word): name for name, words in SYNONYMS.items() for word in words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One completed training as a line says it."""

    line: int
    staff_no: str
    name: str
    title: str
    provider: str
    completed_on: date
    minutes: int | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a line, or with the file (its first line); `cell` is what stood there."""

    line: int
    code: str
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    rows: Sequence[Row]
    problems: Sequence[Problem]


class _BadCell(Exception):
    def __init__(self, code: str, cell: str) -> None:
        super().__init__(code)
        self.code, self.cell = code, cell


def read_sheet(text: str, *, today: date) -> Sheet:
    """Read a file's text; a bad line does not stop the next, missing columns stop the reading."""
    try:
        records = [(line, cells) for line, cells in _records(text) if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        return Sheet(rows=(), problems=[Problem(line=1, code="bad_csv", cell=str(error))])
    if len(records) < 2:
        return Sheet(rows=(), problems=[Problem(line=1, code="no_rows")])
    if len(records) > MAX_LINES:
        return Sheet(rows=(), problems=[Problem(line=1, code="too_many", cell=str(MAX_LINES))])
    head, headings = records[0]
    position = {_KNOWN[key]: place for place, key in enumerate(map(heading_key, headings)) if key in _KNOWN}
    missing = [name for name in REQUIRED if name not in position]
    if missing:
        return Sheet(rows=(), problems=[Problem(line=head, code="missing_column", cell=name) for name in missing])
    return _read(records[1:], position, today)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it begins on."""
    first_line = text.partition("\n")[0]
    delimiter = "\t" if first_line.count("\t") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


def _read(records: Sequence[tuple[int, list[str]]], position: Mapping[str, int], today: date) -> Sheet:
    rows, problems = [], []
    seen: set[tuple[str, str, str, date]] = set()
    for line, cells in records:
        try:
            row = _row(line, cells, position, today)
        except _BadCell as bad:
            problems.append(Problem(line=line, code=bad.code, cell=bad.cell))
            continue
        key = (row.staff_no, row.provider, row.title, row.completed_on)
        if key in seen:
            problems.append(Problem(line=line, code="twice", cell=row.title))
            continue
        seen.add(key)
        rows.append(row)
    return Sheet(rows=rows, problems=problems)


def _row(line: int, cells: list[str], position: Mapping[str, int], today: date) -> Row:
    cell = {name: cells[place].strip() if place < len(cells) else "" for name, place in position.items()}
    for name, longest in LIMITS.items():
        if len(cell.get(name, "")) > longest:
            raise _BadCell(f"long_{name}", cell[name][:40])
    for name in ("title", "provider"):
        if not cell[name]:
            raise _BadCell(f"no_{name}", "")
    return Row(
        line=line,
        staff_no=_parsed(values.staff_no, cell["staff_no"], "bad_staff_no"),
        name=cell.get("name", ""),
        title=cell["title"],
        provider=cell["provider"],
        completed_on=_completion(cell["completed_on"], today),
        minutes=_parsed(values.minutes, cell.get("hours", ""), "bad_hours"),
        note=cell.get("note", ""),
    )


def _parsed[T](parse: Callable[[str], T], cell: str, code: str) -> T:
    try:
        return parse(cell)
    except ValueError as error:
        raise _BadCell(code, cell) from error


def _completion(cell: str, today: date) -> date:
    on = _parsed(values.day, cell, "bad_day")
    if on is None:
        raise _BadCell("bad_day", cell)
    if on > today:
        raise _BadCell("future_day", cell)
    return on
