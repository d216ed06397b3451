import pytest

from assessments.scope import Exclude, default_employments, default_kinds, exclusion


@pytest.mark.parametrize(
    ("kinds", "employment", "reason"),
    [
        ({"main"}, "regular", None),
        ({"main", "concurrent"}, "regular", None),
        ({"main"}, "reappointed", None),
        ({"main"}, "fixed_term", None),
        ({"main", "leave"}, "regular", Exclude.LEAVE),
        ({"main", "seconded_out"}, "regular", Exclude.SECONDED_OUT),
        ({"main", "leave", "seconded_out"}, "fiscal_year", Exclude.SECONDED_OUT),
        ({"main", "leave"}, "fiscal_year", Exclude.LEAVE),
        ({"main"}, "fiscal_year", Exclude.FISCAL_YEAR),
    ],
)
def test_default_rule_leaves_out(kinds, employment, reason) -> None:
    found = exclusion(
        kinds=kinds,
        employment=employment,
        excluded_kinds=default_kinds(),
        excluded_employments=default_employments(),
    )
    assert found == reason


def test_city_may_take_everyone_in() -> None:
    found = exclusion(kinds={"main", "leave"}, employment="fiscal_year", excluded_kinds=[], excluded_employments=[])
    assert found is None


def test_city_may_leave_more_out() -> None:
    found = exclusion(kinds={"main"}, employment="reappointed", excluded_kinds=[], excluded_employments=["reappointed"])
    assert found is Exclude.REAPPOINTED
