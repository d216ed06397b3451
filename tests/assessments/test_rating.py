from datetime import date

import pytest

from assessments.comments import CommentReason
from assessments.cycles import close_cycle
from assessments.errors import Refused
from assessments.levels import choices_for
from assessments.models import Answer, Assessment, Confirmation
from assessments.past import PastRating, record_past_cycle
from assessments.services import confirm, rate, return_rating
from assessments.states import AssessmentState, View
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories.assessments import AT, CycleFactory, assessment_of, confirm_at, hand_in, open_cycle_for, rate_at


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    open_cycle_for(cast)
    return assessment_of(cast.alice)


def fresh(assessment: Assessment) -> Assessment:
    return Assessment.objects.get(pk=assessment.pk)


def test_rating_goes_to_the_second_rater(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 3, by=cast.supervisor)
    after = fresh(assessment)
    assert (after.state, after.supervisor_level, after.level) == (AssessmentState.RATED, 3, None)
    assert after.supervisor_saved_at == AT


@pytest.mark.parametrize("level", [None, 0, 1, 2, 3])
def test_plain_rating_needs_no_comment(cast: Cast, assessment: Assessment, level: int | None) -> None:
    rate_at(assessment, level, by=cast.supervisor)
    assert fresh(assessment).state == AssessmentState.RATED


@pytest.mark.parametrize("level", [4, 5])
def test_high_level_is_held_until_its_comment_is_written(cast: Cast, assessment: Assessment, level: int) -> None:
    saved = rate(assessment, choices_for(level), comment="  ", request_key="a", by=cast.supervisor, at=AT)
    assert saved.needs_comment == {CommentReason.HIGH_LEVEL}
    assert fresh(assessment).state == AssessmentState.OPEN
    assert fresh(assessment).supervisor_level == level
    rate_at(assessment, level, by=cast.supervisor, comment="改善シートで確認", key="b")
    assert fresh(assessment).state == AssessmentState.RATED


def test_change_of_two_levels_since_last_time_needs_a_comment(cast: Cast) -> None:
    past = CycleFactory(
        code="R8-1", opens_on=date(2026, 5, 11), closes_on=date(2026, 6, 12), reference_on=date(2026, 6, 1)
    )
    ratings = [PastRating(person_id=cast.alice.pk, self_answers=choices_for(1), answers=choices_for(1))]
    record_past_cycle(past, ratings, by=cast.hr, at=AT)
    open_cycle_for(cast)
    saved = rate(assessment_of(cast.alice), choices_for(3), comment="", request_key="a", by=cast.supervisor, at=AT)
    assert saved.needs_comment == {CommentReason.BIG_CHANGE}


def test_change_across_a_promotion_is_no_change(cast: Cast, assessment: Assessment) -> None:
    past = CycleFactory(
        code="R8-1", opens_on=date(2026, 5, 11), closes_on=date(2026, 6, 12), reference_on=date(2026, 6, 1)
    )
    ratings = [PastRating(person_id=cast.alice.pk, self_answers=None, answers=choices_for(1))]
    record_past_cycle(past, ratings, by=cast.hr, at=AT)
    other = Assessment.objects.get(person=cast.supervisor, cycle__code="R8-3").group
    Assessment.objects.filter(person=cast.alice, cycle=past).update(group=other)
    saved = rate(assessment, choices_for(3), comment="", request_key="a", by=cast.supervisor, at=AT)
    assert saved.needs_comment == frozenset()


def test_comment_alone_is_kept_and_reveals_nothing(cast: Cast, assessment: Assessment) -> None:
    rate(assessment, None, comment="途中まで", request_key="a", by=cast.supervisor, at=AT)
    after = fresh(assessment)
    assert after.supervisor_saved_at is None
    assert after.state == AssessmentState.OPEN
    assert Answer.objects.get().comment == "途中まで"


def test_comment_alone_after_a_rating_keeps_its_level(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 2, by=cast.supervisor)
    rate(assessment, None, comment="書き足し", request_key="b", by=cast.supervisor, at=AT)
    newest = Answer.objects.order_by("-pk")[0]
    assert (newest.level, newest.comment, newest.is_draft) == (2, "書き足し", False)
    assert fresh(assessment).state == AssessmentState.RATED


def test_no_grounds_is_not_below_level_1(cast: Cast, assessment: Assessment) -> None:
    confirm_at(assessment, None, cast=cast)
    after = fresh(assessment)
    assert (after.state, after.level) == (AssessmentState.CONFIRMED, None)
    confirmation = Confirmation.objects.get()
    assert confirmation.level is None


