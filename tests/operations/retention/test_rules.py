"""Terms counted as filing rules count them: tables of examples and properties. No database."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.lib.calendar import fiscal_year
from lms.operations.retention import rules
from lms.operations.retention.registry import CLASSES, PERSON

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
years = st.integers(1, 30)


@pytest.mark.parametrize(
    ("completed_on", "kept", "expires_on"),
    [
        # The last day of a fiscal year and the first of the next lie a year apart.
        (date(2021, 3, 31), 5, date(2026, 4, 1)),
        (date(2021, 4, 1), 5, date(2027, 4, 1)),
        (date(2020, 4, 1), 5, date(2026, 4, 1)),
        (date(2025, 12, 28), 1, date(2027, 4, 1)),
        (date(2024, 2, 29), 3, date(2027, 4, 1)),
    ],
)
def test_term_begins_on_the_first_of_april_after(completed_on: date, kept: int, expires_on: date):
    assert rules.expires_on(completed_on, kept) == expires_on
    assert not rules.is_due(completed_on, kept, date(expires_on.year, 3, 31))
    assert rules.is_due(completed_on, kept, expires_on)


@given(days, years)
def test_whole_years_pass_between_completion_and_deletion(completed_on: date, kept: int):
    expires = rules.expires_on(completed_on, kept)
    assert (expires.month, expires.day) == (4, 1)
    assert kept * 365 < (expires - completed_on).days <= (kept + 1) * 366


@given(days, years, days)
def test_a_query_asks_what_the_rule_says(completed_on: date, kept: int, on: date):
    assert rules.is_due(completed_on, kept, on) == (completed_on < rules.cutoff(on, kept))


@given(days, years, years, days)
def test_a_longer_term_never_deletes_earlier(completed_on: date, one: int, other: int, on: date):
    short, long = sorted((one, other))
    assert rules.is_due(completed_on, short, on) or not rules.is_due(completed_on, long, on)


@given(days, years)
def test_what_is_due_changes_on_the_first_of_april_alone(on: date, kept: int):
    turn = rules.next_turn(on)
    assert turn > on
    assert fiscal_year(turn) == fiscal_year(on) + 1
    assert rules.cutoff(on, kept) == rules.cutoff(date(turn.year, 3, 31), kept) < rules.cutoff(turn, kept)


def test_day_of_leaving_is_the_day_after_the_last_day_of_work():
    assert rules.last_day(date(2021, 4, 1)) == date(2021, 3, 31)


def test_proposed_terms_lie_within_their_bounds_and_outlive_nobody():
    terms = {each.key: each.term for each in CLASSES.values()}
    assert all(rules.within_bounds(term, term.years) for term in terms.values())
    assert rules.outlives_person(terms, {key: term.years for key, term in terms.items()}, PERSON) == []


@pytest.mark.parametrize(("files", "person", "longer"), [(3, 5, []), (5, 5, ["files"]), (4, 5, []), (3, 2, ["files"])])
def test_files_that_name_people_go_a_year_before_the_people(files: int, person: int, longer: list[str]):
    terms = {
        "files": rules.Term(years=3, least=1, most=5, names_others=True),
        PERSON: rules.Term(years=5, least=2, most=30),
    }
    assert rules.outlives_person(terms, {"files": files, PERSON: person}, PERSON) == longer


def test_roster_that_tells_of_a_leaving_is_gone_before_the_leaver():
    """It is loaded on the day after the last day, which may be in the next fiscal year."""
    for person in range(2, 31):
        assert rules.expires_on(date(2021, 4, 1), person - 1) <= rules.expires_on(date(2021, 3, 31), person)


@pytest.mark.parametrize(
    ("value", "is_mentioned"),
    [
        ("000309", True),
        ("000309 (HR)", True),
        ({"to": "000309"}, True),
        ({"000309": 1}, True),
        ([["x", {"who": "山田 太郎の件"}]], True),
        ("1000309", False),
        ("000309-4711", False),
        ("1000309 000309", True),
        (309, False),
        ({"rows": 3}, False),
        ("01a20a9a-c8ca-7071-8ddd-a45000309949", False),
        ("職員番号：０００３０９", True),
        ("山田　太郎", True),
        ({"body": '[{"value": "\\u5c71\\u7530 \\u592a\\u90ce"}]'}, True),
        ("[山田 太郎", True),
    ],
)
def test_a_number_is_mentioned_when_it_stands_by_itself(value: object, is_mentioned: bool):
    assert rules.mentions(value, {"000309", "山田 太郎"}) == is_mentioned


def test_a_person_is_called_by_name_number_and_address_if_there_is_one():
    assert rules.names_of(staff_no="000309", name="山田 太郎", email="") == {"000309", "山田 太郎", "山田太郎"}
    assert not rules.mentions("anything", rules.names_of(staff_no="", name="", email=""))


def test_word_is_asked_for_as_each_database_keeps_it():
    assert rules.as_stored("000309") == {"000309"}
    draft = json.dumps({"body": json.dumps(["山田"])})
    assert [word for word in rules.as_stored("山田") if word in draft] == [r"\\u5c71\\u7530"]


def test_codes_are_drawn_not_computed():
    codes = {rules.new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == rules.CODE_LENGTH and set(code) <= set(rules.ALPHABET) for code in codes)


def test_runs_are_numbered_within_their_fiscal_year():
    assert rules.run_number(2026, 3) == "D-R8-3"
