"""A course over the years: scheduled, copied to the next 年度, retired."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Revision

from curriculum.copying import a_year_after, in_next_year
from curriculum.models import Course
from curriculum.retiring import NotRetiredError, bring_back_course, consequences
from curriculum.schedule import NotPublishedError, publish_what_is_due
from lms.learning.record.models import Enrolment
from lms.learning.record.services import enrol
from lms.lib import clock
from lms.people.models import User
from tests.cast import Cast
from tests.curriculum.test_publishing import block, lesson, make_course
from tests.curriculum.test_workflow import COURSES, edit, editor_data

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
SOON = NOW + timedelta(hours=2)


# Copying


@pytest.mark.parametrize(
    ("title", "next_title"),
    [
        ("情報セキュリティ研修(令和8年度・全職員)", "情報セキュリティ研修(令和9年度・全職員)"),
        ("令和９年度 生成AI", "令和10年度 生成AI"),
        ("RPA入門", "RPA入門"),
    ],
)
def test_a_title_goes_on_to_the_next_year(title: str, next_title: str) -> None:
    assert in_next_year(title) == next_title


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2027, 3, 31), date(2028, 3, 31)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (None, None),
    ],
)
def test_a_review_date_goes_on_by_a_year(day: date | None, later: date | None) -> None:
    assert a_year_after(day) == later


@pytest.mark.django_db
def test_a_copy_is_a_draft_of_its_own_and_the_old_course_keeps_its_people(client: Client, cast: Cast) -> None:
    old = make_course(lesson(), live=False, title="情報セキュリティ(令和8年度)", code="A02")
    old.save_revision(user=cast.author).publish(user=cast.admin)
    enrolment = enrol(cast.alice, old.versions.get(), by=cast.hr, at=NOW, source=Enrolment.Source.ASSIGNED)
    client.force_login(cast.author)
    url = reverse(f"{COURSES}:copy", args=[old.pk])
    page = client.get(url)
    form = page.context["form"]
    assert form.initial["title"] == "情報セキュリティ(令和9年度)"
    assert form.initial["review_on"] == date(2028, 4, 1)
    client.post(
        page.context["action_url"], editor_data(old) | {"title": form.initial["title"], "slug": "", "code": "A02-R9"}
    )
    new = Course.objects.exclude(pk=old.pk).get()
    assert (new.title, new.live, new.versions.count()) == ("情報セキュリティ(令和9年度)", False, 0)
    assert new.slug != old.slug
    assert new.copied_from == old
    old.refresh_from_db()
    enrolment.refresh_from_db()
    assert old.live
    assert enrolment.course_version.course_id == old.pk


# Publishing at a set time


@pytest.fixture
def at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW)


def later(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    monkeypatch.setattr(clock, "now", lambda: moment)


def scheduled(course: Course, cast: Cast, **times: Any) -> Course:
    for name, value in times.items():
        setattr(course, name, value)
    course.save_revision(user=cast.author).publish(user=cast.admin)
    course.refresh_from_db()
    return course


@pytest.mark.django_db
def test_a_course_goes_live_at_its_time_and_not_before(
    cast: Cast, at_work: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = scheduled(make_course(lesson(), live=False), cast, go_live_at=SOON)
    publish_what_is_due(at=NOW)
    course.refresh_from_db()
    assert not course.live
    assert not course.versions.exists()
    later(monkeypatch, SOON)
    for _again in range(2):
        publish_what_is_due(at=SOON)
    course.refresh_from_db()
    assert course.live
    assert course.versions.get().published_by == cast.author


@pytest.mark.django_db
def test_a_change_scheduled_for_a_live_course_waits_while_the_old_version_is_learned(
    cast: Cast, at_work: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = scheduled(make_course(lesson(), live=False), cast)
    course.title = "新しい題"
    scheduled(course, cast, go_live_at=SOON)
    assert course.live
    assert [version.title for version in course.versions.all()] == ["情報セキュリティ"]
    later(monkeypatch, SOON)
    publish_what_is_due(at=SOON)
    assert [version.title for version in course.versions.order_by("number")] == ["情報セキュリティ", "新しい題"]


@pytest.mark.django_db
def test_what_the_checks_refuse_by_then_stays_a_draft_and_holds_up_nobody(
    cast: Cast, at_work: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = make_course(lesson(), live=False, title="壊れたコース")
    broken.go_live_at = SOON - timedelta(hours=1)
    broken.save_revision(user=cast.author).publish(user=cast.admin)
    # Its package disappears between the click and the time that was set.
    revision = Revision.objects.get(object_id=str(broken.pk), approved_go_live_at__isnull=False)
    revision.content["modules"] = (
        f'[{{"type": "scorm", "id": "{block("scorm", {})["id"]}", "value": {{"package": 999}}}}]'
    )
    revision.save()
    whole = scheduled(make_course(lesson(), live=False), cast, go_live_at=SOON)
    later(monkeypatch, SOON)
    with pytest.raises(NotPublishedError, match="壊れたコース"):
        publish_what_is_due(at=SOON)
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.live, whole.live) == (False, True)
    publish_what_is_due(at=SOON)


@pytest.mark.django_db
def test_the_editor_offers_a_time_to_go_live_and_to_end(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    client.force_login(cast.admin)
    times = {"go_live_at": "2099-04-01 08:30", "expire_at": "2100-03-31 17:15", "action-publish": "yes"}
    edit(client, course, **times)
    course.refresh_from_db()
    assert not course.live
    assert course.scheduled_revision is not None


# Retiring


@pytest.mark.django_db
def test_a_course_retires_at_its_time(cast: Cast, at_work: None, monkeypatch: pytest.MonkeyPatch) -> None:
    course = scheduled(make_course(lesson(), live=False), cast, expire_at=SOON)
    assert course.live
    later(monkeypatch, SOON)
    publish_what_is_due(at=SOON)
    course.refresh_from_db()
    assert (course.live, course.expired) == (False, True)


def ended(course: Course, client: Client, person: User) -> Course:
    client.force_login(person)
    client.post(reverse(f"{COURSES}:unpublish", args=[course.pk]))
    course.refresh_from_db()
    return course


def brought_back(course: Course, client: Client, person: User) -> Course:
    client.force_login(person)
    client.post(reverse(f"{COURSES}:bring_back", args=[course.pk]))
    course.refresh_from_db()
    return course


@pytest.mark.django_db
def test_an_author_ends_a_course_and_brings_it_back_and_hr_does_neither(client: Client, cast: Cast) -> None:
    course = scheduled(make_course(lesson(), live=False), cast)
    assert ended(course, client, cast.hr).live
    assert not ended(course, client, cast.author).live
    assert not brought_back(course, client, cast.hr).live
    assert brought_back(course, client, cast.author).live


@pytest.mark.django_db
def test_the_editor_of_an_ended_course_says_so_and_offers_the_way_back(
    client: Client, cast: Cast, at_work: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = scheduled(make_course(lesson(), live=False), cast)
    editor = reverse(f"{COURSES}:edit", args=[course.pk])
    later(monkeypatch, SOON)
    ended(course, client, cast.author)
    (banner,) = client.get(editor).context["messages"]
    assert "令和8年11月24日(火)に終了しました" in banner.message
    assert reverse(f"{COURSES}:bring_back", args=[course.pk]) in banner.message
    brought_back(course, client, cast.author)
    said = [str(message) for message in client.get(editor).context["messages"]]
    assert len(said) == 1
    assert "終了しました" not in said[0]


@pytest.mark.django_db
def test_who_is_about_to_end_a_course_reads_who_has_it_and_what_happens_to_them(client: Client, cast: Cast) -> None:
    course = scheduled(make_course(lesson(), live=False), cast)
    url = reverse(f"{COURSES}:unpublish", args=[course.pk])
    client.force_login(cast.author)
    assert client.get(url).context["consequences"] == []
    version = course.versions.get()
    for person, state in ((cast.alice, "in_progress"), (cast.charlie, "completed"), (cast.hr, "not_started")):
        enrolment = enrol(person, version, by=None, at=NOW, source=Enrolment.Source.CHOSEN)
        completed = NOW if state == "completed" else None
        Enrolment.objects.filter(pk=enrolment.pk).update(state=state, completed_at=completed)
    with translation.override("en"):
        said = list(consequences(course, NOW))
    assert [sentence.partition(".")[0] for sentence in said] == [
        "Begun and not finished: 1 person",
        "Chosen by themselves and not begun: 1 person",
        "Completed: 1 person",
    ]


@pytest.mark.django_db
def test_an_ended_course_comes_back_as_it_was_published_and_not_as_it_was_drafted_since(
    client: Client, cast: Cast
) -> None:
    course = scheduled(make_course(lesson(), live=False), cast)
    published = course.live_revision
    course.title = "まだ確認されていない題"
    course.save_revision(user=cast.author)
    course = brought_back(ended(Course.objects.get(pk=course.pk), client, cast.author), client, cast.author)
    assert (course.title, course.live_revision, course.has_unpublished_changes) == ("情報セキュリティ", published, True)
    assert course.versions.count() == 1


@pytest.mark.django_db
def test_a_course_that_ended_at_its_time_comes_back_without_that_time(
    client: Client, cast: Cast, at_work: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = scheduled(make_course(lesson(), live=False), cast, expire_at=SOON)
    later(monkeypatch, SOON)
    publish_what_is_due(at=SOON)
    course = brought_back(course, client, cast.author)
    publish_what_is_due(at=SOON)
    course.refresh_from_db()
    assert (course.live, course.expired, course.expire_at) == (True, False, None)


@pytest.mark.django_db
def test_a_draft_in_review_goes_back_when_its_course_ends(client: Client, cast: Cast) -> None:
    course = scheduled(make_course(lesson(), live=False), cast)
    course.save_revision(user=cast.author)
    course.get_workflow().start(course, cast.author)
    assert ended(course, client, cast.author).current_workflow_state is None


@pytest.mark.django_db
def test_a_draft_can_be_neither_ended_nor_brought_back(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    assert not brought_back(course, client, cast.author).live
    with pytest.raises(NotRetiredError):
        bring_back_course(course, by=cast.author)


@pytest.mark.django_db
def test_the_list_says_that_a_course_is_over(client: Client, cast: Cast) -> None:
    course = ended(scheduled(make_course(lesson(), live=False), cast), client, cast.author)
    assert course.status_string == "終了"
    assert brought_back(course, client, cast.author).status_string == "公開"


@pytest.mark.django_db
def test_a_retired_course_stays_with_who_took_it_and_is_offered_to_nobody_else(client: Client, cast: Cast) -> None:
    course = scheduled(make_course(lesson(), live=False, title="終わる予定のコース"), cast)
    enrolment: Enrolment = enrol(
        cast.alice, course.versions.get(), by=cast.hr, at=NOW, source=Enrolment.Source.ASSIGNED
    )
    course.unpublish()
    client.force_login(cast.alice)
    assert client.get(reverse("learning:course", args=[course.slug])).status_code == 200
    module = enrolment.course_version.modules.get()
    assert client.get(reverse("learning:module", args=[enrolment.uuid, module.uuid])).status_code == 200
    client.force_login(cast.charlie)
    assert client.get(reverse("learning:course", args=[course.slug])).status_code == 404
    assert course.title not in client.get(reverse("learning:catalogue")).content.decode()
