"""When more time may be asked for, and which day is given. Pure rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lms.lib.working_days import WorkingDays

# A longer wish is a case for an exemption or a new assignment.
LONGEST = timedelta(days=184)


class Problem(StrEnum):
    """Why a wish or an answer cannot be taken as it is."""

    NOT_OPEN = "not_open"
    NO_DUE_DATE = "no_due_date"
    WAITING = "waiting"
    NOT_LATER = "not_later"
    PAST = "past"
    TOO_LONG = "too_long"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a course is at when somebody asks for more time for it."""

    is_open: bool
    due_on: date | None
    is_waiting: bool


def may_ask(situation: Situation) -> Problem | None:
    """Return what stands in the way of asking at all."""
    if not situation.is_open:
        return Problem.NOT_OPEN
    if situation.due_on is None:
        return Problem.NO_DUE_DATE
    return Problem.WAITING if situation.is_waiting else None


def problem_of_day(wish: date, *, due_on: date, today: date) -> Problem | None:
    """Return what is wrong with a wished or granted day."""
    if wish <= due_on:
        return Problem.NOT_LATER
    if wish < today:
        return Problem.PAST
    return Problem.TOO_LONG if wish > max(due_on, today) + LONGEST else None


def granted_day(wish: date, days: WorkingDays) -> date:
    """Return the day that is given: due dates never fall on a day city hall is closed."""
    return days.on_or_after(wish)


def settled_due(rule_due: date | None, granted: date | None) -> date | None:
    """Return the date that holds when a rule and an extension both speak: the later one."""
    if rule_due is None or granted is None:
        return rule_due or granted
    return max(rule_due, granted)
