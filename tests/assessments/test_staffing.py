"""Who rates and until when: another rater, a deputy, a longer time."""

from datetime import date, timedelta

import pytest

from assessments import access, queries
from assessments.cycles import close_cycle, take_in_late
from assessments.errors import Refused
from assessments.models import Answer, Assessment, Chair, Deputy, Exclusion, Extension, RaterChange
from assessments.services import confirm, return_rating
from assessments.staffing import appoint_deputy, end_deputy, extend, reassign
from assessments.states import AssessmentState, View
from lms.people.models import AuditEvent, Posting
from tests.cast import Cast
from tests.factories import PostingFactory, UserFactory
from tests.factories.assessments import AT, assessment_of, hand_in, open_cycle_for, rate_at

TODAY = AT.date()


@pytest.fixture
def alices(cast: Cast) -> Assessment:
    open_cycle_for(cast)
    return assessment_of(cast.alice)


def give(cast: Cast, row: Assessment, rater, chair=Chair.FIRST, reason="異動のため"):
    return reassign([row], {chair: rater}, reason=reason, by=cast.hr, at=AT)


def test_new_rater_begins_blind_and_the_former_ones_words_stay(cast: Cast, alices: Assessment) -> None:
    hand_in(alices, 4)
    rate_at(alices, 1, by=cast.supervisor)  # held: three levels away from the self-assessment
    assert give(cast, alices, cast.charlie).changed
    row = assessment_of(cast.alice)
    assert (row.first_rater, row.state, row.supervisor_level) == (cast.charlie, AssessmentState.OPEN, None)
    seen = queries.rating_rows(access.rateable(cast.charlie, row.cycle, on=TODAY), row.cycle)[0]
    assert (seen.self_view, seen.is_judged, seen.comment) == (None, False, "")
    assert Answer.objects.filter(assessment=row, view=View.SUPERVISOR, level=1).exists()
    assert not access.rateable(cast.supervisor, row.cycle, on=TODAY).filter(person=cast.alice).exists()
    change = RaterChange.objects.get()
    assert (change.former, change.rater, change.reason) == (cast.supervisor, cast.charlie, "異動のため")


def test_second_rater_sees_nothing_of_the_former_rating(cast: Cast, alices: Assessment) -> None:
    rate_at(alices, 2, by=cast.supervisor)
    return_rating(alices, reason="いつのことか", by=cast.second, at=AT)
    give(cast, alices, cast.charlie)
    row = queries.confirm_lists(Assessment.objects.filter(person=cast.alice), alices.cycle)[0].rows[0]
    assert (row.is_rated, row.level, row.answer_key) == (False, None, None)
    rate_at(alices, 3, by=cast.charlie, key="new")
    confirm([alices], by=cast.second, at=AT)
    assert assessment_of(cast.alice).level == 3


def test_finished_rating_stays_with_who_gave_it(cast: Cast, alices: Assessment) -> None:
    rate_at(alices, 2, by=cast.supervisor)
    done = give(cast, alices, cast.charlie)
    assert not done.changed
    assert "評価した人のまま" in done.left[0][1]
    assert assessment_of(cast.alice).first_rater == cast.supervisor


@pytest.mark.parametrize("who", ["alice", "second"])
def test_nobody_rates_themselves_or_sits_in_both_chairs(cast: Cast, alices: Assessment, who: str) -> None:
    assert not give(cast, alices, getattr(cast, who)).changed


def test_second_chair_may_change_while_a_finished_rating_waits(cast: Cast, alices: Assessment) -> None:
    rate_at(alices, 2, by=cast.supervisor)
    assert give(cast, alices, cast.charlie, Chair.SECOND).changed
    assert access.confirmable(cast.charlie, alices.cycle, on=TODAY).get() == alices
    assert not access.confirmable(cast.second, alices.cycle, on=TODAY).exists()


def test_reason_is_required_and_the_same_rater_again_changes_nothing(cast: Cast, alices: Assessment) -> None:
    with pytest.raises(Refused):
        give(cast, alices, cast.charlie, reason=" ")
    assert not give(cast, alices, cast.supervisor).changed
    assert not RaterChange.objects.exists()


