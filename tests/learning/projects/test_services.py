from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from lms.learning.certificates.models import Certificate
from lms.learning.projects import services
from lms.learning.projects.models import Deliverable, Project, Review, Task, TimeEntry
from lms.learning.projects.queries import reviews_waiting, week, week_minutes, weekly_sums
from lms.learning.record.models import Enrolment, ModuleProgress, OutcomeRecord
from lms.people.models import AuditEvent, WorkingGroupMembership
from tests.cast import Cast
from tests.factories import ModuleFactory, UserFactory, WorkingGroupFactory, WorkingGroupMembershipFactory
from tests.factories.projects import (
    AT,
    GOOD,
    Team,
    accept,
    complete,
    hand_in,
    make_group,
    make_team,
    project_module,
    send_back,
)

TODAY = date(2026, 11, 23)


@pytest.fixture
def team(cast: Cast) -> Team:
    return make_team(cast)


def log(team: Team, on: date = TODAY, minutes: int = 60, *, key: str = "k", overtime: bool = False) -> TimeEntry:
    spent = services.Spent(on=on, minutes=minutes, is_overtime=overtime)
    return services.log_time(team.project, spent, person=team.alice, request_key=key, at=AT)


# Starting


def test_starting_enrols_todays_members_but_not_the_mentor(cast: Cast) -> None:
    group, bob = make_group(cast)
    WorkingGroupMembershipFactory(working_group=group, person=cast.charlie, valid_to=date(2026, 10, 1))
    project = services.start_project(group, project_module(), title="題", by=cast.alice, at=AT)
    learners = {place.enrolment.learner for place in project.team.select_related("enrolment__learner")}
    assert learners == {cast.alice, bob}
    assert project.mentor == cast.second
    assert ModuleProgress.objects.filter(state="in_progress", module=project.module).count() == 2
    assert AuditEvent.objects.filter(action="project.started").count() == 1


def test_starting_again_returns_the_same_project(team: Team, cast: Cast) -> None:
    again = services.start_project(team.group, team.module, title="別の題", by=cast.alice, at=AT)
    assert again == team.project
    assert (Project.objects.count(), again.phases.count(), again.team.count()) == (1, 2, 2)


def test_a_group_without_a_mentor_cannot_start(cast: Cast) -> None:
    group = WorkingGroupFactory()
    WorkingGroupMembershipFactory(working_group=group, person=cast.alice, role=WorkingGroupMembership.Role.LEADER)
    with pytest.raises(services.Refusal, match="no_mentor"):
        services.start_project(group, project_module(), title="題", by=cast.alice, at=AT)
    assert not Enrolment.objects.exists()


def test_a_mentor_cannot_join_the_team(team: Team, cast: Cast) -> None:
    with pytest.raises(services.Refusal, match="mentor_joins"):
        services.join_team(team.project, team.mentor, by=cast.alice, at=AT)


def test_joining_twice_changes_nothing(team: Team) -> None:
    newcomer = UserFactory()
    for _ in range(2):
        services.join_team(team.project, newcomer, by=team.alice, at=AT)
    assert team.project.team.count() == 3


# Handing in


def test_versions_are_numbered_and_kept(team: Team) -> None:
    first = hand_in(team.phases[0], team.alice, key="a")
    send_back(first, team.mentor)
    second = hand_in(team.phases[0], team.bob, key="b")
    assert (first.number, second.number) == (1, 2)
    assert Deliverable.objects.count() == 2


def test_a_form_sent_twice_hands_in_once(team: Team) -> None:
    first = hand_in(team.phases[0], team.alice, key="a")
    assert hand_in(team.phases[0], team.alice, key="a") == first
    assert Deliverable.objects.count() == 1


def test_a_later_phase_refuses_hand_ins_until_the_one_before_is_accepted(team: Team) -> None:
    with pytest.raises(services.Refusal, match="not_this_phase"):
        hand_in(team.phases[1], team.alice)
    accept(hand_in(team.phases[0], team.alice), team.mentor)
    assert hand_in(team.phases[1], team.alice).number == 1