def test_below_level_1_is_a_level(cast: Cast, assessment: Assessment) -> None:
    confirm_at(assessment, 0, cast=cast)
    assert fresh(assessment).level == 0


def test_same_save_twice_is_one_answer(cast: Cast, assessment: Assessment) -> None:
    for _ in range(2):
        rate_at(assessment, 3, by=cast.supervisor, key="once")
    rate_at(assessment, 3, by=cast.supervisor, key="leaving the field")
    assert Answer.objects.filter(view=View.SUPERVISOR).count() == 1
    assert AuditEvent.objects.filter(action="assessment.rated").count() == 1


def test_changed_rating_is_appended_beside_the_first(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 3, by=cast.supervisor)
    rate_at(assessment, 2, by=cast.supervisor)
    levels = Answer.objects.filter(view=View.SUPERVISOR).order_by("pk").values_list("level", flat=True)
    assert list(levels) == [3, 2]
    assert fresh(assessment).supervisor_level == 2


def test_going_up_without_comment_takes_the_rating_back(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 3, by=cast.supervisor)
    rate_at(assessment, 4, by=cast.supervisor)
    assert fresh(assessment).state == AssessmentState.OPEN


def test_level_never_reaches_the_audit_trail(cast: Cast, assessment: Assessment) -> None:
    confirm_at(assessment, 3, cast=cast)
    for event in AuditEvent.objects.filter(action__startswith="assessment."):
        assert event.details == {}


def test_confirmed_level_is_the_supervisors(cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 5)
    confirm_at(assessment, 3, cast=cast)
    assert fresh(assessment).level == 3
    assert fresh(assessment).confirmed_at == AT


def test_confirming_twice_confirms_once(cast: Cast, assessment: Assessment) -> None:
    confirm_at(assessment, 3, cast=cast)
    again = confirm([assessment], by=cast.second, at=AT)
    assert again.confirmed == ()
    assert again.left == ()
    assert Confirmation.objects.count() == 1


def test_rating_changed_after_it_was_seen_is_left(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 3, by=cast.supervisor)
    seen = {assessment.pk: Answer.objects.get().pk}
    rate_at(assessment, 2, by=cast.supervisor)
    result = confirm([assessment], by=cast.second, at=AT, seen=seen)
    assert result.confirmed == ()
    assert [row.pk for row in result.left] == [assessment.pk]
    assert fresh(assessment).level is None


def test_unrated_is_not_confirmed(cast: Cast, assessment: Assessment) -> None:
    result = confirm([assessment], by=cast.second, at=AT)
    assert result.confirmed == ()
    assert fresh(assessment).state == AssessmentState.OPEN


def test_confirmed_rating_cannot_be_changed_or_returned(cast: Cast, assessment: Assessment) -> None:
    confirm_at(assessment, 3, cast=cast)
    with pytest.raises(Refused):
        rate_at(assessment, 2, by=cast.supervisor, key="later")
    with pytest.raises(Refused):
        return_rating(assessment, reason="もう一度", by=cast.second, at=AT)
    assert fresh(assessment).level == 3


def test_return_needs_a_reason_and_keeps_the_rating(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 3, by=cast.supervisor)
    with pytest.raises(Refused):
        return_rating(assessment, reason="  ", by=cast.second, at=AT)
    return_rating(assessment, reason="具体例を書いてください", by=cast.second, at=AT)
    return_rating(assessment, reason="具体例を書いてください", by=cast.second, at=AT)
    after = fresh(assessment)
    assert (after.state, after.supervisor_level) == (AssessmentState.RETURNED, 3)
    verdict = Confirmation.objects.get()
    assert (verdict.verdict, verdict.level, verdict.reason) == ("returned", 3, "具体例を書いてください")


def test_returned_rating_comes_back_and_is_confirmed(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 3, by=cast.supervisor)
    return_rating(assessment, reason="具体例を", by=cast.second, at=AT)
    rate_at(assessment, 3, by=cast.supervisor, comment="11月に様式を統合", key="after return")
    confirm([assessment], by=cast.second, at=AT)
    assert fresh(assessment).state == AssessmentState.CONFIRMED
    assert Confirmation.objects.count() == 2


def test_closed_cycle_takes_no_rating_and_no_verdict(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 3, by=cast.supervisor)
    close_cycle(assessment.cycle, by=cast.hr, at=AT)
    with pytest.raises(Refused):
        rate_at(assessment, 2, by=cast.supervisor)
    with pytest.raises(Refused):
        return_rating(assessment, reason="理由", by=cast.second, at=AT)
    assert confirm([assessment], by=cast.second, at=AT).confirmed == ()
