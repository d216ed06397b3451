from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import HelpPage, NewsIndexPage, NewsPage
from lms.lib import clock
from lms.people.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def news(**fields: Any) -> NewsPage:
    page = NewsPage(
        **{"title": "新しいコース", "slug": "new", "body": [{"type": "text", "value": "<p>始まります</p>"}]} | fields
    )
    NewsIndexPage.objects.get().add_child(instance=page)
    return page


@pytest.mark.parametrize("address", ["/news/", "/help/", "/help/learning/", "/help/courses/"])
def test_portal_is_for_signed_in_staff(client: Client, cast: Cast, address: str) -> None:
    assert client.get(address).headers["location"].startswith(reverse("account_login"))
    client.force_login(cast.alice)
    assert client.get(address).status_code == 200


def test_news_stand_newest_first_and_drafts_do_not_show(client: Client, cast: Cast) -> None:
    news(title="古い", slug="old", published_on="2026-04-01")
    news(title="新しい", slug="newer", published_on="2026-11-01")
    news(title="下書き", slug="draft", live=False)
    client.force_login(cast.alice)
    items = client.get("/news/").context["items"]
    assert [item.title for item in items] == ["新しい", "古い"]
    assert "始まります" in client.get("/news/old/").content.decode()


# For whom, and until when


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))
    return date(2026, 11, 23)


def seen(client: Client, person: User) -> list[str]:
    client.force_login(person)
    return [item.title for item in client.get("/news/").context["items"]]


@pytest.mark.parametrize(
    ("shown_from", "shown_until", "is_seen"),
    [
        (None, None, True),
        ("2026-11-23", None, True),
        ("2026-11-24", None, False),
        (None, "2026-11-23", True),
        (None, "2026-11-22", False),
        ("2026-11-01", "2026-11-30", True),
    ],
)
def test_news_is_shown_in_its_period_in_list_home_and_page(
    client: Client, cast: Cast, monday: date, shown_from: str | None, shown_until: str | None, is_seen: bool
) -> None:
    news(shown_from=shown_from, shown_until=shown_until)
    assert seen(client, cast.alice) == (["新しいコース"] if is_seen else [])
    assert ("新しいコース" in client.get(reverse("home")).content.decode()) is is_seen
    assert client.get("/news/new/").status_code == (200 if is_seen else 404)


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ({}, {"alice", "supervisor", "committee", "charlie"}),
        ({"for_groups": ["leader_section"]}, {"supervisor"}),
        ({"for_roles": ["committee"]}, {"committee"}),
        ({"for_roles": ["supervisor"]}, {"supervisor"}),
        ({"for_groups": ["all_staff"], "for_roles": ["committee"]}, {"committee"}),
    ],
)
def test_news_reaches_those_it_is_for_and_is_absent_for_others(
    client: Client, cast: Cast, monday: date, audience: dict[str, list[str]], readers: set[str]
) -> None:
    news(**audience)
    for name in ("alice", "supervisor", "committee", "charlie"):
        person = getattr(cast, name)
        assert seen(client, person) == (["新しいコース"] if name in readers else []), name
        assert client.get("/news/new/").status_code == (200 if name in readers else 404), name


def test_news_for_a_department_reaches_what_lies_below_it(client: Client, cast: Cast, monday: date) -> None:
    news(for_departments=[cast.department.pk])
    assert seen(client, cast.alice) == ["新しいコース"]
    assert seen(client, cast.charlie) == []


def test_who_edits_news_may_open_what_is_for_others_and_is_told(client: Client, cast: Cast, monday: date) -> None:
    news(for_groups=["manager"])
    assert seen(client, cast.author) == []
    response = client.get("/news/new/")
    assert response.status_code == 200
    assert "お知らせの編集者として表示しています" in response.content.decode()


