"""How background jobs fare, and what an administrator does about those that failed."""

import json
from datetime import timedelta

import pytest
from celery import shared_task
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lms.lib import clock
from lms.operations import queries, services, watching
from lms.operations.models import Failure, Job
from lms.operations.words import JOBS
from lms.people.models import AuditEvent
from tests.cast import Cast

SECRET = "山田太郎の評価"


@shared_task(name="lms.operations.tests.may_fail")
def may_fail(fails: bool) -> None:
    if fails:
        raise ValueError(SECRET)


NAME = may_fail.name


def fail_once() -> Failure:
    may_fail.apply(kwargs={"fails": True}, throw=False)
    return Failure.objects.get()


@pytest.mark.django_db
def test_success_is_noted():
    may_fail.delay(fails=False)
    job = Job.objects.get(name=NAME)
    assert (job.runs, job.failures) == (1, 0)
    assert job.started_at <= job.succeeded_at == job.ended_at


@pytest.mark.django_db
def test_failure_keeps_kind_and_place_but_not_the_message():
    failure = fail_once()
    assert failure.error == "ValueError"
    assert failure.place.startswith("tests/operations/test_jobs.py:")
    assert failure.arguments == {"args": [], "kwargs": {"fails": True}}
    assert SECRET not in str(failure.__dict__)
    assert Job.objects.get(name=NAME).failures == 1


def test_place_outside_the_product_is_left_out():
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads("")
    assert watching.place_of(caught.value.__traceback__).startswith("tests/operations/test_jobs.py:")
    assert watching.place_of(caught.value.__traceback__.tb_next) == ""


@pytest.mark.django_db
def test_job_of_a_library_is_not_noted():
    @shared_task(name="celery.something")
    def other() -> None:
        return

    other.delay()
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_run_again_runs_the_job_with_its_arguments(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    sent = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, **rest: sent.append((name, rest)))
    failure = fail_once()
    services.run_again(failure, by=cast.admin, at=clock.now())
    assert sent == [(NAME, {"args": [], "kwargs": {"fails": True}})]
    with pytest.raises(services.AlreadySettled):
        services.put_aside(failure, by=cast.admin, at=clock.now())
    assert len(sent) == 1
    assert AuditEvent.objects.get(action="job.retried").target == NAME


def test_put_aside_clears_the_page(cast: Cast, client: Client):
    failure = fail_once()
    client.force_login(cast.admin)
    page = client.get(reverse("operations:home")).content.decode()
    assert "ValueError" in page
    assert SECRET not in page
    client.post(reverse("operations:put_aside", args=[failure.uuid]))
    assert "ValueError" not in client.get(reverse("operations:home")).content.decode()
    assert not queries.health(clock.now()).open_failures


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("started", "ended", "succeeded", "state"),
    [
        (None, None, None, "not_started"),
        (10, None, None, "in_progress"),
        (10, 20, 20, "in_progress"),
        (10, 5, 5, "completed"),
        (10, 5, None, "failed"),
        (10, 5, 50, "failed"),
    ],
    ids=["never", "first", "again", "well", "never well", "no longer well"],
)
def test_state_of_a_job(started: int | None, ended: int | None, succeeded: int | None, state: str):
    now = clock.now()
    at = [now - timedelta(minutes=ago) if ago is not None else None for ago in (started, ended, succeeded)]
    job = Job(name=NAME, started_at=at[0], ended_at=at[1], succeeded_at=at[2])
    assert queries.JobLine(name=NAME, words="", job=job, next_at=None).state == state


@pytest.mark.django_db
def test_next_run_follows_the_last():
    now = clock.now()
    every_hour = "curriculum.packages.tasks.sweep_packages"
    Job.objects.create(name=every_hour, started_at=now - timedelta(minutes=20))
    [line] = [line for line in queries.job_lines(now) if line.name == every_hour]
    assert abs(line.next_at - now - timedelta(minutes=40)) <= timedelta(seconds=31)


def test_every_scheduled_job_has_words():
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= JOBS.keys()


@pytest.mark.django_db
def test_silent_workers_are_told():
    now = clock.now()
    assert queries.health(now).are_workers_silent
    job = Job.objects.create(name=NAME, started_at=now)
    assert not queries.health(now).are_workers_silent
    Job.objects.filter(pk=job.pk).update(started_at=now - timedelta(minutes=16))
    assert queries.health(now).are_workers_silent


@pytest.mark.django_db
def test_broker_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch):
    def refuse(**options: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(queries.current_app, "connection_for_read", refuse)
    assert queries.health(clock.now()).waiting is None


def test_test_mail_is_sent(cast: Cast, client: Client, mailoutbox: list):
    cast.admin.email = "admin@example.jp"
    cast.admin.save()
    client.force_login(cast.admin)
    client.post(reverse("operations:test_mail"))
    assert [mail.to for mail in mailoutbox] == [["admin@example.jp"]]
