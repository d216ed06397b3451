"""Granting and ending roles; each deed stands in the audit trail (R15, R17)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from lms.lib.dated import holds_on
from lms.people import audit
from lms.people.models import Department, Role, RoleGrant, User

POWERFUL = frozenset({Role.HR, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles that see or change what is others'."""


class AlreadyGrantedError(ValueError):
    """The person holds this role over this department already."""


class LastAdministratorError(ValueError):
    """Nobody would be left who can grant roles."""


@transaction.atomic
def grant(
    person: User, role: Role, *, department: Department | None, since: date, by: User | None, at: datetime
) -> RoleGrant:
    """Grant a role over a department and all below it, or over the whole city.

    Raises:
        AlreadyGrantedError: if the same grant is open.
    """
    same = RoleGrant.objects.select_for_update().filter(person=person, role=role, department=department)
    if same.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=since)).exists():
        raise AlreadyGrantedError
    made = RoleGrant.objects.create(person=person, role=role, department=department, valid_from=since, granted_by=by)
    audit.record("role.granted", actor=by, subject=person, at=at, target=_words(made))
    return made


@transaction.atomic
def end(made: RoleGrant, *, on: date, by: User, at: datetime) -> None:
    """End a grant from a day on. One that never held is taken out.

    Raises:
        LastAdministratorError: if it is the last administrator's.
    """
    administrators = RoleGrant.objects.select_for_update().filter(holds_on(on), role=Role.ADMINISTRATOR)
    others = [each.pk for each in administrators if each.pk != made.pk]
    if made.role == Role.ADMINISTRATOR and not others:
        raise LastAdministratorError
    words = _words(made)
    if made.valid_from >= on:
        made.delete()
    else:
        made.valid_to = on
        made.save(update_fields=["valid_to"])
    audit.record("role.ended", actor=by, subject=made.person, at=at, target=words)


def _words(made: RoleGrant) -> str:
    return f"{made.role} {made.department.code}" if made.department else str(made.role)


def grants_now(on: date) -> QuerySet[RoleGrant]:
    """Return what holds on a day or will, by role and name."""
    rows = RoleGrant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return rows.select_related("person", "department", "granted_by").order_by(
        "role", "person__kana", "person__staff_no"
    )


def is_powerful(person: User, on: date) -> bool:
    """Tell whether a person holds a role whose password only an administrator may reset."""
    return RoleGrant.objects.filter(holds_on(on), person=person, role__in=POWERFUL).exists()
