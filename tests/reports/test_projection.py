from datetime import date

import pytest

from reports.projection import Step, Why, cycles_between, project

ON = date(2026, 10, 1)
ENDS = (date(2027, 12, 31), date(2028, 3, 31))
NOW = [5, 20, 30, 30, 10, 5]


def step(up: int = 5, people: int = 20) -> Step:
    """Every level keeps most people and sends some one level up."""
    table = [[0] * 6 for _ in range(6)]
    for level in range(6):
        table[level][level] = people - up
        table[level][min(level + 1, 5)] += up
    return Step(table=table, leavers=(1,) * 6, joiners=(1,) * 6)


def test_two_transitions_of_thirty_people_give_a_band_to_each_milestone() -> None:
    made = project([step(), step()], NOW, on=ON, milestones=ENDS)
    assert made.why_not is None
    assert [reach.cycles for reach in made.reaches] == [2, 2]
    for reach in made.reaches:
        assert 0 <= reach.level_4[0] < reach.level_4[1] <= 100
        assert reach.level_4[1] < reach.level_3[1]


def test_the_same_figures_give_the_same_band() -> None:
    first, second = (project([step(), step()], NOW, on=ON, milestones=ENDS) for _ in range(2))
    assert first == second


def test_more_who_rise_raise_the_band() -> None:
    slow = project([step(1), step(1)], NOW, on=ON, milestones=ENDS).reaches[0]
    fast = project([step(10), step(10)], NOW, on=ON, milestones=ENDS).reaches[0]
    assert slow.level_3[1] < fast.level_3[0]


@pytest.mark.parametrize(
    ("steps", "on", "why"),
    [
        ([], ON, Why.FEW_TRANSITIONS),
        ([step()], ON, Why.FEW_TRANSITIONS),
        ([step(0, 4), step()], ON, Why.FEW_PEOPLE),
        ([step(), step()], date(2028, 4, 1), Why.PAST),
    ],
)
def test_too_little_data_gives_no_band_but_a_reason(steps: list[Step], on: date, why: Why) -> None:
    made = project(steps, NOW, on=on, milestones=ENDS)
    assert (made.why_not, made.reaches) == (why, ())


@pytest.mark.parametrize(
    ("on", "by", "cycles"),
    [(ON, date(2027, 12, 31), 2), (date(2027, 10, 1), date(2027, 12, 31), 0), (ON, date(2028, 4, 1), 3)],
)
def test_a_cycle_comes_each_half_year(on: date, by: date, cycles: int) -> None:
    assert cycles_between(on, by) == cycles
