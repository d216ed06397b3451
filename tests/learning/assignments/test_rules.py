from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.assignments.audience import Audience, Criterion, Match, Person, why
from lms.learning.assignments.due import Because, Terms, due_of
from lms.learning.assignments.planning import CHANGING, Case, Ending, Verdict, ending, verdict
from lms.lib.working_days import WorkingDays

HANAKO = Person(
    id=UUID(int=1),
    departments=frozenset({1, 12}),
    rank=3,
    groups=frozenset({20, 21}),
    working_groups=frozenset({7}),
    roles=frozenset({"supervisor"}),
    employment="regular",
    joined_on=date(2020, 4, 1),
)


@pytest.mark.parametrize(
    ("audience", "met"),
    [
        (Audience(), ()),
        (Audience(takes_everyone=True), (Match(Criterion.EVERYONE),)),
        (Audience(groups=frozenset({21})), (Match(Criterion.GROUP, 21),)),
        (Audience(ranks=frozenset({3, 4})), (Match(Criterion.RANK, 3),)),
        (Audience(departments=frozenset({1})), (Match(Criterion.DEPARTMENT, 1),)),
        (Audience(departments=frozenset({2})), ()),
        (Audience(working_groups=frozenset({7})), (Match(Criterion.WORKING_GROUP, 7),)),
        (Audience(roles=frozenset({"supervisor"})), (Match(Criterion.ROLE, "supervisor"),)),
        (Audience(employments=frozenset({"fiscal_year"})), ()),
        (
            Audience(ranks=frozenset({3}), departments=frozenset({12})),
            (Match(Criterion.RANK, 3), Match(Criterion.DEPARTMENT, 12)),
        ),
        (Audience(ranks=frozenset({3}), departments=frozenset({2})), ()),
        (Audience(takes_everyone=True, ranks=frozenset({9})), ()),
        (Audience(joined_from=date(2026, 4, 1)), ()),
        (Audience(joined_from=date(2020, 4, 1)), (Match(Criterion.JOINED, "2020-04-01"),)),
    ],
)
def test_kinds_narrow_and_values_widen(audience: Audience, met: tuple[Match, ...]) -> None:
    assert why(audience, HANAKO) == met


TERMS = Terms(starts_on=date(2026, 5, 1), due_on=date(2026, 6, 30))
START = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("terms", "joined_on", "returned_on", "reached_on", "due_on", "because"),
    [
        (TERMS, date(2020, 4, 1), None, START, date(2026, 6, 30), Because.COMMON),
        (TERMS, date(2026, 6, 15), None, date(2026, 6, 15), date(2026, 7, 15), Because.JOINED),
        # A joiner never has less time than colleagues.
        (TERMS, date(2026, 5, 7), None, date(2026, 5, 7), date(2026, 6, 30), Because.COMMON),
        (TERMS, date(2020, 4, 1), date(2026, 9, 1), date(2026, 9, 1), date(2026, 10, 1), Because.RETURNED),
        # Back before the rule began: nothing special.
        (TERMS, date(2020, 4, 1), date(2026, 4, 20), START, date(2026, 6, 30), Because.COMMON),
        # Transferred into the audience: the days count from then.
        (TERMS, date(2020, 4, 1), None, date(2026, 10, 1), date(2026, 11, 2), Because.REACHED),
        # No date for all: everybody has the days.
        (Terms(starts_on=START, joiner_days=14), date(2020, 4, 1), None, START, date(2026, 5, 15), Because.REACHED),
        # 30 days later is a Sunday, and 23 November a holiday.
        (
            Terms(starts_on=START, due_on=date(2026, 11, 22)),
            date(2020, 4, 1),
            None,
            START,
            date(2026, 11, 24),
            Because.COMMON,
        ),
    ],
)
def test_due_dates(
    terms: Terms,
    joined_on: date,
    returned_on: date | None,
    reached_on: date,
    due_on: date,
    because: Because,
) -> None:
    person = replace(HANAKO, joined_on=joined_on, returned_on=returned_on)
    due = due_of(terms, person, reached_on=reached_on, days=WorkingDays())
    assert (due.on, due.because) == (due_on, because)


days = st.dates(date(2026, 1, 1), date(2027, 3, 31))


