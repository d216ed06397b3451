"""The target share, once somebody has approved one, and what it still takes (DOMAIN.md 4.4.6, 4.4.8).

The plan names no share, so there is none until a `Decision` about `TARGET` is recorded; only then is anything called
achieved. "あと何人" counts people, not per cent, and the pace is what is required, never a forecast.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

TARGET = "reports.target_share"
"""What a Decision about a target share is called; its value holds level, percent and, for one group, its key."""

MILESTONES = (date(2027, 12, 31), date(2028, 3, 31))
"""The plan's wording, 2027年まで, and the end of the plan."""


class Verdict(StrEnum):
    ACHIEVED = "achieved"
    OPEN = "open"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An approved share of everyone in scope at a level or above; `group` is empty when it holds for every group."""

    level: int
    percent: int
    group: str
    decided_by: str
    decided_on: date
    document_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What reaching a target by a milestone takes: people a month, over whole months left (none once it is past)."""

    by: date
    months: int
    people_a_month: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A group before a target: people needed, people there, people to go, and the pace to both milestones."""

    target: Target
    needed: int
    people: int
    to_go: int
    verdict: Verdict
    paces: tuple[Pace, ...]


def outlook(target: Target, *, people: int, in_scope: int, not_assessed: int, on: date) -> Outlook:
    """Compare a group with its target.

    Achieved only when the people with a confirmed level are enough by themselves; while the missing could make up
    the rest the verdict is open; below when even they could not.
    """
    needed = ceil(Fraction(target.percent, 100) * in_scope)
    to_go = max(0, needed - people)
    verdict = Verdict.OPEN if to_go <= not_assessed else Verdict.BELOW
    if in_scope and not to_go:
        verdict = Verdict.ACHIEVED
    paces = tuple(pace(to_go, by=milestone, on=on) for milestone in MILESTONES)
    return Outlook(target=target, needed=needed, people=people, to_go=to_go, verdict=verdict, paces=paces)


def pace(to_go: int, *, by: date, on: date) -> Pace:
    months = months_left(on, by)
    return Pace(by=by, months=months, people_a_month=Fraction(to_go, months) if months else None)


def months_left(on: date, by: date) -> int:
    """Return the whole months from a day to a milestone; the day after the milestone's month end counts as past."""
    months = (by.year - on.year) * 12 + by.month - on.month
    return max(0, months if on.day <= by.day else months - 1)
