"""What leaves HR of a committee page: the figures, less the small ones and those that would give them away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reports.cube import Cube, Way, every_way, margin
from reports.definitions import FIGURES, TOTALS, Figure
from reports.figures import CommitteeFigures, Source, figures_from, group_counts
from reports.suppression import Equation, Line, Told, suppress, teller

TOTAL = "total"
TOTAL_COST = 1000
STANDING = tuple(figure.key.removeprefix("base_") for figure in FIGURES if figure.key.startswith("base_"))
"""The figures of a cycle's standing, which a later release may repeat of its base cycle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A committee page as it leaves HR: its source, and the keys ("group:figure") of what is withheld."""

    source: Source
    withheld: frozenset[str]
    figures: CommitteeFigures = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "figures", figures_from(self.source))

    def shows(self, group: str, *figures: str) -> bool:
        """Tell whether all these figures of a group are printed."""
        return not any(line_key(group, figure) in self.withheld for figure in figures)


def _is_same(one: Source, other: Source) -> bool:
    """Tell whether two sources print the same numbers about the same cycles."""
    return (one.cycle, one.base_cycle, one.cube, one.excluded, one.shown_again) == (
        other.cycle,
        other.base_cycle,
        other.cube,
        other.excluded,
        other.shown_again,
    )


def line_key(group: str, figure: str) -> str:
    return f"{group}:{figure}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What another paper says of the same people: cells that stay guarded, and what is known of them."""

    lines: Sequence[Line]
    known: Sequence[Equation]


def released(
    source: Source, earlier: Sequence[Release] = (), *, beside: Sequence[Paper] = (), told: Sequence[Told] = ()
) -> Release:
    """Return what may leave HR, given everything released before, oldest first.

    `beside` are other papers about the same people, `told` what readers can tell from other papers of figures that
    have changed since. The same counts again are withheld as they were. Raises CannotProtectError when what was
    printed before already gives a small cell away.
    """
    for release in reversed(earlier):
        if _is_same(release.source, source):
            return Release(source=source, withheld=release.withheld)
    lines = [*lines_of(source), *(line for paper in beside for line in paper.lines)]
    known = [equation for release in earlier for equation in printed_elsewhere(release, source)]
    known += [equation for paper in beside for equation in paper.known]
    before = [*(told_by(release, source) for release in earlier), *told]
    return Release(source=source, withheld=suppress(lines, known=known, earlier=before))


def told_by(release: Release, source: Source) -> Told:
    """Return what readers of an earlier release can tell of the figures of a source.

    Its current cycle may be the source's base cycle, so that 3 or above then is 3 or above in the base now.
    """
    names = dict(_same_figures(release.source, source))
    if not names:
        return lambda _key: None
    told = teller(lines_of(release.source), release.withheld)
    return lambda key: told(names[key]) if key in names else None


def _same_figures(one: Source, other: Source) -> Iterator[tuple[str, str]]:
    """Yield the keys of `other` with the keys that the same figures of the same cycle have in `one`."""
    if one.cycle == other.cycle and one.base_cycle == other.base_cycle:
        figures = [figure.key for figure in FIGURES]
        yield from ((line_key(group, key), line_key(group, key)) for group in one.keys for key in figures)
        yield from ((line_key(TOTAL, key), line_key(TOTAL, key)) for key in TOTALS)
        return
    for name, code in (("", other.cycle), ("base_", other.base_cycle)):
        for was, past in (("", one.cycle), ("base_", one.base_cycle)):
            if code is not None and code == past:
                yield from (
                    (line_key(group, f"{name}{key}"), line_key(group, f"{was}{key}"))
                    for group in one.keys
                    for key in STANDING
                )


def lines_of(source: Source) -> list[Line]:
    """Describe every figure of a source as a sum over the ways people could have taken."""
    has_base = source.base_cycle is not None
    ways = list(every_way(source.keys, has_base=has_base))
    figures = [figure for figure in FIGURES if has_base or not figure.needs_base]
    counts = group_counts(source.cube, source.keys)
    by_group = {group: [way for way in ways if group in (way.then, way.now)] for group in source.keys}
    lines = [
        _line(figure, group, by_group[group], counts[group][figure.key]) for group in source.keys for figure in figures
    ]
    return [*lines, *_totals(lines), *_beside(source)]


def _line(figure: Figure, group: str, ways: Iterable[Way], value: int) -> Line:
    return Line(
        key=line_key(group, figure.key),
        atoms=frozenset(way for way in ways if figure.rule(way, group)),
        value=value,
        cost=figure.cost,
        shown=figure.shown,
        zero_is_public=figure.zero_is_public,
    )


def _totals(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the sums over groups that head the page."""
    for key in TOTALS:
        parts = [line for line in lines if line.key.endswith(f":{key}")]
        yield Line(
            key=line_key(TOTAL, key),
            atoms=frozenset().union(*(part.atoms for part in parts)),
            value=sum(part.value for part in parts),
            cost=TOTAL_COST,
            zero_is_public=key == "not_assessed",
        )


def _beside(source: Source) -> Iterator[Line]:
    """Yield the counts that stand beside the partition of the group: people out of scope, people shown again."""
    beside: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("excluded", source.excluded),
        ("shown_again", source.shown_again),
    )
    for name, counts in beside:
        for group in source.keys:
            key = line_key(group, name)
            yield Line(key=key, atoms=frozenset([key]), value=counts.get(group, 0), zero_is_public=True)


def printed_elsewhere(release: Release, source: Source) -> Iterator[Equation]:
    """Yield what an earlier release printed about people this source counts as well."""
    for is_now in (True, False):
        code = source.cycle if is_now else source.base_cycle
        if code is None or code not in (release.source.cycle, release.source.base_cycle):
            continue
        was_now = code == release.source.cycle
        if margin(release.source.cube, now=was_now) == margin(source.cube, now=is_now):
            yield from _printed(release, source, was_now=was_now, is_now=is_now)


def _printed(release: Release, source: Source, *, was_now: bool, is_now: bool) -> Iterator[Equation]:
    """Yield the printed figures of one cycle's standing, in terms of the ways of the new source."""
    ways = list(every_way(source.keys, has_base=source.base_cycle is not None))
    current = [figure for figure in FIGURES if not figure.needs_base]
    counts = group_counts(_as_current(release.source.cube, now=was_now), source.keys)
    for group in source.keys:
        for figure in current:
            key = figure.key if was_now else f"base_{figure.key}"
            if not _was_printed(release, group, key):
                continue
            kept = [way for way in ways if figure.rule(_facing(way, now=is_now), group)]
            yield Equation(terms=dict.fromkeys(kept, 1), value=counts[group][figure.key])
    for figure in (each for each in current if each.key in TOTALS and was_now and release.shows(TOTAL, each.key)):
        everyone = [way for way in ways if any(figure.rule(_facing(way, now=is_now), each) for each in source.keys)]
        yield Equation(terms=dict.fromkeys(everyone, 1), value=sum(counts[group][figure.key] for group in source.keys))


def _was_printed(release: Release, group: str, key: str) -> bool:
    printed = {figure.key for figure in FIGURES if figure.shown}
    return group in release.source.keys and key in printed and release.shows(group, key)


def _facing(way: Way, *, now: bool) -> Way:
    """Return a way with one of its two cycles as the current one."""
    return Way(None, way.now, None, way.after) if now else Way(None, way.then, None, way.before)


def _as_current(cube: Cube, *, now: bool) -> Cube:
    counts = margin(cube, now=now)
    return {Way(None, group, None, status): people for (group, status), people in counts.items()}