def test_deputy_sits_in_the_chair_on_their_days_only_and_never_over_themselves(cast: Cast, alices: Assessment) -> None:
    cycle = alices.cycle
    row = Assessment.objects.get(person=cast.charlie)
    give(cast, row, cast.supervisor)
    days = {"since": date(2026, 11, 24), "until": date(2026, 11, 27)}
    appoint_deputy(cycle, cast.supervisor, cast.charlie, [Chair.FIRST], reason="出張", by=cast.hr, at=AT, **days)
    people = {on: set(access.rateable(cast.charlie, cycle, on=on)) for on in (TODAY, date(2026, 11, 28))}
    assert people == {TODAY: {alices}, date(2026, 11, 28): set()}
    rate_at(alices, 2, by=cast.charlie)
    assert Answer.objects.get(assessment=alices).by == cast.charlie
    assert access.viewer_of(cast.charlie, row, on=TODAY) == "subject"


def test_deputy_ends_and_nobody_is_their_own(cast: Cast, alices: Assessment) -> None:
    words = {"since": TODAY - timedelta(days=3), "until": None, "reason": "休み", "by": cast.hr, "at": AT}
    with pytest.raises(Refused):
        appoint_deputy(alices.cycle, cast.supervisor, cast.supervisor, [Chair.FIRST], **words)
    appoint_deputy(alices.cycle, cast.supervisor, cast.charlie, [Chair.FIRST], **words)
    with pytest.raises(Refused):
        appoint_deputy(alices.cycle, cast.supervisor, cast.charlie, [Chair.FIRST], **words)
    end_deputy(Deputy.objects.get(), on=TODAY, by=cast.hr, at=AT)
    assert not access.rateable(cast.charlie, alices.cycle, on=TODAY).exists()


def test_extension_holds_the_cycle_open_until_its_day(cast: Cast, alices: Assessment) -> None:
    last = date(2026, 12, 18)
    extend([alices], last, reason="入院", by=cast.hr, at=AT)
    extend([alices], last, reason="入院", by=cast.hr, at=AT)
    assert Extension.objects.count() == 1
    assert assessment_of(cast.alice).due_on == last
    with pytest.raises(Refused, match="12月18日"):
        close_cycle(alices.cycle, by=cast.hr, at=AT, today=last)
    close_cycle(alices.cycle, by=cast.hr, at=AT, today=date(2026, 12, 19))


def test_ended_extension_gives_back_the_day_of_the_cycle_and_leaves_its_trail(cast: Cast, alices: Assessment) -> None:
    last = date(2026, 12, 18)
    extend([alices], last, reason="入院", by=cast.hr, at=AT)
    extend([alices], None, reason="退院", by=cast.hr, at=AT)
    assert assessment_of(cast.alice).due_on == alices.cycle.closes_on
    assert [row.reason for row in Extension.objects.order_by("pk")] == ["入院", "退院"]
    close_cycle(alices.cycle, by=cast.hr, at=AT, today=TODAY)


def test_joiner_after_the_reference_date_comes_in_by_hand(cast: Cast, alices: Assessment) -> None:
    joiner = UserFactory(joined_on=date(2026, 11, 16))
    PostingFactory(person=joiner, department=cast.department, valid_from=date(2026, 11, 16))
    with pytest.raises(Refused, match="その日に本務"):
        take_in_late(alices.cycle, joiner, on=date(2026, 11, 1), reason="採用", by=cast.hr, at=AT)
    row = take_in_late(alices.cycle, joiner, on=TODAY, reason="採用", by=cast.hr, at=AT)
    assert (row.group.key, row.first_rater) == ("all_staff", None)
    assert AuditEvent.objects.get(action="cycle.person_added").details == {"on": "2026-11-24", "reason": "採用"}
    alices.cycle.refresh_from_db()
    assert alices.cycle.reference_on == date(2026, 11, 1)
    with pytest.raises(Refused, match="すでに"):
        take_in_late(alices.cycle, joiner, on=TODAY, reason="採用", by=cast.hr, at=AT)


def test_somebody_back_from_leave_is_taken_in_and_no_longer_left_out(cast: Cast) -> None:
    PostingFactory(
        person=cast.alice, kind=Posting.Kind.LEAVE, valid_from=date(2026, 10, 1), valid_to=date(2026, 11, 20)
    )
    cycle = open_cycle_for(cast)
    assert Exclusion.objects.filter(cycle=cycle, person=cast.alice).exists()
    take_in_late(cycle, cast.alice, on=TODAY, reason="復職", by=cast.hr, at=AT)
    assert not Exclusion.objects.filter(cycle=cycle, person=cast.alice).exists()
    assert assessment_of(cast.alice).first_rater == cast.supervisor
