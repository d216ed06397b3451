"""A closed cycle by 部 and 課, as it may leave HR (DOMAIN.md R23): one talent group at a time, nothing below 課.

A 部 shows how many people stand at each level; a 課 only how many were assessed and how many reached level 3 and 4. The
row of the whole city is the committee's release and prints what that prints, no more. Everything is one system: the
cells here, the release beside them, and the links between the two (the people of a group at a level in the city are the
sum of those in its 部), so that `reports.suppression` sees what a reader of both papers sees.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reports.cube import LEVELS, STATUSES, every_way, is_level, reached
from reports.figures import GroupLabel, Source
from reports.release import Release, line_key, lines_of
from reports.suppression import Atom, Equation, Line, Span, spans, suppress

type Leaf = tuple[str, str, int]
"""A kind of person: talent group, the 部 or 課 they belong to, status."""

BUREAU, DIVISION = 0, 1
ELSEWHERE = ""
"""People whose department did not exist on the 基準日: in the city's row, in no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A 部 or 課 on the 基準日; `parts` are the places whose people it counts, itself among them."""

    key: str
    name: str
    depth: int
    parts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFigure:
    """A count of a place's people. A 課 prints those that are `at_division`; the rest are one subtraction away."""

    key: str
    statuses: frozenset[int]
    cost: int
    at_division: bool = True
    shown: bool = True
    zero_is_public: bool = False


def _of(test: Callable[[int], bool]) -> frozenset[int]:
    return frozenset(status for status in STATUSES if test(status))


FIGURES = (
    PlaceFigure(key="in_scope", statuses=frozenset(STATUSES), cost=40, zero_is_public=True),
    PlaceFigure(key="assessed", statuses=_of(is_level), cost=30, zero_is_public=True),
    PlaceFigure(key="not_assessed", statuses=_of(lambda each: not is_level(each)), cost=20, zero_is_public=True),
    *(PlaceFigure(key=f"level_{level}", statuses=frozenset({level}), cost=2, at_division=False) for level in LEVELS),
    PlaceFigure(key="ge3", statuses=_of(lambda each: reached(each, 3)), cost=12),
    PlaceFigure(key="ge4", statuses=_of(lambda each: reached(each, 4)), cost=10),
    # Never printed, but one subtraction away.
    PlaceFigure(key="below_3", statuses=_of(lambda each: is_level(each) and not reached(each, 3)), cost=1, shown=False),
    PlaceFigure(key="below_4", statuses=_of(lambda each: is_level(each) and not reached(each, 4)), cost=1, shown=False),
    PlaceFigure(key="only_3", statuses=frozenset({3}), cost=1, shown=False),
)
PRINTED = tuple(figure for figure in FIGURES if figure.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentCounts:
    """What the table is made of: the places in organisation order and how many people of each kind there are."""

    cycle: str
    groups: tuple[GroupLabel, ...]
    places: tuple[Place, ...]
    people: Mapping[Leaf, int]

    def count(self, group: str, place: Place, figure: PlaceFigure) -> int:
        return sum(self.people.get(leaf, 0) for leaf in leaves(group, place, figure))


def leaves(group: str, place: Place, figure: PlaceFigure) -> Iterator[Leaf]:
    """Yield the kinds of people a cell adds up."""
    return ((group, part, status) for part in place.parts for status in figure.statuses)


def cell_key(group: str, place: str, figure: str) -> str:
    return f"{group}:{place}:{figure}"


def printed_at(place: Place, figure: PlaceFigure) -> bool:
    """Tell whether a place has a cell for a figure at all: a 課 has none for a single level."""
    return figure.shown and (place.depth == BUREAU or figure.at_division)


def place_lines(counts: DepartmentCounts) -> Iterator[Line]:
    """Yield every cell of the table, and what is one subtraction away, as sums over kinds of people."""
    for group in counts.groups:
        for place in counts.places:
            for figure in FIGURES:
                if place.depth == DIVISION and not figure.at_division:
                    continue
                yield Line(
                    key=cell_key(group.key, place.key, figure.key),
                    atoms=frozenset(leaves(group.key, place, figure)),
                    value=counts.count(group.key, place, figure),
                    # A 部 is missed more than one of its 課.
                    cost=figure.cost * (5 if place.depth == BUREAU else 1),
                    shown=printed_at(place, figure),
                    zero_is_public=figure.zero_is_public,
                )


def withheld_cells(counts: DepartmentCounts, release: Release) -> frozenset[str]:
    """Return the keys of the cells to withhold, given the release of the same cycle beside them."""
    lines, known = system(counts, release)
    told = spans(lines_of(release.source), release.withheld)
    kept: dict[str, Span] = {key: told[key] for key in _withheld_now(release)}
    return suppress(lines, known=known, kept=kept)


def system(counts: DepartmentCounts, release: Release) -> tuple[list[Line], list[Equation]]:
    """Return what a reader of both papers solves: the cells of table and release, and how they hang together."""
    beside = [replace(line, shown=False) for line in lines_of(release.source)]
    return [*place_lines(counts), *beside], [*_printed(release), *_links(counts, release.source)]


def _withheld_now(release: Release) -> Iterator[str]:
    """Yield the city's cells that the release withholds: this table must not tell more of them than it did."""
    for group in release.source.keys:
        for figure in FIGURES:
            key = line_key(group, figure.key)
            if key in release.withheld:
                yield key


def _printed(release: Release) -> Iterator[Equation]:
    for line in lines_of(release.source):
        if line.shown and line.key not in release.withheld:
            yield Equation(terms=dict.fromkeys(line.atoms, 1), value=line.value)


def _links(counts: DepartmentCounts, source: Source) -> Iterator[Equation]:
    """Yield, for each group and status, that the people of all places are those of the city."""
    places = [*(place.key for place in counts.places), ELSEWHERE]
    ways = list(every_way(source.keys, has_base=source.base_cycle is not None))
    for group in source.keys:
        for status in STATUSES:
            terms: dict[Atom, int] = {(group, place, status): 1 for place in places}
            terms.update({way: -1 for way in ways if (way.now, way.after) == (group, status)})
            yield Equation(terms=terms, value=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A row of the table: cells are a count, None where withheld, and missing where a place has none."""

    label: str
    depth: int
    cells: Mapping[str, int | None]


def rows_of(counts: DepartmentCounts, withheld: frozenset[str], group: str) -> list[PlaceRow]:
    """Return a group's rows in organisation order; places without anybody of the group are left out."""
    scope = FIGURES[0]
    return [
        PlaceRow(
            label=place.name,
            depth=place.depth,
            cells={
                figure.key: None
                if cell_key(group, place.key, figure.key) in withheld
                else counts.count(group, place, figure)
                for figure in PRINTED
                if printed_at(place, figure)
            },
        )
        for place in counts.places
        if counts.count(group, place, scope)
    ]


def city_row(release: Release, group: str, label: str) -> PlaceRow:
    """Return the whole city's row, which prints what the release prints."""
    found = next(each for each in release.figures.groups if each.key == group)
    cells = {figure.key: found.counts[figure.key] if release.shows(group, figure.key) else None for figure in PRINTED}
    return PlaceRow(label=label, depth=-1, cells=cells)


def gaps(rows: Sequence[PlaceRow]) -> int:
    """Return how many cells are withheld."""
    return sum(value is None for row in rows for value in row.cells.values())
