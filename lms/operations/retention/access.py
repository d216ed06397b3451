"""Who deals with deletion: HR of the whole city and administrators; names are for HR alone."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from lms.lib import clock
from lms.operations.retention.models import DeletionRun, Hold
from lms.people.access import city_hr, city_role_required, reaches_city, role_required
from lms.people.models import Role, User

deletes_records = city_role_required(Role.HR, Role.ADMINISTRATOR)
sets_terms = role_required(Role.ADMINISTRATOR)
reads_names = city_hr

__all__ = [
    "deletes_records",
    "hold_or_404",
    "may_read_names",
    "may_set_terms",
    "reads_names",
    "run_or_404",
    "sets_terms",
]


def may_read_names(user: User) -> bool:
    return reaches_city(user, Role.HR, on=clock.today())


def may_set_terms(user: User) -> bool:
    return reaches_city(user, Role.ADMINISTRATOR, on=clock.today())


def run_or_404(uuid: UUID) -> DeletionRun:
    return get_object_or_404(DeletionRun.objects.select_related("proposed_by", "looked_by", "decided_by"), uuid=uuid)


def hold_or_404(uuid: UUID) -> Hold:
    return get_object_or_404(Hold.objects.select_related("person"), uuid=uuid)
