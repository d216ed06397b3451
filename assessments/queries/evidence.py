"""The evidence that stands, and what may be offered as evidence."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from assessments.evidence import supports
from assessments.models import Assessment, Evidence
from assessments.sources import EvidenceKind, Source, Work, day_of, kind_of, title_of
from lms.learning.handins.models import HandIn, HandInReview
from lms.learning.projects.models import Deliverable, Review, TeamMember
from lms.learning.record.models import Enrolment
from lms.learning.record.states import EnrolmentState
from lms.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something a person may attach to a sentence."""

    source: Source

    @property
    def kind(self) -> EvidenceKind:
        return kind_of(self.source)

    @property
    def title(self) -> str:
        return title_of(self.source)

    @property
    def on(self) -> date | None:
        return day_of(self.source)

    @property
    def key(self) -> str:
        """The offer as a form sends it."""
        return f"{self.kind.value}:{self.source.uuid}"

    def supports(self, level: int) -> bool:
        """Tell whether it says something about a level: a course by where it leads, accepted work at any."""
        if isinstance(self.source, Enrolment):
            return supports(level, self.source.course_version.course.supports_level_to)
        return True


def completed_learning(person: User) -> QuerySet[Enrolment]:
    """Return what a person has completed, newest first."""
    return (
        Enrolment.objects.filter(learner=person, state=EnrolmentState.COMPLETED)
        .select_related("course_version__course", "certificate")
        .order_by("-completed_at", "-pk")
    )


def accepted_hand_ins(person: User) -> QuerySet[HandIn]:
    """Return what a person handed in and a reviewer accepted, newest first."""
    rows = HandIn.objects.filter(enrolment__learner=person, review__verdict=HandInReview.Verdict.ACCEPTED)
    return rows.select_related("enrolment__course_version", "module").order_by("-at", "-pk")


def accepted_results(person: User) -> QuerySet[Deliverable]:
    """Return the accepted deliverables of projects whose team a person is in, newest first."""
    teams = TeamMember.objects.filter(enrolment__learner=person).values("project")
    rows = Deliverable.objects.filter(phase__project__in=teams, review__verdict=Review.Verdict.ACCEPTED)
    return rows.select_related("phase__project").order_by("-at", "-pk")


def is_work_of(person: User, work: Work) -> bool:
    if isinstance(work, HandIn):
        return work.enrolment.learner_id == person.pk
    return TeamMember.objects.filter(project=work.phase.project_id, enrolment__learner=person).exists()


def is_accepted(work: Work) -> bool:
    if isinstance(work, HandIn):
        return HandInReview.objects.filter(hand_in=work, verdict=HandInReview.Verdict.ACCEPTED).exists()
    return Review.objects.filter(deliverable=work, verdict=Review.Verdict.ACCEPTED).exists()


def offers_for(person: User) -> list[Offer]:
    """Return all a person may attach, in three queries: learning, hand-ins, results of projects."""
    sources: list[Source] = [*completed_learning(person), *accepted_hand_ins(person), *accepted_results(person)]
    return [Offer(source=source) for source in sources]


def offered(person: User, key: str) -> Source | None:
    """Return what a form's key stands for among a person's own; None for anything else."""
    kind, _, uuid = key.partition(":")
    own: dict[str, Callable[[User], QuerySet[Any]]] = {
        EvidenceKind.COMPLETION.value: completed_learning,
        EvidenceKind.HAND_IN.value: accepted_hand_ins,
        EvidenceKind.DELIVERABLE.value: accepted_results,
    }
    try:
        found: Source | None = own[kind](person).filter(uuid=UUID(uuid)).first()
    except (KeyError, ValueError):
        return None
    return found


POINTED_TO = (
    "enrolment__course_version",
    "hand_in__enrolment__course_version",
    "hand_in__module",
    "deliverable__phase__project",
)
"""What the words of a piece of evidence need."""


def evidence_of(assessment: Assessment) -> QuerySet[Evidence]:
    """Return the evidence that stands, by level and date."""
    return (
        Evidence.objects.standing()
        .filter(assessment=assessment)
        .select_related(*POINTED_TO, "enrolment__certificate", "added_by")
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
    for row in rows.select_related(*POINTED_TO).order_by("level", "happened_on", "pk"):
        found.setdefault(row.assessment_id, []).append(row)
    return found
