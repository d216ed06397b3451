from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from assessments.cycles import close_cycle
from assessments.errors import Refused
from assessments.levels import choices_for
from assessments.models import Answer, AnswerLine, Assessment, Chair
from assessments.services import save_self
from assessments.staffing import appoint_deputy, extend
from assessments.states import AssessmentState, Choice
from curriculum.models import LevelDescriptor
from lms.lib import clock
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories import CourseVersionFactory
from tests.factories.assessments import AT, assessment_of, confirm_at, hand_in, open_cycle_for, rate_at


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    open_cycle_for(cast)
    return assessment_of(cast.alice)


def test_handing_in_settles_level_and_time(cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 3)
    assessment.refresh_from_db()
    assert assessment.self_level == 3
    assert assessment.self_submitted_at == AT
    assert assessment.state == AssessmentState.OPEN
    assert AuditEvent.objects.filter(action="assessment.handed_in", subject=cast.alice).count() == 1


def test_answer_keeps_each_sentence_as_it_was_shown(cast: Cast, assessment: Assessment) -> None:
    with translation.override("en"):
        hand_in(assessment, 3)
    shown = {line.level: line.text for line in AnswerLine.objects.filter(answer__assessment=assessment)}
    LevelDescriptor.objects.update(text_en="Rewritten", text_ja="書き直した文")
    assert len(shown) == 5
    assert shown == {line.level: line.text for line in AnswerLine.objects.all()}
    assert shown[1].startswith("Understands that")


def test_draft_is_kept_and_settles_nothing(cast: Cast, assessment: Assessment) -> None:
    save_self(assessment, {1: Choice.YES}, request_key="d", by=cast.alice, at=AT, draft=True)
    assessment.refresh_from_db()
    assert assessment.self_level is None
    assert assessment.self_submitted_at is None
    assert Answer.objects.get().is_draft


def test_same_request_twice_changes_nothing(cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 3, key="once")
    hand_in(assessment, 5, key="once", at=AT + timedelta(minutes=1))
    assessment.refresh_from_db()
    assert Answer.objects.count() == 1
    assert assessment.self_level == 3
    assert assessment.self_submitted_at == AT


def test_correction_is_appended_beside_the_first(cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 3, key="first")
    hand_in(assessment, 2, key="second")
    assessment.refresh_from_db()
    assert list(Answer.objects.order_by("pk").values_list("level", flat=True)) == [3, 2]
    assert assessment.self_level == 2


def test_saving_the_same_draft_again_appends_nothing(cast: Cast, assessment: Assessment) -> None:
    for key in ("a", "b"):
        save_self(assessment, {1: Choice.YES}, request_key=key, by=cast.alice, at=AT, draft=True)
    assert Answer.objects.count() == 1


def test_unfinished_answers_cannot_be_handed_in(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(Refused, match="五つの文"):
        save_self(assessment, {1: Choice.YES}, request_key="k", by=cast.alice, at=AT, draft=False)
    assert not Answer.objects.exists()


def test_handed_in_late_is_possible_after_the_rating_and_then_final(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 2, by=cast.supervisor)
    hand_in(assessment, 3, key="late")
    with pytest.raises(Refused):
        hand_in(assessment, 2, key="changed mind")
    assessment.refresh_from_db()
    assert assessment.self_level == 3


def test_late_self_assessment_far_from_the_rating_asks_for_its_comment(cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 1, by=cast.supervisor)
    hand_in(assessment, 3)
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.OPEN
    rate_at(assessment, 1, by=cast.supervisor, comment="窓口での様子から", key="again")
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.RATED


def test_nothing_is_handed_in_once_confirmed(cast: Cast, assessment: Assessment) -> None:
    confirm_at(assessment, 2, cast=cast)
    with pytest.raises(Refused):
        hand_in(assessment, 2)


def test_nothing_is_handed_in_once_the_cycle_is_closed(cast: Cast, assessment: Assessment) -> None:
    close_cycle(assessment.cycle, by=cast.hr, at=AT)
    with pytest.raises(Refused):
        hand_in(assessment, 2)
    assert not Answer.objects.exists()


def test_skipped_sentences_are_flagged(cast: Cast, assessment: Assessment) -> None:
    answers = {**choices_for(1), 4: Choice.YES}
    save_self(assessment, answers, request_key="k", by=cast.alice, at=AT, draft=False)
    answer = Answer.objects.get()
    assert answer.level == 1
    assert answer.has_skip


def test_quick_mode_fills_in_the_answers_of_a_level_and_saves_nothing(client, cast: Cast) -> None:
    open_cycle_for(cast)
    client.force_login(cast.alice)
    address = f"/assess/self/{assessment_of(cast.alice).uuid}/"
    steps = client.get(f"{address}?level=3").context["steps"]
    assert [step.chosen for step in steps] == ["yes", "yes", "yes", "not_yet", "not_yet"]
    assert [step.chosen for step in client.get(f"{address}?level=nonsense").context["steps"]] == [None] * 5
    assert not Answer.objects.exists()


def test_confirmed_level_comes_with_at_most_three_courses_that_lead_on(client, cast: Cast) -> None:
    open_cycle_for(cast)
    row = assessment_of(cast.alice)
    for number in range(4):
        course = CourseVersionFactory(course__title=f"次へ {number}", course__supports_level_to=3).course
        course.groups.add(row.group)
        course.save()
    further = CourseVersionFactory(course__title="先のこと", course__supports_level_to=4).course
    further.groups.add(row.group)
    further.save()
    confirm_at(row, 2, cast=cast)
    client.force_login(cast.alice)
    page = client.get(f"/assess/self/{row.uuid}/")
    assert len(page.context["leading"]) == 3
    words = page.content.decode()
    assert "次へ 0" in words
    assert "先のこと" not in words
    assert "レベル2(意欲)" in words


def test_extension_and_deputy_are_said_to_the_person(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", AT.date)
    cycle = open_cycle_for(cast)
    row = assessment_of(cast.alice)
    extend([row], date(2026, 12, 18), reason="入院", by=cast.hr, at=AT)
    words = {"since": AT.date(), "until": date(2026, 11, 30), "reason": "出張", "by": cast.hr, "at": AT}
    appoint_deputy(cycle, cast.supervisor, cast.charlie, [Chair.FIRST], **words)
    client.force_login(cast.alice)
    html = client.get(f"/assess/self/{row.uuid}/").content.decode()
    assert "12月18日" in html
    assert f"{cast.charlie.name} さんが {cast.supervisor.name} さんの代理として" in html
    assert "12月18日" in client.get("/assess/").content.decode()
    client.force_login(cast.supervisor)
    assert "12月18日(金)まで延長" in client.get(f"/assess/rate/{cycle.code}/").content.decode()
