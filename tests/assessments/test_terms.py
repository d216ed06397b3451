"""A cycle's settings are data, each with its approving decision; the rules follow them."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.comments import CommentLimits, CommentReason, comment_reasons
from assessments.cycles import Approval, change_plan, decide, open_cycle
from assessments.errors import Refused
from assessments.evidence import missing_evidence
from assessments.levels import LEVELS, LevelRule, choices_for, judge
from assessments.models import Cycle, Decision
from assessments.services import attach_evidence, save_self
from assessments.states import AnswerScale, AssessmentState, Choice
from assessments.terms import FIELDS, CommentReaders, Setting, decided_value
from tests.cast import Cast
from tests.factories.assessments import AT, CycleFactory, assessment_of, confirm_at, hand_in, open_cycle_for, rate_at

YES, PARTLY, NOT_YET, UNKNOWN = Choice


@pytest.mark.parametrize(("rule", "level"), list(product(LevelRule, [None, 0, 1, 2, 3, 4, 5])))
def test_a_click_on_a_level_makes_that_level_by_either_rule(rule: LevelRule, level: int | None) -> None:
    assert judge(choices_for(level), rule).level == level


@pytest.mark.parametrize(
    ("answers", "cumulative", "highest"),
    [
        ([YES, YES, PARTLY, YES, NOT_YET], 2, 4),
        ([YES, YES, YES, NOT_YET, NOT_YET], 3, 3),
        ([NOT_YET, NOT_YET, NOT_YET, NOT_YET, NOT_YET], 0, 0),
        ([UNKNOWN, YES, NOT_YET, NOT_YET, NOT_YET], None, 2),
    ],
)
def test_gap_lifts_the_level_only_by_the_highest_rule(answers, cumulative, highest) -> None:
    choices = dict(zip(LEVELS, answers, strict=True))
    assert judge(choices, LevelRule.CUMULATIVE).level == cumulative
    assert judge(choices, LevelRule.HIGHEST).level == highest


@given(st.dictionaries(st.sampled_from(list(LEVELS)), st.sampled_from(list(Choice))))
def test_highest_rule_never_makes_less_than_the_cumulative(choices) -> None:
    strict, lenient = judge(choices, LevelRule.CUMULATIVE), judge(choices, LevelRule.HIGHEST)
    assert (lenient.level or 0) >= (strict.level or 0)
    assert (lenient.stumble, lenient.skipped) == (strict.stumble, strict.skipped)


def test_comment_rules_are_switched_off_one_by_one() -> None:
    none = CommentLimits(high_level=None, big_change=None, big_gap=None)
    facts = {"level": 5, "last_level": 1, "self_level": 1}
    assert comment_reasons(**facts, limits=none) == frozenset()
    assert comment_reasons(**facts, limits=CommentLimits(high_level=None, big_change=3, big_gap=None)) == {
        CommentReason.BIG_CHANGE
    }


@pytest.mark.parametrize(
    ("needs", "attached", "missing"),
    [
        ({"4": "asked"}, [], []),
        ({"4": "required"}, [], [4]),
        ({"4": "required"}, [4], []),
        ({"3": "required", "4": "required", "5": "required"}, [4], [3]),
    ],
)
def test_required_evidence_is_missing_only_beside_can_do(needs, attached, missing) -> None:
    assert missing_evidence(choices_for(4), needs, attached) == missing


def test_required_evidence_blocks_handing_in_and_not_the_draft(cast: Cast) -> None:
    CycleFactory(evidence_needs={"3": "required"})
    open_cycle_for(cast)
    row = assessment_of(cast.alice)
    save_self(row, choices_for(3), request_key="d", by=cast.alice, at=AT, draft=True)
    with pytest.raises(Refused, match="レベル3"):
        hand_in(row, 3)
    attach_evidence(row, level=3, note="説明した", happened_on=AT.date(), request_key="e", by=cast.alice, at=AT)
    hand_in(row, 3)
    assert assessment_of(cast.alice).self_level == 3


def test_three_answers_leave_out_partly(cast: Cast) -> None:
    assert AnswerScale.THREE.offered == (YES, NOT_YET, UNKNOWN)
    CycleFactory(answer_scale=AnswerScale.THREE)
    open_cycle_for(cast)
    with pytest.raises(Refused):
        save_self(assessment_of(cast.alice), {1: PARTLY}, request_key="d", by=cast.alice, at=AT, draft=True)


def test_comments_kept_from_the_subject_where_the_city_decides_so(cast: Cast) -> None:
    from assessments.queries import my_result

    CycleFactory(comment_readers=CommentReaders.RATERS)
    open_cycle_for(cast)
    confirm_at(assessment_of(cast.alice), 2, cast=cast, comment="面談で話した")
    result = my_result(assessment_of(cast.alice))
    assert result is not None
    assert result.comment == ""


def test_without_second_raters_the_first_rater_confirms(client, cast: Cast) -> None:
    CycleFactory(has_second_rater=False)
    cycle = open_cycle_for(cast)
    row = assessment_of(cast.alice)
    assert row.second_rater is None
    rate_at(row, 2, by=cast.supervisor)
    client.force_login(cast.supervisor)
    page = client.get(f"/assess/confirm/{cycle.code}/").content.decode()
    value = page.partition('name="confirm" value="')[2].partition('"')[0]
    client.post(f"/assess/confirm/{cycle.code}/", {"confirm": value})
    assert assessment_of(cast.alice).state == AssessmentState.CONFIRMED


def test_every_setting_has_fields_of_the_cycle() -> None:
    names = {field.name for field in Cycle._meta.get_fields()}
    assert set(FIELDS) == set(Setting)
    assert {name for fields in FIELDS.values() for name in fields} <= names


def test_decision_keeps_the_value_it_approved(cast: Cast) -> None:
    cycle = CycleFactory()
    approval = Approval(decided_by="DX推進委員会", decided_on=date(2026, 10, 20), document_no="デ政第45号")
    decide(cycle, [Setting.LEVEL_RULE, Setting.WINDOW], approval, by=cast.hr, at=AT)
    rows = {row.setting: row for row in Decision.objects.all()}
    assert rows[Setting.WINDOW].value["reference_on"] == "2026-11-01"
    change_plan(cycle, {"level_rule": LevelRule.HIGHEST}, by=cast.hr, at=AT)
    cycle.refresh_from_db()
    assert rows[Setting.LEVEL_RULE].value == {"level_rule": "cumulative"}
    assert decided_value(Setting.LEVEL_RULE, cycle) == {"level_rule": "highest"}


def test_open_cycle_lets_only_its_last_days_be_changed(cast: Cast) -> None:
    cycle = CycleFactory()
    open_cycle(cycle, by=cast.hr, at=AT)
    with pytest.raises(Refused):
        change_plan(cycle, {"answer_scale": AnswerScale.THREE}, by=cast.hr, at=AT)
    change_plan(cycle, {"closes_on": date(2026, 12, 11)}, by=cast.hr, at=AT)
    cycle.refresh_from_db()
    assert cycle.closes_on == date(2026, 12, 11)
