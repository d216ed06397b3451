"""The departments a roster names: by code, by name, or both; and what contradicts itself."""

from collections.abc import Iterable, Mapping

from lms.people.roster.city import Unit
from lms.people.roster.problems import Problem
from lms.people.roster.sheet import LEVELS, Row, UnitName

PATH_SEPARATOR = "/"


class Departments:
    """Reads the departments out of the rows; a code's name may stand on another line than its use."""

    def __init__(self, known: Mapping[str, Unit], columns: frozenset[str]) -> None:
        self.known = known
        self.columns = columns
        self.named: dict[str, Unit] = {}
        self.problems: list[Problem] = []
        self._first_row: dict[str, Row] = {}
        self._codes: dict[tuple[UnitName, ...], str | None] = {}
        self._by_name = {(unit.parent, unit.name): unit.code for unit in known.values()}
        self._names: dict[str, str] = {}

    def read(self, rows: Iterable[Row]) -> None:
        """Note every department the rows name, once for each way of naming it."""
        rows = sorted(rows, key=lambda row: row.line)
        for row in rows:
            for unit in row.units:
                if unit.code and unit.name:
                    self._names.setdefault(unit.code, unit.name)
        for row in rows:
            if row.units not in self._codes:
                self._codes[row.units] = self._read_path(row)
        self._check_circles()

    def code_of(self, row: Row) -> str | None:
        """Return the code of the lowest department a row names."""
        return self._codes.get(row.units)

    def after(self, *, keep_all: bool, used: set[str]) -> dict[str, Unit]:
        """Return the departments after the load; a full roster keeps those it names or whose staff it lists."""
        if keep_all:
            return dict(self.known) | self.named
        kept = dict(self.named)
        for code in used:
            here: str | None = code
            while here is not None and here not in kept and here in self.known:
                kept[here] = self.known[here]
                here = self.known[here].parent
        for unit in list(kept.values()):
            here = unit.parent
            while here is not None and here not in kept and here in self.known:
                kept[here] = self.known[here]
                here = self.known[here].parent
        return kept

    def _read_path(self, row: Row) -> str | None:
        parent: str | None = None
        code: str | None = None
        for unit in row.units:
            code = self._place(row, unit, parent)
            if code is None:
                return None
            parent = code
        return code

    def _place(self, row: Row, unit: UnitName, parent: str | None) -> str | None:
        code = unit.code or self._code_by_name(unit, parent)
        name = unit.name or self._names.get(code, "") or (self.known[code].name if code in self.known else "")
        if not name:
            self._problem("unknown_department", row, code=code)
            return None
        found = self._unit(code, name, unit.level, parent)
        if code not in self.named:
            self.named[code] = found
            self._first_row[code] = row
        elif self.named[code] != found:
            self._contradiction(row, found)
        return code

    def _code_by_name(self, unit: UnitName, parent: str | None) -> str:
        """Find a department by its name where it stands; a new one without a code is coded by its path."""
        if unit.level == "department" or not self._knows_above(unit.level):
            same = sorted(code for (_parent, name), code in self._by_name.items() if name == unit.name)
            if len(same) == 1:
                return same[0]
        found = self._by_name.get((parent, unit.name))
        return found or (f"{parent}{PATH_SEPARATOR}{unit.name}" if parent else unit.name)

    def _unit(self, code: str, name: str, level: str, parent: str | None) -> Unit:
        known = self.known.get(code)
        kind = level if level in LEVELS else (known.kind if known else "division")
        if parent is None and known and not self._knows_above(level):
            parent = known.parent
        return Unit(code=code, name=name, kind=kind, parent=parent)

    def _knows_above(self, level: str) -> bool:
        """Tell whether the file has columns for what stands above this level."""
        if level not in LEVELS:
            return False
        above = LEVELS[: LEVELS.index(level)]
        return not above or any(column in self.columns for name in above for column in (name, f"{name}_code"))

    def _contradiction(self, row: Row, found: Unit) -> None:
        first = self.named[found.code]
        other_line = self._first_row[found.code].line
        if first.name != found.name:
            self._problem(
                "department_names", row, code=found.code, name=found.name, other=first.name, other_line=other_line
            )
        elif chain := self._circle(found):
            names = " → ".join(self.named[code].name for code in chain)
            self._problem("circular_departments", row, chain=names)
        else:
            self._problem("department_place", row, code=found.code, name=found.name, other_line=other_line)

    def _circle(self, found: Unit) -> list[str]:
        """Return the way from a department up to itself, if putting it where this line says would close a circle."""
        chain = [found.code]
        here = found.parent
        while here is not None and here in self.named and here not in chain:
            chain.append(here)
            here = self.named[here].parent
        return [*chain, found.code] if here == found.code else []

    def _check_circles(self) -> None:
        """Find circles that only close with what is known already, where the file says nothing of the way up."""
        after = dict(self.known) | self.named
        for code in sorted(self.named):
            chain = [code]
            here = after[code].parent
            while here is not None and here in after and here not in chain:
                chain.append(here)
                here = after[here].parent
            if here == code and code == min(chain):
                names = " → ".join(after[step].name for step in (*chain, code))
                self._problem("circular_departments", self._first_row[code], chain=names)

    def _problem(self, code: str, row: Row, /, **details: object) -> None:
        self.problems.append(Problem(code=code, line=row.line, staff_no=row.staff_no, name=row.name, details=details))
