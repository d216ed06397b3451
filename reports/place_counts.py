"""Counts of people by 部 and 課, and the cells a table prints of them: one table a talent group or a course.

What is counted is a plain value (`PlaceCounts`): how many people of each kind belong to each 部 or 課. A table is a
list of `PlaceFigure`s over it, so that every cell is a sum over kinds of people and `reports.suppression` can see how
cells hang together. Nothing is cut below 課: people of a 係 count in its 課.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from reports.figures import Label
from reports.suppression import Line

type Leaf = tuple[str, str, int]
"""A kind of person: the table (a talent group or a course), the 部 or 課 they belong to, status."""
type Number = int | Fraction | None

CITY, BUREAU, DIVISION = -1, 0, 1
"""Depths of a place."""
ELSEWHERE = ""
"""People whose department did not exist on the day: in the city's row, in no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A 部 or 課 on a day; `parts` are the places whose people it counts, itself among them."""

    key: str
    name: str
    depth: int
    parts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFigure:
    """A count of a place's people; `cost` and the rest are what `reports.suppression.Line` makes of it.

    A 課 prints those that are `at_division`; the rest are one subtraction away.
    """

    key: str
    statuses: frozenset[int]
    cost: int
    at_division: bool = True
    shown: bool = True
    zero_is_public: bool = False


@dataclass(frozen=True, kw_only=True)
class PlaceCounts:
    """What tables by department are made of: places in organisation order, and people of each kind."""

    cycle: str
    labels: tuple[Label, ...]
    places: tuple[Place, ...]
    people: Mapping[Leaf, int]

    def count(self, key: str, place: Place, figure: PlaceFigure) -> int:
        return sum(self.people.get(leaf, 0) for leaf in leaves(key, place, figure))

    @cached_property
    def belonging(self) -> Mapping[tuple[str, str], int]:
        """Return how many people of a table belong to a place itself, whatever their status."""
        found: dict[tuple[str, str], int] = {}
        for (key, place, _status), people in self.people.items():
            found[key, place] = found.get((key, place), 0) + people
        return found

    def headcount(self, key: str, place: Place) -> int:
        return sum(self.belonging.get((key, part), 0) for part in place.parts)

    def rows(self, key: str) -> list[Place]:
        """Return the places with anybody of a table: a place without a row has nobody, as every reader sees."""
        found = [place for place in self.places if self.headcount(key, place)]
        kept = {place.key for place in found} | {ELSEWHERE}
        return [replace(place, parts=place.parts & kept) for place in found]

    def remainders(self, key: str) -> Iterator[Place]:
        """Yield what one subtraction leaves: the people of a 部 in none of its 課, and those in no 部 at all."""
        for place in self.rows(key):
            if len(place.parts) > 1 and self.belonging.get((key, place.key)):
                yield replace(place, key=f"{place.key}.own", parts=frozenset([place.key]))
        if self.belonging.get((key, ELSEWHERE)):
            yield Place(key=ELSEWHERE, name="", depth=BUREAU, parts=frozenset([ELSEWHERE]))


def leaves(key: str, place: Place, figure: PlaceFigure) -> Iterator[Leaf]:
    """Yield the kinds of people a cell adds up."""
    return ((key, part, status) for part in place.parts for status in figure.statuses)


def cell_key(key: str, place: str, figure: str) -> str:
    return f"{key}:{place}:{figure}"


def printed_at(place: Place, figure: PlaceFigure) -> bool:
    """Tell whether a place has a cell for a figure at all: a 課 has none for a single level."""
    return figure.shown and (place.depth != DIVISION or figure.at_division)


def place_lines(counts: PlaceCounts, key: str, figures: Sequence[PlaceFigure]) -> Iterator[Line]:
    """Yield every cell of a table, and what is one subtraction away, as sums over kinds of people."""
    for place in counts.rows(key):
        for figure in figures:
            if place.depth != DIVISION or figure.at_division:
                yield _line(counts, key, place, figure, shown=printed_at(place, figure))
    for place in counts.remainders(key):
        for figure in figures:
            yield _line(counts, key, place, figure, shown=False)


def _line(counts: PlaceCounts, key: str, place: Place, figure: PlaceFigure, *, shown: bool) -> Line:
    return Line(
        key=cell_key(key, place.key, figure.key),
        atoms=frozenset(leaves(key, place, figure)),
        value=counts.count(key, place, figure),
        # A 部 is missed more than one of its 課, the city more than either.
        cost=figure.cost * {CITY: 25, BUREAU: 5}.get(place.depth, 1),
        shown=shown,
        zero_is_public=figure.zero_is_public,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A row of a table: cells are a number, None where withheld, and missing where a place has none."""

    label: str
    depth: int
    cells: Mapping[str, Number]


def rows_of(counts: PlaceCounts, withheld: frozenset[str], key: str, figures: Sequence[PlaceFigure]) -> list[PlaceRow]:
    """Return a table's rows in organisation order; places without anybody are left out."""
    return [
        PlaceRow(
            label=place.name,
            depth=place.depth,
            cells={
                figure.key: None
                if cell_key(key, place.key, figure.key) in withheld
                else counts.count(key, place, figure)
                for figure in figures
                if printed_at(place, figure)
            },
        )
        for place in counts.rows(key)
    ]


# As JSON and back


def to_json(counts: PlaceCounts, *, definition: str) -> dict[str, Any]:
    """Return counts as JSON values; `from_json` gives them back unchanged."""
    return {
        "definition": definition,
        "cycle": counts.cycle,
        "groups": [asdict(label) for label in counts.labels],
        "places": [[place.key, place.name, place.depth, sorted(place.parts)] for place in counts.places],
        "people": [[*leaf, people] for leaf, people in sorted(counts.people.items())],
    }


def from_json(plain: Mapping[str, Any]) -> PlaceCounts:
    return PlaceCounts(
        cycle=plain["cycle"],
        labels=tuple(Label(**label) for label in plain["groups"]),
        places=tuple(
            Place(key=key, name=name, depth=depth, parts=frozenset(parts))
            for key, name, depth, parts in plain["places"]
        ),
        people={(key, place, status): people for key, place, status, people in plain["people"]},
    )
