from datetime import date

import pytest

from lms.learning.extensions.rules import Problem, Situation, granted_day, may_ask, problem_of_day, settled_due
from lms.lib.working_days import WorkingDays

DUE = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("situation", "problem"),
    [
        (Situation(is_open=True, due_on=DUE, is_waiting=False), None),
        (Situation(is_open=False, due_on=DUE, is_waiting=False), Problem.NOT_OPEN),
        (Situation(is_open=True, due_on=None, is_waiting=False), Problem.NO_DUE_DATE),
        (Situation(is_open=True, due_on=DUE, is_waiting=True), Problem.WAITING),
    ],
)
def test_more_time_is_asked_for_open_courses_with_a_date_once(situation: Situation, problem: Problem | None) -> None:
    assert may_ask(situation) == problem


@pytest.mark.parametrize(
    ("wish", "today", "problem"),
    [
        (date(2026, 12, 11), date(2026, 11, 24), None),
        (date(2026, 11, 30), date(2026, 11, 24), Problem.NOT_LATER),
        (date(2026, 12, 4), date(2026, 12, 10), Problem.PAST),
        (date(2026, 12, 10), date(2026, 12, 10), None),
        (date(2027, 6, 30), date(2026, 11, 24), Problem.TOO_LONG),
    ],
)
def test_the_wished_day_lies_ahead_and_not_too_far(wish: date, today: date, problem: Problem | None) -> None:
    assert problem_of_day(wish, due_on=DUE, today=today) == problem


def test_a_granted_day_is_a_day_city_hall_is_open() -> None:
    assert granted_day(date(2026, 12, 30), WorkingDays()) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("rule_due", "granted", "holds"),
    [
        (DUE, None, DUE),
        (None, DUE, DUE),
        (DUE, date(2026, 12, 11), date(2026, 12, 11)),
        (date(2026, 12, 25), date(2026, 12, 11), date(2026, 12, 25)),
        (None, None, None),
    ],
)
def test_the_later_of_rule_and_extension_holds(rule_due: date | None, granted: date | None, holds: date | None) -> None:
    assert settled_due(rule_due, granted) == holds