@given(st.none() | days, st.none() | days, days, st.none() | st.integers(1, 200), st.integers(1, 60))
def test_nobody_has_less_time_than_colleagues_and_no_date_is_a_closed_day(
    joined: date | None, returned: date | None, reached: date, common: int | None, given_days: int
) -> None:
    due_on = START + timedelta(days=common) if common else None
    terms = Terms(starts_on=START, due_on=due_on, joiner_days=given_days, return_days=given_days)
    person = replace(HANAKO, joined_on=joined, returned_on=returned)
    due = due_of(terms, person, reached_on=reached, days=WorkingDays())
    assert WorkingDays().is_open(due.on)
    if due_on:
        assert due.on >= due_on
    for since in (joined, returned, reached):
        if since and since > START:
            assert due.on >= since + timedelta(days=given_days)


DUE = date(2026, 6, 30)
HAS_IT = Case(is_reached=True, is_assigned=True, due_now=DUE, due_wanted=DUE)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(is_reached=True, due_wanted=DUE), Verdict.ASSIGN),
        (Case(is_reached=False), Verdict.NONE),
        (HAS_IT, Verdict.KEEP),
        (HAS_IT._replace(due_now=date(2026, 6, 1)), Verdict.MOVE),
        (HAS_IT._replace(is_assigned=False), Verdict.REOPEN),
        (HAS_IT._replace(is_reached=False), Verdict.END),
        (HAS_IT._replace(is_in_office=False, is_reached=False), Verdict.END),
        (HAS_IT._replace(is_offered=False), Verdict.END),
        (HAS_IT._replace(is_rule_active=False), Verdict.END),
        (HAS_IT._replace(is_exempt=True), Verdict.END),
        (HAS_IT._replace(is_assigned=None, is_exempt=True), Verdict.EXEMPT),
        (HAS_IT._replace(has_completed=True), Verdict.COMPLETED),
        # What is completed is not taken back, whatever happens after.
        (HAS_IT._replace(has_completed=True, is_rule_active=False, is_reached=False), Verdict.COMPLETED),
        (Case(is_reached=True, has_completed=True), Verdict.COMPLETED),
        # Leave pauses.
        (HAS_IT._replace(is_away=True), Verdict.AWAY),
        (HAS_IT._replace(is_away=True, is_reached=False), Verdict.AWAY),
        (Case(is_reached=True, is_away=True), Verdict.AWAY),
        (HAS_IT._replace(is_away=True, is_rule_active=False), Verdict.END),
    ],
)
def test_verdicts(case: Case, expected: Verdict) -> None:
    assert verdict(case) is expected


cases = st.builds(
    Case,
    is_reached=st.booleans(),
    is_in_office=st.booleans(),
    is_offered=st.booleans(),
    is_rule_active=st.booleans(),
    is_away=st.booleans(),
    is_exempt=st.booleans(),
    has_completed=st.booleans(),
    is_assigned=st.sampled_from([None, True, False]),
    due_now=days,
    due_wanted=days,
)


def after(case: Case, done: Verdict) -> Case:
    """Return the case as it stands once the run has done what it decided."""
    match done:
        case Verdict.ASSIGN | Verdict.REOPEN | Verdict.MOVE:
            return case._replace(is_assigned=True, due_now=case.due_wanted)
        case Verdict.END:
            return case._replace(is_assigned=False)
        case _:
            return case


@given(cases)
def test_a_second_run_on_the_same_facts_does_nothing(case: Case) -> None:
    assert verdict(after(case, verdict(case))) not in CHANGING


@given(cases)
def test_nothing_is_given_to_whom_it_may_not_be_given(case: Case) -> None:
    if verdict(case) in (Verdict.ASSIGN, Verdict.REOPEN):
        assert case.is_reached
        assert case.is_in_office
        assert case.is_offered
        assert not any((case.is_away, case.is_exempt, case.has_completed))
    if verdict(case) is Verdict.END:
        assert not case.has_completed
        assert ending(case) in set(Ending)


def test_people_differ_only_by_what_rules_ask() -> None:
    assert why(Audience(takes_everyone=True), Person(id=uuid4())) == (Match(Criterion.EVERYONE),)
