from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from curriculum.models import Module, QuizItem
from lms.learning.models import Enrolment, ModuleProgress, OutcomeRecord, QuizAnswer, QuizAttempt
from lms.learning.quizzes import services
from lms.learning.record.states import ProgressState, Success
from tests.cast import Cast
from tests.factories import EnrolmentFactory
from tests.factories.modules import course_with_quiz

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
RIGHT = ("b", "ab")
WRONG = ("a", "ab")

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(client: Client, cast: Cast) -> Enrolment:
    client.force_login(cast.alice)
    return EnrolmentFactory(learner=cast.alice, course_version=course_with_quiz(max_attempts=2))


@pytest.fixture
def quiz(enrolment: Enrolment) -> Module:
    return enrolment.course_version.modules.get(order=1)


@pytest.fixture
def attempt(client: Client, enrolment: Enrolment, quiz: Module) -> QuizAttempt:
    client.post(reverse("learning:quiz-start", args=[enrolment.uuid, quiz.uuid]))
    return QuizAttempt.objects.get()


def items(quiz: Module) -> list[QuizItem]:
    return list(QuizItem.objects.filter(quiz__module=quiz).order_by("order"))


def chosen(quiz: Module, answers: tuple[str, ...]) -> Mapping[str, list[str]]:
    return {f"answer-{item.uuid}": list(keys) for item, keys in zip(items(quiz), answers, strict=False)}


def submit(client: Client, attempt: QuizAttempt, answers: tuple[str, ...]):
    return client.post(reverse("learning:quiz-submit", args=[attempt.uuid]), chosen(attempt.module, answers))


def answer(client: Client, attempt: QuizAttempt, number: int, keys: str):
    item = items(attempt.module)[number]
    address = reverse("learning:quiz-answer", args=[attempt.uuid, item.uuid])
    return client.post(address, {f"answer-{item.uuid}": list(keys)})


def read(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


# Starting


def test_rules_are_said_before_the_quiz_starts(client: Client, enrolment: Enrolment, quiz: Module) -> None:
    shown = read(client.get(reverse("learning:module", args=[enrolment.uuid, quiz.uuid])))
    assert "2問中2問以上の正解(100%)" in shown
    assert "2回" in shown
    assert not QuizAttempt.objects.exists()


def test_starting_twice_is_one_attempt(client: Client, enrolment: Enrolment, quiz: Module) -> None:
    for _ in range(2):
        client.post(reverse("learning:quiz-start", args=[enrolment.uuid, quiz.uuid]))
    assert QuizAttempt.objects.get().number == 1


def test_lesson_is_no_quiz(client: Client, enrolment: Enrolment) -> None:
    lesson = enrolment.course_version.modules.get(order=0)
    assert client.post(reverse("learning:quiz-start", args=[enrolment.uuid, lesson.uuid])).status_code == 404


# Answering


def test_every_answer_is_kept_at_once_and_survives_a_closed_tab(
    client: Client, attempt: QuizAttempt, enrolment: Enrolment, quiz: Module
) -> None:
    response = answer(client, attempt, 0, "b")
    assert "2問中1問に回答" in read(response)
    assert "保存済み" in read(response)
    again = read(client.get(reverse("learning:module", args=[enrolment.uuid, quiz.uuid])))
    assert again.count("checked") == 1


def test_changing_an_answer_replaces_it(client: Client, attempt: QuizAttempt) -> None:
    for keys in ("a", "b"):
        answer(client, attempt, 0, keys)
    assert QuizAnswer.objects.get().chosen == ["b"]


def test_several_right_answers_can_be_taken_back(client: Client, attempt: QuizAttempt) -> None:
    for keys in ("ab", ""):
        answer(client, attempt, 1, keys)
    assert QuizAnswer.objects.get().chosen == []


@pytest.mark.parametrize(("number", "keys", "kept"), [(0, "ab", ["a"]), (0, "xb", ["b"]), (1, "cax", ["a", "c"])])
def test_only_choices_of_the_question_are_kept(
    client: Client, attempt: QuizAttempt, number: int, keys: str, kept: list[str]
) -> None:
    answer(client, attempt, number, keys)
    assert QuizAnswer.objects.get().chosen == kept


def test_question_of_another_quiz_is_absent(client: Client, attempt: QuizAttempt) -> None:
    stray = items(course_with_quiz().modules.get(order=1))[0]
    assert client.post(reverse("learning:quiz-answer", args=[attempt.uuid, stray.uuid])).status_code == 404


def test_attempt_is_nobody_elses(client: Client, attempt: QuizAttempt, cast: Cast) -> None:
    client.force_login(cast.charlie)
    assert answer(client, attempt, 0, "b").status_code == 404
    assert submit(client, attempt, RIGHT).status_code == 404
    assert not QuizAnswer.objects.exists()


# Submitting


def test_all_right_passes_and_completes_the_module(client: Client, attempt: QuizAttempt, quiz: Module) -> None:
    response = submit(client, attempt, RIGHT)
    attempt.refresh_from_db()
    progress = ModuleProgress.objects.get(module=quiz)
    assert response.url == reverse("learning:quiz-result", args=[attempt.uuid])
    assert (attempt.passed, attempt.score) == (True, Decimal(1))
    assert (progress.state, progress.success) == (ProgressState.COMPLETED, Success.PASSED)
    assert OutcomeRecord.objects.get().source == f"quiz:{attempt.uuid}"


def test_wrong_answer_fails_below_the_pass_mark(client: Client, attempt: QuizAttempt, quiz: Module) -> None:
    submit(client, attempt, WRONG)
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.score) == (False, Decimal("0.5"))
    assert ModuleProgress.objects.get(module=quiz).state == ProgressState.FAILED