def test_an_accepted_phase_takes_no_more_versions(team: Team) -> None:
    accept(hand_in(team.phases[0], team.alice), team.mentor)
    with pytest.raises(services.Refusal, match="not_this_phase"):
        hand_in(team.phases[0], team.alice, key="late")


def test_the_disk_never_sees_the_name_from_outside(team: Team) -> None:
    version = hand_in(team.phases[0], team.alice, name="../../etc/報告.PDF")
    assert version.filename == "報告.PDF"
    assert version.file.name.startswith("deliverables/2026/11/")
    assert version.file.name.endswith(".pdf")
    assert "報告" not in version.file.name


def test_a_very_long_name_keeps_its_ending(team: Team) -> None:
    file = ContentFile(b"x")
    file.name = f"{'長' * 300}.pdf"
    version = services.hand_in(team.phases[0], file, note="", request_key="k", by=team.alice, at=AT)
    assert len(version.filename) == 255
    assert version.filename.endswith(".pdf")


# Reviewing


def test_a_version_is_reviewed_once(team: Team) -> None:
    version = hand_in(team.phases[0], team.alice)
    first = send_back(version, team.mentor)
    assert accept(version, team.mentor) == first
    assert Review.objects.count() == 1
    assert team.phases[0].accepted_at is None


def test_an_older_version_cannot_be_reviewed(team: Team) -> None:
    first = hand_in(team.phases[0], team.alice, key="a")
    hand_in(team.phases[0], team.alice, key="b")
    with pytest.raises(services.Refusal, match="older_version"):
        accept(first, team.mentor)


@pytest.mark.parametrize(
    ("scores", "comment", "code"),
    [
        ({"problem": 3}, "良い", "criteria_missing"),
        ({"problem": 9, "effect": 1}, "良い", "criteria_missing"),
        (GOOD, "  ", "comment_missing"),
    ],
)
def test_accepting_needs_every_level_and_words(team: Team, scores: dict[str, int], comment: str, code: str) -> None:
    judged = services.Judged(verdict=Review.Verdict.ACCEPTED, scores=scores, comment=comment)
    with pytest.raises(services.Refusal, match=code):
        services.review(hand_in(team.phases[0], team.alice), judged, by=team.mentor, at=AT)
    assert not Review.objects.exists()


def test_returning_needs_no_levels(team: Team) -> None:
    judged = services.Judged(verdict=Review.Verdict.RETURNED, scores={}, comment="もう一度")
    assert services.review(hand_in(team.phases[0], team.alice), judged, by=team.mentor, at=AT).verdict == "returned"


def test_accepting_the_last_phase_completes_the_module_of_everyone_with_a_certificate(team: Team) -> None:
    log(team, minutes=90)
    complete(team)
    team.project.refresh_from_db()
    assert (team.project.state, team.project.completed_at) == ("completed", AT)
    for person, seconds in ((team.alice, 5400), (team.bob, 0)):
        progress = ModuleProgress.objects.select_related("enrolment").get(enrolment__learner=person)
        assert (progress.state, progress.success, progress.score) == ("completed", "passed", Decimal("0.875"))
        assert progress.seconds == seconds
        assert progress.enrolment.state == "completed"
        assert Certificate.objects.filter(enrolment=progress.enrolment).count() == 1
    assert AuditEvent.objects.filter(action="project.completed").count() == 1


def test_accepting_one_of_two_phases_completes_nobody(team: Team) -> None:
    accept(hand_in(team.phases[0], team.alice), team.mentor)
    assert not OutcomeRecord.objects.exists()
    assert Project.objects.get().state == "active"


def test_a_course_with_another_module_is_not_complete_yet(team: Team) -> None:
    ModuleFactory(course_version=team.module.course_version, order=99)
    complete(team)
    assert ModuleProgress.objects.filter(state="completed").count() == 2
    assert not Certificate.objects.exists()


