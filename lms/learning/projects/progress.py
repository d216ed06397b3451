"""How far a project is, what a rubric says, and how much of the week's 10 % is used. Pure rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from lms.learning.rubric import BEST_LEVEL

SHARE_OF_WEEK = Decimal("0.10")
TIME_STEP = 15
DAY_MINUTES = 24 * 60


class PhaseState(StrEnum):
    """Where a phase stands; phases open one after another, as each deliverable is accepted."""

    LOCKED = "locked"
    OPEN = "open"
    WAITING = "waiting"
    RETURNED = "returned"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFacts:
    """What decides a phase's state: whether it is accepted, and the verdict on its newest version.

    `newest_verdict` is None while the newest version waits for review; `versions` counts what was handed in.
    """

    is_accepted: bool
    versions: int = 0
    newest_verdict: str | None = None


def phase_states(phases: Iterable[PhaseFacts]) -> list[PhaseState]:
    """Return each phase's state in order: the first one not accepted is where the team works."""
    states = []
    reached = True
    for phase in phases:
        states.append(_state(phase) if reached else PhaseState.LOCKED)
        reached = reached and phase.is_accepted
    return states


def _state(phase: PhaseFacts) -> PhaseState:
    if phase.is_accepted:
        return PhaseState.ACCEPTED
    if not phase.versions:
        return PhaseState.OPEN
    return PhaseState.WAITING if phase.newest_verdict is None else PhaseState.RETURNED


def rubric_score(scores: Iterable[Mapping[str, int]]) -> Decimal | None:
    """Return the mean level of accepted reviews as a share of the best level, 0 to 1; None without any."""
    levels = [level for review in scores for level in review.values()]
    if not levels:
        return None
    return (Decimal(sum(levels)) / (BEST_LEVEL * len(levels))).quantize(Decimal("0.000001"))


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday of a day's week and the Monday after."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def weekly_target(weekly_minutes: int) -> int:
    """Return 10 % of a person's week in whole minutes: 3 h 52 min of 38 h 45 min (the half minute is given)."""
    return int(weekly_minutes * SHARE_OF_WEEK)
