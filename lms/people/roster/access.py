"""Who may load rosters, and the door to one load."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from lms.people.access import city_role_required
from lms.people.models import Role, RosterLoad

ROSTER_ROLES = (Role.HR, Role.ADMINISTRATOR)
loads_rosters = city_role_required(*ROSTER_ROLES)


def loads() -> QuerySet[RosterLoad]:
    """Return the loads with who worked on them; every holder of a roster role sees all."""
    return RosterLoad.objects.select_related("uploaded_by", "applied_by", "undone_by")


def load_or_404(uuid: UUID) -> RosterLoad:
    return get_object_or_404(loads(), uuid=uuid)