def test_whoever_has_left_the_course_completes_nothing(team: Team) -> None:
    Enrolment.objects.filter(learner=team.bob).update(state="cancelled")
    complete(team)
    assert list(OutcomeRecord.objects.values_list("enrolment__learner", flat=True)) == [team.alice.pk]


def test_only_the_newest_unreviewed_version_waits_for_the_mentor(team: Team) -> None:
    hand_in(team.phases[0], team.alice, key="a")
    newest = hand_in(team.phases[0], team.alice, key="b")
    assert list(reviews_waiting(team.mentor)) == [newest]
    assert list(reviews_waiting(team.alice)) == []
    send_back(newest, team.mentor)
    assert list(reviews_waiting(team.mentor)) == []


# Tasks


def test_a_task_form_sent_twice_adds_one_task(team: Team) -> None:
    made = [
        services.add_task(
            team.phases[0], title="聞き取り", assignee=team.bob, due_on=None, request_key="k", by=team.alice
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Task.objects.count() == 1


def test_a_task_is_ticked_off_once_and_can_be_opened_again(team: Team) -> None:
    task = services.add_task(
        team.phases[0], title="聞き取り", assignee=None, due_on=None, request_key="k", by=team.alice
    )
    services.mark_task(task, is_done=True, at=AT)
    services.mark_task(task, is_done=True, at=AT + timedelta(days=1))
    assert task.done_at == AT
    assert services.mark_task(task, is_done=False, at=AT).done_at is None


# Time


def test_a_time_form_sent_twice_logs_once(team: Team) -> None:
    assert log(team) == log(team)
    assert week(team.alice, TODAY).minutes == 60


def test_time_taken_back_stays_on_record_and_counts_no_more(team: Team) -> None:
    entry = log(team)
    services.withdraw_time(entry, at=AT)
    services.withdraw_time(entry, at=AT + timedelta(hours=1))
    assert TimeEntry.objects.get().withdrawn_at == AT
    assert week(team.alice, TODAY).minutes == 0
    assert services.minutes_by_person(team.project) == {}


def test_a_day_to_come_is_refused_and_today_is_not(team: Team) -> None:
    with pytest.raises(services.Refusal, match="future_day"):
        log(team, TODAY + timedelta(days=1))
    assert log(team).on == TODAY


def test_a_day_after_completion_is_refused(team: Team) -> None:
    Project.objects.update(state="completed", completed_at=AT - timedelta(days=7))
    team.project.refresh_from_db()
    with pytest.raises(services.Refusal, match="project_over"):
        log(team)
    assert log(team, TODAY - timedelta(days=7)).minutes == 60


@pytest.mark.parametrize("minutes", [0, 10, 20, 24 * 60 + 15])
def test_the_database_keeps_to_steps_of_15_minutes(team: Team, minutes: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        log(team, minutes=minutes)
    assert log(team, minutes=45, key="fine").minutes == 45


def test_the_week_counts_from_monday_with_overtime_apart(team: Team) -> None:
    log(team, TODAY, 60, key="a")
    log(team, TODAY, 30, key="b", overtime=True)
    log(team, TODAY - timedelta(days=1), 240, key="sunday")
    found = week(team.alice, TODAY)
    assert (found.minutes, found.overtime, found.target) == (90, 30, 232)
    assert week_minutes([team.alice.pk, team.bob.pk], TODAY) == {team.alice.pk: 90}


def test_weekly_sums_for_the_personnel_division(team: Team) -> None:
    log(team, TODAY, 60, key="a")
    log(team, TODAY - timedelta(days=3), 30, key="b", overtime=True)
    log(team, TODAY - timedelta(days=4), 30, key="c")
    log(team, TODAY - timedelta(days=60), 30, key="long ago")
    rows = [
        (row.monday, row.person, row.minutes, row.overtime) for row in weekly_sums(TODAY - timedelta(days=7), TODAY)
    ]
    assert rows == [(date(2026, 11, 16), team.alice, 60, 30), (TODAY, team.alice, 60, 0)]
