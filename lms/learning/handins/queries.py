"""Reads for the hand-in pages."""

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from curriculum.models import Module
from lms.learning.handins.access import reviewable, reviewable_within
from lms.learning.handins.models import HandIn
from lms.learning.handins.services import rubric_of
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.rubric import levels_met
from lms.lib.prepared import prepared
from lms.people.models import Role, User
from lms.people.reach import Reach, reach_of

RECENTLY_REVIEWED = 10


def versions_of(enrolment: Enrolment, module: Module) -> list[HandIn]:
    """Return everything a learner handed in for a module with what was said of it, newest first."""
    versions = HandIn.objects.filter(enrolment=enrolment, module=module)
    found = list(versions.select_related("reviewer", "review__by").order_by("-number"))
    rubric = rubric_of(module)
    for version in found:
        review = getattr(version, "review", None)
        version.levels = levels_met(rubric, review.scores) if review else []
    return found


def reviews_waiting(person: User, on: date) -> QuerySet[HandIn]:
    """Return what waits for a person's review, longest first: the newest version of each, not yet judged."""
    return _with_names(_unjudged(reviewable(person, on))).order_by("at", "pk")


def number_to_review(person: User, on: date) -> int:
    """Count what waits for a person's review."""
    if reach_of(person, Role.HR, on):
        return reviews_waiting(person, on).count()
    return len(_waiting(person.pk, on))


@prepared
def _waiting(person: UUID, on: date) -> QuerySet[HandIn, int]:
    return _unjudged(reviewable_within(person, Reach(), on)).values_list("pk", flat=True)


def _unjudged(versions: QuerySet[HandIn]) -> QuerySet[HandIn]:
    newer = HandIn.objects.filter(
        enrolment=OuterRef("enrolment"), module=OuterRef("module"), number__gt=OuterRef("number")
    )
    return versions.filter(~Exists(newer), review=None)


def recently_reviewed(person: User) -> QuerySet[HandIn]:
    """Return what a person judged last, newest first."""
    judged = HandIn.objects.filter(review__by=person).select_related("review")
    return _with_names(judged).order_by("-review__at", "-pk")[:RECENTLY_REVIEWED]


def _with_names(versions: QuerySet[HandIn]) -> QuerySet[HandIn]:
    rows = versions.select_related("enrolment__learner", "enrolment__course_version", "module")
    return rows.fetch_mode(models.FETCH_RAISE)


def draft_of(enrolment: Enrolment, module: Module) -> ModuleProgress | None:
    """Return the progress that holds what was written and not handed in yet, if anything was."""
    return ModuleProgress.objects.filter(enrolment=enrolment, module=module).exclude(bookmark="").first()
