"""The demo's course of samples holds every block and every kind of question, and passes the publish checks."""

import pytest
from django.test import Client
from django.urls import reverse

from curriculum.blocks import LessonBodyStreamBlock
from curriculum.models import LessonContent, QuizItem
from curriculum.publishing import findings_for
from curriculum.questions.shape import QuestionKind
from lms.demo.showcase import draft_showcase
from lms.lib import clock
from tests.cast import Cast
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


def test_every_block_and_every_kind_of_question_is_there_to_look_at(client: Client, cast: Cast) -> None:
    course = draft_showcase(owner=cast.author)
    assert {finding.code for finding in findings_for(course, on=clock.today())} == {"no_groups"}
    course.save_revision(user=cast.author).publish(user=cast.admin)
    version = course.versions.get()
    lesson, quiz = version.modules.order_by("order")
    shown = {block.block_type for block in LessonContent.objects.get(module=lesson).body}
    assert shown == set(LessonBodyStreamBlock().child_blocks)
    items = QuizItem.objects.filter(quiz__module=quiz)
    assert {item.kind for item in items.filter(draw=None)} == {kind.value for kind in QuestionKind}
    assert items.exclude(draw=None).count() == 4
    enrolment = EnrolmentFactory(learner=cast.alice, course_version=version)
    client.force_login(cast.alice)
    assert client.get(reverse("learning:module", args=[enrolment.uuid, lesson.uuid])).status_code == 200
