"""What the committee reads, made from a cube of counts. Screen, PDF, spreadsheet and commands all read these.

A level is ordinal and speaks one group's language, so it is never averaged and never summed over groups. People
below level 1, people without a confirmed level, and people out of scope are three different things (DOMAIN.md 0.3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language

from assessments.models import Cycle
from assessments.states import BELOW_LEVEL_1
from reports.cube import LEVELS, Cube, count, ways
from reports.definitions import FIGURES
from reports.projection import Projection
from reports.queries import (
    assessment_frame,
    cycle_before,
    cycle_for,
    exclusion_frame,
    group_labels,
    projections,
    targets_on,
)
from reports.targets import Outlook, Target, outlook

DEFINITION = "2026-2"
"""Changes whenever a figure changes its meaning; printed wherever figures are (docs/figures.md lists the versions)."""

FIRM_BASE = Fraction(7, 10)
"""A cycle serves as base once this share of it is assessed (DOMAIN.md 4.4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """People who reached a level.

    `people` is the count; `of_assessed` its share of the people with a confirmed level; `lowest` and `highest` the
    shares of everyone in scope if all who have no level had not, or had, reached it. None without a denominator.
    """

    people: int
    of_assessed: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The same people in the same group in both cycles, both times with a level.

    `people` of them were followed; `from_3_to_4` stood at level 3 and now at 4 or above; `back_from_4` stood at 4 or
    above and now below; `up`, `down` and `same` are all moves, so that one direction is never shown alone.
    """

    people: int
    from_3_to_4: int
    back_from_4: int
    up: int
    down: int
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Where the group of the same name stood in the base cycle."""

    in_scope: int
    assessed: int
    not_assessed: int
    at_least_3: Share
    at_least_4: Share

    @property
    def is_firm(self) -> bool:
        """Tell whether enough of the base cycle is assessed to compare with; otherwise 基準値 未確定."""
        return self.in_scope > 0 and Fraction(self.assessed, self.in_scope) >= FIRM_BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the change in the people at a level or above is made of; the parts add up to it exactly (DOMAIN.md 4.4.4).

    Those who stayed gained or lost the level (being assessed first, or no longer, included); people who joined or
    left the scope brought it or took it away; so did those who moved between groups, such as by promotion.
    """

    before: int
    gained: int
    lost: int
    joined: int
    left: int
    moved_in: int
    moved_out: int
    now: int

    @property
    def adds_up(self) -> bool:
        stayers, scope, groups = self.gained - self.lost, self.joined - self.left, self.moved_in - self.moved_out
        return self.before + stayers + scope + groups == self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """Who the group is made of since the base cycle, and what that did to the people at levels 3 and 4 or above."""

    stayers: int
    joiners: int
    leavers: int
    moved_in: int
    moved_out: int
    level_3: Change
    level_4: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """One talent group on a date: everyone in scope is at one of `levels` or among `not_assessed`."""

    key: str
    name_ja: str
    name_en: str
    in_scope: int
    assessed: int
    not_assessed: int
    not_observable: int
    excluded: int
    shown_again: int
    levels: dict[int, int]
    at_least_3: Share
    at_least_4: Share
    base: Base | None
    moves: Moves | None
    composition: Composition | None
    outlooks: tuple[Outlook, ...] = ()
    projection: Projection | None = None
    counts: Mapping[str, int] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A talent group, or a course, as a figure names it."""

    key: str
    name_ja: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Everything a committee page is made of, as plain values: a frozen source gives the same page years later."""

    definition: str
    as_of: date
    cycle: str
    cycle_name: str
    cycle_name_en: str
    cycle_is_closed: bool
    reference_on: date
    base_cycle: str | None
    base_cycle_name: str | None
    base_cycle_name_en: str | None
    groups: tuple[Label, ...]
    cube: Cube
    excluded: Mapping[str, int]
    shown_again: Mapping[str, int]
    targets: tuple[Target, ...] = ()
    projections: Mapping[str, Projection] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        return [group.key for group in self.groups]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeFigures:
    """What the committee reads: each group's standing in a cycle as of a date, and its moves since the base cycle."""

    definition: str
    as_of: date
    cycle: str
    cycle_name: str
    cycle_is_closed: bool
    reference_on: date
    base_cycle: str | None
    base_cycle_name: str | None
    groups: tuple[GroupFigures, ...]

    @property
    def in_scope(self) -> int:
        return sum(group.in_scope for group in self.groups)

    @property
    def assessed(self) -> int:
        return sum(group.assessed for group in self.groups)

    @property
    def not_assessed(self) -> int:
        return self.in_scope - self.assessed


def committee_figures(on: date, code: str | None = None) -> CommitteeFigures:
    """Return the figures of the cycle that a day speaks of; raise NoCycleError when there is none."""
    return figures_from(source_of(cycle_for(on, code), on))


def source_of(cycle: Cycle, on: date) -> Source:
    """Count a cycle as it was known at the end of a day, beside its base cycle."""
    base = cycle_before(cycle, on)
    now = assessment_frame(cycle, on)
    then = assessment_frame(base, on) if base else None
    groups = tuple(Label(**label) for label in group_labels(cycle))
    wg = {label["key"] for label in group_labels(cycle, takes_wg_members=True)}
    again = int(now["shown_again"].sum())
    return Source(
        definition=DEFINITION,
        as_of=on,
        cycle=cycle.code,
        cycle_name=cycle.name_ja,
        cycle_name_en=cycle.name_en,
        cycle_is_closed=cycle.closed_at is not None,
        reference_on=cycle.reference_on,
        base_cycle=base.code if base else None,
        base_cycle_name=base.name_ja if base else None,
        base_cycle_name_en=base.name_en if base else None,
        groups=groups,
        cube=count(ways(now, then)),
        excluded=_excluded(cycle),
        shown_again={group.key: again for group in groups if group.key in wg},
        targets=tuple(targets_on(on)),
        projections=projections(cycle, on),
    )


def figures_from(source: Source) -> CommitteeFigures:
    """Return the figures that a source holds."""
    counts = group_counts(source.cube, source.keys)
    is_english = get_language() == "en"
    return CommitteeFigures(
        definition=source.definition,
        as_of=source.as_of,
        cycle=source.cycle,
        cycle_name=(is_english and source.cycle_name_en) or source.cycle_name,
        cycle_is_closed=source.cycle_is_closed,
        reference_on=source.reference_on,
        base_cycle=source.base_cycle,
        base_cycle_name=(is_english and source.base_cycle_name_en) or source.base_cycle_name,
        groups=tuple(_group(source, group, counts[group.key]) for group in source.groups),
    )


def group_counts(cube: Cube, groups: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return every defined figure of every group."""
    return {
        group: {
            figure.key: sum(people for way, people in cube.items() if figure.rule(way, group)) for figure in FIGURES
        }
        for group in groups
    }


def _excluded(cycle: Cycle) -> dict[str, int]:
    counts = exclusion_frame(cycle)["group"].value_counts()
    return {str(key): int(count) for key, count in counts.items()}


def _group(source: Source, group: Label, counts: dict[str, int]) -> GroupFigures:
    excluded = source.excluded.get(group.key, 0)
    again = source.shown_again.get(group.key, 0)
    in_scope, assessed = counts["in_scope"], counts["assessed"]
    has_base = source.base_cycle is not None
    return GroupFigures(
        key=group.key,
        name_ja=group.name_ja,
        name_en=group.name_en,
        in_scope=in_scope,
        assessed=assessed,
        not_assessed=counts["not_assessed"],
        not_observable=counts["not_observable"],
        excluded=excluded,
        shown_again=again,
        levels={level: counts[f"level_{level}"] for level in LEVELS},
        at_least_3=share_of(counts["ge3"], assessed=assessed, in_scope=in_scope),
        at_least_4=share_of(counts["ge4"], assessed=assessed, in_scope=in_scope),
        base=_base(counts) if has_base else None,
        moves=_moves(counts) if has_base else None,
        composition=_composition(counts) if has_base else None,
        outlooks=tuple(_outlooks(source, group, counts)),
        projection=source.projections.get(group.key),
        counts={**counts, "excluded": excluded, "shown_again": again},
    )


def _base(counts: Mapping[str, int]) -> Base:
    in_scope, assessed = counts["base_in_scope"], counts["base_assessed"]
    return Base(
        in_scope=in_scope,
        assessed=assessed,
        not_assessed=counts["base_not_assessed"],
        at_least_3=share_of(counts["base_ge3"], assessed=assessed, in_scope=in_scope),
        at_least_4=share_of(counts["base_ge4"], assessed=assessed, in_scope=in_scope),
    )


def _moves(counts: Mapping[str, int]) -> Moves:
    return Moves(
        people=counts["followed"],
        from_3_to_4=counts["from_3_to_4"],
        back_from_4=counts["back_from_4"],
        up=counts["up"],
        down=counts["down"],
        same=counts["same"],
    )


def _composition(counts: Mapping[str, int]) -> Composition:
    return Composition(
        stayers=counts["stayers"],
        joiners=counts["joiners"],
        leavers=counts["leavers"],
        moved_in=counts["moved_in"],
        moved_out=counts["moved_out"],
        level_3=_change(counts, 3),
        level_4=_change(counts, 4),
    )


def _change(counts: Mapping[str, int], level: int) -> Change:
    return Change(
        before=counts[f"base_ge{level}"],
        gained=counts[f"gained_{level}"],
        lost=counts[f"lost_{level}"],
        joined=counts[f"joined_{level}"],
        left=counts[f"left_{level}"],
        moved_in=counts[f"in_{level}"],
        moved_out=counts[f"out_{level}"],
        now=counts[f"ge{level}"],
    )


def _outlooks(source: Source, group: Label, counts: Mapping[str, int]) -> Iterable[Outlook]:
    for target in source.targets:
        if target.group in ("", group.key):
            yield outlook(
                target,
                people=counts[f"ge{target.level}"],
                in_scope=counts["in_scope"],
                not_assessed=counts["not_assessed"],
                on=source.as_of,
            )


def share_of(people: int, *, assessed: int, in_scope: int) -> Share:
    """Return a share with its bounds: the missing could all be below, or all above (DOMAIN.md 4.4.3)."""
    missing = in_scope - assessed
    return Share(
        people=people,
        of_assessed=Fraction(people, assessed) if assessed else None,
        lowest=Fraction(people, in_scope) if in_scope else None,
        highest=Fraction(people + missing, in_scope) if in_scope else None,
    )


def as_json(figures: CommitteeFigures) -> dict[str, Any]:
    """Return the figures as plain data: dates in ISO form, shares as percentages with one decimal."""
    made: dict[str, Any] = plain(figures)
    return made


def shallow(value: GroupFigures | CommitteeFigures) -> dict[str, Any]:
    """Return the fields of a figure without following them."""
    return {item.name: getattr(value, item.name) for item in fields(value)}


def percent(share: Fraction | None) -> float | None:
    """Return a share in per cent, rounded half up to one decimal; None without a denominator."""
    return None if share is None else int(share * 1000 + Fraction(1, 2)) / 10


def plain(value: Any) -> Any:
    """Return a figure as JSON values."""
    match value:
        case Fraction():
            return percent(value)
        case date():
            return value.isoformat()
        case GroupFigures() | CommitteeFigures():
            return {key: plain(item) for key, item in shallow(value).items() if key != "counts"}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return plain(asdict(value))
        case dict():
            return {("below1" if key == BELOW_LEVEL_1 else str(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value
