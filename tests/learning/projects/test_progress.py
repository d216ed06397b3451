from datetime import date
from decimal import Decimal

import pytest

from lms.learning.projects.progress import (
    PhaseFacts,
    PhaseState,
    phase_states,
    rubric_score,
    week_of,
    weekly_target,
)
from lms.learning.rubric import levels_met, missing_criteria

NEW = PhaseFacts(is_accepted=False)
WAITING = PhaseFacts(is_accepted=False, versions=1)
RETURNED = PhaseFacts(is_accepted=False, versions=2, newest_verdict="returned")
ACCEPTED = PhaseFacts(is_accepted=True, versions=1, newest_verdict="accepted")
RUBRIC = [
    {"key": "a", "title": "課題", "levels": ["一", "二", "三", "四"]},
    {"key": "b", "title": "効果", "levels": ["一", "二", "三", "四"]},
]


@pytest.mark.parametrize(
    ("phases", "states"),
    [
        ([], []),
        ([NEW, NEW], ["open", "locked"]),
        ([WAITING, NEW], ["waiting", "locked"]),
        ([RETURNED, NEW], ["returned", "locked"]),
        ([ACCEPTED, NEW, NEW], ["accepted", "open", "locked"]),
        ([ACCEPTED, RETURNED, NEW], ["accepted", "returned", "locked"]),
        ([ACCEPTED, ACCEPTED], ["accepted", "accepted"]),
    ],
)
def test_phases_open_one_after_another(phases: list[PhaseFacts], states: list[str]) -> None:
    assert phase_states(phases) == [PhaseState(state) for state in states]


@pytest.mark.parametrize(
    ("reviews", "score"),
    [
        ([], None),
        ([{}], None),
        ([{"a": 4, "b": 4}], Decimal(1)),
        ([{"a": 1}], Decimal("0.25")),
        ([{"a": 2, "b": 3}, {"a": 4, "b": 3}], Decimal("0.75")),
    ],
)
def test_score_is_the_mean_level_as_a_share_of_the_best(reviews: list[dict[str, int]], score: Decimal | None) -> None:
    assert rubric_score(reviews) == score


@pytest.mark.parametrize(
    ("scores", "missing"),
    [({}, ["課題", "効果"]), ({"a": 2}, ["効果"]), ({"a": 0, "b": 5}, ["課題", "効果"]), ({"a": 1, "b": 4}, [])],
)
def test_criteria_without_a_level_of_1_to_4_are_named(scores: dict[str, int], missing: list[str]) -> None:
    assert missing_criteria(RUBRIC, scores) == missing


def test_levels_read_in_the_rubrics_words_and_order() -> None:
    met = levels_met(RUBRIC, {"b": 4, "a": 1})
    assert [(row.title, row.level, row.words) for row in met] == [("課題", 1, "一"), ("効果", 4, "四")]
    assert levels_met(RUBRIC, {}) == []


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 29)])
def test_a_week_runs_from_monday_to_sunday(day: date) -> None:
    assert week_of(day) == (date(2026, 11, 23), date(2026, 11, 30))


@pytest.mark.parametrize(("week", "target"), [(2325, 232), (1500, 150), (0, 0), (2400, 240)])
def test_target_is_a_tenth_of_the_persons_own_week(week: int, target: int) -> None:
    assert weekly_target(week) == target
