"""Time, draws and item statistics: pure rules."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.quizzes.drawing import Candidate, drawn
from lms.learning.quizzes.statistics import FEWEST, STEADY, Verdict, correlation, item_figures
from lms.learning.quizzes.timing import GRACE, is_over, is_up, time_allowed
from lms.learning.quizzes.views import swapped

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("limit", "extra", "minutes"),
    [
        (None, [], None),
        (20, [], 20),
        (20, [25], 25),
        (20, [25, 50], 30),
        (20, [100], 40),
        (20, [50, None], None),
        (None, [50], None),
    ],
)
def test_time_allowed(limit: int | None, extra: list[int | None], minutes: int | None) -> None:
    assert time_allowed(limit, extra) == (None if minutes is None else timedelta(minutes=minutes))


def test_answers_count_a_little_after_the_time_is_up() -> None:
    assert not is_up(AT, AT - 3 * SECOND)
    assert is_up(AT, AT)
    assert not is_over(AT, AT + GRACE)
    assert is_over(AT, AT + GRACE + SECOND)
    assert not is_over(None, AT)
    assert not is_up(None, AT)


@given(st.integers(0, 5), st.integers(0, 12), st.integers(1, 12), st.integers())
def test_draws_take_so_many_of_their_own_and_all_of_the_rest(fixed: int, pool: int, count: int, seed: int) -> None:
    draw = uuid4()
    rows = [Candidate(pk=pk, draw=None) for pk in range(fixed)]
    rows += [Candidate(pk=100 + pk, draw=draw) for pk in range(pool)]
    asked = drawn(rows, {draw: count}, Random(seed))
    assert asked[:fixed] == list(range(fixed))
    assert len(set(asked)) == len(asked) == fixed + min(count, pool)


@pytest.mark.parametrize(
    ("step", "by", "changed"),
    [("a", 1, "bac"), ("c", -1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("x", 1, "abc")],
)
def test_step_changes_place_with_its_neighbour(step: str, by: int, changed: str) -> None:
    assert swapped(list("abc"), step, by) == list(changed)


# Item statistics


def sheets(*rows: str) -> list[dict[int, bool]]:
    """One attempt each: "110" is right, right, wrong."""
    return [{number: mark == "1" for number, mark in enumerate(row)} for row in rows]


def test_figures_of_a_question_that_tells_who_knows() -> None:
    figures = item_figures(sheets(*["111"] * 18, *["000"] * 12))[0]
    assert (figures.answers, figures.right, figures.difficulty) == (30, 18, 0.6)
    assert figures.discrimination == pytest.approx(1)
    assert figures.verdict is Verdict.GOOD


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        (["111"] * (FEWEST - 1), Verdict.FEW),
        (["011", "100"] * (STEADY // 2 - 1), Verdict.FEW),
        (["111"] * 15 + ["100"] * 15, Verdict.EASY),
        (["011"] * 20 + ["000"] * 5 + ["111"] * 5, Verdict.HARD),
        (["011"] * 15 + ["100"] * 15, Verdict.REVERSED),
        # A little below nothing is chance, not a wrong key.
        (["111", "110", "101", "100", "011", "010", "001", "000"] * 4 + ["011", "100"], Verdict.WEAK),
        (["111", "110", "101", "100"] * 4 + ["011", "010", "001", "000"] * 4, Verdict.WEAK),
    ],
)
def test_verdicts(rows: list[str], verdict: Verdict) -> None:
    assert item_figures(sheets(*rows))[0].verdict is verdict


def test_the_share_comes_before_the_discrimination() -> None:
    figures = item_figures(sheets(*["111"] * 6, *["000"] * 4))[0]
    assert (figures.difficulty, figures.discrimination) == (0.6, None)


def test_questions_drawn_for_some_are_measured_on_those_alone() -> None:
    drawn_for_some = [{0: True, 1: True}] * 12 + [{0: True}] * 3
    assert item_figures(drawn_for_some)[1].answers == 12
    assert item_figures(drawn_for_some)[0].answers == 15


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=FEWEST, max_size=40))
def test_figures_stay_in_their_bounds(marks: list[list[bool]]) -> None:
    for figures in item_figures([dict(enumerate(row)) for row in marks]).values():
        assert figures.difficulty is not None
        assert 0 <= figures.difficulty <= 1
        assert figures.discrimination is None or -1 <= figures.discrimination <= 1


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=20))
def test_correlation_with_itself_is_one_or_none(values: list[float]) -> None:
    found = correlation(values, values)
    assert found is None or found == pytest.approx(1)
