import pytest
from hypothesis import given, settings

from lms.people.roster.raters import FIRST, SECOND, Rating, circles, first_raters
from tests.people.cities import EMPTY, compare, facts_of
from tests.people.rosters import changed, line
from tests.people.test_diff import rosters

TOP = {"課コード": "", "課": "", "係コード": "", "係": ""}
DIVISION = {"係コード": "", "係": ""}
SECTION = {"係コード": "010101", "係": "DX推進係"}
HOUSE = [
    line("000001", "部 長子", **TOP, 職名="部長"),
    line("000002", "課 長子", **DIVISION, 職名="課長"),
    line("000003", "係 長子", **SECTION, 職名="係長"),
    line("000004", "青木 花子", **SECTION),
    line("000005", "上田 二郎", **SECTION, 職名="主任"),
]


def raters_of(lines: list[dict[str, str]], number: str) -> tuple[str | None, str | None]:
    ratings = compare(EMPTY, lines).ratings
    first, second = ratings.get((number, FIRST)), ratings.get((number, SECOND))
    return first.rater if first else None, second.rater if second else None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("000004", ("000003", "000002")),
        ("000003", ("000002", "000001")),
        ("000002", ("000001", None)),
        ("000001", (None, None)),
    ],
)
def test_the_chain_climbs_from_section_to_bureau(number: str, expected: tuple[str | None, str | None]) -> None:
    assert raters_of(HOUSE, number) == expected


def without(number: str) -> list[dict[str, str]]:
    return [each for each in HOUSE if each["職員番号"] != number]


def test_a_vacant_section_is_rated_by_the_division() -> None:
    assert raters_of(without("000003"), "000004") == ("000002", "000001")


def test_a_vacant_division_climbs_past_a_lower_rank_that_stands_in_it() -> None:
    lines = [*without("000002"), line("000009", **DIVISION, 職名="副主幹")]
    assert raters_of(lines, "000003") == ("000001", None)


def test_a_head_on_leave_does_not_rate() -> None:
    lines = changed(HOUSE, "000003", 発令区分="休職")
    assert raters_of(lines, "000004") == ("000002", "000001")


def test_an_acting_head_rates_and_is_not_asked_twice() -> None:
    acting = HOUSE[0] | {"課コード": "0101", "課": "情報政策課", "職名": "課長", "発令区分": "事務取扱"}
    assert raters_of([*without("000002"), acting], "000003") == ("000001", None)
    assert raters_of([*without("000002"), acting], "000004") == ("000003", "000001")


def test_a_nursery_placed_as_a_division_is_led_by_its_head() -> None:
    nursery = {"課コード": "0109", "課": "中央保育所", "係コード": "", "係": ""}
    lines = [
        *HOUSE,
        line("000010", "園 長子", **nursery, 職名="園長"),
        line("000011", "保 育子", **nursery, 職名="保健師"),
    ]
    assert raters_of(lines, "000011") == ("000010", "000001")


def test_the_first_title_of_a_rank_leads() -> None:
    lines = [*HOUSE, line("000009", "参 事子", **DIVISION, 職名="参事")]
    assert raters_of(lines, "000009") == ("000002", "000001")
    assert raters_of(lines, "000003") == ("000002", "000001")


def test_overrides_from_the_file_stand_and_are_kept_by_the_next_roster() -> None:
    lines = changed(HOUSE, "000004", 一次評価者="000005")
    facts = facts_of(lines)
    assert facts.ratings["000004", FIRST] == Rating(rater="000005", is_override=True)
    again = compare(facts, HOUSE)
    assert again.ratings["000004", FIRST] == Rating(rater="000005", is_override=True)


def test_an_override_whose_rater_left_falls_back_to_the_organisation_with_a_warning() -> None:
    facts = facts_of(changed(HOUSE, "000004", 一次評価者="000005"))
    found = compare(facts, without("000005"))
    assert found.ratings["000004", FIRST] == Rating(rater="000003")
    assert "override_ended" in {problem.code for problem in found.problems}


def test_circles_begin_at_their_smallest_number() -> None:
    chain = {("b", FIRST): Rating(rater="c"), ("c", FIRST): Rating(rater="a"), ("a", FIRST): Rating(rater="b")}
    outside = {("z", FIRST): Rating(rater="a"), ("y", FIRST): Rating(rater="x")}
    assert circles(first_raters(chain | outside)) == [("a", "b", "c")]


@settings(max_examples=100, deadline=None)
@given(rosters())
def test_derived_raters_never_loop_nor_rate_themselves(lines: list[dict[str, str]]) -> None:
    found = compare(EMPTY, lines)
    assert circles(first_raters(found.ratings)) == []
    for (number, role), rating in found.ratings.items():
        assert rating.rater != number
        assert role == FIRST or found.ratings[number, FIRST].rater != rating.rater
