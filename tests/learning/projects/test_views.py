from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from lms.learning.projects import services
from lms.learning.projects.models import Deliverable, Project, Review, Task, TimeEntry
from lms.learning.record.models import Enrolment
from lms.lib import clock
from lms.people.models import AuditEvent, User
from tests.cast import Cast
from tests.factories import EnrolmentFactory, UserFactory
from tests.factories.projects import (
    AT,
    Team,
    accept,
    complete,
    hand_in,
    make_group,
    make_team,
    project_module,
    send_back,
)


@pytest.fixture
def team(cast: Cast) -> Team:
    return make_team(cast)


@pytest.fixture
def alice(client: Client, team: Team) -> Client:
    client.force_login(team.alice)
    return client


@pytest.fixture
def mentor(team: Team) -> Client:
    other = Client()
    other.force_login(team.mentor)
    return other


def pdf(name: str = "課題設定書.pdf", size: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + b"x" * (size - 9), content_type="application/pdf")


def page(team: Team) -> str:
    return reverse("learning:project", args=[team.project.uuid])


def review_url(version: Deliverable) -> str:
    return reverse("learning:project-review", args=[version.uuid])


def post_file(client: Client, team: Team, file: SimpleUploadedFile, key: str = "k") -> object:
    address = reverse("learning:project-hand-in", args=[team.phases[0].uuid])
    return client.post(address, {"file": file, "note": "見てください", "request_key": key})


# From the course to the project


def module_url(enrolment: Enrolment, team_module: object) -> str:
    return reverse("learning:module", args=[enrolment.uuid, team_module.uuid])  # type: ignore[attr-defined]


def test_the_course_leads_to_the_project(alice: Client, team: Team) -> None:
    enrolment = Enrolment.objects.get(learner=team.alice)
    assert alice.get(module_url(enrolment, team.module)).headers["Location"] == page(team)


def test_before_a_project_starts_the_module_says_what_happens_next(client: Client, cast: Cast) -> None:
    module = project_module()
    enrolment = EnrolmentFactory(learner=cast.charlie, course_version=module.course_version)
    client.force_login(cast.charlie)
    response = client.get(module_url(enrolment, module))
    assert response.status_code == 200
    assert "成果物1" in response.text


def test_a_leader_starts_a_project_and_meets_it(client: Client, cast: Cast) -> None:
    group, _bob = make_group(cast)
    module = project_module()
    client.force_login(cast.alice)
    given = {"group": group.uuid, "module": module.uuid, "title": "窓口を短く"}
    response = client.post(reverse("learning:projects"), given)
    assert response.headers["Location"] == reverse("learning:project", args=[Project.objects.get().uuid])


def test_a_group_starts_a_programme_once(client: Client, team: Team) -> None:
    client.force_login(team.alice)
    given = {"group": team.group.uuid, "module": team.module.uuid, "title": "もう一度"}
    response = client.post(reverse("learning:projects"), given)
    assert response.status_code == 422
    assert Project.objects.count() == 1


def test_a_member_without_the_leaders_role_cannot_start(client: Client, team: Team) -> None:
    client.force_login(team.bob)
    assert 'name="group"' not in client.get(reverse("learning:projects")).text
    assert client.post(reverse("learning:projects"), {"title": "x"}).status_code == 403


# Handing in


def test_a_member_hands_in_and_the_mentor_finds_it(alice: Client, mentor: Client, team: Team) -> None:
    post_file(alice, team, pdf())
    version = Deliverable.objects.get()
    assert (version.filename, version.by, version.note) == ("課題設定書.pdf", team.alice, "見てください")
    assert review_url(version) in mentor.get(reverse("learning:projects")).text


@pytest.mark.parametrize("name", ["課題.exe", "課題.html", "課題", "課題.svg"])
def test_other_kinds_of_files_are_refused_with_the_remedy(alice: Client, team: Team, name: str) -> None:
    response = post_file(alice, team, pdf(name))
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert name in response.text  # type: ignore[attr-defined]
    assert not Deliverable.objects.exists()


