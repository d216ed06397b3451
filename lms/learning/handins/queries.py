"""Reads for the hand-in pages."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from curriculum.models import Module
from lms.learning.handins.access import reviewable
from lms.learning.handins.models import HandIn
from lms.learning.handins.services import rubric_of
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.rubric import levels_met
from lms.people.models import User

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
    newer = HandIn.objects.filter(
        enrolment=OuterRef("enrolment"), module=OuterRef("module"), number__gt=OuterRef("number")
    )
    waiting = reviewable(person, on).filter(~Exists(newer), review=None)
    return _with_names(waiting).order_by("at", "pk")


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
