"""Taking a quiz: starting, answering, submitting; and granting more time for it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from random import SystemRandom

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.models import Module, QuizContent, QuizItem
from curriculum.questions.marking import kept
from lms.learning.quizzes.drawing import drawn
from lms.learning.quizzes.marking import Marked, attempts_left, mark
from lms.learning.quizzes.models import ExtraTime, QuizAnswer, QuizAttempt
from lms.learning.quizzes.queries import (
    attempts_of,
    candidates,
    chosen_in,
    draw_counts,
    extra_time_of,
    questions_in,
)
from lms.learning.quizzes.timing import is_over, time_allowed
from lms.learning.record.models import Enrolment
from lms.learning.record.outcomes import Outcome
from lms.learning.record.services import record_outcome
from lms.learning.record.states import Completion, Success
from lms.people.audit import record
from lms.people.models import User


@transaction.atomic
def start_attempt(enrolment: Enrolment, module: Module, *, at: datetime) -> QuizAttempt:
    """Start a try at the quiz, or return the one under way; refuse when it is passed or no attempt remains."""
    locked = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    attempts = attempts_of(locked, module)
    under_way = next((attempt for attempt in attempts if attempt.is_open), None)
    if under_way:
        return under_way
    if any(attempt.passed for attempt in attempts):
        raise ValidationError(_("You have passed this quiz. There is nothing more to do here."), code="passed")
    quiz = QuizContent.objects.get(module=module)
    if attempts_left(used=len(attempts), allowed=quiz.max_attempts) == 0:
        raise ValidationError(
            _("No attempt is left. Ask the Personnel Division (職員課) what to do next."), code="used_up"
        )
    return QuizAttempt.objects.create(
        enrolment=locked,
        module=module,
        number=len(attempts) + 1,
        started_at=at,
        due_at=_due_at(quiz, locked.learner, started_at=at),
        asked=drawn(candidates(quiz), draw_counts(quiz), SystemRandom()),
    )


def _due_at(quiz: QuizContent, learner: User, *, started_at: datetime) -> datetime | None:
    if quiz.time_limit is None:
        return None
    grants = extra_time_of(learner, timezone.localdate(started_at))
    allowed = time_allowed(quiz.time_limit, grants)
    return None if allowed is None else started_at + allowed


@transaction.atomic
def keep_answers(attempt: QuizAttempt, answers: Mapping[QuizItem, Sequence[str]], *, at: datetime) -> None:
    """Keep what the learner has answered so far; a submitted attempt, or one whose time is over, no longer changes."""
    locked = _lock(attempt)
    if not locked.is_open or is_over(locked.due_at, at):
        return
    QuizAnswer.objects.bulk_create(
        [
            QuizAnswer(attempt=attempt, item=item, chosen=kept(item.question, given), answered_at=at)
            for item, given in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["attempt", "item"],
        update_fields=["chosen", "answered_at"],
    )


@transaction.atomic
def submit_attempt(attempt: QuizAttempt, *, by: User | None, at: datetime) -> QuizAttempt:
    """Mark an attempt and record its outcome; submitting twice marks once."""
    locked = _lock(attempt)
    if not locked.is_open:
        return locked
    # What is handed in late was finished when the time was up.
    at = min(at, locked.due_at) if locked.due_at else at
    marked = _mark(locked, at=at)
    locked.state = QuizAttempt.State.SUBMITTED
    locked.submitted_at, locked.score, locked.passed = at, marked.score, marked.passed
    locked.save(update_fields=["state", "submitted_at", "score", "passed"])
    outcome = Outcome(
        completion=Completion.COMPLETED if marked.passed else Completion.INCOMPLETE,
        success=Success.PASSED if marked.passed else Success.FAILED,
        score=marked.score,
        seconds=int((at - locked.started_at).total_seconds()),
    )
    record_outcome(locked.enrolment, locked.module, outcome, source=f"quiz:{locked.uuid}", by=by, at=at)
    return locked


def close_if_over(attempt: QuizAttempt, *, at: datetime) -> QuizAttempt:
    """Hand in what is there of an attempt whose time is over; any other is returned as it is."""
    if not attempt.is_open or not is_over(attempt.due_at, at):
        return attempt
    return submit_attempt(attempt, by=None, at=at)


def close_overdue_attempts(*, at: datetime) -> int:
    """Hand in every attempt whose time is over, each in its own transaction; return how many there were."""
    overdue = QuizAttempt.objects.filter(state=QuizAttempt.State.IN_PROGRESS, due_at__lt=at).order_by("due_at", "pk")
    return sum(not close_if_over(attempt, at=at).is_open for attempt in overdue.select_related("enrolment", "module"))


def _lock(attempt: QuizAttempt) -> QuizAttempt:
    """Lock the enrolment, then read the attempt as it now is."""
    Enrolment.objects.select_for_update(no_key=True).get(pk=attempt.enrolment_id)
    return QuizAttempt.objects.select_related("enrolment", "module").get(pk=attempt.pk)


def _mark(attempt: QuizAttempt, *, at: datetime) -> Marked:
    """Mark what was answered and settle each answer; a question without one gets an empty, wrong one."""
    quiz = QuizContent.objects.get(module=attempt.module_id)
    questions, answers = questions_in(attempt), chosen_in(attempt)
    marked = mark(questions, answers, pass_percent=quiz.pass_percent)
    QuizAnswer.objects.bulk_create(
        [
            QuizAnswer(
                attempt=attempt, item_id=key, chosen=answers.get(key, []), answered_at=at, is_right=key in marked.right
            )
            for key in questions
        ],
        update_conflicts=True,
        unique_fields=["attempt", "item"],
        update_fields=["is_right"],
    )
    return marked


@transaction.atomic
def grant_extra_time(
    person: User, *, percent: int | None, valid_from: date, valid_to: date | None, by: User, at: datetime
) -> ExtraTime:
    """Give a person more time for quizzes; an attempt that is under way gets it too."""
    grant = ExtraTime(
        person=person, percent=percent, valid_from=valid_from, valid_to=valid_to, granted_by=by, granted_at=at
    )
    grant.full_clean()
    grant.save()
    record("extra_time.granted", actor=by, at=at, subject=person, details={"percent": percent})
    open_attempts = QuizAttempt.objects.filter(
        enrolment__learner=person, state=QuizAttempt.State.IN_PROGRESS, due_at__gt=at
    )
    for attempt in open_attempts.select_related("module__quiz"):
        attempt.due_at = _due_at(attempt.module.quiz, person, started_at=attempt.started_at)
        attempt.save(update_fields=["due_at"])
    return grant


@transaction.atomic
def end_extra_time(grant: ExtraTime, *, by: User, at: datetime) -> None:
    """End a grant today; one that was to begin later is over before it begins."""
    today = timezone.localdate(at)
    record("extra_time.ended", actor=by, at=at, subject=grant.person, details={"percent": grant.percent})
    if grant.valid_from >= today:
        grant.delete()
        return
    grant.valid_to = today
    grant.save(update_fields=["valid_to"])
