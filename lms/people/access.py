"""Who may: roles on a date, and the doors that views stand behind."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from lms.lib import clock
from lms.people.models import RaterAssignment, Role, RoleGrant, User
from lms.people.reach import reach_of
from lms.people.requests import Request


def roles_on(user: User, on: date) -> frozenset[Role]:
    """Return the roles granted to a person on a date; asked once a request and remembered on the user."""
    remembered: dict[date, frozenset[Role]] = user.__dict__.setdefault("_roles_on", {})
    if on not in remembered:
        granted = RoleGrant.objects.filter(person=user).on(on).values_list("role", flat=True)
        remembered[on] = frozenset(Role(role) for role in granted)
    return remembered[on]


def has_role(user: User | AnonymousUser, *roles: Role, on: date) -> bool:
    """Tell whether the person holds one of the roles on a date."""
    return isinstance(user, User) and not roles_on(user, on).isdisjoint(roles)


def is_supervisor(user: User, on: date) -> bool:
    """Tell whether somebody is rated by this person on a date, as first or second rater."""
    remembered: dict[date, bool] = user.__dict__.setdefault("_is_supervisor", {})
    if on not in remembered:
        remembered[on] = RaterAssignment.objects.filter(rater=user).on(on).exists()
    return remembered[on]


type View[**P] = Callable[Concatenate[Request, P], HttpResponseBase]


def role_required[**P](*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let through people who hold one of the roles today; a colleague without it gets 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not has_role(request.user, *roles, on=clock.today()):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def city_hr[**P](view: View[P]) -> View[P]:
    """Let through HR of the whole city, where a grant over some departments does not do."""

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not reach_of(request.user, Role.HR, clock.today()).is_city:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
