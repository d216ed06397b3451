"""When somebody is reminded, and why not. Pure rules (R29, story 3).

Seven days before, one day before, the day after, then weekly: the steps of a schedule. Only the newest step whose day
has come counts, so that after holidays or a dead worker one mail makes up for several. A moved due date begins a new
schedule.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How many days before the due date, and after it, people are reminded."""

    days_before: tuple[int, ...] = (7, 1)
    late_after: int = 1
    late_every: int = 7
    # A step that had to wait for a working day never comes right before the next one.
    gap: int = 3

    @property
    def horizon(self) -> int:
        """How many days ahead of a due date the first step lies."""
        return max(self.days_before, default=0)


class LeftOut(StrEnum):
    """Why somebody is not reminded, the most telling reason first."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RETIRED = "retired"
    LEFT_OFFICE = "left_office"
    ON_LEAVE = "on_leave"
    SECONDED = "seconded"
    NO_DUE_DATE = "no_due_date"
    ASKED = "asked"
    TODAY = "today"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One person and one course on a day."""

    due_on: date | None
    is_open: bool = True
    is_completed: bool = False
    is_offered: bool = True
    is_in_office: bool = True
    is_on_leave: bool = False
    is_seconded: bool = False
    has_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the person was reminded of this course before: the steps, and the day of the last one."""

    steps: Collection[str] = field(default_factory=frozenset)
    last_on: date | None = None


def left_out(situation: Situation) -> LeftOut | None:
    """Return why somebody is not to be reminded at all, whatever the day."""
    reasons = (
        (situation.is_completed, LeftOut.COMPLETED),
        (not situation.is_open, LeftOut.CANCELLED),
        (not situation.is_offered, LeftOut.RETIRED),
        (not situation.is_in_office, LeftOut.LEFT_OFFICE),
        (situation.is_on_leave, LeftOut.ON_LEAVE),
        (situation.is_seconded, LeftOut.SECONDED),
        (situation.due_on is None, LeftOut.NO_DUE_DATE),
        (situation.has_asked, LeftOut.ASKED),
    )
    return next((reason for holds, reason in reasons if holds), None)


def step_on(due_on: date, today: date, schedule: Schedule) -> str | None:
    """Return the newest step whose day has come: "before-7", "before-1", "late-0", "late-1" …"""
    late = (today - due_on).days - schedule.late_after
    if late >= 0:
        return f"late-{late // schedule.late_every}"
    passed = [days for days in schedule.days_before if today >= due_on - timedelta(days=days)]
    return f"before-{min(passed)}" if passed else None


def step_key(due_on: date, step: str) -> str:
    """Return what makes a step happen once: a moved due date begins anew."""
    return f"{due_on.isoformat()}:{step}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A reminder to send, by its step, or the reason why none is sent."""

    step: str = ""
    reason: LeftOut | None = None

    @property
    def is_sent(self) -> bool:
        return self.reason is None


def decide(
    situation: Situation, history: History, today: date, schedule: Schedule, *, by_hand: bool = False
) -> Decision:
    """Return whether somebody is reminded today. By hand, HR need not wait for the next step; all else holds."""
    reason = left_out(situation)
    if reason or situation.due_on is None:
        return Decision(reason=reason or LeftOut.NO_DUE_DATE)
    if history.last_on is not None and history.last_on >= today:
        return Decision(reason=LeftOut.TODAY)
    if by_hand:
        return Decision()
    step = step_on(situation.due_on, today, schedule)
    key = step_key(situation.due_on, step) if step else ""
    if not step or key in history.steps or _comes_too_soon(step, history, today, schedule):
        return Decision(reason=LeftOut.NOT_YET)
    return Decision(step=key)


def _comes_too_soon(step: str, history: History, today: date, schedule: Schedule) -> bool:
    """Tell whether a weekly step would follow too closely on another mail; the first one after the date never does."""
    if history.last_on is None or not step.startswith("late-") or step == "late-0":
        return False
    return (today - history.last_on).days < schedule.gap


def monday_of(on: date) -> date:
    return on - timedelta(days=on.weekday())
