"""Until when a person has, and why until then. Pure rules (R02, R29, story 9)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lms.learning.assignments.audience import Person
from lms.lib.working_days import WorkingDays


class Because(StrEnum):
    """What a due date counts from."""

    COMMON = "common"
    JOINED = "joined"
    RETURNED = "returned"
    REACHED = "reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A rule's due date: one for all, and days for who comes later. Without one for all, everybody gets the days."""

    starts_on: date
    due_on: date | None = None
    joiner_days: int = 30
    return_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    on: date
    because: Because


def due_of(terms: Terms, person: Person, *, reached_on: date, days: WorkingDays) -> Due:
    """Return the latest of the dates that apply to a person, moved to a day city hall is open.

    Somebody who joins, comes back from leave, or is reached by the rule only later has the days from then on, and
    never less time than colleagues. Example: due 30 June; joined 15 June with 30 days: 15 July.
    """
    dates = [Due(on=terms.due_on, because=Because.COMMON)] if terms.due_on else []
    if person.joined_on and person.joined_on > terms.starts_on:
        dates.append(Due(on=person.joined_on + timedelta(days=terms.joiner_days), because=Because.JOINED))
    if person.returned_on and person.returned_on > terms.starts_on:
        dates.append(Due(on=person.returned_on + timedelta(days=terms.return_days), because=Because.RETURNED))
    if reached_on > terms.starts_on or not dates:
        since = max(reached_on, terms.starts_on)
        dates.append(Due(on=since + timedelta(days=terms.joiner_days), because=Because.REACHED))
    # Of two reasons for the same day the first named explains more: joining explains being reached.
    latest = max(dates, key=lambda due: due.on)
    return Due(on=days.on_or_after(latest.on), because=latest.because)
