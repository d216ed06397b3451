"""The committee's tables: one list of columns that screen, paper, spreadsheet, CSV and commands all show."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.lib.calendar import wareki
from reports.cube import LEVELS
from reports.figures import Change, Composition, GroupFigures, Moves
from reports.release import Release
from reports.suppression import MARK
from reports.targets import MILESTONES, Outlook
from reports.words import UNKNOWN, bounds_words, group_name, level_name, percent_words, verdict_words

type Value = int | Fraction | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A figure of a group, and the counts it is made of: where one of those is withheld, so is the figure."""

    key: str
    label: str | Promise
    value: Callable[[GroupFigures], Value]
    needs: tuple[str, ...]

    @property
    def is_share(self) -> bool:
        return self.key.endswith("_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one place of every face: `text` for eyes, `value` for spreadsheets; a mark when withheld."""

    group: str
    text: str
    value: Value
    is_withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A titled table: one row a figure, one column a group."""

    key: str
    title: str | Promise
    columns: Sequence[Column]
    release: Release

    @property
    def groups(self) -> Sequence[GroupFigures]:
        return self.release.figures.groups

    @property
    def names(self) -> list[str]:
        return [group_name(group) for group in self.groups]

    @property
    def rows(self) -> list[tuple[Column, list[Cell]]]:
        """Each figure with its cells, one a group."""
        return [(column, [self.cell(column, group) for group in self.groups]) for column in self.columns]

    def cell(self, column: Column, group: GroupFigures) -> Cell:
        if not self.release.shows(group.key, *column.needs):
            return Cell(group=group_name(group), text=MARK, value=MARK, is_withheld=True)
        value = column.value(group)
        return Cell(group=group_name(group), text=text_of(value), value=value, is_withheld=False)


def text_of(value: Value) -> str:
    match value:
        case None:
            return UNKNOWN
        case Fraction() as share:
            return percent_words(share)
        case int() as number:
            return f"{number:,}"
        case words:
            return words


def tables(release: Release) -> list[Table]:
    """Return the committee's tables in order."""
    has_base = bool(release.source.base_cycle)
    parts: list[tuple[str, str | Promise, Sequence[Column]]] = [
        ("standing", _("Toward levels 3 and 4"), (*STANDING, *(BASE if has_base else ()))),
        ("levels", _("People at each level"), level_columns()),
    ]
    if has_base:
        parts += [
            ("moves", _("Moves of the same people"), MOVES),
            ("composition", _("Who the groups are made of, and what that changed"), COMPOSITION),
        ]
    if release.source.targets:
        parts.append(("target", _("What the target still takes"), tuple(_target_columns(release))))
    return [Table(key=key, title=title, columns=columns, release=release) for key, title, columns in parts]


def _count(key: str, label: str | Promise, value: Callable[[GroupFigures], Value]) -> Column:
    return Column(key=key, label=label, value=value, needs=(key,))


def _moved(count: Callable[[Moves], int]) -> Callable[[GroupFigures], Value]:
    return lambda group: count(group.moves) if group.moves else None


def _made_of(count: Callable[[Composition], int]) -> Callable[[GroupFigures], Value]:
    return lambda group: count(group.composition) if group.composition else None


def _changed(count: Callable[[Change], int]) -> Callable[[GroupFigures], Value]:
    return lambda group: count(group.composition.level_3) if group.composition else None


def _at(level: int) -> Callable[[GroupFigures], Value]:
    return lambda group: group.levels[level]


STANDING = (
    _count("in_scope", _("In scope"), lambda group: group.in_scope),
    _count("assessed", _("Assessed"), lambda group: group.assessed),
    _count("not_assessed", _("Not assessed"), lambda group: group.not_assessed),
    _count("ge3", _("Level 3 (Knowledge) or above"), lambda group: group.at_least_3.people),
    Column(
        key="ge3_share",
        label=_("Level 3 or above, of those assessed"),
        value=lambda group: group.at_least_3.of_assessed,
        needs=("ge3", "assessed"),
    ),
    Column(
        key="ge3_bounds",
        label=_("Level 3 or above, bounds of everyone in scope"),
        value=lambda group: bounds_words(group.at_least_3),
        needs=("ge3", "not_assessed", "in_scope"),
    ),
    _count("ge4", _("Level 4 (Ability) or above"), lambda group: group.at_least_4.people),
    Column(
        key="ge4_share",
        label=_("Level 4 or above, of those assessed"),
        value=lambda group: group.at_least_4.of_assessed,
        needs=("ge4", "assessed"),
    ),
    Column(
        key="ge4_bounds",
        label=_("Level 4 or above, bounds of everyone in scope"),
        value=lambda group: bounds_words(group.at_least_4),
        needs=("ge4", "not_assessed", "in_scope"),
    ),
)
BASE = (
    _count("base_in_scope", _("Base cycle: in scope"), lambda group: group.base.in_scope if group.base else None),
    _count("base_assessed", _("Base cycle: assessed"), lambda group: group.base.assessed if group.base else None),
    _count(
        "base_ge3",
        _("Base cycle: level 3 or above"),
        lambda group: group.base.at_least_3.people if group.base else None,
    ),
    Column(
        key="base_ge3_share",
        label=_("Base cycle: level 3 or above, of those assessed"),
        value=lambda group: group.base.at_least_3.of_assessed if group.base else None,
        needs=("base_ge3", "base_assessed"),
    ),
    _count(
        "base_ge4",
        _("Base cycle: level 4 or above"),
        lambda group: group.base.at_least_4.people if group.base else None,
    ),
    Column(
        key="base_ge4_share",
        label=_("Base cycle: level 4 or above, of those assessed"),
        value=lambda group: group.base.at_least_4.of_assessed if group.base else None,
        needs=("base_ge4", "base_assessed"),
    ),
)
MOVES = (
    _count("followed", _("Same people, with a level both times"), _moved(lambda moves: moves.people)),
    _count("from_3_to_4", _("From level 3 to level 4 or above"), _moved(lambda moves: moves.from_3_to_4)),
    _count("back_from_4", _("From level 4 or above to below"), _moved(lambda moves: moves.back_from_4)),
    _count("up", _("All moves up"), _moved(lambda moves: moves.up)),
    _count("same", _("No change"), _moved(lambda moves: moves.same)),
    _count("down", _("All moves down"), _moved(lambda moves: moves.down)),
)
COMPOSITION = (
    _count("stayers", _("In the group both times"), _made_of(lambda made: made.stayers)),
    _count("joiners", _("Came into scope"), _made_of(lambda made: made.joiners)),
    _count("leavers", _("Left the scope"), _made_of(lambda made: made.leavers)),
    _count("moved_in", _("Moved in from another group"), _made_of(lambda made: made.moved_in)),
    _count("moved_out", _("Moved out to another group"), _made_of(lambda made: made.moved_out)),
    _count("gained_3", _("Level 3 or above: gained by those who stayed (+)"), _changed(lambda change: change.gained)),
    _count("lost_3", _("Level 3 or above: lost by those who stayed (−)"), _changed(lambda change: change.lost)),
    _count("joined_3", _("Level 3 or above: brought into scope (+)"), _changed(lambda change: change.joined)),
    _count("left_3", _("Level 3 or above: gone from scope (−)"), _changed(lambda change: change.left)),
    _count("in_3", _("Level 3 or above: moved in (+)"), _changed(lambda change: change.moved_in)),
    _count("out_3", _("Level 3 or above: moved out (−)"), _changed(lambda change: change.moved_out)),
)


def level_columns() -> tuple[Column, ...]:
    """Return one column a level, then the people without one and those left out."""
    return (
        *(_count(f"level_{level}", level_name(level), _at(level)) for level in LEVELS),
        _count(
            "not_observable", _("Not assessed because nothing could be observed"), lambda group: group.not_observable
        ),
        _count("excluded", _("Out of scope"), lambda group: group.excluded),
    )


def _target_columns(release: Release) -> Iterator[Column]:
    for level in sorted({target.level for target in release.source.targets}):
        yield from _target_of(level)


def _target_of(level: int) -> Iterator[Column]:
    name = level_name(level)
    needs = (f"ge{level}", "in_scope", "not_assessed")

    def column(key: str, label: str, value: Callable[[Outlook], Value]) -> Column:
        return Column(key=f"target_{level}_{key}", label=label, value=_of_outlook(level, value), needs=needs)

    yield column(
        "percent", gettext("%(level)s or above: target") % {"level": name}, lambda found: f"{found.target.percent}%"
    )
    yield column("needed", gettext("People needed"), lambda found: found.needed)
    yield column("to_go", gettext("People still to go"), lambda found: found.to_go)
    for number, milestone in enumerate(MILESTONES):
        label = gettext("Required a month until %(day)s") % {"day": wareki(milestone, weekday=False)}
        yield column(f"pace_{number}", label, partial(_pace, number))
    yield column("verdict", gettext("State"), lambda found: verdict_words(found.verdict))


def _of_outlook(level: int, value: Callable[[Outlook], Value]) -> Callable[[GroupFigures], Value]:
    """Read a group's own target at a level before one that holds for every group."""

    def read(group: GroupFigures) -> Value:
        found = [outlook for outlook in group.outlooks if outlook.target.level == level]
        return value(max(found, key=lambda outlook: outlook.target.group)) if found else None

    return read


def _pace(number: int, outlook: Outlook) -> str | None:
    people = outlook.paces[number].people_a_month
    return None if people is None else gettext("%(people).1f people") % {"people": float(people)}
