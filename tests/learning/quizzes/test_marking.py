from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.questions.shape import Choice, Question, QuestionKind
from lms.learning.quizzes.marking import attempts_left, mark, may_try_again, needed


def question(kind: QuestionKind = QuestionKind.SINGLE, **rights: bool) -> Question:
    choices = tuple(Choice(key=key, text=key, is_correct=right) for key, right in rights.items())
    return Question(key=uuid4(), kind=kind, text="問い", choices=choices)


ONE = question(a=False, b=True)
TWO = question(QuestionKind.MULTIPLE, a=True, b=True, c=False)


@pytest.mark.parametrize(
    ("answers", "right"),
    [
        ({}, set()),
        ({1: "b"}, {1}),
        ({1: "a"}, set()),
        # Exactly the right choices: one too few or too many is wrong.
        ({2: "ab"}, {2}),
        ({2: "a"}, set()),
        ({2: "abc"}, set()),
        ({1: "b", 2: "ba"}, {1, 2}),
        ({3: "b"}, set()),
    ],
)
def test_questions_are_marked(answers: dict[int, str], right: set[int]) -> None:
    chosen = {key: list(keys) for key, keys in answers.items()}
    assert mark({1: ONE, 2: TWO}, chosen, pass_percent=100).right == right


def test_question_without_a_right_choice_cannot_be_answered_right() -> None:
    assert not mark({1: question(a=False)}, {1: []}, pass_percent=0).right


def questions(total: int) -> dict[int, Question]:
    return {key: question(a=True, b=False) for key in range(total)}


@pytest.mark.parametrize(
    ("total", "right", "percent", "passed"),
    [
        (5, 4, 80, True),
        (5, 3, 80, False),
        (3, 2, 67, False),
        (3, 2, 66, True),
        (3, 3, 100, True),
        (7, 0, 0, True),
        (0, 0, 0, False),
    ],
)
def test_pass_mark_is_met_exactly(total: int, right: int, percent: int, passed: bool) -> None:
    answers = {key: ["a"] for key in range(right)}
    assert mark(questions(total), answers, pass_percent=percent).passed is passed


@given(st.integers(1, 60), st.integers(0, 100))
def test_needed_is_the_smallest_number_that_passes(total: int, percent: int) -> None:

    def passes(right: int) -> bool:
        return mark(questions(total), {key: ["a"] for key in range(right)}, pass_percent=percent).passed

    wanted = needed(total, percent)
    assert passes(wanted)
    assert wanted == 0 or not passes(wanted - 1)


@given(st.integers(1, 60), st.data())
def test_score_is_the_share_answered_right(total: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, total))
    marked = mark(questions(total), {key: ["a"] for key in range(right)}, pass_percent=80)
    assert 0 <= marked.score <= 1
    assert abs(marked.score - Decimal(right) / total) < Decimal("0.000001")


@pytest.mark.parametrize(
    ("passed", "used", "allowed", "again"),
    [
        (False, 1, None, True),
        (False, 9, None, True),
        (False, 1, 2, True),
        (False, 2, 2, False),
        (False, 3, 2, False),
        (True, 1, None, False),
        (True, 1, 3, False),
    ],
)
def test_who_may_try_again(passed: bool, used: int, allowed: int | None, again: bool) -> None:
    assert may_try_again(passed=passed, used=used, allowed=allowed) is again


def test_attempts_left() -> None:
    assert attempts_left(used=5, allowed=None) is None
    assert attempts_left(used=1, allowed=3) == 2
    assert attempts_left(used=5, allowed=3) == 0
