"""Enrolling people and recording what they achieved."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from curriculum.models import Course, CourseVersion, Module
from lms.learning.certificates.services import issue_certificate
from lms.learning.record.completion import ModuleState, course_state
from lms.learning.record.models import Enrolment, ModuleProgress, OutcomeRecord
from lms.learning.record.outcomes import Outcome, Settled, fold
from lms.learning.record.states import OPEN_STATES, Completion, EnrolmentState, ProgressState, Success
from lms.lib.prepared import prepared
from lms.people.models import User

# A player reports every few seconds; the enrolment's "last activity" is kept to the minute.
ACTIVITY_GRAIN = timedelta(minutes=1)
PLACE_FIELDS = ("state", "started_at", "current_module", "last_activity_at")


@transaction.atomic
def enrol(
    learner: User,
    version: CourseVersion,
    *,
    source: Enrolment.Source,
    by: User | None,
    at: datetime,
    due_on: date | None = None,
) -> Enrolment:
    """Enrol a learner, or return the enrolment they already have; a cancelled one opens again.

    A course taken every year has an enrolment for each: the newest one is meant.
    """
    own = Enrolment.objects.filter(learner=learner, course_version=version)
    enrolment, is_new = Enrolment.objects.get_or_create(
        learner=learner,
        course_version=version,
        fiscal_year=own.order_by("-fiscal_year").values_list("fiscal_year", flat=True).first() or 0,
        defaults={"source": source, "assigned_by": by, "enrolled_at": at, "due_on": due_on},
    )
    if not is_new and enrolment.state == EnrolmentState.CANCELLED:
        enrolment.state = EnrolmentState.IN_PROGRESS if enrolment.started_at else EnrolmentState.NOT_STARTED
        enrolment.source, enrolment.assigned_by, enrolment.due_on = source, by, due_on
        enrolment.save(update_fields=["state", "source", "assigned_by", "due_on"])
    return enrolment


def choose_course(learner: User, course: Course, *, at: datetime) -> Enrolment:
    """Enrol a learner in the newest version of a course by their own wish.

    Somebody who is in the middle of an older version stays there: learners are never moved by a new edition.
    """
    under_way = Enrolment.objects.open().filter(learner=learner, course_version__course=course).order_by("-pk").first()
    if under_way:
        return under_way
    newest = CourseVersion.objects.filter(course=course).order_by("-number")[:1].get()
    return enrol(learner, newest, source=Enrolment.Source.CHOSEN, by=learner, at=at)


@transaction.atomic(savepoint=False)
def open_module(enrolment: Enrolment, module: Module, *, at: datetime) -> ModuleProgress:
    """Note that the learner opened a module, so that 続きから leads back to it."""
    progress = lock_progress(enrolment, module)
    if progress.state == ProgressState.NOT_STARTED:
        progress.state = ProgressState.IN_PROGRESS
        progress.completion = Completion.INCOMPLETE
        progress.started_at = progress.last_activity_at = at
        progress.save(update_fields=["state", "completion", "started_at", "last_activity_at"])
    _touch(progress.enrolment, module, at=at)
    return progress


@transaction.atomic(savepoint=False)
def record_outcome(
    enrolment: Enrolment, module: Module, outcome: Outcome, *, source: str, by: User | None, at: datetime
) -> ModuleProgress:
    """Append an outcome and settle what follows from it: module progress, the course, its certificate.

    Every way of learning ends here. `source` reads "<kind>:<attempt>" or "<kind>:<attempt>:<report>": the part
    before the second colon names the attempt whose learning time so far `outcome.seconds` is, the whole makes a
    repeat harmless. A report that changes nothing but the time is not appended; a player sends one every few
    seconds and keeps them itself.
    """
    progress = lock_progress(enrolment, module)
    before = settled(progress)
    after = fold(before, outcome)
    is_news = after != before and _append(progress, outcome, source=source, by=by, at=at)
    if is_news:
        _settle(progress, after, at=at)
    _add_time(progress, attempt=":".join(source.split(":")[:2]), seconds=outcome.seconds)
    progress.last_activity_at = at
    progress.save()
    _touch(progress.enrolment, module, at=at)
    if is_news and progress.state == ProgressState.COMPLETED:
        _settle_course(progress.enrolment, at=at)
    return progress


@transaction.atomic(savepoint=False)
def save_place(
    enrolment: Enrolment, module: Module, *, bookmark: str, attempt: str, seconds: int, at: datetime
) -> ModuleProgress:
    """Keep where the learner is within a module and how long this attempt has taken so far."""
    progress = lock_progress(enrolment, module)
    progress.bookmark = bookmark
    _add_time(progress, attempt=attempt, seconds=seconds)
    progress.last_activity_at = at
    progress.save(update_fields=["bookmark", "attempt", "attempt_seconds", "seconds", "last_activity_at"])
    _touch(progress.enrolment, module, at=at)
    return progress


def lock_progress(enrolment: Enrolment, module: Module) -> ModuleProgress:
    """Lock the enrolment with this module's progress and return both as they now are, in one query.

    The enrolment comes back as `progress.enrolment`. Both rows are locked together: PostgreSQL then rereads both
    after a wait, so that neither is older than the lock.
    """
    if module.course_version_id != enrolment.course_version_id:
        raise ValueError(f"Module {module.pk} is no part of enrolment {enrolment.pk}")
    found = _locked.first(enrolment.pk, module.pk)
    if found:
        return found
    locked = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    key = {"enrolment": locked, "module": module}
    progress = ModuleProgress.objects.filter(**key).first() or ModuleProgress.objects.create(**key)
    progress.enrolment = locked
    return progress


@prepared
def _locked(enrolment: int, module: int) -> QuerySet[ModuleProgress]:
    both = ModuleProgress.objects.select_for_update(no_key=True, of=("self", "enrolment")).select_related("enrolment")
    return both.filter(enrolment=enrolment, module=module)


def settled(progress: ModuleProgress) -> Settled:
    return Settled(completion=Completion(progress.completion), success=Success(progress.success), score=progress.score)


def _append(progress: ModuleProgress, outcome: Outcome, *, source: str, by: User | None, at: datetime) -> bool:
    """Append the outcome; return False when this source has reported before."""
    key = {"enrolment_id": progress.enrolment_id, "module_id": progress.module_id, "source": source}
    if OutcomeRecord.objects.filter(**key).exists():
        return False
    OutcomeRecord.objects.create(
        **key,
        completion=outcome.completion,
        success=outcome.success,
        score=outcome.score,
        seconds=outcome.seconds,
        at=at,
        by=by,
    )
    return True


def _settle(progress: ModuleProgress, after: Settled, *, at: datetime) -> None:
    progress.completion, progress.success, progress.score = after.completion, after.success, after.score
    progress.state = after.state
    progress.started_at = progress.started_at or at
    if after.state is ProgressState.COMPLETED:
        progress.completed_at = progress.completed_at or at


def _add_time(progress: ModuleProgress, *, attempt: str, seconds: int | None) -> None:
    """Count what this attempt has taken since it last reported; a late or repeated report adds nothing."""
    if seconds is None:
        return
    counted = progress.attempt_seconds if progress.attempt == attempt else 0
    progress.attempt = attempt
    progress.attempt_seconds = max(counted, seconds)
    progress.seconds += progress.attempt_seconds - counted


def _touch(enrolment: Enrolment, module: Module, *, at: datetime) -> None:
    """Move the learner's place to this module; a finished or cancelled course keeps its state."""
    last = enrolment.last_activity_at
    is_fresh = last is not None and at - last < ACTIVITY_GRAIN
    if is_fresh and enrolment.current_module_id == module.pk and enrolment.state != EnrolmentState.NOT_STARTED:
        return
    if enrolment.state == EnrolmentState.NOT_STARTED:
        enrolment.state = EnrolmentState.IN_PROGRESS
        enrolment.started_at = at
    enrolment.current_module = module
    enrolment.last_activity_at = at
    enrolment.save(update_fields=PLACE_FIELDS)


def _settle_course(enrolment: Enrolment, *, at: datetime) -> None:
    if enrolment.state not in OPEN_STATES or course_state(module_states(enrolment)) is not EnrolmentState.COMPLETED:
        return
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.completed_at = enrolment.last_activity_at = at
    enrolment.save(update_fields=["state", "completed_at", "last_activity_at"])
    if enrolment.source != Enrolment.Source.TRIAL:
        issue_certificate(enrolment, at=at)


def module_states(enrolment: Enrolment) -> list[ModuleState]:
    """Return every module of the enrolment's course with its state, in two queries."""
    states = dict(enrolment.progress.values_list("module_id", "state"))
    modules = Module.objects.filter(course_version_id=enrolment.course_version_id).values_list("pk", "is_required")
    return [
        ModuleState(is_required=required, state=ProgressState(states.get(pk, ProgressState.NOT_STARTED)))
        for pk, required in modules
    ]
