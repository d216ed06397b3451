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

**Two papers.** What an earlier paper printed about the same people enters as `known`. Where it printed the same figure
of another day or of other rows (`earlier`), a change of one to four people would name them: a reader must not be able
to be sure of one, whichever two papers are subtracted.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import highspy
import numpy as np

SMALLEST = 5
"""The smallest count of people that leaves HR."""
MARK = "＊"
"""Stands where a number is withheld, so that no cell is blank."""
TOLERANCE = 1e-6

type Atom = Hashable
type Span = tuple[float, float]
type Told = Callable[[str], Span | None]
"""What readers of an earlier paper can tell of the line with a key; None where it says nothing of it."""


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
    """Somebody who knows the printed lines and solves for the others.

    Every answer is a table that fits, and speaks of all lines at once: the lowest and highest value seen of each line
    spare most questions. What a reader could not rule out stays so when more is withheld.
    """

    lines: Sequence[Line]
    known: Sequence[Equation] = ()
    withheld: set[str] = field(default_factory=set)
    _columns: dict[Atom, int] = field(init=False)
    _solver: highspy.Highs = field(init=False)
    _rows: list[Line] = field(init=False)
    _row_of: dict[str, int] = field(init=False)
    _place_of: dict[str, int] = field(init=False)
    _parts: list[np.ndarray] = field(init=False)
    _flat: np.ndarray = field(init=False)
    _starts: np.ndarray = field(init=False)
    _seen_low: np.ndarray = field(init=False)
    _seen_high: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self._rows = [line for line in self.lines if line.shown]
        self._row_of = {line.key: row for row, line in enumerate(self._rows)}
        self._columns = _merged_columns(self.lines, self.known)
        self._place_of = {line.key: place for place, line in enumerate(self.lines)}
        self._parts = [np.fromiter(self._weights(dict.fromkeys(line.atoms, 1)), np.int32) for line in self.lines]
        self._seen_low = np.full(len(self.lines), np.inf)
        self._seen_high = np.full(len(self.lines), -np.inf)
        self._solver = _quiet_solver()
        count = len(set(self._columns.values()))
        # One more column, always 0, keeps a line without atoms from being left out of the sums.
        ended = [np.append(part, count) for part in self._parts]
        self._flat = np.concatenate(ended) if ended else np.zeros(0, np.int64)
        self._starts = np.cumsum([0, *(len(part) for part in ended[:-1])])
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
        if self.prints(line):
            return line.value, line.value
        return self.lowest(line), self.highest(line)

    def prints(self, line: Line) -> bool:
        return line.shown and line.key not in self.withheld

    def highest(self, line: Line) -> float:
        return self._solve(line, highspy.ObjSense.kMaximize)

    def lowest(self, line: Line) -> float:
        return self._solve(line, highspy.ObjSense.kMinimize)

    def may_be_large(self, line: Line) -> bool:
        """Tell whether five or more people remain possible; after a no, `holding` names what rules them out."""
        enough = SMALLEST - TOLERANCE
        return self._seen_high[self._place_of[line.key]] >= enough or self.highest(line) >= enough

    def is_wide(self, line: Line) -> bool:
        """Tell whether tables that fit were seen to lie so far apart that no small change can be told from them."""
        place = self._place_of[line.key]
        return bool(self._seen_high[place] - self._seen_low[place] >= SMALLEST)

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
        cost[self._parts[self._place_of[line.key]]] = 1
        self._solver.changeColsCost(count, np.arange(count, dtype=np.int32), cost)
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise CannotProtectError(f"{line.key}: {self._solver.modelStatusToString(status)}")
        self._look(np.asarray(self._solver.getSolution().col_value))
        return float(self._solver.getInfo().objective_function_value)

    def _look(self, table: np.ndarray) -> None:
        """Note what every line is in a table that fits."""
        values = np.add.reduceat(np.append(table, 0)[self._flat], self._starts)
        np.minimum(self._seen_low, values, out=self._seen_low)
        np.maximum(self._seen_high, values, out=self._seen_high)


def suppress(
    lines: Sequence[Line],
    *,
    known: Sequence[Equation] = (),
    earlier: Sequence[Told] = (),
    kept: Mapping[str, Span] | None = None,
) -> frozenset[str]:
    """Return the keys of the lines to withhold; raise CannotProtectError when nothing can protect a cell.

    `known` is what readers know already. Each of `earlier` says, of lines that an earlier paper gave with other
    numbers, the span its readers can tell. `kept` gives, for lines that another paper withholds, the span its readers
    can tell: this one must not narrow it.
    """
    small = sorted((line for line in lines if line.is_small), key=lambda line: (line.value, line.key))
    reader = Reader(lines, known, withheld={line.key for line in small if line.shown})
    for line in small:
        _protect(reader, line)
    for line in lines:
        for told in earlier:
            _protect_change(reader, line, told)
        if kept and line.key in kept:
            _keep_span(reader, line, kept[line.key])
    return frozenset(reader.withheld)


def spans(lines: Sequence[Line], withheld: Collection[str], *, known: Sequence[Equation] = ()) -> dict[str, Span]:
    """Return what a reader of a release can tell of every line, printed or not."""
    reader = Reader(lines, known, withheld=set(withheld))
    return {line.key: reader.span(line) for line in lines}


def teller(
    lines: Sequence[Line],
    withheld: Collection[str],
    *,
    known: Sequence[Equation] = (),
    about: Sequence[Line] | None = None,
) -> Told:
    """Return what readers of a paper can tell, solved when it is asked; `about` keeps it to some of the lines."""
    of_key = {line.key: line for line in (lines if about is None else about)}

    @cache
    def reader() -> Reader:
        return Reader(lines, known, withheld=set(withheld))

    @cache
    def told(key: str) -> Span | None:
        return reader().span(of_key[key]) if key in of_key else None

    return told


def exposed(lines: Sequence[Line], withheld: Collection[str], *, known: Sequence[Equation] = ()) -> list[str]:
    """Return the small lines that a release would give away: the check that stands behind every release."""
    reader = Reader(lines, known, withheld=set(withheld))
    return [line.key for line in lines if line.is_small and reader.highest(line) < SMALLEST - TOLERANCE]


def _protect(reader: Reader, line: Line) -> None:
    while not reader.may_be_large(line):
        reader.withhold(_cheapest(reader.holding(), line))


def _protect_change(reader: Reader, line: Line, told: Told) -> None:
    """Leave a reader unable to be sure that a figure rose or fell by one to four people since an earlier paper."""
    if reader.is_wide(line) or (before := told(line.key)) is None:
        return
    low_before, high_before = (round(bound, 6) for bound in before)
    while _is_small_change(*_change(reader.span(line), low_before, high_before)):
        reader.highest(line)
        reader.withhold(_cheapest(reader.holding(), line))


def _change(now: Span, low_before: float, high_before: float) -> Span:
    """Return the least and the most a figure can have risen."""
    low, high = now
    return low - high_before, high - low_before


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
