"""Where texts of the city name leavers: listed before a deletion; past drafts and the editor's log forget."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry, Revision

from cms.models import GlossaryTerm, NewsIndexPage, NewsPage
from curriculum.models import Course
from lms.learning.models import ClassSession
from lms.operations.models import DeletionRun
from lms.operations.retention import running, services
from lms.operations.retention.mentions import Mention, mentions_of
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories.classes import class_date, enrolled
from tests.operations.retention.conftest import LONG_AGO, NOW, Leaving

pytestmark = pytest.mark.django_db


def news(title: str, said: str, **fields: Any) -> NewsPage:
    page = NewsPage(title=title, slug=title, body=[{"type": "text", "value": f"<p>{said}</p>"}], **fields)
    NewsIndexPage.objects.get().add_child(instance=page)
    return page


def found(cast: Cast, leaving: Leaving) -> Sequence[Mention]:
    return mentions_of([leaving.person], reader=cast.hr)


def test_city_that_names_nobody_has_nothing_to_list(leaving: Leaving, cast: Cast):
    news("別の人", "青木 太郎さんに聞きました。")
    assert not found(cast, leaving)


@pytest.mark.parametrize("said", ["青木 花子さんに聞きました。", "青木花子", "青木　花子", "職員番号 {number}"])
def test_page_that_names_a_leaver_is_listed_however_it_does(said: str, leaving: Leaving, cast: Cast):
    page = news("成果", said.format(number=leaving.person.staff_no))
    [mention] = found(cast, leaving)
    assert (mention.person, mention.shelf, mention.title) == (leaving.person, "ページ", page.title)
    assert mention.address


def test_draft_is_read_beside_what_is_published(leaving: Leaving, cast: Cast):
    page = news("成果", "市民課の人")
    page.body = [{"type": "text", "value": "<p>青木 花子さん</p>"}]
    page.save_revision()
    assert [mention.title for mention in found(cast, leaving)] == ["成果"]


def test_open_comment_and_its_reply_are_listed_once_by_their_page(leaving: Leaving, cast: Cast):
    page = news("成果", "市民課の人")
    comment = Comment.objects.create(page=page, user=cast.author, text="青木 花子さんに確認する", contentpath="body")
    CommentReply.objects.create(comment=comment, user=cast.author, text="青木 花子さんは退職")
    assert [(mention.shelf, mention.title) for mention in found(cast, leaving)] == [("ページへのコメント", "成果")]


def test_courses_classes_and_glossary_are_looked_through(leaving: Leaving, cast: Cast):
    _enrolment, module = enrolled(cast)
    date = class_date(module)
    ClassSession.objects.filter(pk=date.pk).update(instructor="青木 花子")
    Course.objects.filter(pk=module.course_version.course_id).update(purpose="青木花子が作成")
    GlossaryTerm.objects.create(term="庁内ネット", reading="ちょうないねっと", meaning="担当は青木 花子")
    listed = {mention.shelf: mention.address for mention in found(cast, leaving)}
    assert set(listed) == {"集合研修の日程", "コース", "用語集"}
    assert listed["集合研修の日程"] == reverse("learning:class-session", args=[date.uuid])


def test_looking_is_hrs_and_is_recorded_with_what_was_found(leaving: Leaving, cast: Cast):
    news("成果", "青木 花子さんに聞きました。")
    hr, admin = Client(), Client()
    hr.force_login(cast.hr)
    admin.force_login(cast.admin)
    admin.post(reverse("operations:propose_deletion"))
    run = DeletionRun.objects.get()
    address = reverse("operations:look_for_names", args=[run.uuid])
    assert admin.get(address).status_code == 403
    page = hr.get(address).content.decode()
    assert "青木 花子" in page
    assert "成果" in page
    hr.post(address)
    run.refresh_from_db()
    assert (run.looked_by, run.looked_at, run.places_found) == (cast.hr, NOW, 1)
    assert AuditEvent.objects.get(action="deletion.looked").details == {"rows": 1}
    assert "1件に氏名がありました" in admin.get(reverse("operations:deletion", args=[run.uuid])).content.decode()


def carried_out(cast: Cast) -> None:
    run = services.propose(document_no="", note="", by=cast.hr, at=NOW, on=NOW.date())
    services.note_look(run, 0, by=cast.hr, at=NOW)
    services.approve(run, by=cast.admin, at=NOW, on=NOW.date())
    running.perform(run)


def test_past_drafts_that_name_a_leaver_go_and_others_stay(leaving: Leaving, cast: Cast):
    page = news("成果", "青木 花子さんに聞きました。")
    naming = page.save_revision()
    comment = Comment.objects.create(
        page=page, user=cast.author, text="短く", contentpath="body", revision_created=naming
    )
    page.body = [{"type": "text", "value": "<p>市民課の人に聞きました。</p>"}]
    page.save()
    other = page.save_revision()
    latest = page.save_revision()
    carried_out(cast)
    left = Revision.objects.filter(pk__in=[naming.pk, other.pk, latest.pk])
    assert set(left.values_list("pk", flat=True)) == {other.pk, latest.pk}
    assert Comment.objects.get(pk=comment.pk).revision_created is None


def test_newest_draft_stays_though_it_names_a_leaver(leaving: Leaving, cast: Cast):
    page = news("成果", "青木 花子さんに聞きました。")
    latest = page.save_revision()
    carried_out(cast)
    assert Revision.objects.filter(pk=latest.pk).exists()


def test_settled_comments_and_the_editors_log_forget(leaving: Leaving, cast: Cast):
    page = news("成果", "市民課の人")
    for text in ("青木花子さんに確認する", "短く"):
        Comment.objects.create(page=page, user=cast.author, text=text, contentpath="body", resolved_at=LONG_AGO)
    root = Page.objects.first()
    PageLogEntry.objects.log_action(root, "wagtail.rename", title="青木 花子さんに聞く", user=cast.author)
    ModelLogEntry.objects.log_action(leaving.person, "wagtail.edit", user=cast.admin)
    carried_out(cast)
    assert [comment.text for comment in Comment.objects.all()] == ["短く"]
    assert PageLogEntry.objects.get(action="wagtail.rename").label == "(保存期間満了により廃棄)"
    assert not ModelLogEntry.objects.filter(label__contains="青木").exists()