def test_answers_kept_before_count_when_the_form_leaves_them_out(client: Client, attempt: QuizAttempt) -> None:
    answer(client, attempt, 0, "b")
    item = items(attempt.module)[1]
    client.post(reverse("learning:quiz-submit", args=[attempt.uuid]), {f"answer-{item.uuid}": ["a", "b"]})
    attempt.refresh_from_db()
    assert attempt.passed


def test_unanswered_questions_are_named(client: Client, attempt: QuizAttempt) -> None:
    response = submit(client, attempt, ("b",))
    assert response.status_code == 422
    assert "第2問に答える" in read(response)
    assert "第1問に答える" not in read(response)
    attempt.refresh_from_db()
    assert attempt.is_open


def test_submitting_twice_marks_once(client: Client, attempt: QuizAttempt) -> None:
    submit(client, attempt, WRONG)
    submit(client, attempt, RIGHT)
    attempt.refresh_from_db()
    assert attempt.passed is False
    assert OutcomeRecord.objects.count() == 1


def test_answers_of_a_submitted_attempt_no_longer_change(client: Client, attempt: QuizAttempt) -> None:
    submit(client, attempt, WRONG)
    answer(client, attempt, 0, "b")
    assert QuizAnswer.objects.get(item=items(attempt.module)[0]).chosen == ["a"]


# The result


def test_failed_attempt_explains_without_telling_the_right_answers(client: Client, attempt: QuizAttempt) -> None:
    submit(client, attempt, WRONG)
    shown = read(client.get(reverse("learning:quiz-result", args=[attempt.uuid])))
    assert all(words in shown for words in ("不合格", "2問中1問正解", "あと1回", "解説1", "もう一度受ける"))
    assert "正答" not in shown


def test_passed_attempt_tells_the_right_answers(client: Client, attempt: QuizAttempt) -> None:
    submit(client, attempt, RIGHT)
    shown = read(client.get(reverse("learning:quiz-result", args=[attempt.uuid])))
    assert "正答" in shown
    assert "もう一度受ける" not in shown


def test_open_attempt_has_no_result(client: Client, attempt: QuizAttempt, enrolment: Enrolment, quiz: Module) -> None:
    response = client.get(reverse("learning:quiz-result", args=[attempt.uuid]))
    assert response.url == reverse("learning:module", args=[enrolment.uuid, quiz.uuid])


def test_second_attempt_starts_empty_and_keeps_the_first(
    client: Client, attempt: QuizAttempt, enrolment: Enrolment, quiz: Module
) -> None:
    submit(client, attempt, WRONG)
    start = reverse("learning:quiz-start", args=[enrolment.uuid, quiz.uuid])
    assert "checked" not in read(client.post(start, follow=True))
    submit(client, QuizAttempt.objects.get(number=2), RIGHT)
    assert list(QuizAttempt.objects.order_by("number").values_list("passed", flat=True)) == [False, True]
    assert ModuleProgress.objects.get(module=quiz).state == ProgressState.COMPLETED


def test_attempts_run_out(client: Client, attempt: QuizAttempt, enrolment: Enrolment, quiz: Module) -> None:
    start = reverse("learning:quiz-start", args=[enrolment.uuid, quiz.uuid])
    submit(client, attempt, WRONG)
    client.post(start)
    submit(client, QuizAttempt.objects.get(number=2), WRONG)
    response = client.post(start, follow=True)
    assert QuizAttempt.objects.count() == 2
    assert "受けられる回数を使い切りました" in read(response)


def test_passed_quiz_cannot_be_taken_again(enrolment: Enrolment, quiz: Module, cast: Cast) -> None:
    attempt = services.start_attempt(enrolment, quiz, at=AT)
    answers = {item: list(keys) for item, keys in zip(items(quiz), RIGHT, strict=True)}
    services.keep_answers(attempt, answers, at=AT)
    services.submit_attempt(attempt, by=cast.alice, at=AT)
    with pytest.raises(ValidationError, match="合格しています"):
        services.start_attempt(enrolment, quiz, at=AT)


def test_questions_cost_the_same_for_one_answer_and_for_all(
    client: Client, attempt: QuizAttempt, enrolment: Enrolment, quiz: Module, django_assert_max_num_queries
) -> None:
    page = reverse("learning:module", args=[enrolment.uuid, quiz.uuid])
    client.get(page)
    for number, keys in enumerate(("b", "ab")):
        answer(client, attempt, number, keys)
        with django_assert_max_num_queries(14):
            client.get(page)
