"""The city's working days as its HR keeps them."""

from lms.lib.working_days import WorkingDays
from lms.people.models import ClosedDay


def working_days() -> WorkingDays:
    """Return the calendar with the city's own exceptions, in one query."""
    rows = list(ClosedDay.objects.values_list("on", "is_open"))
    return WorkingDays(
        closed=frozenset(on for on, is_open in rows if not is_open),
        opened=frozenset(on for on, is_open in rows if is_open),
    )
