"""Who may read and judge what a learner handed in."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from lms.learning.handins.models import HandIn
from lms.learning.record.states import EnrolmentState
from lms.people.models import RaterAssignment, Role, User
from lms.people.queries import within_reach
from lms.people.reach import Reach, reach_of


def reviewable(user: User, on: date) -> QuerySet[HandIn]:
    """Return what a person may look at: handed in to them, or by somebody they rate first on a date.

    What has no reviewer is HR's, within reach. Nobody judges what they handed in themselves.
    """
    return reviewable_within(user.pk, reach_of(user, Role.HR, on), on)


def reviewable_within(person: UUID, reach: Reach, on: date) -> QuerySet[HandIn]:
    """Return what somebody may look at who is HR within `reach`; nobody else asks for what has no reviewer."""
    rated = RaterAssignment.objects.filter(rater=person, role=RaterAssignment.Role.FIRST).on(on).values("person_id")
    mine = Q(reviewer=person) | Q(enrolment__learner__in=rated)
    if reach:
        mine |= Q(reviewer=None, enrolment__learner__in=within_reach(reach, on))
    found = HandIn.objects.exclude(enrolment__learner=person).exclude(enrolment__state=EnrolmentState.CANCELLED)
    return found.filter(mine)


def reviewable_or_404(user: User, uuid: UUID, on: date) -> HandIn:
    found = reviewable(user, on).select_related(
        "enrolment__learner", "enrolment__course_version__course", "module__course_version__course"
    )
    return get_object_or_404(found, uuid=uuid)


def readable_or_404(user: User, uuid: UUID, on: date) -> HandIn:
    """Return a version to the learner who handed it in and to who may judge it."""
    own = HandIn.objects.filter(enrolment__learner=user).values("pk")
    return get_object_or_404(
        HandIn.objects.filter(Q(pk__in=own) | Q(pk__in=reviewable(user, on).values("pk"))), uuid=uuid
    )
