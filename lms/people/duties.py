"""What a person does in the city on a day: the main post's rank, working groups, whom they rate, roles granted.

Nearly every page asks for some of it, to know what to show and whom to let in; all of it is one query.
"""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from lms.lib.prepared import prepared
from lms.people.models import Posting, RaterAssignment, RoleGrant, User, WorkingGroupMembership
from lms.people.models.groups import COUNTED_ROLES


class Duties(NamedTuple):
    """One person's duties on a day; `rank_id` is None without a main post, or when its title has no rank."""

    rank_id: int | None
    is_wg_member: bool
    leads_wg: bool
    rates: bool
    has_roles: bool


def duties_on(person: User, on: date) -> Duties:
    """Return a person's duties on a date; asked once a request and remembered on the person."""
    remembered: dict[date, Duties] = person.__dict__.setdefault("_duties_on", {})
    if on not in remembered:
        (row,) = _duties(person.pk, on)
        remembered[on] = Duties(*row)
    return remembered[on]


@prepared
def _duties(person: UUID, on: date) -> QuerySet[User, tuple[int | None, bool, bool, bool, bool]]:
    posts = Posting.objects.filter(person=OuterRef("pk"), kind=Posting.Kind.MAIN).on(on).order_by("pk")
    groups = WorkingGroupMembership.objects.filter(person=OuterRef("pk")).on(on)
    return User.objects.filter(pk=person).values_list(
        Subquery(posts.values("rank_id")[:1]),
        Exists(groups.filter(role__in=COUNTED_ROLES)),
        Exists(groups.filter(role=WorkingGroupMembership.Role.LEADER)),
        Exists(RaterAssignment.objects.filter(rater=OuterRef("pk")).on(on)),
        Exists(RoleGrant.objects.filter(person=OuterRef("pk")).on(on)),
    )
