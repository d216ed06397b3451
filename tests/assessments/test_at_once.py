"""Two at once on PostgreSQL: the row lock makes them take turns, and neither loses what they wrote."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from assessments.cycles import open_cycle
from assessments.errors import Refused
from assessments.levels import choices_for
from assessments.models import Answer, Assessment, Confirmation
from assessments.services import confirm, rate, save_self
from assessments.states import AssessmentState, View
from lms.people.models import User
from tests.cast import Cast
from tests.factories.assessments import AT, CycleFactory, assessment_of, open_cycle_for, rate_at

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway"),
]


def at_once(*deeds) -> list[object]:
    """Do things at the same moment, each on a connection of its own; a refusal is a result as well."""
    ready = Barrier(len(deeds))

    def do(deed):
        ready.wait()
        try:
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_two_tabs_of_a_rater_lose_no_answer(cast: Cast) -> None:
    open_cycle_for(cast)
    row = assessment_of(cast.alice)

    def saves(level: int):
        return lambda: rate(row, choices_for(level), comment="見た", request_key=f"k{level}", by=cast.supervisor, at=AT)

    at_once(*(saves(level) for level in (1, 2, 3)))
    kept = list(Answer.objects.filter(assessment=row, view=View.SUPERVISOR).order_by("pk"))
    assert sorted(answer.level or 0 for answer in kept) == [1, 2, 3]
    assert assessment_of(cast.alice).supervisor_level == kept[-1].level


def test_self_and_supervisor_at_once_both_count(cast: Cast) -> None:
    open_cycle_for(cast)
    row = assessment_of(cast.alice)
    at_once(
        lambda: save_self(row, choices_for(2), request_key="s", by=cast.alice, at=AT, draft=False),
        lambda: rate(row, choices_for(2), comment="", request_key="r", by=cast.supervisor, at=AT),
    )
    row = assessment_of(cast.alice)
    assert (row.self_level, row.supervisor_level, row.state) == (2, 2, AssessmentState.RATED)


def test_two_second_raters_confirm_once(cast: Cast) -> None:
    open_cycle_for(cast)
    row = assessment_of(cast.alice)
    rate_at(row, 2, by=cast.supervisor)
    at_once(*[lambda: confirm([row], by=cast.second, at=AT)] * 4)
    assert Confirmation.objects.count() == 1


def test_two_workers_opening_take_everyone_in_once(cast: Cast) -> None:
    cycle = CycleFactory()
    at_once(*[lambda: open_cycle(cycle, by=cast.hr, at=AT)] * 3)
    people = list(Assessment.objects.values_list("person", flat=True))
    assert sorted(people) == sorted(User.objects.values_list("pk", flat=True))
