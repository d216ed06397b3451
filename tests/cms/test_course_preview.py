from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curriculum.models import CourseVersion, Module
from lms.learning.record.models import Enrolment
from tests.cast import Cast
from tests.curriculum.test_publishing import block, lesson, make_course, project, quiz

pytestmark = pytest.mark.django_db

COURSES = "wagtailsnippets_curriculum_course"


def preview(client: Client, course: Any, mode: str) -> str:
    revision = course.save_revision()
    url = reverse(f"{COURSES}:revisions_view", args=[course.pk, revision.pk])
    response = client.get(url, {"mode": mode})
    assert response.status_code == 200
    return response.content.decode()


def test_every_kind_of_module_can_be_previewed_without_storing_anything(client: Client, cast: Cast) -> None:
    class_ = block("class", {"title": "集合研修", "minutes": 60, "description": "演習をします"})
    handin = block("handin", {"title": "提出", "minutes": 15, "prompt": "改善案を書く"})
    scorm = block("scorm", {"title": "教材", "minutes": 15, "package": None})
    course = make_course(lesson(text="<p>本文です</p>"), quiz(), project(), class_, handin, scorm, live=False)
    client.force_login(cast.author)
    expected = ["本文です", "正しいものは", "課題設定", "演習をします", "改善案を書く", "教材"]
    modes = [mode for mode, _ in course.preview_modes]

    pages = [preview(client, course, mode) for mode in modes]

    assert all(title in pages[0] for title in ("はじめに", "確認テスト", "集合研修"))
    assert all(words in page for words, page in zip(expected, pages[1:], strict=True))
    assert [model.objects.count() for model in (CourseVersion, Module, Enrolment)] == [0, 0, 0]


def test_learner_cannot_open_a_preview(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    revision = course.save_revision()
    client.force_login(cast.alice)
    assert client.get(reverse(f"{COURSES}:revisions_view", args=[course.pk, revision.pk])).status_code == 403
