"""Stories of results, priority initiatives and the glossary."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import GlossaryTerm, InitiativePage, StoryIndexPage, StoryPage
from curriculum.framework import read_data
from lms.navigation import SECTIONS
from tests.cast import Cast
from tests.factories import CourseVersionFactory

pytestmark = pytest.mark.django_db


def story(**fields: Any) -> StoryPage:
    values = {
        "title": "窓口の待ち時間を半分に",
        "slug": "counter",
        "told_by": "市民課 窓口係",
        "result": "待ち時間 25分→12分",
        "body": [{"type": "text", "value": "<p>動線を見直しました。</p>"}],
    }
    page = StoryPage(**values | fields)
    StoryIndexPage.objects.get().add_child(instance=page)
    return page


@pytest.mark.parametrize("address", ["/stories/", "/initiatives/", "/initiatives/open-data/", "/glossary/"])
def test_sections_are_for_signed_in_staff_and_lead_from_every_page(client: Client, cast: Cast, address: str) -> None:
    assert client.get(address).headers["location"].startswith(reverse("account_login"))
    client.force_login(cast.alice)
    assert client.get(address).status_code == 200
    assert f'href="/{address.split("/")[1]}/"' in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("address", ["/news/", "/stories/", "/initiatives/", "/glossary/", "/help/", "/help/learning/"])
def test_the_foot_of_every_page_of_the_portal_leads_to_every_section(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.alice)
    foot = client.get(address).content.decode().split("<footer")[1]
    assert re.findall(r'<li><a href="([^"]+)"', foot) == [url for url, _name in SECTIONS]


# Stories


def test_stories_are_found_by_words_and_stand_newest_first(client: Client, cast: Cast) -> None:
    story(told_on="2026-05-01")
    story(title="転記をなくす", slug="copying", told_on="2026-10-01", told_by="収納課", result="月10時間を削減")
    client.force_login(cast.alice)
    found = client.get("/stories/").context["items"].object_list
    assert [page.slug for page in found] == ["copying", "counter"]
    found = client.get("/stories/", {"q": "１０時間"}).context["items"].object_list
    assert [page.slug for page in found] == ["copying"]


def test_a_story_points_to_its_initiative_and_back(client: Client, cast: Cast) -> None:
    story(initiative="frontyard")
    client.force_login(cast.alice)
    shown = client.get("/stories/counter/").content.decode()
    assert 'href="/initiatives/frontyard/"' in shown
    assert "待ち時間 25分→12分" in shown
    assert "窓口の待ち時間を半分に" in client.get("/initiatives/frontyard/").content.decode()
    assert "窓口の待ち時間を半分に" not in client.get("/initiatives/open-data/").content.decode()


@pytest.mark.parametrize("role", ["author", "hr"])
def test_editors_write_stories(client: Client, cast: Cast, role: str) -> None:
    client.force_login(getattr(cast, role))
    url = reverse("wagtailadmin_pages:add", args=["cms", "storypage", StoryIndexPage.objects.get().pk])
    assert client.get(url).status_code == 200
    data = nested_form_data(
        {
            "title": "転記をなくす",
            "slug": "",
            "told_on": "2026-11-23",
            "told_by": "収納課",
            "result": "月10時間を削減",
            "result_en": "",
            "initiative": "work_improvement",
            "intro": "",
            "body": streamfield([("text", rich_text("<p>本文</p>"))]),
            "title_en": "",
            "intro_en": "",
            "body_en": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
    )
    client.post(url, data | {"action-publish": "yes"})
    assert StoryPage.objects.live().get().initiative == "work_improvement"


# Initiatives


def test_every_initiative_of_the_plan_has_a_page_in_the_plans_order() -> None:
    pages = InitiativePage.objects.order_by("path")
    assert [page.key for page in pages] == [row["key"] for row in read_data()["initiatives"]]
    assert Page.find_problems() == ([], [], [], [], [])


def test_an_initiative_shows_the_published_courses_that_serve_it(client: Client, cast: Cast) -> None:
    CourseVersionFactory(course__title="データを公開する", course__initiatives=[5])
    CourseVersionFactory(course__title="下書き", course__initiatives=[5], course__live=False)
    CourseVersionFactory(course__title="試しの教材", course__initiatives=[5], course__is_trial=True)
    CourseVersionFactory(course__title="RPA入門", course__initiatives=[7])
    client.force_login(cast.alice)
    assert [course.title for course in client.get("/initiatives/open-data/").context["courses"]] == ["データを公開する"]
    lines = {line.page.key: line.courses for line in client.get("/initiatives/").context["lines"]}
    assert [course.title for course in lines["open_data"]] == ["データを公開する"]
    assert [course.title for course in lines["work_improvement"]] == ["RPA入門"]


def test_the_list_of_initiatives_asks_no_more_with_more_courses(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    client.force_login(cast.alice)
    client.get("/initiatives/")
    with CaptureQueriesContext(connection) as before:
        client.get("/initiatives/")
    for number in range(10):
        CourseVersionFactory(course__initiatives=[number + 1])
    with django_assert_num_queries(len(before)):
        client.get("/initiatives/")


# Glossary


def test_terms_stand_under_their_kana_and_are_found_by_reading_or_meaning(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    rows = client.get("/glossary/").context["rows"]
    assert [heading for heading, _ in rows][:3] == ["あ", "か", "さ"]
    for words in ("ぴーびーえる", "ＰＢＬ", "pbl", "課題解決型"):
        found = client.get("/glossary/", {"q": words}).context["rows"]
        assert "PBL" in [term.term for _, terms in found for term in terms], words
    assert "見つかりません" in client.get("/glossary/", {"q": "どこにもない"}).content.decode()


def test_the_glossary_speaks_english_too(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    shown = client.get("/glossary/", headers={"accept-language": "en"}).content.decode()
    assert "Making decisions on the ground of data." in shown


def term_data(**fields: str) -> dict[str, str]:
    return {
        "term": "伴走型支援",
        "reading": "ばんそうがたしえん",
        "english": "",
        "meaning": "課題を抱える課に寄り添って一緒に解くこと。",
        "meaning_en": "",
        "source": "own",
    } | fields


@pytest.mark.parametrize("role", ["author", "hr", "admin"])
def test_editors_add_terms(client: Client, cast: Cast, role: str) -> None:
    client.force_login(getattr(cast, role))
    assert client.get(reverse("glossary:index")).status_code == 200
    client.post(reverse("glossary:add"), term_data())
    assert GlossaryTerm.objects.get(term="伴走型支援").search_key


def test_a_reading_in_kanji_and_a_term_twice_are_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    shown = client.post(reverse("glossary:add"), term_data(reading="伴走")).content.decode()
    assert "読みはひらがなかカタカナだけで書いてください。" in shown
    shown = client.post(reverse("glossary:add"), term_data(term="BPR")).content.decode()
    assert "この用語はもうあります。" in shown


def test_others_cannot_add_terms(client: Client, cast: Cast) -> None:
    client.force_login(cast.committee)
    assert client.post(reverse("glossary:add"), term_data()).status_code == 403
    assert not GlossaryTerm.objects.filter(term="伴走型支援").exists()
