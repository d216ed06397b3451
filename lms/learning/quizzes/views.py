"""A quiz: its rules, its questions with answers kept as they are chosen, and its result."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from curriculum.models import Module, QuizContent, QuizItem
from lms.learning.quizzes import queries, services, timing
from lms.learning.quizzes.access import own_attempt_or_404
from lms.learning.quizzes.marking import attempts_left, may_try_again, needed
from lms.learning.quizzes.models import QuizAttempt
from lms.learning.quizzes.timing import time_allowed
from lms.learning.record import access
from lms.learning.record.frame import frame
from lms.learning.record.models import Enrolment
from lms.learning.record.onward import address_after
from lms.lib import clock
from lms.people.models import User
from lms.people.requests import Request


def show(request: Request, enrolment: Enrolment, module: Module) -> HttpResponse:
    """Go on with the attempt under way, show how the last one went, or say what awaits."""
    attempts = queries.attempts_of(enrolment, module)
    newest = attempts[0] if attempts else None
    if newest:
        newest.enrolment, newest.module = enrolment, module
        newest = services.close_if_over(newest, at=clock.now())
    if newest and newest.is_open:
        return questions_page(request, newest)
    if newest:
        return redirect("learning:quiz-result", newest.uuid)
    quiz = QuizContent.objects.get(module=module)
    context = frame(enrolment, module) | rules(quiz, attempts) | time_for(request.user, quiz)
    return render(request, "learning/quizzes/start.html", context)


def time_for(learner: User, quiz: QuizContent) -> dict[str, object]:
    """Return the minutes this learner has, with their extra time; None without a limit."""
    grants = queries.extra_time_of(learner, clock.today()) if quiz.time_limit else []
    allowed = time_allowed(quiz.time_limit, grants)
    return {"limit": allowed and -(-allowed.total_seconds() // 60), "has_extra_time": bool(grants)}


def rules(quiz: QuizContent, attempts: Sequence[QuizAttempt]) -> dict[str, object]:
    total = queries.asked_count(quiz)
    return {
        "quiz": quiz,
        "total": total,
        "needed": needed(total, quiz.pass_percent),
        "left": attempts_left(used=len(attempts), allowed=quiz.max_attempts),
        "may_try_again": may_try_again(
            passed=any(attempt.passed for attempt in attempts), used=len(attempts), allowed=quiz.max_attempts
        ),
    }


def questions_page(request: Request, attempt: QuizAttempt, *, is_submitted: bool = False) -> HttpResponse:
    """Show the questions; after an incomplete submission, say which are still open."""
    questions = queries.asked(attempt, queries.chosen_in(attempt))
    missing = [number for number, asked in enumerate(questions, start=1) if not asked.is_answered]
    context = frame(attempt.enrolment, attempt.module) | {
        "attempt": attempt,
        "questions": questions,
        "answered": len(questions) - len(missing),
        "missing": missing if is_submitted else [],
        "now": clock.now(),
    }
    return render(request, "learning/quizzes/questions.html", context, status=422 if is_submitted else 200)


@require_POST
def start(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    own, quiz_module = access.own_module_or_404(request.user, enrolment, module)
    get_object_or_404(QuizContent, module=quiz_module)
    try:
        services.start_attempt(own, quiz_module, at=clock.now())
    except ValidationError as refusal:
        messages.warning(request, refusal.message)
    return redirect("learning:module", own.uuid, quiz_module.uuid)


@require_POST
def answer(request: Request, attempt: UUID, item: UUID) -> HttpResponse:
    """Keep the answer to one question; the answer is the line that says so."""
    own = own_attempt_or_404(request.user, attempt)
    question = get_object_or_404(QuizItem, uuid=item, quiz__module=own.module_id)
    if own.asked and question.pk not in own.asked:
        raise Http404
    at = clock.now()
    services.keep_answers(own, given(request, [question]), at=at)
    questions = queries.asked(own, queries.chosen_in(own))
    answered = sum(asked.is_answered for asked in questions)
    is_over = not own.is_open or timing.is_over(own.due_at, at)
    context = {"at": at, "answered": answered, "total": len(questions), "is_over": is_over}
    return render(request, "learning/quizzes/_kept.html", context)


@require_POST
def submit(request: Request, attempt: UUID) -> HttpResponse:
    """Mark the attempt when every question has an answer, or when the time is up.

    Without script, the arrows of an ordering send the form as well: the step moves, and nothing is handed in.
    """
    own = own_attempt_or_404(request.user, attempt)
    items = queries.items_of(own)
    at = clock.now()
    answers = given(request, items)
    move = request.POST.get("move", "")
    services.keep_answers(own, moved(answers, move), at=at)
    if own.is_open and (move or "keep" in request.POST):
        return redirect("learning:module", own.enrolment.uuid, own.module.uuid)
    questions = queries.asked(own, queries.chosen_in(own))
    is_whole = all(asked.is_answered for asked in questions)
    if own.is_open and not is_whole and not timing.is_up(own.due_at, at):
        return questions_page(request, own, is_submitted=True)
    services.submit_attempt(own, by=request.user, at=at)
    return redirect("learning:quiz-result", own.uuid)


def given(request: Request, items: Sequence[QuizItem]) -> Mapping[QuizItem, list[str]]:
    """Return what the browser says was chosen; only where several may be chosen does nothing mean "none of them"."""
    chosen = {item: request.POST.getlist(f"answer-{item.uuid}") for item in items}
    return {item: keys for item, keys in chosen.items() if keys or item.kind == QuizItem.Kind.MULTIPLE}


def moved(answers: Mapping[QuizItem, list[str]], move: str) -> Mapping[QuizItem, list[str]]:
    """Return the answers with one step of an ordering moved; a move reads "answer-<uuid>:<step>:up"."""
    name, _mark, rest = move.partition(":")
    step, _mark, direction = rest.rpartition(":")
    return {
        item: swapped(keys, step, -1 if direction == "up" else 1) if name == f"answer-{item.uuid}" else keys
        for item, keys in answers.items()
    }


def swapped(keys: list[str], step: str, by: int) -> list[str]:
    """Return the keys with a step and its neighbour changed; at the end of the list nothing moves."""
    place = keys.index(step) if step in keys else -1
    other = place + by
    if place < 0 or not 0 <= other < len(keys):
        return keys
    changed = list(keys)
    changed[place], changed[other] = changed[other], changed[place]
    return changed


@require_GET
def result(request: Request, attempt: UUID) -> HttpResponse:
    own = services.close_if_over(own_attempt_or_404(request.user, attempt), at=clock.now())
    if own.is_open:
        return redirect("learning:module", own.enrolment.uuid, own.module.uuid)
    attempts = queries.attempts_of(own.enrolment, own.module)
    questions = queries.asked(own, queries.chosen_in(own))
    context = frame(own.enrolment, own.module) | rules(own.module.quiz, attempts)
    context["total"] = len(questions)
    context["needed"] = needed(len(questions), own.module.quiz.pass_percent)
    context |= {
        "attempt": own,
        "questions": questions,
        "right": sum(asked.is_right for asked in questions),
        "next_url": address_after(own.enrolment, own.module),
        # The right choices are told once nothing depends on them any more.
        "tells_right": not context["may_try_again"],
    }
    return render(request, "learning/quizzes/result.html", context)
