"""Actions in a project: starting it, its tasks, handing in, reviewing, and logging time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from curriculum.models import Module, ProjectContent
from lms.learning.handed_in import shown_name
from lms.learning.projects.models import Deliverable, Phase, Project, Review, Task, TeamMember, TimeEntry
from lms.learning.projects.progress import rubric_score
from lms.learning.record.models import Enrolment
from lms.learning.record.outcomes import Outcome
from lms.learning.record.services import enrol, open_module, record_outcome
from lms.learning.record.states import Completion, EnrolmentState, Success
from lms.learning.rubric import missing_criteria
from lms.people import audit
from lms.people.models import User, WorkingGroup, WorkingGroupMembership
from lms.people.models.groups import COUNTED_ROLES


class Refusal(Exception):
    """A step the project does not allow now; `code` says why, in `words.REFUSALS`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@transaction.atomic
def start_project(
    group: WorkingGroup, module: Module, *, title: str, by: User, at: datetime, mentor: User | None = None
) -> Project:
    """Start a working group on a project module: today's members are enrolled and form the team.

    The group's mentor reviews; starting again returns the project there is. Raises Refusal without a mentor.
    """
    today = timezone.localdate(at)
    mentor = mentor or mentor_of(group, today)
    if mentor is None:
        raise Refusal("no_mentor")
    project, is_new = Project.objects.get_or_create(
        working_group=group,
        module=module,
        defaults={"title": title, "mentor": mentor, "started_by": by, "started_at": at},
    )
    if not is_new:
        return project
    Phase.objects.bulk_create(_phases(project, ProjectContent.objects.get(module=module)))
    members = WorkingGroupMembership.objects.filter(working_group=group, role__in=COUNTED_ROLES).on(today)
    for membership in members.exclude(person=mentor).select_related("person").order_by("person__staff_no"):
        join_team(project, membership.person, by=by, at=at)
    audit.record("project.started", actor=by, at=at, target=str(project.uuid), details={"title": title})
    return project


def mentor_of(group: WorkingGroup, on: date) -> User | None:
    """Return who mentors a working group on a date; of several, the one appointed first."""
    mentors = WorkingGroupMembership.objects.filter(working_group=group, role=WorkingGroupMembership.Role.MENTOR)
    first = mentors.on(on).select_related("person").order_by("valid_from", "pk").first()
    return first.person if first else None


def _phases(project: Project, template: ProjectContent) -> list[Phase]:
    return [
        Phase(
            project=project,
            key=row["key"],
            order=order,
            title=row["title"],
            guidance=row["guidance"],
            deliverable=row["deliverable"] or row["title"],
        )
        for order, row in enumerate(template.phases)
    ]


@transaction.atomic
def join_team(project: Project, person: User, *, by: User, at: datetime) -> TeamMember:
    """Take a person into the team, enrolling them in the project's course; twice changes nothing.

    The mentor cannot join: nobody reviews their own work.
    """
    if person.pk == project.mentor_id:
        raise Refusal("mentor_joins")
    enrolment = enrol(person, project.module.course_version, source=Enrolment.Source.PROJECT, by=by, at=at)
    member, is_new = TeamMember.objects.get_or_create(project=project, enrolment=enrolment)
    if is_new:
        open_module(enrolment, project.module, at=at)
    return member


def add_task(
    phase: Phase, *, title: str, assignee: User | None, due_on: date | None, request_key: str, by: User
) -> Task:
    """Add a task to a phase; a form sent twice adds one."""
    given = {"title": title, "assignee": assignee, "due_on": due_on, "created_by": by}
    task, _ = Task.objects.get_or_create(phase=phase, request_key=request_key, defaults=given)
    return task


def mark_task(task: Task, *, is_done: bool, at: datetime) -> Task:
    """Tick a task off, or open it again."""
    task.done_at = (task.done_at or at) if is_done else None
    task.save(update_fields=["done_at"])
    return task


def write_summary(project: Project, summary: str, *, by: User, at: datetime) -> Project:
    """Write down what came of the project, for everyone who looks at the results."""
    project.summary = summary
    project.save(update_fields=["summary"])
    audit.record("project.summarised", actor=by, at=at, target=str(project.uuid))
    return project


