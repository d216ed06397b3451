"""Who may: roles on a date, and the doors that views stand behind."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from lms.lib import clock
from lms.people.duties import duties_on
from lms.people.models import Role, User
from lms.people.reach import grants_on, reach_of
from lms.people.requests import Request


def roles_on(user: User, on: date) -> frozenset[Role]:
    """Return the roles granted to a person on a date, wherever they reach."""
    return frozenset(grants_on(user, on))


def has_role(user: User | AnonymousUser, *roles: Role, on: date) -> bool:
    """Tell whether the person holds one of the roles on a date."""
    return isinstance(user, User) and not roles_on(user, on).isdisjoint(roles)


def is_supervisor(user: User, on: date) -> bool:
    """Tell whether somebody is rated by this person on a date, as first or second rater."""
    return duties_on(user, on).rates


type View[**P] = Callable[Concatenate[Request, P], HttpResponseBase]


def reaches_city(user: User | AnonymousUser, *roles: Role, on: date) -> bool:
    """Tell whether the person holds one of the roles for the whole city, not for some departments alone."""
    return isinstance(user, User) and any(reach_of(user, role, on).is_city for role in roles)


def role_required[**P](*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let through people who hold one of the roles today; a colleague without it gets 403."""
    return _door(lambda user, on: has_role(user, *roles, on=on))


def city_role_required[**P](*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let through people who hold one of the roles for the whole city, where a grant over departments does not do."""
    return _door(lambda user, on: reaches_city(user, *roles, on=on))


def _door[**P](opens: Callable[[User, date], bool]) -> Callable[[View[P]], View[P]]:
    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not opens(request.user, clock.today()):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def city_hr[**P](view: View[P]) -> View[P]:
    """Let through HR of the whole city."""
    decorate: Callable[[View[P]], View[P]] = city_role_required(Role.HR)
    return decorate(view)
