"""How far a role reaches: the departments a dated grant names and all below them, or the whole city (R17).

A grant for a 課 reaches its 係; a grant for a 係 never implies its 課.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from lms.lib.prepared import prepared
from lms.people.duties import duties_on
from lms.people.models import DepartmentPeriod, Role, RoleGrant, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The departments (by key) that somebody's role covers; `is_city` covers all there are."""

    is_city: bool = False
    departments: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.is_city or bool(self.departments)

    def covers(self, department_id: int) -> bool:
        return self.is_city or department_id in self.departments

    def condition(self, field: str) -> Q:
        """Return the condition that a row's department lies within reach."""
        return Q() if self.is_city else Q(**{f"{field}__in": sorted(self.departments)})


EVERYWHERE = Reach(is_city=True)


def grants_on(user: User, on: date) -> Mapping[Role, frozenset[int | None]]:
    """Return the departments (None: the whole city) of each role granted to a person on a date.

    Asked once a request and remembered on the user.
    """
    remembered: dict[date, dict[Role, frozenset[int | None]]] = user.__dict__.setdefault("_grants_on", {})
    if on not in remembered:
        found: dict[Role, frozenset[int | None]] = {}
        for role, department in _grants(user.pk, on) if duties_on(user, on).has_roles else ():
            found[Role(role)] = found.get(Role(role), frozenset()) | {department}
        remembered[on] = found
    return remembered[on]


@prepared
def _grants(person: UUID, on: date) -> QuerySet[RoleGrant, tuple[str, int | None]]:
    return RoleGrant.objects.filter(person=person).on(on).values_list("role", "department_id")


def reach_of(user: User, role: Role, on: date) -> Reach:
    """Return how far a person's role reaches on a date; worked out once a request and remembered on the user."""
    remembered: dict[tuple[Role, date], Reach] = user.__dict__.setdefault("_reach_of", {})
    if (role, on) not in remembered:
        remembered[role, on] = _reach(user, role, on)
    return remembered[role, on]


def _reach(user: User, role: Role, on: date) -> Reach:
    named = grants_on(user, on).get(role, frozenset())
    if None in named:
        return Reach(is_city=True)
    departments = {department for department in named if department is not None}
    return Reach(departments=frozenset(departments | below(departments, on))) if departments else Reach()


def below(departments: set[int], on: date) -> set[int]:
    """Return everything below these on a date; what no longer exists stays where it was last."""
    begun = DepartmentPeriod.objects.filter(valid_from__lte=on).order_by("valid_from", "pk")
    parents = dict(begun.values_list("department_id", "parent_id"))
    children: dict[int, set[int]] = {}
    for key, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, set()).add(key)
    found: set[int] = set()
    waiting = list(departments)
    while waiting:
        new = children.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found
