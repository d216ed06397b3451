"""What HR finds on record in the demo, told for a small group instead of the whole city."""

from datetime import date

from assessments.governing import settings_of
from assessments.models import Assessment, Cycle
from assessments.states import AssessmentState
from assessments.terms import Setting
from lms.demo.governing import approve_settings, object_and_reply, record_activities
from lms.learning.models import ActivityRecord
from tests.cast import Cast
from tests.factories.projects import make_team
from tests.reports.conftest import *  # noqa: F403  # its fixture two_cycles

TODAY = date(2026, 11, 23)


def test_every_setting_but_calibration_is_approved_before_its_cycle_opens(cast: Cast, two_cycles: list[Cycle]) -> None:
    approve_settings(two_cycles, by=cast.hr)
    for cycle in two_cycles:
        decisions = {each.setting: each.decision for each in settings_of(cycle)}
        assert {setting for setting, decision in decisions.items() if decision is None} == {Setting.CALIBRATION}
        assert all(decision.decided_on < cycle.opens_on for decision in decisions.values() if decision)


def test_one_objection_is_answered_and_one_waits_and_no_level_moves(cast: Cast, two_cycles: list[Cycle]) -> None:
    before = list(Assessment.objects.order_by("pk").values_list("level", flat=True))
    spared = Assessment.objects.filter(cycle=two_cycles[1], level=3).order_by("person__staff_no")[0].person
    answered, waiting = object_and_reply(two_cycles[1], hr=cast.hr, passed_over=[spared])
    assert (answered.assessment.person.pk, waiting.assessment.person.pk) != (spared.pk, spared.pk)
    states = Assessment.objects.filter(objections__in=[answered, waiting]).order_by("objections__pk")
    assert [row.state for row in states] == [AssessmentState.CONFIRMED, AssessmentState.OBJECTED]
    assert list(Assessment.objects.order_by("pk").values_list("level", flat=True)) == before


def test_one_activity_record_is_released_and_one_waits_for_its_person(cast: Cast) -> None:
    team = make_team(cast)
    members = list(team.project.team.values_list("enrolment__learner", flat=True))
    assert len(members) >= 2
    released, waiting = record_activities(today=TODAY, hr=cast.hr, passed_over=[])
    assert ActivityRecord.objects.get(pk=released.pk).state == ActivityRecord.State.RELEASED
    assert waiting.state == ActivityRecord.State.WAITING
    assert {released.person_id, waiting.person_id} <= set(members)
