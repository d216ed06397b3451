"""What each figure of a group counts: the one place where numerators and denominators are written down.

Each figure is a set of ways (`reports.cube`) that it adds up. The set is used twice: over the people there are it
gives the number; over the ways there could be it tells `reports.suppression` how the figures hang together.

As-of rule: a level counts when it was confirmed by the end of the day asked for; group, department and scope are those
of the cycle's reference date (基準日). Excluded: people the cycle leaves out (対象外), counted apart as `excluded`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reports.cube import LEVELS, NOT_OBSERVABLE, Way, is_level, reached

type Rule = Callable[[Way, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A count of a group's people; `cost` and the rest are what `reports.suppression.Line` makes of it."""

    key: str
    rule: Rule
    cost: int
    shown: bool = True
    zero_is_public: bool = False
    needs_base: bool = False


def _now(test: Callable[[int | None], bool]) -> Rule:
    return lambda way, group: way.now == group and test(way.after)


def _then(test: Callable[[int | None], bool]) -> Rule:
    return lambda way, group: way.then == group and test(way.before)


def _stayed(test: Callable[[Way], bool]) -> Rule:
    return lambda way, group: way.stayed and way.now == group and test(way)


def _at(level: int) -> Callable[[int | None], bool]:
    return lambda status: status == level


def _from(level: int) -> Callable[[int | None], bool]:
    return lambda status: reached(status, level)


def _below(level: int) -> Callable[[int | None], bool]:
    return lambda status: is_level(status) and not reached(status, level)


def _anyone(_status: int | None) -> bool:
    return True


def _has_no_level(status: int | None) -> bool:
    return not is_level(status)


def _moved_in(way: Way, group: str) -> bool:
    return way.moved and way.now == group


def _moved_out(way: Way, group: str) -> bool:
    return way.moved and way.then == group


CURRENT = (
    Figure(key="in_scope", rule=_now(_anyone), cost=200),
    Figure(key="assessed", rule=_now(is_level), cost=150),
    Figure(key="not_assessed", rule=_now(_has_no_level), cost=120, zero_is_public=True),
    Figure(key="not_observable", rule=_now(_at(NOT_OBSERVABLE)), cost=5, zero_is_public=True),
    *(Figure(key=f"level_{level}", rule=_now(_at(level)), cost=20) for level in LEVELS),
    Figure(key="ge3", rule=_now(_from(3)), cost=110),
    Figure(key="ge4", rule=_now(_from(4)), cost=100),
    # Never printed, but one subtraction away.
    Figure(key="below_3", rule=_now(_below(3)), cost=1, shown=False),
    Figure(key="below_4", rule=_now(_below(4)), cost=1, shown=False),
)
BASE = (
    Figure(key="base_in_scope", rule=_then(_anyone), cost=90, needs_base=True),
    Figure(key="base_assessed", rule=_then(is_level), cost=80, needs_base=True),
    Figure(key="base_not_assessed", rule=_then(_has_no_level), cost=70, zero_is_public=True, needs_base=True),
    Figure(key="base_ge3", rule=_then(_from(3)), cost=60, needs_base=True),
    Figure(key="base_ge4", rule=_then(_from(4)), cost=55, needs_base=True),
    Figure(key="base_below_3", rule=_then(_below(3)), cost=1, shown=False, needs_base=True),
    Figure(key="base_below_4", rule=_then(_below(4)), cost=1, shown=False, needs_base=True),
    *(
        Figure(key=f"base_level_{level}", rule=_then(_at(level)), cost=1, shown=False, needs_base=True)
        for level in LEVELS
    ),
    Figure(
        key="base_not_observable",
        rule=_then(_at(NOT_OBSERVABLE)),
        cost=1,
        shown=False,
        zero_is_public=True,
        needs_base=True,
    ),
)
MOVES = (
    Figure(key="followed", rule=_stayed(lambda way: way.followed), cost=50, needs_base=True),
    Figure(
        key="from_3_to_4",
        rule=_stayed(lambda way: way.before == 3 and reached(way.after, 4)),
        cost=48,
        needs_base=True,
    ),
    Figure(
        key="back_from_4",
        rule=_stayed(lambda way: way.followed and reached(way.before, 4) and not reached(way.after, 4)),
        cost=46,
        needs_base=True,
    ),
    Figure(key="up", rule=_stayed(lambda way: way.followed and _step(way) > 0), cost=44, needs_base=True),
    Figure(key="same", rule=_stayed(lambda way: way.followed and _step(way) == 0), cost=40, needs_base=True),
    Figure(key="down", rule=_stayed(lambda way: way.followed and _step(way) < 0), cost=42, needs_base=True),
)
PEOPLE = (
    Figure(key="stayers", rule=_stayed(lambda way: True), cost=36, needs_base=True),
    Figure(
        key="joiners", rule=lambda way, g: way.joined and way.now == g, cost=34, zero_is_public=True, needs_base=True
    ),
    Figure(
        key="leavers", rule=lambda way, g: way.left and way.then == g, cost=32, zero_is_public=True, needs_base=True
    ),
    Figure(key="moved_in", rule=_moved_in, cost=30, zero_is_public=True, needs_base=True),
    Figure(key="moved_out", rule=_moved_out, cost=28, zero_is_public=True, needs_base=True),
)


def _step(way: Way) -> int:
    return 0 if way.before is None or way.after is None else way.after - way.before


def parts_of_change(level: int, *, shown: bool) -> tuple[Figure, ...]:
    """Return what the change in the number at a level or above is made of; gains less losses add up to it exactly.

    Among those who stayed, somebody first assessed counts as a gain and somebody no longer assessed as a loss: the
    number itself counts only people with a level.
    """
    return (
        Figure(
            key=f"gained_{level}",
            rule=_stayed(lambda way: not reached(way.before, level) and reached(way.after, level)),
            cost=16,
            shown=shown,
            needs_base=True,
        ),
        Figure(
            key=f"lost_{level}",
            rule=_stayed(lambda way: reached(way.before, level) and not reached(way.after, level)),
            cost=15,
            shown=shown,
            needs_base=True,
        ),
        Figure(
            key=f"joined_{level}",
            rule=lambda way, group: way.joined and way.now == group and reached(way.after, level),
            cost=14,
            shown=shown,
            needs_base=True,
        ),
        Figure(
            key=f"left_{level}",
            rule=lambda way, group: way.left and way.then == group and reached(way.before, level),
            cost=13,
            shown=shown,
            needs_base=True,
        ),
        Figure(
            key=f"in_{level}",
            rule=lambda way, group: _moved_in(way, group) and reached(way.after, level),
            cost=12,
            shown=shown,
            needs_base=True,
        ),
        Figure(
            key=f"out_{level}",
            rule=lambda way, group: _moved_out(way, group) and reached(way.before, level),
            cost=11,
            shown=shown,
            needs_base=True,
        ),
    )


# The page has room for one of the two; the other stays guarded.
CHANGE_3, CHANGE_4 = parts_of_change(3, shown=True), parts_of_change(4, shown=False)
FIGURES = (*CURRENT, *BASE, *MOVES, *PEOPLE, *CHANGE_3, *CHANGE_4)
TOTALS = ("in_scope", "assessed", "not_assessed")
"""Added up over the groups as well; levels never are, each group has its own sentences."""
