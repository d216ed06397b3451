import json
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from curriculum.models import LessonContent, Module
from lms.learning.models import Enrolment, ModuleProgress, OutcomeRecord
from lms.learning.record.states import EnrolmentState, ProgressState
from tests.cast import Cast
from tests.factories import CourseVersionFactory, EnrolmentFactory
from tests.factories.modules import lesson_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(client: Client, cast: Cast) -> Enrolment:
    version = CourseVersionFactory()
    for order in range(2):
        lesson_module(version, order=order)
    client.force_login(cast.alice)
    return EnrolmentFactory(learner=cast.alice, course_version=version)


@pytest.fixture
def lesson(enrolment: Enrolment) -> Module:
    return enrolment.course_version.modules.get(order=0)


def address(name: str, enrolment: Enrolment, module: Module) -> str:
    return reverse(f"learning:{name}", args=[enrolment.uuid, module.uuid])


def block_ids(module: Module) -> list[str]:
    return [block.id for block in LessonContent.objects.get(module=module).body]


def keep(client: Client, enrolment: Enrolment, module: Module, *, seconds: int = 5, **sent: object):
    bookmark = json.dumps({"block": block_ids(module)[1], "videos": {}})
    data = {"bookmark": bookmark, "visit": str(uuid4()), "seconds": seconds} | sent
    return client.post(address("lesson-place", enrolment, module), data)


def test_lesson_shows_its_text(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    shown = unescape(client.get(address("module", enrolment, lesson)).content.decode())
    assert "本文1" in shown
    assert "本文2" in shown
    assert "単元 1/2" in shown


def test_place_is_kept_and_comes_back(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    response = keep(client, enrolment, lesson)
    assert "保存済み" in response.content.decode()
    shown = client.get(address("module", enrolment, lesson)).content.decode()
    assert f'data-block="{block_ids(lesson)[1]}"' in shown
    assert "前回の続き" in shown


def test_place_is_nobody_elses(client: Client, enrolment: Enrolment, lesson: Module, cast: Cast) -> None:
    client.force_login(cast.charlie)
    assert keep(client, enrolment, lesson).status_code == 404
    assert not ModuleProgress.objects.exists()


def test_reading_time_counts_once_a_visit(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    visit = str(uuid4())
    for seconds in (10, 25, 25):
        keep(client, enrolment, lesson, seconds=seconds, visit=visit)
    keep(client, enrolment, lesson, seconds=5)
    assert ModuleProgress.objects.get().seconds == 30


def test_page_left_open_all_day_counts_two_hours(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    keep(client, enrolment, lesson, seconds=8 * 60 * 60)
    assert ModuleProgress.objects.get().seconds == 2 * 60 * 60


@pytest.mark.parametrize("sent", [{"seconds": -1}, {"visit": "x"}, {"seconds": "many"}, {"bookmark": "x" * 70_000}])
def test_nonsense_is_refused(client: Client, enrolment: Enrolment, lesson: Module, sent: dict[str, object]) -> None:
    assert keep(client, enrolment, lesson, **sent).status_code == 400


def test_finishing_leads_to_the_next_module(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    response = client.post(address("lesson-finish", enrolment, lesson))
    following = enrolment.course_version.modules.get(order=1)
    assert response.url == address("module", enrolment, following)
    assert ModuleProgress.objects.get(module=lesson).state == ProgressState.COMPLETED


def test_finishing_the_last_module_leads_to_what_was_achieved(
    client: Client, enrolment: Enrolment, lesson: Module
) -> None:
    for module in enrolment.course_version.modules.order_by("order"):
        response = client.post(address("lesson-finish", enrolment, module))
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED
    assert response.url == reverse("learning:finished", args=[enrolment.uuid])


def test_pressing_the_button_twice_records_once(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    for _ in range(2):
        client.post(address("lesson-finish", enrolment, lesson))
    assert OutcomeRecord.objects.count() == 1


@pytest.mark.parametrize("blocks", [1, 20])
def test_lesson_costs_the_same_for_one_block_and_for_many(
    client: Client, enrolment: Enrolment, lesson: Module, blocks: int, django_assert_max_num_queries
) -> None:
    body = [{"type": "text", "id": str(uuid4()), "value": "<p>文</p>"} for _ in range(blocks)]
    LessonContent.objects.filter(module=lesson).update(body=json.dumps(body))
    client.get(address("module", enrolment, lesson))
    with django_assert_max_num_queries(12):
        client.get(address("module", enrolment, lesson))
