from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from curriculum.models import Course
from lms.people.models import Role, User
from tests.cast import Cast
from tests.curriculum.test_publishing import lesson, make_course, question, quiz
from tests.factories import RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db

COURSES = "wagtailsnippets_curriculum_course"


def editor_data(course: Course, text: str = "<p>本文</p>", **extra: str) -> dict[str, Any]:
    """What the editor sends for a course with one lesson."""
    data = nested_form_data(
        {
            "title": course.title,
            "title_en": "",
            "purpose": course.purpose,
            "code": course.code,
            "slug": course.slug,
            "minutes": "0",
            "owner": str(course.owner_id or ""),
            "review_on": "2027-04-01",
            "programme": "",
            "supports_level_from": "",
            "supports_level_to": "",
            "modules": streamfield(
                [
                    (
                        "lesson",
                        {
                            "title": "はじめに",
                            "minutes": "5",
                            "is_required": "on",
                            "body": streamfield([("text", rich_text(text))]),
                        },
                    )
                ]
            ),
        }
    )
    return data | extra


@pytest.fixture
def second_author(cast: Cast) -> User:
    person = UserFactory(name="別の作成者")
    RoleGrantFactory(person=person, role=Role.AUTHOR)
    return person


def edit(client: Client, course: Course, **data: str) -> Any:
    return client.post(reverse(f"{COURSES}:edit", args=[course.pk]), editor_data(course, **data))


def approve(client: Client, course: Course) -> Any:
    state = course.current_workflow_task_state
    url = reverse(f"{COURSES}:workflow_action", args=[course.pk, "approve", state.pk])
    return client.post(url, {"comment": ""})


def test_author_submits_another_approves_and_the_course_is_published(
    client: Client, cast: Cast, second_author: User
) -> None:
    course = make_course(lesson(), live=False)
    client.force_login(cast.author)
    edit(client, course, **{"action-submit": "yes"})
    assert course.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert not course.versions.exists()

    client.force_login(second_author)
    approve(client, course)

    course.refresh_from_db()
    assert course.live
    assert course.versions.get().published_by == second_author


@pytest.mark.parametrize(
    ("decision", "times", "said"),
    [
        ("approve", {}, "承認し、公開しました。これから受講する人には第1版が表示されます"),
        ("approve", {"go_live_at": "2099-04-01 08:30"}, "承認しました。2099年4月1日8:30に公開されます"),
        ("reject", {}, "コメントを添えて作成者に戻しました"),
    ],
)
def test_who_decides_in_the_editor_reads_what_came_of_it(
    client: Client, cast: Cast, second_author: User, decision: str, times: dict[str, str], said: str
) -> None:
    course = make_course(lesson(), live=False)
    client.force_login(cast.author)
    edit(client, course, **{"action-submit": "yes"}, **times)
    client.force_login(second_author)
    url = reverse(f"{COURSES}:edit", args=[course.pk])
    decided = {"action-workflow-action": "true", "workflow-action-name": decision, **times}
    page = client.post(url, editor_data(course, **decided), follow=True)
    assert said in " ".join(str(message) for message in page.context["messages"])


def test_an_author_reads_in_the_editor_what_the_approver_asks_for(
    client: Client, cast: Cast, second_author: User
) -> None:
    course = make_course(lesson(), live=False)
    client.force_login(cast.author)
    edit(client, course, **{"action-submit": "yes"})
    url = reverse(f"{COURSES}:edit", args=[course.pk])
    assert "求めています" not in client.get(url).content.decode()
    course.current_workflow_task_state.reject(user=second_author, comment="図を足してください")
    assert "別の作成者さんが直しを求めています: 図を足してください" in client.get(url).content.decode()
    edit(client, course, **{"action-submit": "yes"})
    assert "求めています" not in client.get(url).content.decode()


def test_nobody_approves_their_own_course(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    client.force_login(cast.author)
    edit(client, course, **{"action-submit": "yes"})
    approve(client, course)
    assert not course.versions.exists()


def test_administrator_may_approve(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    client.force_login(cast.author)
    edit(client, course, **{"action-submit": "yes"})
    client.force_login(cast.admin)
    approve(client, course)
    assert course.versions.get().published_by == cast.admin


def test_author_cannot_publish_past_the_workflow(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    client.force_login(cast.author)
    edit(client, course, **{"action-publish": "yes"})
    course.refresh_from_db()
    assert not course.live
    assert not course.versions.exists()


def test_administrator_publishes_directly(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    client.force_login(cast.admin)
    edit(client, course, **{"action-publish": "yes"})
    assert course.versions.get().published_by == cast.admin


def test_course_with_blocking_findings_is_not_submitted_and_says_why(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False, owner=None)
    client.force_login(cast.author)
    page = edit(client, course, **{"action-submit": "yes"})
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert course.current_workflow_state is None


def test_saving_a_draft_needs_nothing_and_freezes_nothing(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False, owner=None)
    client.force_login(cast.author)
    assert edit(client, course).status_code == 302
    assert not course.versions.exists()


def test_approver_is_offered_no_approval_while_a_check_blocks(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), quiz(question(right=(False, False))), live=False)
    course.save_revision(user=cast.author)
    course.get_workflow().start(course, cast.author)
    client.force_login(cast.admin)
    approve(client, course)
    assert not course.versions.exists()
    course.refresh_from_db()
    assert not course.live


def test_checks_follow_what_stands_in_the_editor_and_store_nothing(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    data = editor_data(course, title="変えた題名", owner="")
    url = reverse(f"{COURSES}:checks", args=[course.pk])
    client.force_login(cast.author)
    with translation.override("en"):
        assert "The owner is missing" in client.post(url, data, headers={"accept-language": "en"}).content.decode()
    course.refresh_from_db()
    assert (course.title, course.latest_revision) == ("情報セキュリティ", None)
    client.force_login(cast.alice)
    assert client.post(url, data).status_code == 403
