"""What counts as played: pure rules, and the lesson that waits for it."""

import json
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from curriculum.models import LessonContent, Module
from lms.learning.lessons.bookmarks import parse
from lms.learning.lessons.watching import Watched, merged, unfinished, union
from lms.learning.models import Enrolment, ModuleProgress
from lms.learning.record.states import ProgressState
from tests.cast import Cast
from tests.factories import CourseVersionFactory, EnrolmentFactory
from tests.factories.modules import lesson_module

STRETCHES = st.lists(st.tuples(st.integers(-5, 130), st.integers(-5, 130)), max_size=12)


@pytest.mark.parametrize(
    ("stretches", "joined"),
    [
        ([], ()),
        ([(0, 10), (10, 20)], ((0, 20),)),
        ([(30, 40), (0, 10)], ((0, 10), (30, 40))),
        ([(0, 50), (10, 20)], ((0, 50),)),
        ([(90, 500)], ((90, 100),)),
        ([(-5, 5)], ((0, 5),)),
        ([(20, 10)], ()),
    ],
)
def test_stretches_are_joined(stretches: list[tuple[int, int]], joined: tuple[tuple[int, int], ...]) -> None:
    assert union(stretches, duration=100) == joined


@given(STRETCHES)
def test_union_counts_each_second_once(stretches: list[tuple[int, int]]) -> None:
    seconds = {second for start, end in stretches for second in range(max(start, 0), min(end, 100))}
    assert Watched(duration=100, stretches=union(stretches, duration=100)).seconds == len(seconds)


@given(STRETCHES, STRETCHES)
def test_reports_in_any_order_and_twice_come_to_the_same(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    first, second = ({"v": Watched(duration=100, stretches=union(each, duration=100))} for each in (one, other))
    assert merged(merged(first, second), second) == merged(second, first)


@pytest.mark.parametrize(("end", "left"), [(89, ["v"]), (90, []), (100, [])])
def test_nine_tenths_are_enough(end: int, left: list[str]) -> None:
    assert unfinished(["v"], {"v": Watched(duration=100, stretches=((0, end),))}) == left


def test_what_was_never_played_is_left() -> None:
    assert unfinished(["v"], {}) == ["v"]


@pytest.mark.parametrize(
    "sent",
    [{"v": 1}, {str(uuid4()): {"length": "x", "played": [[1]]}}, {str(uuid4()): {"played": [["a", None], 3]}}],
)
def test_nonsense_earns_nothing(sent: object) -> None:
    assert all(not each.is_enough for each in parse(json.dumps({"watched": sent})).watched.values())


# In a lesson


@pytest.fixture
def video() -> str:
    return str(uuid4())


@pytest.fixture
def enrolment(client: Client, cast: Cast, video: str) -> Enrolment:
    version = CourseVersionFactory()
    lesson = lesson_module(version, order=0)
    body = [{"type": "video", "id": video, "value": {"transcript": "話", "must_watch": True}}]
    LessonContent.objects.filter(module=lesson).update(body=json.dumps(body))
    lesson_module(version, order=1)
    client.force_login(cast.alice)
    return EnrolmentFactory(learner=cast.alice, course_version=version)


def first(enrolment: Enrolment) -> Module:
    return enrolment.course_version.modules.get(order=0)


def play(client: Client, enrolment: Enrolment, video: str, *stretches: tuple[int, int]) -> None:
    bookmark = {"block": video, "videos": {video: 42}, "watched": {video: {"length": 100, "played": stretches}}}
    data = {"bookmark": json.dumps(bookmark), "visit": str(uuid4()), "seconds": 30}
    address = reverse("learning:lesson-place", args=[enrolment.uuid, first(enrolment).uuid])
    assert client.post(address, data).status_code == 200


def finish(client: Client, enrolment: Enrolment):
    return client.post(reverse("learning:lesson-finish", args=[enrolment.uuid, first(enrolment).uuid]), follow=True)


@pytest.mark.django_db
def test_lesson_waits_until_its_video_was_played(client: Client, enrolment: Enrolment, video: str) -> None:
    play(client, enrolment, video, (0, 50))
    play(client, enrolment, video, (99, 100))
    refused = finish(client, enrolment)
    assert refused.redirect_chain[-1][0].endswith(f"#block-{video}")
    assert "最後まで再生していない動画や音声が1件" in unescape(refused.content.decode())
    assert ModuleProgress.objects.get(module__order=0).state != ProgressState.COMPLETED
    play(client, enrolment, video, (48, 95))
    finish(client, enrolment)
    assert ModuleProgress.objects.get(module__order=0).state == ProgressState.COMPLETED


@pytest.mark.django_db
def test_what_was_played_just_before_the_button_counts(client: Client, enrolment: Enrolment, video: str) -> None:
    play(client, enrolment, video, (0, 50))
    bookmark = {"block": video, "watched": {video: {"length": 100, "played": [(50, 95)]}}}
    data = {"bookmark": json.dumps(bookmark), "visit": str(uuid4()), "seconds": 45}
    client.post(reverse("learning:lesson-finish", args=[enrolment.uuid, first(enrolment).uuid]), data)
    progress = ModuleProgress.objects.get(module__order=0)
    assert (progress.state, progress.seconds) == (ProgressState.COMPLETED, 75)


@pytest.mark.django_db
def test_second_and_stretches_come_back(client: Client, enrolment: Enrolment, video: str) -> None:
    play(client, enrolment, video, (0, 10), (30, 42))
    shown = client.get(reverse("learning:module", args=[enrolment.uuid, first(enrolment).uuid])).content.decode()
    assert f'{{"{video}": 42}}' in shown
    assert "[[0, 10], [30, 42]]" in shown
