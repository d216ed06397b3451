"""Fills the learning record with a believable past, in bulk and by the record's own rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from curriculum.kinds import ModuleKind
from curriculum.models import CourseVersion, Module
from lms.learning.certificates.models import Certificate, CertificateCounter
from lms.learning.models import Enrolment, ModuleProgress, OutcomeRecord
from lms.learning.record.completion import ModuleState, course_state
from lms.learning.record.outcomes import Outcome, Settled, fold
from lms.learning.record.states import Completion, EnrolmentState, ProgressState, Success
from lms.lib.calendar import fiscal_year, fiscal_year_code

BATCH = 2000
FRIDAY = 4
QUIZ_SCORES = tuple(Decimal(score) for score in ("0.8", "0.8", "1", "1", "1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who takes a course in the demo, how many finish, and by when."""

    version: CourseVersion
    learners: Sequence[UUID]
    finished: float
    begun: float
    source: Enrolment.Source
    opened_on: date
    due_on: date | None


@transaction.atomic
def take_course(plan: Plan, *, random: Random, today: date) -> None:
    """Enrol the learners of one course and record how far each came."""
    modules = list(plan.version.modules.order_by("order"))
    enrolments = [_enrolment(plan, learner) for learner in plan.learners]
    rows = [
        row
        for enrolment in enrolments
        for row in _work_through(
            enrolment, modules, _modules_done(plan, modules, random), _start(plan, today, random), random
        )
    ]
    Enrolment.objects.bulk_create(enrolments, batch_size=BATCH)
    ModuleProgress.objects.bulk_create([progress for progress, _ in rows], batch_size=BATCH)
    OutcomeRecord.objects.bulk_create([record for _, record in rows if record], batch_size=BATCH)
    _certify(enrolment for enrolment in enrolments if enrolment.state == EnrolmentState.COMPLETED)


def _enrolment(plan: Plan, learner: UUID) -> Enrolment:
    return Enrolment(
        learner_id=learner,
        course_version=plan.version,
        source=plan.source,
        enrolled_at=_moment(plan.opened_on, 9, 0),
        due_on=plan.due_on,
    )


def _modules_done(plan: Plan, modules: Sequence[Module], random: Random) -> int | None:
    """Return how many modules were finished; None when the course was never opened."""
    fate = random.random()
    if fate < plan.finished:
        return len(modules)
    return random.randrange(len(modules)) if fate < plan.begun else None


def _start(plan: Plan, today: date, random: Random) -> datetime:
    """Return a moment of a working day between the opening and the day before yesterday."""
    days = max((today - plan.opened_on).days - 2, 1)
    on = plan.opened_on + timedelta(days=random.randrange(days))
    on -= timedelta(days=max(on.weekday() - FRIDAY, 0))
    return _moment(max(on, plan.opened_on), random.randrange(9, 17), random.randrange(60))


def _moment(on: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, minute)))


def _work_through(
    enrolment: Enrolment, modules: Sequence[Module], done: int | None, at: datetime, random: Random
) -> list[tuple[ModuleProgress, OutcomeRecord | None]]:
    """Return the progress and outcome of each module the learner opened, and settle the enrolment in memory."""
    if done is None:
        return []
    enrolment.started_at = at
    rows = []
    for module in modules[: done + 1]:
        finished = module in modules[:done]
        rows.append(_module_row(enrolment, module, finished=finished, at=at, random=random))
        enrolment.current_module, enrolment.last_activity_at = module, at
        at += timedelta(minutes=module.minutes)
    states = {row.module_id: ProgressState(row.state) for row, _ in rows}
    enrolment.state = course_state(
        ModuleState(is_required=module.is_required, state=states.get(module.pk, ProgressState.NOT_STARTED))
        for module in modules
    )
    if enrolment.state == EnrolmentState.COMPLETED:
        enrolment.completed_at = enrolment.last_activity_at
    return rows


def _module_row(
    enrolment: Enrolment, module: Module, *, finished: bool, at: datetime, random: Random
) -> tuple[ModuleProgress, OutcomeRecord | None]:
    seconds = module.minutes * 60 if finished else 60
    outcome = _outcome(module, seconds, random) if finished else Outcome(completion=Completion.INCOMPLETE)
    settled = fold(Settled(), outcome)
    progress = ModuleProgress(
        enrolment=enrolment,
        module=module,
        state=settled.state,
        completion=settled.completion,
        success=settled.success,
        score=settled.score,
        seconds=seconds,
        started_at=at,
        last_activity_at=at,
        completed_at=at if finished else None,
    )
    if not finished:
        return progress, None
    record = OutcomeRecord(
        enrolment=enrolment,
        module=module,
        source="history",
        completion=outcome.completion,
        success=outcome.success,
        score=outcome.score,
        seconds=outcome.seconds,
        at=at,
        by_id=enrolment.learner_id,
    )
    return progress, record


def _outcome(module: Module, seconds: int, random: Random) -> Outcome:
    is_test = module.kind == ModuleKind.QUIZ
    return Outcome(
        completion=Completion.COMPLETED,
        success=Success.PASSED if is_test else Success.UNKNOWN,
        score=random.choice(QUIZ_SCORES) if is_test else None,
        seconds=seconds,
    )


def _certify(completed: Iterable[Enrolment]) -> None:
    """Number the certificates of finished courses in order of completion, as the service would."""
    finished = [(enrolment.completed_at, enrolment) for enrolment in completed if enrolment.completed_at]
    certificates = []
    counters = {counter.fiscal_year: counter for counter in CertificateCounter.objects.all()}
    for at, enrolment in sorted(finished, key=lambda pair: (pair[0], pair[1].pk)):
        year = fiscal_year(timezone.localdate(at))
        counter = counters.setdefault(year, CertificateCounter(fiscal_year=year))
        counter.last_serial += 1
        certificates.append(
            Certificate(
                enrolment=enrolment,
                fiscal_year=year,
                serial=counter.last_serial,
                number=f"{fiscal_year_code(year)}-{counter.last_serial:06}",
                issued_at=at,
            )
        )
    for counter in counters.values():
        counter.save()
    Certificate.objects.bulk_create(certificates, batch_size=BATCH)