@transaction.atomic
def hand_in(phase: Phase, file: "File[bytes]", *, note: str, request_key: str, by: User, at: datetime) -> Deliverable:
    """Hand in the next version of a phase's deliverable; raises Refusal when it is not this phase's turn."""
    locked = _locked_phase(phase)
    repeated = locked.versions.filter(request_key=request_key).first()
    if repeated:
        return repeated
    _must_be_current(locked)
    number = (locked.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return Deliverable.objects.create(
        phase=locked,
        number=number,
        file=file,
        filename=shown_name(file.name),
        note=note,
        request_key=request_key,
        by=by,
        at=at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a mentor says of a version: a level of 1 to 4 for each criterion's key, and words."""

    verdict: Review.Verdict
    scores: Mapping[str, int]
    comment: str


@transaction.atomic
def review(deliverable: Deliverable, judged: Judged, *, by: User, at: datetime) -> Review:
    """Accept or return the newest version; accepting the last phase completes the module for the whole team.

    A version is reviewed once; a second review returns the first. Raises Refusal for an older version, a missing
    level or a missing comment.
    """
    phase = _locked_phase(deliverable.phase)
    existing = Review.objects.filter(deliverable=deliverable).first()
    if existing:
        return existing
    _must_be_newest(phase, deliverable)
    _must_be_complete(phase.project.module.project, judged)
    made = Review.objects.create(
        deliverable=deliverable,
        verdict=judged.verdict,
        scores=dict(judged.scores),
        comment=judged.comment.strip(),
        by=by,
        at=at,
    )
    if judged.verdict == Review.Verdict.ACCEPTED:
        phase.accepted_at = at
        phase.save(update_fields=["accepted_at"])
        _settle_project(phase.project, made, by=by, at=at)
    return made


def _must_be_complete(template: ProjectContent, judged: Judged) -> None:
    missing = missing_criteria(template.rubric, judged.scores)
    if judged.verdict == Review.Verdict.ACCEPTED and missing:
        raise Refusal("criteria_missing", criteria=missing)
    if not judged.comment.strip():
        raise Refusal("comment_missing")


def _settle_project(project: Project, last: Review, *, by: User, at: datetime) -> None:
    """Complete the project once every phase is accepted: each member's module gets the team's outcome.

    The score is the team's, the learning time each member's own activity time.
    """
    if project.phases.filter(accepted_at=None).exists():
        return
    project.state, project.completed_at = Project.State.COMPLETED, at
    project.save(update_fields=["state", "completed_at"])
    accepted = Review.objects.filter(deliverable__phase__project=project, verdict=Review.Verdict.ACCEPTED)
    score = rubric_score(accepted.values_list("scores", flat=True))
    minutes = minutes_by_person(project)
    members = project.team.exclude(enrolment__state=EnrolmentState.CANCELLED).select_related("enrolment")
    for member in members.order_by("enrolment_id"):
        outcome = Outcome(
            completion=Completion.COMPLETED,
            success=Success.PASSED,
            score=score,
            seconds=minutes.get(member.enrolment.learner_id, 0) * 60,
        )
        source = f"project:{project.uuid}:{last.pk}"
        record_outcome(member.enrolment, project.module, outcome, source=source, by=by, at=at)
    audit.record("project.completed", actor=by, at=at, target=str(project.uuid), details={"title": project.title})


def minutes_by_person(project: Project) -> dict[object, int]:
    """Return all minutes logged for a project by person; what was taken back does not count."""
    logged = TimeEntry.objects.filter(project=project, withdrawn_at=None).order_by()
    return dict(logged.values_list("person_id").annotate(total=Sum("minutes")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Time given on a day: minutes in steps of 15, within or outside working hours."""

    on: date
    minutes: int
    is_overtime: bool = False
    note: str = ""


def log_time(project: Project, spent: Spent, *, person: User, request_key: str, at: datetime) -> TimeEntry:
    """Log a person's time; a form sent twice logs once. Raises Refusal for a day to come or after completion."""
    if spent.on > timezone.localdate(at):
        raise Refusal("future_day")
    if project.completed_at and spent.on > timezone.localdate(project.completed_at):
        raise Refusal("project_over")
    given = {"on": spent.on, "minutes": spent.minutes, "is_overtime": spent.is_overtime, "note": spent.note, "at": at}
    entry, _ = TimeEntry.objects.get_or_create(project=project, person=person, request_key=request_key, defaults=given)
    return entry


def withdraw_time(entry: TimeEntry, *, at: datetime) -> TimeEntry:
    """Take an entry back; it stays on record and counts no more."""
    entry.withdrawn_at = entry.withdrawn_at or at
    entry.save(update_fields=["withdrawn_at"])
    return entry


def _locked_phase(phase: Phase) -> Phase:
    """Lock the project, so that two hand-ins or reviews take turns, and return the phase as it is now."""
    Project.objects.select_for_update(no_key=True).get(pk=phase.project_id)
    return Phase.objects.select_related("project__module__project", "project__module__course_version").get(pk=phase.pk)


def _must_be_current(phase: Phase) -> None:
    current = phase.project.phases.filter(accepted_at=None).order_by("order").first()
    if current is None or current.pk != phase.pk:
        raise Refusal("not_this_phase")


def _must_be_newest(phase: Phase, deliverable: Deliverable) -> None:
    newest = phase.versions.order_by("-number").first()
    if newest is None or newest.pk != deliverable.pk:
        raise Refusal("older_version")