def test_a_period_that_ends_before_it_begins_is_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    url = reverse("wagtailadmin_pages:add", args=["cms", "newspage", NewsIndexPage.objects.get().pk])
    data = news_data("action-publish") | {"shown_from": "2026-12-01", "shown_until": "2026-11-30"}
    assert "最後の日が最初の日より前です。" in client.post(url, data).content.decode()
    assert not NewsPage.objects.exists()


def test_an_editor_chooses_for_whom_news_is(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    url = reverse("wagtailadmin_pages:add", args=["cms", "newspage", NewsIndexPage.objects.get().pk])
    chosen = {"for_groups": ["manager"], "for_roles": ["supervisor"], "for_departments": [str(cast.department.pk)]}
    client.post(url, news_data("action-publish") | chosen)
    page = NewsPage.objects.live().get()
    assert (page.for_groups, page.for_roles, page.for_departments) == (
        ["manager"],
        ["supervisor"],
        [cast.department.pk],
    )


def test_help_is_found_by_words_in_its_text_in_any_width(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    found = client.get("/help/", {"q": "ＣＳＶ"}).context["found"]
    assert [page.slug for page in found] == ["hr"]
    assert client.get("/help/", {"q": "どこにもない言葉"}).context["found"] == []


def test_help_has_english_where_it_was_written(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    page = client.get("/help/learning/", headers={"accept-language": "en"}).content.decode()
    assert "How to learn" in page
    assert "Your place in the text" in page


def test_saving_a_help_page_folds_its_words_into_the_search_key() -> None:
    page = HelpPage.objects.get(slug="hr")
    page.body = [{"type": "text", "value": "<p>アタラシイ語</p>"}]
    page.save()
    assert "あたらしい語" in page.search_key


def test_the_root_of_the_tree_leads_home(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    home = Page.objects.get(depth=2)
    assert home.specific.serve(client.get("/help/").wsgi_request).headers["location"] == reverse("home")


def news_data(action: str) -> dict[str, Any]:
    data = nested_form_data(
        {
            "title": "研修のお知らせ",
            "slug": "training",
            "published_on": "2026-11-23",
            "intro": "",
            "body": streamfield([("text", rich_text("<p>本文</p>"))]),
            "title_en": "",
            "intro_en": "",
            "body_en": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
    )
    return data | {action: "yes"}


@pytest.mark.parametrize("role", ["author", "hr", "admin"])
def test_editors_write_and_publish_news(client: Client, cast: Cast, role: str) -> None:
    client.force_login(getattr(cast, role))
    url = reverse("wagtailadmin_pages:add", args=["cms", "newspage", NewsIndexPage.objects.get().pk])
    assert client.get(url).status_code == 200
    client.post(url, news_data("action-publish"))
    assert NewsPage.objects.live().get().title == "研修のお知らせ"


def test_news_with_a_japanese_title_needs_no_address(client: Client, cast: Cast) -> None:
    client.force_login(cast.author)
    url = reverse("wagtailadmin_pages:add", args=["cms", "newspage", NewsIndexPage.objects.get().pk])
    client.post(url, news_data("action-publish") | {"slug": ""})
    client.post(url, news_data("action-publish") | {"slug": "", "title_en": "Training news"})
    first, second = NewsPage.objects.live().order_by("pk")
    assert client.get(first.url).status_code == 200
    assert second.slug == "training-news"


@pytest.mark.parametrize("role", ["alice", "supervisor", "committee", "auditor"])
def test_others_cannot_reach_the_admin(client: Client, cast: Cast, role: str) -> None:
    client.force_login(getattr(cast, role))
    url = reverse("wagtailadmin_pages:add", args=["cms", "newspage", NewsIndexPage.objects.get().pk])
    assert client.get(url).status_code == 403
    assert client.post(url, news_data("action-publish")).status_code == 403
    assert not NewsPage.objects.exists()


def test_editors_open_every_first_page_of_the_admin(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    for name in ("wagtailadmin_home", "wagtailimages:index", "wagtaildocs:index", "wagtailadmin_explore_root"):
        assert client.get(reverse(name)).status_code in (200, 302), name
