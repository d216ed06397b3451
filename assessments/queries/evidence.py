"""The evidence that stands, and what may be offered as evidence."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from assessments.models import Assessment, Evidence
from lms.learning.record.models import Enrolment
from lms.learning.record.states import EnrolmentState
from lms.people.models import User


def completed_learning(person: User) -> QuerySet[Enrolment]:
    """Return what a person has completed, newest first: what may be offered as evidence."""
    return (
        Enrolment.objects.filter(learner=person, state=EnrolmentState.COMPLETED)
        .select_related("course_version__course", "certificate")
        .order_by("-completed_at", "-pk")
    )


def evidence_of(assessment: Assessment) -> QuerySet[Evidence]:
    """Return the evidence that stands, by level and date."""
    return (
        Evidence.objects.standing()
        .filter(assessment=assessment)
        .select_related("enrolment__course_version", "enrolment__certificate", "added_by")
        .order_by("level", "happened_on", "pk")
    )


def evidence_counts(assessments: Collection[int]) -> dict[int, int]:
    """Return how much evidence stands for each assessment, in one query."""
    rows = Evidence.objects.standing().filter(assessment__in=assessments).values_list("assessment")
    return dict(rows.annotate(count=Count("pk")).values_list("assessment", "count"))


def evidence_by_assessment(assessments: Collection[int]) -> dict[int, list[Evidence]]:
    """Return the standing evidence of several assessments, in one query."""
    rows = Evidence.objects.standing().filter(assessment__in=assessments)
    found: dict[int, list[Evidence]] = {}
    for row in rows.select_related("enrolment__course_version").order_by("level", "happened_on", "pk"):
        found.setdefault(row.assessment_id, []).append(row)
    return found
