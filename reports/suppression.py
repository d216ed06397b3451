"""Small cells are withheld, and enough around them that nobody can work them out (DOMAIN.md R23, decision 10).

Counts of people that leave HR are described as `Line`s over *atoms*: the finest kinds of people the figures know
apart, such as "stayed in the group, level 3 then, level 4 now". A line is the sum of its atoms, so every margin,
total and difference is part of one system of equations, however many tables print it.

**What is withheld.** A count under five (`SMALLEST`) is never printed. A zero is a count under five too: "none of
the eight people reached level 3" says something about each of the eight. Only lines that tell nothing of anybody's
level, such as the people not assessed, may say 0 (`zero_is_public`).

**What a reader could do.** He knows every printed number, what was printed before (`known`), and that nobody counts
less than zero times. What he cannot rule out is the set of all tables that fit. A small cell is *protected* when a
table that fits puts five or more people there: then no linear combination of printed cells gives its value, and he
cannot even tell that it is small.

**How cells are chosen.** Each small cell is maximised over the tables that fit (a linear program, solved by HiGHS).
Where the maximum stays under five, the program's dual values name exactly the printed lines that hold it down; the
cheapest of them is withheld and the question asked again. Withholding more never narrows what fits, so a cell once
protected stays so and one pass over the small cells is enough.

**Two releases.** What an earlier release printed about the same people enters as `known`. Where a figure is printed
anew (`earlier`), a change of one to four people would name them: a reader must not be able to be sure of one.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

SMALLEST = 5
"""The smallest count of people that leaves HR."""
MARK = "＊"
"""Stands where a number is withheld, so that no cell is blank."""
TOLERANCE = 1e-6

type Atom = Hashable
type Span = tuple[float, float]


class CannotProtectError(ValueError):
    """What was printed before already gives a small cell away; nothing withheld now can take it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A count of people: the sum of its atoms.

    `cost` is how much readers would miss it: among lines that give a cell away the cheapest is withheld. A line that
    is not `shown` is guarded all the same: the people below level 3 are the assessed less those at level 3 or above.
    """

    key: str
    atoms: frozenset[Atom]
    value: int
    cost: int = 1
    shown: bool = True
    zero_is_public: bool = False

    @property
    def is_small(self) -> bool:
        return self.value < SMALLEST and not (self.zero_is_public and self.value == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """Something a reader knows besides the printed lines: the signed sum of atoms that has this value."""

    terms: Mapping[Atom, int]
    value: int


@dataclass(slots=True)
class Reader:
    """Somebody who knows the printed lines and solves for the others."""

    lines: Sequence[Line]
    known: Sequence[Equation] = ()
    withheld: set[str] = field(default_factory=set)
    _columns: dict[Atom, int] = field(init=False)
    _solver: highspy.Highs = field(init=False)
    _rows: list[Line] = field(init=False)
    _row_of: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._rows = [line for line in self.lines if line.shown]
        self._row_of = {line.key: row for row, line in enumerate(self._rows)}
        self._columns = _merged_columns(self.lines, self.known)
        self._solver = _quiet_solver()
        count = len(set(self._columns.values()))
        ceiling = 2.0 * max((line.value for line in self.lines), default=0) + 100
        self._solver.addVars(count, np.zeros(count), np.full(count, ceiling))
        for line in self._rows:
            self._add_row(dict.fromkeys(line.atoms, 1), line.value)
            if line.key in self.withheld:
                self._free(line)
        for equation in self.known:
            self._add_row(equation.terms, equation.value)

    def span(self, line: Line) -> Span:
        """Return the lowest and highest value a line may have, as far as a reader can tell."""
        return self.lowest(line), self.highest(line)

    def highest(self, line: Line) -> float:
        return self._solve(line, highspy.ObjSense.kMaximize)

    def lowest(self, line: Line) -> float:
        return self._solve(line, highspy.ObjSense.kMinimize)

    def holding(self) -> Iterator[Line]:
        """Yield the printed lines that the last answer rests on."""
        duals = self._solver.getSolution().row_dual
        for line, dual in zip(self._rows, duals, strict=False):
            if abs(dual) > TOLERANCE and line.key not in self.withheld:
                yield line

    def withhold(self, line: Line) -> None:
        self.withheld.add(line.key)
        if line.shown:
            self._free(line)

    def _free(self, line: Line) -> None:
        self._solver.changeRowBounds(self._row_of[line.key], -highspy.kHighsInf, highspy.kHighsInf)

    def _add_row(self, terms: Mapping[Atom, int], value: int) -> None:
        weights = self._weights(terms)
        index = np.fromiter(weights, dtype=np.int32)
        self._solver.addRow(value, value, len(index), index, np.fromiter(weights.values(), dtype=np.double))

    def _weights(self, terms: Mapping[Atom, int]) -> dict[int, int]:
        """Return each column's weight; atoms that no line tells apart share one column and so one weight."""
        return {self._columns[atom]: weight for atom, weight in terms.items()}

    def _solve(self, line: Line, sense: highspy.ObjSense) -> float:
        count = self._solver.getNumCol()
        cost = np.zeros(count)
        cost[list(self._weights(dict.fromkeys(line.atoms, 1)))] = 1
        self._solver.changeColsCost(count, np.arange(count, dtype=np.int32), cost)
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise CannotProtectError(f"{line.key}: {self._solver.modelStatusToString(status)}")
        return float(self._solver.getInfo().objective_function_value)


