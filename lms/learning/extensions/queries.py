"""Which wishes wait for whom, and how one enrolment's went."""

from datetime import date

from django.db import models
from django.db.models import QuerySet

from lms.learning.extensions.models import ExtensionRequest
from lms.learning.record.models import Enrolment
from lms.lib.dated import holds_on
from lms.lib.prepared import prepared
from lms.people.models import RaterAssignment, User
from lms.people.queries import within_reach
from lms.people.reach import Reach

ASKED = ExtensionRequest.State.ASKED


def trail_of(enrolment: Enrolment) -> list[ExtensionRequest]:
    """Return an enrolment's requests, newest first, each with who answered."""
    rows = ExtensionRequest.objects.filter(enrolment=enrolment).select_related("answered_by")
    return list(rows.order_by("-asked_at", "-pk").fetch_mode(models.FETCH_RAISE))


def newest_of(enrolment: Enrolment) -> ExtensionRequest | None:
    return _newest.first(enrolment.pk)


@prepared
def _newest(enrolment: int) -> QuerySet[ExtensionRequest]:
    return ExtensionRequest.objects.filter(enrolment=enrolment).order_by("-asked_at", "-pk")[:1]


def with_people(requests: QuerySet[ExtensionRequest]) -> QuerySet[ExtensionRequest]:
    return requests.select_related("enrolment__learner", "enrolment__course_version__course", "answered_by")


def waiting_for(rater: User, on: date) -> QuerySet[ExtensionRequest]:
    """Return the wishes of the people somebody rates first, the oldest first."""
    theirs = ExtensionRequest.objects.filter(state=ASKED, enrolment__learner__in=rated_by(rater, on))
    return with_people(theirs).order_by("asked_at", "pk")


def rated_by(rater: User, on: date) -> QuerySet[User]:
    """Return the people somebody rates first on a date."""
    return User.objects.filter(
        holds_on(on, "rater_assignments__"),
        rater_assignments__rater=rater,
        rater_assignments__role=RaterAssignment.Role.FIRST,
    )


def waiting_within(reach: Reach, on: date) -> QuerySet[ExtensionRequest]:
    """Return the wishes of the people a role reaches, the oldest first."""
    theirs = ExtensionRequest.objects.filter(state=ASKED, enrolment__learner__in=within_reach(reach, on))
    return with_people(theirs).order_by("asked_at", "pk")


def answered_within(reach: Reach, on: date, *, limit: int) -> list[ExtensionRequest]:
    """Return the answers given last to the people a role reaches."""
    answered = ExtensionRequest.objects.filter(
        answered_at__isnull=False, enrolment__learner__in=within_reach(reach, on)
    ).exclude(state=ASKED)
    return list(with_people(answered).order_by("-answered_at", "-pk").fetch_mode(models.FETCH_RAISE)[:limit])
