"""Who may reach which assessment: the only doors views go through.

Somebody else's assessment answers 404, as if it were absent; an area without work for a person answers 403.
"""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from assessments.chairs import chairs_of, rates_first, rates_second
from assessments.models import Assessment, Chair, Cycle, Evidence, Objection
from assessments.states import CycleState
from assessments.visibility import Viewer, viewer
from lms.people.access import has_role
from lms.people.models import Posting, Role, User
from lms.people.reach import reach_of


def started_cycles() -> QuerySet[Cycle]:
    """Return the cycles that people other than HR may know of."""
    return Cycle.objects.exclude(state=CycleState.PLANNED).select_related("framework")


def cycle_or_404(code: str) -> Cycle:
    return get_object_or_404(started_cycles(), code=code)


def own(user: User) -> QuerySet[Assessment]:
    return Assessment.objects.filter(person=user).select_related(
        "cycle__framework", "group__tier", "person", "first_rater", "second_rater"
    )


def own_assessment_or_404(user: User, uuid: UUID) -> Assessment:
    return get_object_or_404(own(user), uuid=uuid)


def own_evidence_or_404(user: User, uuid: UUID) -> Evidence:
    """Return standing evidence that this person attached to their own assessment."""
    rows = Evidence.objects.standing().select_related("assessment")
    return get_object_or_404(rows, uuid=uuid, assessment__person=user, added_by=user)


def rateable(user: User, cycle: Cycle, *, on: date) -> QuerySet[Assessment]:
    """Return whom this person rates first, or stands in for: bound at the opening, a transfer changes nothing."""
    return Assessment.objects.filter(rates_first(user, on), cycle=cycle)


def rateable_or_403(user: User, cycle: Cycle, *, on: date) -> QuerySet[Assessment]:
    return _some_or_403(rateable(user, cycle, on=on))


def rating_or_404(user: User, cycle: Cycle, uuid: UUID, *, on: date) -> Assessment:
    rows = rateable(user, cycle, on=on).select_related("cycle__framework", "person", "group", "first_rater")
    return get_object_or_404(rows, uuid=uuid)


def confirmable(user: User, cycle: Cycle, *, on: date) -> QuerySet[Assessment]:
    """Return whom this person confirms.

    HR stands in where a person has no second rater, within the departments of the grant and never for their own. In a
    cycle without second raters the first rater confirms their own list.
    """
    theirs = rates_second(user, on)
    if not cycle.has_second_rater:
        theirs |= rates_first(user, on)
    if has_role(user, Role.HR, on=on):
        orphans = Q(second_rater__isnull=True) & ~Q(person=user) & ~Q(first_rater=user)
        theirs |= orphans & reach_of(user, Role.HR, on).condition("department")
    return Assessment.objects.filter(theirs, cycle=cycle)


def confirmable_or_403(user: User, cycle: Cycle, *, on: date) -> QuerySet[Assessment]:
    return _some_or_403(confirmable(user, cycle, on=on))


def confirmable_one_or_404(user: User, cycle: Cycle, uuid: UUID, *, on: date) -> Assessment:
    rows = confirmable(user, cycle, on=on).select_related("cycle__framework", "person", "group", "first_rater")
    return get_object_or_404(rows, uuid=uuid)


def viewer_of(user: User, assessment: Assessment, *, on: date) -> Viewer:
    """Return what this person is to an assessment, for the rule of blindness."""
    chairs = chairs_of(user, assessment, on=on)
    return viewer(
        is_subject=assessment.person_id == user.pk,
        is_first_rater=Chair.FIRST in chairs,
        is_second_rater=Chair.SECOND in chairs,
        is_hr=reach_of(user, Role.HR, on).covers(assessment.department_id),
    )


def governed(user: User, cycle: Cycle, *, on: date) -> QuerySet[Assessment]:
    """Return the assessments of a cycle that an HR officer's grants reach, by the department of the reference date."""
    return Assessment.objects.filter(reach_of(user, Role.HR, on).condition("department"), cycle=cycle)


def governed_one_or_404(user: User, cycle: Cycle, uuid: UUID, *, on: date) -> Assessment:
    rows = governed(user, cycle, on=on).select_related("cycle__framework", "person", "group", "first_rater")
    return get_object_or_404(rows, uuid=uuid)


def reaches(user: User, person: User, *, on: date) -> bool:
    """Tell whether an HR officer's grants reach where a person is posted on a date."""
    post = Posting.objects.on(on).filter(person=person, kind=Posting.Kind.MAIN).first()
    reach = reach_of(user, Role.HR, on)
    return reach.is_city or (post is not None and reach.covers(post.department_id))


def objections_for(user: User, *, on: date) -> QuerySet[Objection]:
    """Return the objections an HR officer may read: within reach, and never the one they made."""
    reach = reach_of(user, Role.HR, on)
    return Objection.objects.filter(reach.condition("assessment__department")).exclude(assessment__person=user)


def _some_or_403(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    if not rows.exists():
        raise PermissionDenied
    return rows
