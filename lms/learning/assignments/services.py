"""Running rules, and HR's deeds on rules and exemptions.

A run is a repeat of itself: whatever an earlier one did before its worker died is a quiet verdict to the next.
Locks: the enrolments of one batch, in the order of their keys.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import batched
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, Min, OuterRef
from django.utils import timezone

from curriculum.models import Course
from lms.learning.assignments import mails
from lms.learning.assignments.copies import copies_to_take
from lms.learning.assignments.facts import people_on
from lms.learning.assignments.models import Assignment, AssignmentRule, AssignmentRun, Exemption
from lms.learning.assignments.planning import Ending, Verdict
from lms.learning.assignments.plans import City, Line, people_in_office, plan_rule
from lms.learning.extensions.models import ExtensionRequest
from lms.learning.extensions.rules import settled_due
from lms.learning.notices.services import tell
from lms.learning.record.models import Enrolment, EnrolmentQuerySet
from lms.learning.record.states import OPEN_STATES, EnrolmentState
from lms.people import audit
from lms.people.models import User
from lms.people.working_days import working_days

BATCH = 1000
State = AssignmentRule.State


class Refusal(Exception):
    """A step that cannot be taken now; `code` says why, in `words.REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# Runs


def city_on(on: date) -> City:
    """Ask once for what every rule needs to know."""
    return City(on=on, days=working_days(), people=people_on(on), in_office=people_in_office(on))


def run_rules(*, trigger: "AssignmentRun.Trigger", at: datetime, is_told: bool = True) -> AssignmentRun:
    """Compute all active rules that have started, and keep what it came to."""
    on = timezone.localdate(at)
    rules = list(AssignmentRule.objects.filter(state=State.ACTIVE, starts_on__lte=on).order_by("pk"))
    run = AssignmentRun.objects.create(trigger=trigger, on=on, started_at=at, rules_total=len(rules))
    city = city_on(on)
    counts: Counter[str] = Counter()
    for rule in rules:
        counts.update(apply_rule(rule, city, at=at, is_told=is_told))
        run.rules_done += 1
        run.save(update_fields=["rules_done"])
    run.counts, run.finished_at = dict(counts), max(at, timezone.now())
    run.save(update_fields=["counts", "finished_at"])
    return run


def apply_rule(rule: AssignmentRule, city: City, *, at: datetime, is_told: bool = True) -> dict[str, int]:
    """Do what a rule's plan asks for, batch by batch; return how many of each verdict there were."""
    plan = plan_rule(rule, city, only_changes=True)
    by_verdict: dict[Verdict, list[Line]] = {}
    for line in plan.changing():
        by_verdict.setdefault(line.verdict, []).append(line)
    fresh = [*by_verdict.get(Verdict.ASSIGN, ()), *by_verdict.get(Verdict.REOPEN, ())]
    for course in plan.courses:
        _assign(rule, [line for line in fresh if line.course is course], city.on, at=at)
    _move(by_verdict.get(Verdict.MOVE, ()))
    _end(by_verdict.get(Verdict.END, ()), city.on)
    if is_told:
        tell(mails.assigned_messages(rule, city.on), at=at)
    changed = {verdict.value: len(lines) for verdict, lines in by_verdict.items()}
    if changed:
        audit.record("assignment.computed", actor=None, at=at, target=str(rule.uuid), details=changed)
    return {verdict.value: count for verdict, count in plan.counts.items()}


def _assign(rule: AssignmentRule, lines: Sequence[Line], on: date, *, at: datetime) -> None:
    for batch in batched(lines, BATCH):
        with transaction.atomic():
            enrolments = _enrolments_for(rule, batch, at=at)
            Assignment.objects.bulk_create(
                [_assignment(rule, line, enrolments[line.person_id], on) for line in batch],
                update_conflicts=True,
                unique_fields=["rule", "course", "learner"],
                update_fields=["enrolment", "reached_on", "due_on", "because", "criterion", "ended_on", "ending"],
                batch_size=BATCH,
            )
            settle_due_dates(enrolments.values())


def _assignment(rule: AssignmentRule, line: Line, enrolment_id: int, on: date) -> Assignment:
    assert line.due is not None  # noqa: S101 - who is to be assigned has a due date; tells the type checker
    return Assignment(
        rule=rule,
        course_id=line.course.id,
        learner_id=line.person_id,
        enrolment_id=enrolment_id,
        reached_on=on,
        due_on=line.due.on,
        because=line.due.because,
        criterion=line.why[0].criterion,
    )


def _enrolments_for(rule: AssignmentRule, lines: Sequence[Line], *, at: datetime) -> dict[UUID, int]:
    """Return the enrolment each person takes the course on: the open one they have, else a new one.

    An open enrolment is adopted whatever its version and year: learners are never moved or reset by a rule.
    """
    learners = [line.person_id for line in lines]
    course = lines[0].course
    assert course.version_id is not None  # noqa: S101 - an offered course has a version; tells the type checker
    year = rule.fiscal_year if rule.is_yearly else 0
    open_ones = Enrolment.objects.open().counted().filter(learner__in=learners, course_version__course=course.id)
    found = dict(open_ones.order_by("pk").values_list("learner_id", "pk"))
    missing = [learner for learner in learners if learner not in found]
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                learner_id=learner,
                course_version_id=course.version_id,
                fiscal_year=year,
                source=Enrolment.Source.ASSIGNED,
                enrolled_at=at,
            )
            for learner in missing
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    made = Enrolment.objects.filter(learner__in=missing, course_version=course.version_id, fiscal_year=year)
    _reopen(made)
    return found | dict(made.values_list("learner_id", "pk"))


def _reopen(enrolments: EnrolmentQuerySet) -> None:
    """Open cancelled enrolments again, where they were left; an author's trial becomes the real thing."""
    enrolments.filter(source=Enrolment.Source.TRIAL).update(source=Enrolment.Source.ASSIGNED)
    cancelled = enrolments.filter(state=EnrolmentState.CANCELLED)
    begun = list(cancelled.filter(started_at__isnull=False).values_list("pk", flat=True))
    cancelled.filter(started_at=None).update(state=EnrolmentState.NOT_STARTED, source=Enrolment.Source.ASSIGNED)
    Enrolment.objects.filter(pk__in=begun).update(state=EnrolmentState.IN_PROGRESS, source=Enrolment.Source.ASSIGNED)


def _move(lines: Sequence[Line]) -> None:
    """Give assignments the due date their rule now asks for."""
    for batch in batched(lines, BATCH):
        with transaction.atomic():
            rows = {line.standing.pk: line for line in batch if line.standing and line.due}
            assignments = list(Assignment.objects.filter(pk__in=rows))
            for assignment in assignments:
                due = rows[assignment.pk].due
                if due:
                    assignment.due_on, assignment.because = due.on, due.because
            Assignment.objects.bulk_update(assignments, ["due_on", "because"], batch_size=BATCH)
            settle_due_dates(assignment.enrolment_id for assignment in assignments)


def _end(lines: Sequence[Line], on: date) -> None:
    """End assignments, and what hangs on them alone: a course not begun is taken back, one begun loses its date."""
    by_ending: dict[Ending, list[Line]] = {}
    for line in lines:
        if line.ending:
            by_ending.setdefault(line.ending, []).append(line)
    for ending, group in by_ending.items():
        for batch in batched(group, BATCH):
            with transaction.atomic():
                standing = [line.standing for line in batch if line.standing]
                rows = Assignment.objects.standing().filter(pk__in=[row.pk for row in standing])
                rows.update(ended_on=on, ending=ending)
                _release([row.enrolment_id for row in standing])


def _release(enrolment_ids: Sequence[int]) -> None:
    held = Assignment.objects.standing().filter(enrolment=OuterRef("pk"))
    free = Enrolment.objects.filter(~Exists(held), pk__in=enrolment_ids, source=Enrolment.Source.ASSIGNED)
    free.filter(state=EnrolmentState.NOT_STARTED).update(state=EnrolmentState.CANCELLED)
    settle_due_dates(enrolment_ids)


def settle_due_dates(enrolment_ids: Iterable[int]) -> None:
    """Give open enrolments the date that holds: the earliest of their rules, or a later one that was granted."""
    ids = sorted(set(enrolment_ids))
    locked = Enrolment.objects.select_for_update(no_key=True).filter(pk__in=ids, state__in=OPEN_STATES).order_by("pk")
    asked = Assignment.objects.standing().filter(enrolment__in=ids).values("enrolment").annotate(due=Min("due_on"))
    dues = dict(asked.values_list("enrolment", "due"))
    granted_rows = ExtensionRequest.objects.filter(enrolment__in=ids, state=ExtensionRequest.State.GRANTED)
    granted = dict(granted_rows.values("enrolment").annotate(on=Max("granted_on")).values_list("enrolment", "on"))
    changed = []
    for enrolment in locked:
        due = dues.get(enrolment.pk)
        wanted = settled_due(due, granted.get(enrolment.pk)) if due else None
        if enrolment.due_on != wanted:
            enrolment.due_on = wanted
            changed.append(enrolment)
    Enrolment.objects.bulk_update(changed, ["due_on"], batch_size=BATCH)


# HR's deeds


@transaction.atomic
def activate(rule: AssignmentRule, *, by: User, at: datetime) -> AssignmentRule:
    """Let a rule hold from now on; the next run assigns what it asks for."""
    locked = _locked(rule)
    if locked.state != State.DRAFT:
        raise Refusal("not_draft")
    if locked.audience().is_empty:
        raise Refusal("nobody")
    if locked.programme_id is None and not locked.courses.exists():
        raise Refusal("no_course")
    if locked.due_on and locked.due_on <= timezone.localdate(at):
        raise Refusal("due_past")
    locked.state, locked.activated_at = State.ACTIVE, at
    locked.save(update_fields=["state", "activated_at"])
    audit.record("rule.activated", actor=by, at=at, target=str(locked.uuid), details={"name": locked.name})
    return locked


@transaction.atomic
def discard(rule: AssignmentRule, *, by: User, at: datetime) -> None:
    """Throw a draft away; a rule that was ever active stays on record."""
    locked = _locked(rule)
    if locked.state != State.DRAFT or AssignmentRule.objects.filter(renewed_from=locked).exists():
        raise Refusal("not_draft")
    audit.record("rule.discarded", actor=by, at=at, target=str(locked.uuid), details={"name": locked.name})
    locked.delete()


@transaction.atomic
def end_rule(rule: AssignmentRule, *, by: User, at: datetime) -> AssignmentRule:
    """End a rule: courses nobody has begun are taken back, those begun lose their due date, completions stay."""
    locked = _locked(rule)
    if locked.state != State.ACTIVE:
        raise Refusal("not_active")
    locked.state, locked.ended_at = State.ENDED, at
    locked.save(update_fields=["state", "ended_at"])
    apply_rule(locked, city_on(timezone.localdate(at)), at=at, is_told=False)
    audit.record("rule.ended", actor=by, at=at, target=str(locked.uuid), details={"name": locked.name})
    return locked


@transaction.atomic
def renew(rule: AssignmentRule, *, by: User, at: datetime) -> AssignmentRule:
    """Draft the rule of the next fiscal year; asked twice, it is the same draft. The old year's record stays."""
    locked = _locked(rule)
    renewed = AssignmentRule.objects.filter(renewed_from=locked).first()
    if renewed:
        return renewed
    year = locked.fiscal_year + 1
    renewed = AssignmentRule.objects.create(
        name=locked.name,
        fiscal_year=year,
        programme=locked.programme,
        takes_everyone=locked.takes_everyone,
        roles=locked.roles,
        employments=locked.employments,
        joined_from=next_year(locked.joined_from) if locked.joined_from else None,
        starts_on=next_year(locked.starts_on),
        due_on=working_days().on_or_after(next_year(locked.due_on)) if locked.due_on else None,
        joiner_days=locked.joiner_days,
        return_days=locked.return_days,
        is_yearly=locked.is_yearly,
        renewed_from=locked,
        created_by=by,
        created_at=at,
    )
    for relation in ("courses", "groups", "ranks", "departments", "working_groups"):
        getattr(renewed, relation).set(getattr(locked, relation).all())
    _take_copies(renewed)
    details = {"name": locked.name, "fiscal_year": year}
    audit.record("rule.renewed", actor=by, at=at, target=str(renewed.uuid), details=details)
    return renewed


@transaction.atomic
def take_copies(rule: AssignmentRule, *, by: User, at: datetime) -> AssignmentRule:
    """Go on with the copies that were made of last year's courses since the rule was renewed; twice is once."""
    locked = _locked(rule)
    if taken := _take_copies(locked):
        audit.record("rule.courses_renewed", actor=by, at=at, target=str(locked.uuid), details={"courses": taken})
    return locked


def _take_copies(rule: AssignmentRule) -> list[str]:
    steps = copies_to_take(rule)
    rule.courses.remove(*(step.old for step in steps))
    rule.courses.add(*(step.new for step in steps))
    return [step.new.title for step in steps]


def next_year(on: date) -> date:
    """Return the same day a year later; 29 February becomes 28 February."""
    return on.replace(year=on.year + 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


@transaction.atomic
def exempt(learner: User, course: Course, *, reason: str, until: date | None, by: User, at: datetime) -> Exemption:
    """Free a person from a course, with the reason; what is assigned and not begun is taken back at once."""
    try:
        with transaction.atomic():
            exemption = Exemption.objects.create(
                learner=learner, course=course, reason=reason, until=until, granted_by=by, granted_at=at
            )
    except IntegrityError as error:
        raise Refusal("exempt_already") from error
    on = timezone.localdate(at)
    if until is None or until >= on:
        _end_for_exemption(exemption, on)
    details = {"course": course.title}
    audit.record("exemption.granted", actor=by, at=at, subject=learner, target=str(exemption.uuid), details=details)
    return exemption


def _end_for_exemption(exemption: Exemption, on: date) -> None:
    assigned = Assignment.objects.standing().filter(learner=exemption.learner, course=exemption.course)
    rows = assigned.exclude(enrolment__state=EnrolmentState.COMPLETED)
    enrolments = list(rows.values_list("enrolment_id", flat=True))
    rows.filter(pk__in=list(rows.values_list("pk", flat=True))).update(ended_on=on, ending=Ending.EXEMPT)
    _release(enrolments)


@transaction.atomic
def withdraw_exemption(exemption: Exemption, *, by: User, at: datetime) -> bool:
    """Take an exemption back; the next run assigns the course again. Tell whether it still stood."""
    rows = Exemption.objects.filter(pk=exemption.pk, withdrawn_at=None)
    if not rows.update(withdrawn_by=by, withdrawn_at=at):
        return False
    audit.record(
        "exemption.withdrawn", actor=by, at=at, subject=exemption.learner, target=str(exemption.uuid), details={}
    )
    return True


def _locked(rule: AssignmentRule) -> AssignmentRule:
    return AssignmentRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
