"""Opening: batch by batch, resumable, never twice for one person; movers only; spanning 1 April."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import cycles, opening, tasks
from assessments.models import Assessment, Cycle, Exclusion
from assessments.scope import Standing, TakesIn, has_moved
from assessments.states import CycleState
from lms.lib import clock
from lms.people.models import Posting
from tests.cast import Cast
from tests.factories import PostingFactory, RankFactory, UserFactory, WorkingGroupMembershipFactory
from tests.factories.assessments import AT, CycleFactory


class WorkerDiedError(Exception):
    pass


def test_worker_that_dies_leaves_whole_batches_and_the_next_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BATCH", 3)
    cycle = CycleFactory()
    cycles.request_opening(cycle, by=cast.hr, at=AT - timedelta(hours=1))
    real, calls = opening.take_in, []

    def dies_in_the_second_batch(*args):
        calls.append(args)
        if len(calls) == 2:
            raise WorkerDiedError
        return real(*args)

    monkeypatch.setattr(opening, "take_in", dies_in_the_second_batch)
    with pytest.raises(WorkerDiedError):
        cycles.open_cycle(cycle, by=cast.hr, at=AT)
    cycle.refresh_from_db()
    assert cycle.state == CycleState.PLANNED
    assert Assessment.objects.count() == cycle.opening_done == 3
    total = cycle.opening_total

    monkeypatch.setattr(opening, "take_in", real)
    monkeypatch.setattr(clock, "now", lambda: AT)
    Cycle.objects.update(opening_touched_at=AT - tasks.LOST_AFTER - timedelta(seconds=1))
    tasks.resume_openings()
    cycle.refresh_from_db()
    assert cycle.state == CycleState.OPEN
    assert Assessment.objects.count() == cycle.opening_done == cycle.opening_total == total
    assert cycle.opened_by == cast.hr


def test_sweep_leaves_an_opening_alone_that_is_under_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = CycleFactory()
    cycles.request_opening(cycle, by=cast.hr, at=AT)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=1))
    tasks.resume_openings()
    cycle.refresh_from_db()
    assert cycle.state == CycleState.PLANNED


def test_queries_of_an_opening_do_not_grow_with_the_people(cast: Cast) -> None:
    def queries_of(code: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            cycles.open_cycle(CycleFactory(code=code), by=cast.hr, at=AT)
        return len(captured)

    few = queries_of("R8-4")
    rank = RankFactory(key="staff")
    for _ in range(20):
        PostingFactory(person=UserFactory(), department=cast.department, rank=rank)
    assert queries_of("R8-5") == few


HERE, ELSEWHERE = (Standing(department=key, group=1, is_away=False) for key in (1, 2))
PROMOTED = Standing(department=1, group=2, is_away=False)
AWAY = Standing(department=1, group=1, is_away=True)


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        (None, HERE, True),  # joined
        (HERE, HERE, False),
        (HERE, ELSEWHERE, True),  # transferred
        (HERE, PROMOTED, True),
        (AWAY, HERE, True),  # came back
        (HERE, AWAY, False),
    ],
)
def test_who_counts_as_having_moved(before, now, moved) -> None:
    assert has_moved(before, now) is moved


def test_movers_cycle_calls_joiners_and_movers_and_leaves_the_rest_out(cast: Cast) -> None:
    april = date(2027, 4, 1)
    joiner = UserFactory(joined_on=april)
    PostingFactory(person=joiner, department=cast.department, valid_from=april)
    main = Posting.objects.get(person=cast.charlie, kind=Posting.Kind.MAIN)
    main.valid_to = april
    main.save()
    PostingFactory(person=cast.charlie, department=cast.department, rank=main.rank, valid_from=april)
    cycle = CycleFactory(code="R9-1", reference_on=date(2027, 6, 1), takes_in=TakesIn.MOVERS, movers_since=april)
    cycles.open_cycle(cycle, by=cast.hr, at=AT)
    assert set(Assessment.objects.values_list("person", flat=True)) == {joiner.pk, cast.charlie.pk}
    assert Exclusion.objects.get(person=cast.alice).reason == "not_moved"


def test_joining_a_working_group_counts_as_a_move_of_group(cast: Cast) -> None:
    WorkingGroupMembershipFactory(person=cast.alice, valid_from=date(2027, 5, 1))
    cycle = CycleFactory(
        code="R9-1", reference_on=date(2027, 6, 1), takes_in=TakesIn.MOVERS, movers_since=date(2027, 4, 1)
    )
    cycles.open_cycle(cycle, by=cast.hr, at=AT)
    assert Assessment.objects.select_related("group").get().group.key == "leader_wg"
