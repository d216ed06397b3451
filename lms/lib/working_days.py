"""Working days and office hours of a city hall: weekends, national holidays, 閉庁日, quiet hours (R02). Pure rules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

SATURDAY = 5
DAY = timedelta(days=1)


@cache
def national_holidays(year: int) -> frozenset[date]:
    """Return Japan's national holidays of a year, substitute holidays (振替休日) and 国民の休日 among them."""
    return frozenset(holidays.country_holidays("JP", years=year))


def named_holidays(first: date, last: date) -> list[tuple[date, str]]:
    """Return the national holidays of a span with their names."""
    law = holidays.country_holidays("JP", years=range(first.year, last.year + 1))
    return sorted((on, str(name)) for on, name in law.items() if first <= on <= last)


def is_year_end(on: date) -> bool:
    """Tell whether a day lies in the year-end closing, 29 December to 3 January."""
    return (on.month == 12 and on.day >= 29) or (on.month == 1 and on.day <= 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """The days city hall is open: weekdays that are no holidays, with the city's own exceptions either way."""

    closed: frozenset[date] = field(default_factory=frozenset)
    opened: frozenset[date] = field(default_factory=frozenset)

    def is_open(self, on: date) -> bool:
        if on in self.opened:
            return True
        is_holiday = is_year_end(on) or on in national_holidays(on.year)
        return on.weekday() < SATURDAY and not is_holiday and on not in self.closed

    def on_or_after(self, on: date) -> date:
        """Return the day itself when city hall is open, else the next day it is."""
        return next(day for day in days_from(on) if self.is_open(day))

    def after(self, on: date) -> date:
        return self.on_or_after(on + DAY)


def days_from(on: date) -> Iterator[date]:
    while True:
        yield on
        on += DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """The hours in which a mail may go out; outside them lies the quiet time."""

    opens: time = time(8, 30)
    closes: time = time(17, 15)

    def holds(self, at: time) -> bool:
        return self.opens <= at < self.closes


def may_send(at: datetime, *, days: WorkingDays, hours: OfficeHours) -> bool:
    """Tell whether a mail may go out at a local moment: on a working day, within office hours."""
    return days.is_open(at.date()) and hours.holds(at.time())


def next_sending(at: datetime, *, days: WorkingDays, hours: OfficeHours) -> datetime:
    """Return the first local moment, from this one on, at which a mail may go out."""
    if may_send(at, days=days, hours=hours):
        return at
    is_before_opening = days.is_open(at.date()) and at.time() < hours.opens
    on = at.date() if is_before_opening else days.after(at.date())
    return datetime.combine(on, hours.opens, tzinfo=at.tzinfo)