def test_a_file_that_is_too_large_is_refused(alice: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.learning.handed_in.MAX_FILE_BYTES", 100)
    assert post_file(alice, team, pdf(size=101)).status_code == 422  # type: ignore[attr-defined]
    assert post_file(alice, team, pdf(size=100)).status_code == 302  # type: ignore[attr-defined]


def test_the_mentor_cannot_hand_in(mentor: Client, team: Team) -> None:
    assert post_file(mentor, team, pdf()).status_code == 404  # type: ignore[attr-defined]
    assert not Deliverable.objects.exists()


def test_a_hand_in_to_a_phase_that_is_not_open_says_why(alice: Client, team: Team) -> None:
    address = reverse("learning:project-hand-in", args=[team.phases[1].uuid])
    response = alice.post(address, {"file": pdf(), "request_key": "k"}, follow=True)
    assert "このフェーズにはいま提出できません" in response.text


def test_a_file_is_given_as_a_download_and_by_no_other_address(alice: Client, team: Team, settings: Settings) -> None:
    post_file(alice, team, pdf())
    version = Deliverable.objects.get()
    response = alice.get(reverse("learning:project-file", args=[version.uuid]))
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"%PDF-1.7\nx"  # type: ignore[arg-type]
    assert alice.get(f"{settings.MEDIA_URL}{version.file.name}").status_code == 404


# Reviewing


def test_the_mentor_reviews_and_the_team_reads_it(alice: Client, mentor: Client, team: Team) -> None:
    version = hand_in(team.phases[0], team.alice)
    given = {"criterion-problem": "3", "criterion-effect": "4", "verdict": "accepted", "comment": "数字が効いています"}
    response = mentor.post(review_url(version), given)
    assert response.headers["Location"] == page(team)
    words = alice.get(page(team)).text
    assert "数字が効いています" in words
    assert "3/4 良い" in words


def test_accepting_without_a_level_is_refused_and_returning_is_not(mentor: Client, team: Team) -> None:
    version = hand_in(team.phases[0], team.alice)
    refused = mentor.post(review_url(version), {"criterion-problem": "3", "verdict": "accepted", "comment": "良い"})
    assert refused.status_code == 422
    assert not Review.objects.exists()
    assert mentor.post(review_url(version), {"verdict": "returned", "comment": "もう一度"}).status_code == 302


def test_a_review_of_an_older_version_leads_to_the_newest(mentor: Client, team: Team) -> None:
    old = hand_in(team.phases[0], team.alice, key="a")
    new = hand_in(team.phases[0], team.alice, key="b")
    assert review_url(new) in mentor.get(review_url(old)).text
    given = {"criterion-problem": "3", "criterion-effect": "4", "verdict": "accepted", "comment": "良い"}
    assert mentor.post(review_url(old), given).status_code == 422


def test_the_team_cannot_review(alice: Client, team: Team) -> None:
    version = hand_in(team.phases[0], team.alice)
    assert alice.get(review_url(version)).status_code == 404
    assert alice.post(review_url(version), {"verdict": "accepted", "comment": "x"}).status_code == 404


def test_a_mentor_who_is_in_the_team_after_all_cannot_review(client: Client, team: Team) -> None:
    Project.objects.update(mentor=team.bob)
    version = hand_in(team.phases[0], team.alice)
    client.force_login(team.bob)
    assert client.get(review_url(version)).status_code == 404


# Tasks, time, summary


def test_a_task_is_added_and_ticked_off(alice: Client, team: Team) -> None:
    address = reverse("learning:project-task-add", args=[team.phases[0].uuid])
    alice.post(address, {"title": "聞き取り", "assignee": team.bob.staff_no, "request_key": "k"})
    task = Task.objects.get()
    assert task.assignee == team.bob
    alice.post(reverse("learning:project-task", args=[task.uuid]), {"done": "1"})
    task.refresh_from_db()
    assert task.done_at is not None


def test_nobody_outside_the_team_is_given_a_task(alice: Client, team: Team, cast: Cast) -> None:
    address = reverse("learning:project-task-add", args=[team.phases[0].uuid])
    given = {"title": "聞き取り", "assignee": cast.charlie.staff_no, "request_key": "k"}
    assert alice.post(address, given).status_code == 422


def test_one_press_logs_todays_time(alice: Client, team: Team) -> None:
    today = clock.today()
    address = reverse("learning:project-time", args=[team.project.uuid])
    response = alice.post(address, {"on": f"{today:%Y-%m-%d}", "minutes": "60", "request_key": "k"}, follow=True)
    assert "1時間 / 3時間52分" in response.text
    assert TimeEntry.objects.get().minutes == 60


@pytest.mark.parametrize(("days", "minutes"), [(1, "60"), (0, "7"), (0, "")])
def test_time_that_cannot_be_is_refused(alice: Client, team: Team, days: int, minutes: str) -> None:
    on = clock.today() + timedelta(days=days)
    address = reverse("learning:project-time", args=[team.project.uuid])
    assert alice.post(address, {"on": f"{on:%Y-%m-%d}", "minutes": minutes, "request_key": "k"}).status_code == 422
    assert not TimeEntry.objects.exists()


def test_nobody_takes_back_anothers_time(client: Client, team: Team) -> None:
    spent = services.Spent(on=AT.date(), minutes=60)
    entry = services.log_time(team.project, spent, person=team.alice, request_key="k", at=AT)
    address = reverse("learning:project-time-withdraw", args=[entry.uuid])
    client.force_login(team.bob)
    assert client.post(address).status_code == 404
    client.force_login(team.alice)
    assert client.post(address).status_code == 302
    entry.refresh_from_db()
    assert entry.withdrawn_at is not None


def test_results_show_the_summary_and_accepted_files_to_everyone(client: Client, team: Team, cast: Cast) -> None:
    returned = hand_in(team.phases[0], team.alice, key="a", name="下書き.pdf")
    send_back(returned, team.mentor)
    complete(team)
    services.write_summary(team.project, "待ち時間が半分になりました", by=team.alice, at=AT)
    client.force_login(cast.charlie)
    assert "待ち時間が半分になりました" in client.get(reverse("learning:projects")).text
    words = client.get(reverse("learning:project-results", args=[team.project.uuid])).text
    assert "待ち時間が半分になりました" in words
    assert "下書き.pdf" not in words
    assert client.get(reverse("learning:project-file", args=[returned.uuid])).status_code == 404
    assert client.get(page(team)).status_code == 404


def test_the_personnel_division_takes_away_weekly_sums_and_that_is_on_record(
    client: Client, team: Team, cast: Cast
) -> None:
    User.objects.filter(pk=team.alice.pk).update(name="=1+1")
    spent = services.Spent(on=AT.date(), minutes=60)
    services.log_time(team.project, spent, person=team.alice, request_key="k", at=AT)
    client.force_login(cast.hr)
    response = client.get(reverse("learning:project-time-export"), {"since": "2026-11-01", "until": "2026-11-30"})
    lines = response.text.lstrip("\ufeff").splitlines()
    assert lines[1] == f"2026-11-23,{team.alice.staff_no},'=1+1,待ち時間を短くする,60,0,232"
    assert AuditEvent.objects.filter(action="project_time.exported", actor_id=cast.hr.pk).count() == 1
    assert client.get(reverse("learning:project-time-export"), {"since": "x"}).status_code == 422


# How much is asked of the database


def test_the_project_page_asks_as_much_for_many_versions_and_people_as_for_one(
    alice: Client, team: Team, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(rounds: range) -> None:
        for number in rounds:
            send_back(hand_in(team.phases[0], team.alice, key=f"v{number}"), team.mentor)
            services.join_team(team.project, UserFactory(), by=team.alice, at=AT)
            services.add_task(
                team.phases[0], title="x", assignee=team.bob, due_on=None, request_key=f"t{number}", by=team.bob
            )
            spent = services.Spent(on=clock.today(), minutes=15)
            services.log_time(team.project, spent, person=team.alice, request_key=f"e{number}", at=clock.now())

    fill(range(1))
    with django_assert_max_num_queries(16):
        alice.get(page(team))
    fill(range(1, 6))
    with django_assert_max_num_queries(16):
        assert alice.get(page(team)).status_code == 200


def test_the_list_asks_as_much_for_many_projects_as_for_one(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.alice)
    for number in range(4):
        made = make_team(cast, phases=1)
        if number % 2:
            accept(hand_in(made.phases[0], made.alice), made.mentor)
    with django_assert_max_num_queries(14):
        assert client.get(reverse("learning:projects")).status_code == 200