def suppress(
    lines: Sequence[Line],
    *,
    known: Sequence[Equation] = (),
    earlier: Mapping[str, Span] | None = None,
    kept: Mapping[str, Span] | None = None,
) -> frozenset[str]:
    """Return the keys of the lines to withhold; raise CannotProtectError when nothing can protect a cell.

    `known` is what readers know already. `earlier` gives, for lines that were printed before with other numbers, the
    span readers could then tell. `kept` gives, for lines that another paper withholds, the span its readers can tell:
    this one must not narrow it.
    """
    small = sorted((line for line in lines if line.is_small), key=lambda line: (line.value, line.key))
    reader = Reader(lines, known, withheld={line.key for line in small if line.shown})
    for line in small:
        _protect(reader, line)
    for line in lines:
        if earlier and line.key in earlier:
            _protect_change(reader, line, earlier[line.key])
        if kept and line.key in kept:
            _keep_span(reader, line, kept[line.key])
    return frozenset(reader.withheld)


def spans(lines: Sequence[Line], withheld: Collection[str], *, known: Sequence[Equation] = ()) -> dict[str, Span]:
    """Return what a reader of a release can tell of every line, printed or not."""
    reader = Reader(lines, known, withheld=set(withheld))
    return {line.key: reader.span(line) for line in lines}


def exposed(lines: Sequence[Line], withheld: Collection[str], *, known: Sequence[Equation] = ()) -> list[str]:
    """Return the small lines that a release would give away: the check that stands behind every release."""
    reader = Reader(lines, known, withheld=set(withheld))
    return [line.key for line in lines if line.is_small and reader.highest(line) < SMALLEST - TOLERANCE]


def _protect(reader: Reader, line: Line) -> None:
    while reader.highest(line) < SMALLEST - TOLERANCE:
        reader.withhold(_cheapest(reader.holding(), line))


def _protect_change(reader: Reader, line: Line, before: Span) -> None:
    """Leave a reader unable to be sure that a figure rose or fell by one to four people since it was last printed."""
    low_before, high_before = (round(bound, 6) for bound in before)
    while _is_small_change(reader.lowest(line) - high_before, reader.highest(line) - low_before):
        reader.withhold(_cheapest(reader.holding(), line))


def _keep_span(reader: Reader, line: Line, told: Span) -> None:
    """Leave a reader no surer of a line than another paper leaves them."""
    low, high = told
    while reader.lowest(line) > low + TOLERANCE:
        reader.withhold(_cheapest(reader.holding(), line))
    while reader.highest(line) < high - TOLERANCE:
        reader.withhold(_cheapest(reader.holding(), line))


def _is_small_change(least: float, most: float) -> bool:
    rose = least > TOLERANCE and most < SMALLEST - TOLERANCE
    fell = most < -TOLERANCE and least > TOLERANCE - SMALLEST
    return rose or fell


def _cheapest(candidates: Iterable[Line], line: Line) -> Line:
    found = min(candidates, key=lambda other: (other.cost, other.value, other.key), default=None)
    if found is None:
        raise CannotProtectError(line.key)
    return found


def _merged_columns(lines: Sequence[Line], known: Sequence[Equation]) -> dict[Atom, int]:
    """Give each atom a column; atoms that stand in exactly the same lines share one, which changes no answer."""
    signature: dict[Atom, list[tuple[int, int]]] = {}
    for number, line in enumerate(lines):
        for atom in line.atoms:
            signature.setdefault(atom, []).append((number, 1))
    for number, equation in enumerate(known, start=len(lines)):
        for atom, weight in equation.terms.items():
            signature.setdefault(atom, []).append((number, weight))
    columns: dict[tuple[tuple[int, int], ...], int] = {}
    return {atom: columns.setdefault(tuple(places), len(columns)) for atom, places in signature.items()}


def _quiet_solver() -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs leave the constructor out
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    # Each question differs little from the one before: its answer is the place to start, so no presolve.
    solver.setOptionValue("presolve", "off")
    return solver
