"""One roster file against the city on a date: decoded, parsed, compared. Writes nothing."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from lms.people.models import RosterColumn
from lms.people.roster.columns import Columns
from lms.people.roster.decode import Undecodable, decode
from lms.people.roster.diff import Difference, difference
from lms.people.roster.facts import Snapshot, snapshot
from lms.people.roster.problems import ERROR, Problem
from lms.people.roster.raters import FIRST
from lms.people.roster.sheet import read_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file would do; without a difference when it could not be read that far."""

    problems: tuple[Problem, ...]
    encoding: str = ""
    rows: int = 0
    columns: Columns = field(default_factory=lambda: Columns(position={}))
    snapshot: Snapshot | None = None
    difference: Difference | None = None

    @property
    def is_refused(self) -> bool:
        return self.difference is None or any(problem.severity == ERROR for problem in self.problems)

    @property
    def needs_confirmation(self) -> bool:
        return self.difference is not None and self.difference.needs_confirmation

    @property
    def counts(self) -> dict[str, int]:
        return self.difference.counts if self.difference else {}

    @property
    def digest(self) -> str:
        """The fingerprint of what the plan would change, whatever the order of the file's lines."""
        if self.difference is None:
            return ""
        changes = [(c.kind, c.staff_no, c.name, c.before, c.after) for c in self.difference.changes]
        ratings = sorted((*key, rating.rater) for key, rating in self.difference.ratings.items())
        facts = json.dumps([changes, ratings], ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(facts.encode()).hexdigest()

    @property
    def raters_changed(self) -> int:
        """How many people get another first rater, or their first one."""
        if self.difference is None or self.snapshot is None:
            return 0
        before = self.snapshot.facts.ratings
        now = self.difference.ratings.items()
        return sum(key[1] == FIRST and (key not in before or before[key].rater != r.rater) for key, r in now)


def make_plan(
    data: bytes,
    *,
    as_of: date,
    is_full: bool = True,
    ignored_columns: tuple[str, ...] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """Say what a roster would change as of a date, and everything that is wrong with it."""
    try:
        decoded = decode(data)
    except Undecodable as wrong:
        return Plan(problems=(_undecodable_problem(wrong),))
    saved = dict(RosterColumn.objects.values_list("header", "field")) | dict.fromkeys(ignored_columns, "")
    sheet = read_sheet(decoded.text, saved, progress)
    if not sheet.columns.is_usable or not sheet.lines:
        return Plan(problems=tuple(sheet.problems), encoding=decoded.encoding, rows=sheet.lines, columns=sheet.columns)
    snap = snapshot(as_of)
    found = difference(snap.facts, sheet.rows, is_full=is_full, columns=sheet.columns.position)
    return Plan(
        problems=_in_order([*sheet.problems, *found.problems]),
        encoding=decoded.encoding,
        rows=sheet.lines,
        columns=sheet.columns,
        snapshot=snap,
        difference=found,
    )


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Errors first, then by line."""
    return tuple(sorted(problems, key=lambda p: (p.severity != ERROR, p.line or 0, p.code)))


def _undecodable_problem(wrong: Undecodable) -> Problem:
    details = {"column": wrong.column, "found": wrong.found, "after": wrong.after}
    return Problem(code=wrong.code, line=wrong.line, details=details)
