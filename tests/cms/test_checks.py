"""The portal's pages pass the same publish checks as lessons."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.checks import article_findings
from cms.models import HelpPage, NewsIndexPage, NewsPage
from cms.models.articles import ArticlePage
from curriculum.schedule import NotPublishedError, publish_what_is_due
from tests.cast import Cast
from tests.cms.test_portal import news, news_data

pytestmark = pytest.mark.django_db

GONE = '<p>くわしくは<a href="/help/nowhere/">こちら</a></p>'


def codes(*blocks: tuple[str, Any], english: bool = False) -> set[str]:
    body = [{"type": kind, "value": value} for kind, value in blocks]
    page = NewsPage(title="題", **{"body_en" if english else "body": body})
    return {finding.code for finding in article_findings(page)}


def written(text: str, *actions: str) -> dict[str, Any]:
    """What the editor of news sends for a page with one block of text."""
    body = nested_form_data({"body": streamfield([("text", rich_text(text))])})
    return news_data("") | body | dict.fromkeys(actions, "yes")


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("text", "<p>本文</p>", set()),
        ("text", GONE, {"lost_address"}),
        ("text", '<p><a href="/help/">使い方</a></p>', set()),
        ("text", '<p><a linktype="page" id="9999">なくなったページ</a></p>', {"lost_page"}),
        ("text", '<p><a href="https://example.com/">外</a></p>', {"external_link"}),
        ("figure", {"image": None, "alt": ""}, {"no_image", "no_alt"}),
        ("video", {"file": None, "transcript": ""}, {"no_video", "no_transcript", "no_captions"}),
    ],
)
def test_both_texts_of_a_page_are_checked(kind: str, value: Any, found: set[str]) -> None:
    assert codes((kind, value)) == found
    assert codes((kind, value), english=True) == found


def test_a_page_without_text_may_be_published_for_its_introduction_says_enough() -> None:
    assert codes() == set()


def test_the_help_that_comes_with_the_product_passes() -> None:
    pages = [page for page in Page.objects.specific() if isinstance(page, ArticlePage)]
    assert any(isinstance(page, HelpPage) for page in pages)
    assert [(page.url_path, each.code) for page in pages for each in article_findings(page) if each.blocks] == []


def test_a_page_with_a_dead_link_is_saved_as_a_draft_and_not_published(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    url = reverse("wagtailadmin_pages:add", args=["cms", "newspage", NewsIndexPage.objects.get().pk])
    refused = client.post(url, written(GONE, "action-publish"))
    assert "/help/nowhere/ の先に" in refused.content.decode()
    assert not NewsPage.objects.exists()
    client.post(url, written(GONE))
    assert not NewsPage.objects.get().live


def test_the_panel_checks_what_stands_in_the_editor_and_stores_nothing(client: Client, cast: Cast) -> None:
    page, data = news(), written(GONE)
    for address in ([], [page.pk]):
        url = reverse("page_checks", args=["newspage", *address])
        client.force_login(cast.hr)
        assert "/help/nowhere/" in client.post(url, data).content.decode()
        client.force_login(cast.alice)
        assert client.post(url, data).status_code == 403
    assert article_findings(NewsPage.objects.get()) == []


def test_a_page_whose_link_died_by_its_time_stays_a_draft(cast: Cast) -> None:
    page = news(live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision(user=cast.author)
    revision.publish()
    revision.refresh_from_db()
    revision.content["body"] = '[{"type": "text", "value": "<p><a href=\\"/help/nowhere/\\">先</a></p>"}]'
    revision.save()
    with pytest.raises(NotPublishedError, match="/help/nowhere/"):
        publish_what_is_due(at=timezone.now() + timedelta(hours=2))
    page.refresh_from_db()
    assert not page.live


def test_publishing_several_pages_at_once_says_which_link_is_dead(client: Client, cast: Cast) -> None:
    page = news(live=False, body=[{"type": "text", "value": GONE}])
    page.save_revision(user=cast.author)
    client.force_login(cast.author)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    shown = client.post(f"{url}?id={page.pk}", follow=True)
    assert "/help/nowhere/" in " ".join(str(message) for message in shown.context["messages"])
    page.refresh_from_db()
    assert not page.live
