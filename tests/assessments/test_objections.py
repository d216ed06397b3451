"""意見申出: in writing, with a reply; nothing is overwritten."""

from datetime import timedelta

import pytest

from assessments import queries
from assessments.cycles import close_cycle
from assessments.errors import Refused
from assessments.models import Answer, Assessment, Confirmation, Objection, Reply
from assessments.objections import can_object, object_to, reply_to
from assessments.services import confirm, save_self
from assessments.states import AssessmentState, Choice
from tests.cast import Cast
from tests.factories.assessments import AT, assessment_of, confirm_at, hand_in, open_cycle_for, rate_at

UPHELD, SET_ASIDE = Reply.Verdict


@pytest.fixture
def confirmed(cast: Cast) -> Assessment:
    open_cycle_for(cast)
    row = assessment_of(cast.alice)
    hand_in(row, 3)
    confirm_at(row, 2, cast=cast)
    return assessment_of(cast.alice)


def objection(cast: Cast, row: Assessment, key: str = "k") -> Objection:
    return object_to(row, "改善シートが見られていません。", request_key=key, by=cast.alice, at=AT)


def test_level_stands_while_an_objection_is_open(cast: Cast, confirmed: Assessment) -> None:
    first = objection(cast, confirmed)
    assert objection(cast, confirmed) == first
    row = assessment_of(cast.alice)
    assert (row.state, row.level) == (AssessmentState.OBJECTED, 2)
    result = queries.my_result(row)
    assert result is not None
    assert result.level == 2
    with pytest.raises(Refused):
        objection(cast, confirmed, key="another")


def test_upheld_level_is_confirmed_again(cast: Cast, confirmed: Assessment) -> None:
    reply_to(objection(cast, confirmed), UPHELD, "シートを確かめました。", by=cast.hr, at=AT)
    row = assessment_of(cast.alice)
    assert (row.state, row.level, row.reopened_at) == (AssessmentState.CONFIRMED, 2, None)


def test_set_aside_is_rated_anew_in_a_closed_cycle_and_the_trail_stays(cast: Cast, confirmed: Assessment) -> None:
    close_cycle(confirmed.cycle, by=cast.hr, at=AT)
    reply_to(objection(cast, confirmed), SET_ASIDE, "もう一度評価します。", by=cast.hr, at=AT)
    row = assessment_of(cast.alice)
    assert (row.state, row.level, row.supervisor_level) == (AssessmentState.SUPERSEDED, None, None)
    assert queries.my_result(row) is None
    rate_at(row, 3, by=cast.supervisor, comment="シートを見ました", key="anew")
    confirm([row], by=cast.second, at=AT)
    row = assessment_of(cast.alice)
    assert (row.state, row.level) == (AssessmentState.CONFIRMED, 3)
    levels = Confirmation.objects.filter(assessment=row).order_by("pk").values_list("level", flat=True)
    assert list(levels) == [2, 3]
    assert Answer.objects.filter(assessment=row).count() == 3
    result = queries.my_result(row)
    assert result is not None
    assert result.comment == "シートを見ました"


def test_who_has_read_the_raters_view_does_not_answer_anew(cast: Cast, confirmed: Assessment) -> None:
    reply_to(objection(cast, confirmed), SET_ASIDE, "もう一度", by=cast.hr, at=AT)
    with pytest.raises(Refused):
        save_self(confirmed, {1: Choice.YES}, request_key="x", by=cast.alice, at=AT, draft=True)


@pytest.mark.parametrize("who", ["alice", "supervisor", "second"])
def test_who_had_a_part_in_the_rating_does_not_reply(cast: Cast, confirmed: Assessment, who: str) -> None:
    filed = objection(cast, confirmed)
    with pytest.raises(Refused):
        reply_to(filed, UPHELD, "そのままです", by=getattr(cast, who), at=AT)
    assert assessment_of(cast.alice).state == AssessmentState.OBJECTED


def test_time_to_object_is_a_setting_of_the_cycle(cast: Cast, confirmed: Assessment) -> None:
    assert confirmed.cycle.objection_days == 30
    assert can_object(confirmed, at=AT + timedelta(days=30))
    assert not can_object(confirmed, at=AT + timedelta(days=31))
    with pytest.raises(Refused, match="期限"):
        object_to(confirmed, "x", request_key="k", by=cast.alice, at=AT + timedelta(days=31))


def test_reply_is_given_once(cast: Cast, confirmed: Assessment) -> None:
    filed = objection(cast, confirmed)
    given = reply_to(filed, UPHELD, "そのままです", by=cast.hr, at=AT)
    assert reply_to(filed, SET_ASIDE, "やはり", by=cast.hr, at=AT) == given
    assert assessment_of(cast.alice).state == AssessmentState.CONFIRMED


def test_comment_in_the_trail_names_its_writer_and_not_who_confirmed(cast: Cast) -> None:
    open_cycle_for(cast)
    row = assessment_of(cast.alice)
    confirm_at(row, 4, cast=cast, comment="3件の改善シートで確かめた")
    [line] = queries.trail_of(row, for_subject=True)
    assert (line.who, line.written_by) == (cast.second.name, cast.supervisor.name)
