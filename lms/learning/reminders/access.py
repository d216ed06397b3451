"""Whom HR may look at and remind: the people of the departments their role reaches (R17)."""

from datetime import date

from lms.people.models import Role, User
from lms.people.reach import reach_of


def departments_of(user: User, on: date) -> frozenset[int] | None:
    """Return the departments a person's HR role reaches on a date; None is the whole city."""
    reach = reach_of(user, Role.HR, on)
    return None if reach.is_city else reach.departments
