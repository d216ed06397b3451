"""Reads for the project pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Sum

from curriculum.kinds import ModuleKind
from curriculum.models import CourseVersion, Module
from lms.learning.projects.models import Deliverable, Phase, Project, Review, Task, TimeEntry
from lms.learning.projects.progress import PhaseFacts, PhaseState, phase_states, week_of, weekly_target
from lms.learning.projects.services import minutes_by_person
from lms.learning.record.states import EnrolmentState
from lms.learning.rubric import Met, levels_met
from lms.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A handed-in version with what was said of it; `levels` is empty before the review."""

    deliverable: Deliverable
    review: Review | None
    levels: Sequence[Met]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRow:
    """A phase as the page shows it, its versions newest first."""

    phase: Phase
    state: PhaseState
    versions: Sequence[Version]
    tasks: Sequence[Task]

    @property
    def is_current(self) -> bool:
        return self.state not in {PhaseState.ACCEPTED, PhaseState.LOCKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A person's week over all their projects: minutes logged, and 10 % of their working week."""

    monday: date
    minutes: int
    overtime: int
    target: int
    entries: Sequence[TimeEntry]


def phase_rows(project: Project) -> list[PhaseRow]:
    """Return the project's phases in order with versions (newest first), reviews and tasks (open ones first)."""
    tasks = Task.objects.select_related("assignee").order_by(
        models.F("done_at").asc(nulls_first=True), models.F("due_on").asc(nulls_last=True), "pk"
    )
    phases = list(
        project.phases.order_by("order").prefetch_related(
            Prefetch("versions", queryset=_with_reviews(Deliverable.objects.all())), Prefetch("tasks", queryset=tasks)
        )
    )
    rubric = project.module.project.rubric
    versions = [[_version(row, rubric) for row in phase.versions.all()] for phase in phases]
    states = phase_states(_facts(phase, rows) for phase, rows in zip(phases, versions, strict=True))
    return [
        PhaseRow(phase=phase, state=state, versions=rows, tasks=list(phase.tasks.all()))
        for phase, state, rows in zip(phases, states, versions, strict=True)
    ]


def _with_reviews(deliverables: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    return deliverables.select_related("by", "review__by").order_by("-number")


def _version(deliverable: Deliverable, rubric: Sequence[Mapping[str, Any]]) -> Version:
    review = getattr(deliverable, "review", None)
    return Version(deliverable=deliverable, review=review, levels=levels_met(rubric, review.scores) if review else [])


def _facts(phase: Phase, versions: Sequence[Version]) -> PhaseFacts:
    review = versions[0].review if versions else None
    return PhaseFacts(
        is_accepted=phase.accepted_at is not None,
        versions=len(versions),
        newest_verdict=review.verdict if review else None,
    )


def versions_of(phase: Phase) -> list[Version]:
    """Return everything handed in for a phase with what was said of it, newest first."""
    rubric = phase.project.module.project.rubric
    return [_version(row, rubric) for row in _with_reviews(phase.versions.all())]


def team_of(project: Project) -> list[User]:
    """Return the team by kana."""
    places = project.team.exclude(enrolment__state=EnrolmentState.CANCELLED)
    people = User.objects.filter(pk__in=places.values("enrolment__learner_id"))
    return list(people.order_by("kana", "staff_no").fetch_mode(models.FETCH_RAISE))


def hours_by_person(project: Project) -> list[tuple[User, int]]:
    """Return each team member with all minutes logged, by kana."""
    minutes = minutes_by_person(project)
    return [(person, minutes.get(person.pk, 0)) for person in team_of(project)]


def week(person: User, day: date) -> Week:
    """Return what a person logged in the week of a day, newest day first."""
    monday, next_monday = week_of(day)
    mine = TimeEntry.objects.filter(person=person, on__gte=monday, on__lt=next_monday, withdrawn_at=None)
    entries = list(mine.select_related("project").order_by("-on", "-pk"))
    return Week(
        monday=monday,
        minutes=sum(entry.minutes for entry in entries),
        overtime=sum(entry.minutes for entry in entries if entry.is_overtime),
        target=weekly_target(person.weekly_minutes),
        entries=entries,
    )


def week_minutes(people: Iterable[UUID], day: date) -> dict[UUID, int]:
    """Return the minutes each of these people logged in the week of a day: sums only, as supervisors see them."""
    monday, next_monday = week_of(day)
    logged = TimeEntry.objects.filter(
        person__in=list(people), on__gte=monday, on__lt=next_monday, withdrawn_at=None
    ).order_by()
    return dict(logged.values_list("person_id").annotate(total=Sum("minutes")))


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklySum:
    """One person's week in one project, as 職員課 takes it away."""

    monday: date
    person: User
    project: Project
    minutes: int
    overtime: int

    @property
    def target(self) -> int:
        return weekly_target(self.person.weekly_minutes)


def weekly_sums(since: date, until: date) -> list[WeeklySum]:
    """Return every person's weeks that begin between two days, by week, person and project."""
    first, end = week_of(since)[0], week_of(until)[0] + timedelta(days=7)
    logged = TimeEntry.objects.filter(on__gte=first, on__lt=end, withdrawn_at=None).select_related("person", "project")
    keyed = sorted(
        ((week_of(row.on)[0], row.person.staff_no, row.project.title, row.project_id, row) for row in logged),
        key=itemgetter(0, 1, 2, 3),
    )
    return [
        _weekly_sum(monday, [row for *_key, row in rows])
        for (monday, *_), rows in groupby(keyed, key=itemgetter(0, 1, 3))
    ]


def _weekly_sum(monday: date, rows: Sequence[TimeEntry]) -> WeeklySum:
    return WeeklySum(
        monday=monday,
        person=rows[0].person,
        project=rows[0].project,
        minutes=sum(row.minutes for row in rows),
        overtime=sum(row.minutes for row in rows if row.is_overtime),
    )


def reviews_waiting(person: User) -> QuerySet[Deliverable]:
    """Return the versions a mentor has to review, longest waiting first: each phase's newest, not yet judged."""
    newer = Deliverable.objects.filter(phase=OuterRef("phase"), number__gt=OuterRef("number"))
    waiting = Deliverable.objects.filter(~Exists(newer), phase__project__mentor=person, review=None)
    return waiting.select_related("phase__project__working_group", "by").order_by("at", "pk")


def project_modules() -> list[Module]:
    """Return the project modules that new projects may start from: those of each course's newest version."""
    newer = CourseVersion.objects.filter(
        course=OuterRef("course_version__course"), number__gt=OuterRef("course_version__number")
    )
    modules = Module.objects.filter(~Exists(newer), kind=ModuleKind.PROJECT, course_version__course__live=True)
    return list(modules.order_by("course_version__course__code", "order", "pk"))


def my_projects(projects: QuerySet[Project]) -> list[Project]:
    """Return projects with their group and the phase they are in as `phase_title`, running ones first."""
    current = Phase.objects.filter(project=OuterRef("pk"), accepted_at=None).order_by("order")
    rows = projects.select_related("working_group").annotate(phase_title=models.Subquery(current.values("title")[:1]))
    return list(rows.order_by("state", "-started_at", "-pk").fetch_mode(models.FETCH_RAISE))


def completed_projects() -> QuerySet[Project]:
    """Return what came of working groups, newest first."""
    completed = Project.objects.filter(state=Project.State.COMPLETED)
    rows = completed.select_related("working_group").order_by("-completed_at", "-pk")
    return rows.fetch_mode(models.FETCH_RAISE)


def accepted_deliverables(project: Project) -> QuerySet[Deliverable]:
    """Return the accepted version of each phase, in order."""
    accepted = Deliverable.objects.filter(phase__project=project, review__verdict=Review.Verdict.ACCEPTED)
    return accepted.select_related("phase").order_by("phase__order").fetch_mode(models.FETCH_RAISE)
