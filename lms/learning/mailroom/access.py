"""Who may change what the whole city reads: HR of the whole city."""

from django.core.exceptions import PermissionDenied

from lms.lib import clock
from lms.people.models import Role, User
from lms.people.reach import reach_of


def must_reach_city(user: User) -> None:
    """Let HR of the whole city pass; HR of a department sends the same words but does not change them."""
    if not reach_of(user, Role.HR, clock.today()).is_city:
        raise PermissionDenied
