"""Asking for more time, answering, and taking a wish back. Locks: the enrolment, then the request."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from lms.learning.extensions import mails
from lms.learning.extensions.models import ExtensionRequest
from lms.learning.extensions.rules import Problem, Situation, granted_day, may_ask, problem_of_day
from lms.learning.notices.services import tell
from lms.learning.record.models import Enrolment
from lms.learning.record.states import OPEN_STATES
from lms.people import audit
from lms.people.models import User
from lms.people.working_days import working_days

State = ExtensionRequest.State


class Refusal(Exception):
    """A step that cannot be taken; `problem` says why, in `words.PROBLEMS`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@transaction.atomic
def ask(
    enrolment: Enrolment, *, reason: str, words: str, wished_on: date, request_key: str, at: datetime
) -> ExtensionRequest:
    """Keep a learner's wish; sent twice, it is one wish."""
    locked = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    repeated = ExtensionRequest.objects.filter(enrolment=locked, request_key=request_key).first()
    if repeated:
        return repeated
    problem = may_ask(situation_of(locked))
    if problem or locked.due_on is None:
        raise Refusal(problem or Problem.NO_DUE_DATE)
    wrong_day = problem_of_day(wished_on, due_on=locked.due_on, today=timezone.localdate(at))
    if wrong_day:
        raise Refusal(wrong_day)
    request = ExtensionRequest.objects.create(
        enrolment=locked,
        request_key=request_key,
        reason=reason,
        words=words,
        due_on=locked.due_on,
        wished_on=wished_on,
        asked_at=at,
    )
    details = {"due_on": locked.due_on.isoformat(), "wished_on": wished_on.isoformat()}
    _note("extension.asked", request, by=locked.learner, at=at, details=details)
    return request


def situation_of(enrolment: Enrolment) -> Situation:
    waiting = ExtensionRequest.objects.filter(enrolment=enrolment, state=State.ASKED)
    return Situation(is_open=enrolment.state in OPEN_STATES, due_on=enrolment.due_on, is_waiting=waiting.exists())


@transaction.atomic
def grant(request: ExtensionRequest, *, on: date, answer: str, by: User, at: datetime) -> ExtensionRequest:
    """Move the due date to the first open day from `on`; the learner is told."""
    enrolment, waiting = _locked(request)
    if enrolment.state not in OPEN_STATES:
        raise Refusal(Problem.NOT_OPEN)
    day = granted_day(on, working_days())
    problem = problem_of_day(day, due_on=enrolment.due_on or waiting.due_on, today=timezone.localdate(at))
    if problem:
        raise Refusal(problem)
    before = enrolment.due_on
    enrolment.due_on = day
    enrolment.save(update_fields=["due_on"])
    waiting.granted_on = day
    details = {"before": before.isoformat() if before else "", "due_on": day.isoformat()}
    return _answer(waiting, State.GRANTED, answer=answer, by=by, at=at, details=details)


@transaction.atomic
def decline(request: ExtensionRequest, *, answer: str, by: User, at: datetime) -> ExtensionRequest:
    """Keep the due date and say why; the learner is told."""
    _enrolment, waiting = _locked(request)
    return _answer(waiting, State.DECLINED, answer=answer, by=by, at=at, details={})


@transaction.atomic
def withdraw(request: ExtensionRequest, *, at: datetime) -> ExtensionRequest:
    """Take back a wish that nobody has answered."""
    _enrolment, waiting = _locked(request)
    waiting.state, waiting.answered_at = State.WITHDRAWN, at
    waiting.save(update_fields=["state", "answered_at"])
    _note("extension.withdrawn", waiting, by=waiting.enrolment.learner, at=at, details={})
    return waiting


def _locked(request: ExtensionRequest) -> tuple[Enrolment, ExtensionRequest]:
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=request.enrolment_id)
    waiting = ExtensionRequest.objects.select_related("enrolment__learner", "enrolment__course_version__course")
    current = waiting.get(pk=request.pk)
    if current.state != State.ASKED:
        raise Refusal(Problem.ANSWERED)
    return enrolment, current


def _answer(
    request: ExtensionRequest,
    state: "ExtensionRequest.State",
    *,
    answer: str,
    by: User,
    at: datetime,
    details: dict[str, str],
) -> ExtensionRequest:
    request.state, request.answer, request.answered_by, request.answered_at = state, answer, by, at
    request.save(update_fields=["state", "answer", "answered_by", "answered_at", "granted_on"])
    _note(f"extension.{state}", request, by=by, at=at, details=details)
    tell([mails.answer_message(request)], at=at)
    return request


def _note(action: str, request: ExtensionRequest, *, by: User, at: datetime, details: dict[str, str]) -> None:
    subject = request.enrolment.learner
    audit.record(action, actor=by, at=at, subject=subject, target=str(request.uuid), details=details)
