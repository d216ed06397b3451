"""Leavers become a pseudonym and no figure moves: on screen, as released, or asked again as of a past day."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Answer, Assessment, Cycle
from lms.learning.models import Enrolment
from lms.lib import clock
from lms.operations.retention import running, services
from lms.people.models import User
from reports.figures import as_json, committee_figures
from reports.models import Snapshot
from reports.services import freeze_release
from tests.cast import Cast
from tests.factories import CourseVersionFactory, EnrolmentFactory
from tests.reports.conftest import AS_OF

pytestmark = pytest.mark.django_db
LEFT = date(2027, 4, 1)
AFTER_FIVE_YEARS = date(2032, 4, 1)
AT = datetime(2032, 4, 1, 1, tzinfo=UTC)


@pytest.fixture
def leavers(two_cycles: list[Cycle]) -> list[User]:
    """Half of those who were assessed left at the end of the year, some with a completed course."""
    assessed = Assessment.objects.filter(cycle=two_cycles[1], level__isnull=False).order_by("pk")
    people = [row.person for row in assessed.select_related("person")][::2]
    version = CourseVersionFactory(course__is_mandatory=True)
    for person in people[:4]:
        EnrolmentFactory(
            learner=person, course_version=version, state="completed", completed_at=datetime(2026, 9, 1, tzinfo=UTC)
        )
    User.objects.filter(pk__in=[person.pk for person in people]).update(left_on=LEFT)
    assert len(people) > 5
    return people


def forget_them(cast: Cast) -> None:
    run = services.propose(document_no="", note="", by=cast.hr, at=AT, on=AFTER_FIVE_YEARS)
    services.note_look(run, 0, by=cast.hr, at=AT)
    services.approve(run, by=cast.admin, at=AT, on=AFTER_FIVE_YEARS)
    running.perform(run)


def all_figures() -> list[object]:
    cycles = [as_json(committee_figures(AS_OF, code)) for code in ("R8-1", "R8-2")]
    completions = Enrolment.objects.counted().filter(state="completed")
    return [
        *cycles,
        list(completions.order_by("pk").values_list("pk", "completed_at", "learner_id")),
        list(Answer.objects.order_by("pk").values_list("pk", "level", "lines__choice")),
        list(Snapshot.objects.order_by("pk").values()),
    ]


def test_figures_before_are_figures_after(leavers: list[User], two_cycles: list[Cycle], cast: Cast, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    freeze_release(two_cycles[1], by=cast.hr, at=datetime(2026, 11, 1, tzinfo=UTC))
    before = all_figures()
    forget_them(cast)
    assert User.objects.filter(pk__in=[person.pk for person in leavers], forgotten_at=None).count() == 0
    assert all_figures() == before


def test_committee_page_reads_the_same(
    leavers: list[User], cast: Cast, client: Client, settings, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    settings.BACKUP_DIR = tmp_path
    monkeypatch.setattr(clock, "today", lambda: AS_OF)
    client.force_login(cast.hr)
    pages = [reverse(f"reports:{name}") for name in ("levels", "levels_csv", "cohorts", "cohort_departments")]
    before = [shown(client, page) for page in pages]
    forget_them(cast)
    assert [shown(client, page) for page in pages] == before


def shown(client: Client, page: str) -> str:
    response = client.get(page)
    assert response.status_code == 200
    # Without the tokens against forged requests, new on every page.
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", response.content.decode())
