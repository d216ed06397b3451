from datetime import date
from fractions import Fraction

import pytest

from reports.targets import Target, Verdict, months_left, outlook


def target(percent: int = 40) -> Target:
    return Target(
        level=3, percent=percent, group="", decided_by="委員会", decided_on=date(2026, 9, 1), document_no="情-1"
    )


@pytest.mark.parametrize(
    ("people", "not_assessed", "needed", "to_go", "verdict"),
    [
        (40, 0, 40, 0, Verdict.ACHIEVED),
        (39, 10, 40, 1, Verdict.OPEN),
        (20, 10, 40, 20, Verdict.BELOW),
        (0, 0, 40, 40, Verdict.BELOW),
    ],
)
def test_achieved_counts_confirmed_levels_only(
    people: int, not_assessed: int, needed: int, to_go: int, verdict: Verdict
) -> None:
    found = outlook(target(), people=people, in_scope=100, not_assessed=not_assessed, on=date(2026, 11, 1))
    assert (found.needed, found.to_go, found.verdict) == (needed, to_go, verdict)


def test_people_needed_are_whole_people() -> None:
    assert outlook(target(33), people=0, in_scope=70, not_assessed=0, on=date(2026, 11, 1)).needed == 24


def test_the_pace_is_people_a_month_to_each_milestone() -> None:
    found = outlook(target(), people=14, in_scope=100, not_assessed=0, on=date(2026, 10, 31))
    assert [pace.months for pace in found.paces] == [14, 17]
    assert [pace.people_a_month for pace in found.paces] == [Fraction(26, 14), Fraction(26, 17)]


def test_a_milestone_that_is_past_has_no_pace() -> None:
    found = outlook(target(), people=0, in_scope=100, not_assessed=0, on=date(2028, 1, 1))
    assert found.paces[0].people_a_month is None


@pytest.mark.parametrize(
    ("on", "months"),
    [(date(2026, 12, 31), 12), (date(2027, 1, 1), 11), (date(2027, 12, 31), 0), (date(2028, 2, 1), 0)],
)
def test_whole_months_are_left(on: date, months: int) -> None:
    assert months_left(on, date(2027, 12, 31)) == months
