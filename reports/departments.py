"""A closed cycle by 部 and 課, as it may leave HR (DOMAIN.md R23): one talent group at a time, nothing below 課.

A 部 shows how many people stand at each level; a 課 only how many were assessed and how many reached level 3 and 4. The
row of the whole city is the committee's release and prints what that prints, no more. Everything is one system: the
cells here, the release beside them, and the links between the two (the people of a group at a level in the city are the
sum of those in its 部), so that `reports.suppression` sees what a reader of both papers sees.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reports.cube import LEVELS, STATUSES, every_way, is_level, margin, reached
from reports.figures import Source
from reports.place_counts import ELSEWHERE, Leaf, PlaceCounts, PlaceFigure, PlaceRow, place_lines
from reports.release import Paper, Release, line_key, lines_of, printed_elsewhere, told_by
from reports.suppression import Atom, Equation, Line, Span, Told, spans, suppress, teller


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
class Beside:
    """A frozen table and the release it stands beside."""

    counts: PlaceCounts
    release: Release
    withheld: frozenset[str]

    def told(self) -> Told:
        """Return what its readers can tell of the cells that speak of levels."""
        lines, known = system(self.counts, self.release)
        about = [line for line in cells(self.counts) if not line.zero_is_public]
        return teller(lines, self.withheld, known=known, about=about)

    def told_of(self, source: Source) -> Told:
        """Return what readers of both papers can tell of a source's figures, where it counts the same cycle anew."""
        mine = self.release.source
        if (source.cycle, source.base_cycle) != (mine.cycle, mine.base_cycle):
            return lambda _key: None
        lines, known = system(self.counts, self.release)
        return teller(lines, self.withheld, known=known, about=lines_of(mine))


def cells(counts: PlaceCounts) -> list[Line]:
    """Return the lines of every group's table."""
    return [line for label in counts.labels for line in place_lines(counts, label.key, FIGURES)]


def withheld_cells(
    counts: PlaceCounts, release: Release, *, others: Sequence[Release] = (), tables: Sequence[Beside] = ()
) -> frozenset[str]:
    """Return the keys of the cells to withhold, given the release of the same cycle beside them.

    `others` are the further releases, `tables` the tables of other cycles: subtracted from this one, neither may show
    that one to four people of a place, or of the city, rose or fell.
    """
    lines, known = system(counts, release)
    known += [equation for other in others for equation in printed_elsewhere(other, release.source)]
    told = spans(lines_of(release.source), release.withheld)
    kept: dict[str, Span] = {key: told[key] for key in _withheld_now(release)}
    earlier = [*(table.told() for table in tables), *(told_by(other, release.source) for other in others)]
    return suppress(lines, known=known, earlier=earlier, kept=kept)


def system(counts: PlaceCounts, release: Release) -> tuple[list[Line], list[Equation]]:
    """Return what a reader of both papers solves: the cells of table and release, and how they hang together."""
    beside = [replace(line, shown=False) for line in lines_of(release.source)]
    return [*cells(counts), *beside], [*_printed(release), *_links(counts, release.source)]


def paper_of(table: Beside, source: Source) -> Paper | None:
    """Return what a table says of a source's people: nothing when neither of its cycles stands as it did then."""
    standing = margin(table.release.source.cube, now=True)
    for is_now in (True, False):
        code = source.cycle if is_now else source.base_cycle
        if code == table.counts.cycle and margin(source.cube, now=is_now) == standing:
            lines = [replace(line, shown=False) for line in cells(table.counts) if line.is_small]
            known = [
                Equation(terms=dict.fromkeys(line.atoms, 1), value=line.value)
                for line in cells(table.counts)
                if line.shown and line.key not in table.withheld
            ]
            return Paper(lines=lines, known=[*known, *_links(table.counts, source, is_now=is_now)])
    return None


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


def _links(counts: PlaceCounts, source: Source, *, is_now: bool = True) -> Iterator[Equation]:
    """Yield, for each group and status, that the people of all places are those of the city."""
    ways = list(every_way(source.keys, has_base=source.base_cycle is not None))
    for group in source.keys:
        places = [*(place.key for place in counts.rows(group)), ELSEWHERE]
        for status in STATUSES:
            leaf: list[Leaf] = [(group, place, status) for place in places]
            terms: dict[Atom, int] = dict.fromkeys(leaf, 1)
            for way in ways:
                if ((way.now, way.after) if is_now else (way.then, way.before)) == (group, status):
                    terms[way] = -1
            yield Equation(terms=terms, value=0)


def city_row(release: Release, group: str, label: str) -> PlaceRow:
    """Return the whole city's row, which prints what the release prints."""
    found = next(each for each in release.figures.groups if each.key == group)
    counts = {figure.key: found.counts[figure.key] if release.shows(group, figure.key) else None for figure in PRINTED}
    return PlaceRow(label=label, depth=-1, cells=counts)
