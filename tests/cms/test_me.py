from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from curriculum.models import LevelDescriptor
from lms.learning.models import Certificate
from lms.learning.record.outcomes import Outcome
from lms.learning.record.services import record_outcome
from lms.learning.record.states import Completion
from lms.people import audit
from lms.people.models import User
from tests.cast import Cast
from tests.factories import EnrolmentFactory, ModuleFactory
from tests.factories.assessments import assessment_of, confirm_at, hand_in, open_cycle_for, rate_at

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def record(client: Client, person: User) -> str:
    client.force_login(person)
    return unescape(client.get(reverse("me")).content.decode())


def complete(person: User, title: str) -> Certificate:
    module = ModuleFactory(course_version__course__title=title)
    enrolment = EnrolmentFactory(learner=person, course_version=module.course_version)
    outcome = Outcome(completion=Completion.COMPLETED, seconds=25 * 60)
    record_outcome(enrolment, module, outcome, source="lesson:1", by=person, at=AT)
    return enrolment.certificate


def test_record_lists_what_was_completed_with_certificate_and_time(client: Client, cast: Cast) -> None:
    certificate = complete(cast.alice, "情報セキュリティ")
    complete(cast.charlie, "別の人のコース")
    shown = record(client, cast.alice)
    assert "情報セキュリティ" in shown
    assert "別の人のコース" not in shown
    assert "25分" in shown
    assert reverse("learning:certificate", args=[certificate.uuid]) in shown


def test_record_shows_the_confirmed_level_as_its_sentence(client: Client, cast: Cast) -> None:
    open_cycle_for(cast)
    hand_in(assessment_of(cast.alice), 2)
    rate_at(assessment_of(cast.alice), 2, by=cast.supervisor, comment="窓口を直した")
    sentence = LevelDescriptor.objects.get(group__key="all_staff", level=2).text
    assert "窓口を直した" not in record(client, cast.alice)
    confirm_at(assessment_of(cast.alice), 2, cast=cast)
    shown = record(client, cast.alice)
    assert sentence in shown


def test_record_says_who_saw_the_assessment(client: Client, cast: Cast) -> None:
    assert "まだ誰も" in record(client, cast.alice)
    audit.record("assessment.viewed", actor=cast.supervisor, subject=cast.alice, at=AT)
    audit.record("assessment.viewed", actor=cast.alice, subject=cast.alice, at=AT)
    audit.record("roster.applied", actor=cast.hr, subject=cast.alice, at=AT)
    listed = record(client, cast.alice).split('id="sightings"')[1]
    assert "井上 一郎: あなたの評価を開きました" in listed
    assert "青木 花子:" not in listed
    assert "hr 担当" not in listed


@pytest.mark.parametrize("count", [1, 10])
def test_record_costs_the_same_for_one_course_and_for_many(
    client: Client, cast: Cast, count: int, django_assert_max_num_queries
) -> None:
    for number in range(count):
        complete(cast.alice, f"コース{number}")
    client.force_login(cast.alice)
    with django_assert_max_num_queries(12):
        client.get(reverse("me"))
