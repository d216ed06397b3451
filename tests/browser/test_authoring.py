"""What an author writes meets its reader: a question inside a lesson, and news for some people only."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from lms.lib import clock
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.site import Site, running_site
from tests.browser.test_course_editor import add_block, add_module, signed_in, submit

pytestmark = pytest.mark.browser

COURSE = "窓口の受付"
ASKED = "modules-0-value-body-1-value"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("var"), "author_site.py") as site:
        yield site


def write_lesson_with_question(page: Page, site: Site) -> None:
    page.goto(f"{site.lms}/admin/courses/add/")
    page.fill("#id_title", COURSE)
    page.fill("#id_purpose", "受付で最初にすることが分かる")
    page.get_by_role("tab", name="単元").click()
    add_module(page, "読み物")
    page.fill("[name='modules-0-value-title']", "受付の流れ")
    body = page.locator("[data-contentpath='body']")
    add_block(page, body.locator("button.c-sf-add-button").first, "本文")
    body.locator(".public-DraftEditor-content").click()
    page.keyboard.type("まず用件を聞きます。")
    add_block(page, body.locator("> div button.c-sf-add-button").last, "確認の問い")
    page.fill(f"[name='{ASKED}-text']", "最初にすることはどれですか。")
    page.fill(f"[name='{ASKED}-choices-0-value-text']", "用件を聞く")
    page.check(f"[name='{ASKED}-choices-0-value-is_correct']")
    page.fill(f"[name='{ASKED}-choices-1-value-text']", "書類を渡す")
    page.fill(f"[name='{ASKED}-choices-1-value-feedback']", "用件が分かってからです。")
    page.fill(f"[name='{ASKED}-explanation']", "用件で窓口が変わります。")
    page.check(f"[name='{ASKED}-must_answer']")


def test_a_learner_answers_the_question_an_author_wrote_in_a_lesson(browser: Browser, site: Site) -> None:
    complaints: list[str] = []
    author = signed_in(browser, site, "author", complaints)
    write_lesson_with_question(author, site)
    author.get_by_role("tab", name="点検").click()
    author.wait_for_url("**/admin/courses/edit/**")
    expect(author.locator("[data-checks]")).not_to_contain_text("公開する前に直すところ")
    address = author.url.split("#")[0]
    submit(author)
    expect(author.locator(".messages")).to_contain_text("確認に出しました")
    second = signed_in(browser, site, "second", complaints)
    second.goto(address)
    second.locator("footer button[aria-expanded]").click()
    second.get_by_role("button", name="承認と公開", exact=True).click()
    second.wait_for_url("**/admin/courses/")

    learner = signed_in(browser, site, "learner", complaints)
    learner.set_viewport_size({"width": 360, "height": 780})
    learner.goto(f"{site.lms}/learn/catalogue/")
    learner.get_by_role("link", name=COURSE).first.click()
    learner.get_by_role("button", name="受講する").first.click()
    question = learner.locator(".check-question")
    question.wait_for()
    assert_accessible(learner)
    assert_fits(learner)
    question.get_by_label("書類を渡す").check()
    question.get_by_role("button").click()
    expect(question).to_contain_text("用件が分かってからです。")
    question.get_by_label("用件を聞く").check()
    question.get_by_role("button").click()
    expect(question).to_contain_text("用件で窓口が変わります。")
    learner.locator("[data-lesson-finish] button").click()
    learner.wait_for_url("**/finished/")
    assert site.rows("select count(*) from learning_enrolment where state = 'completed'") == [(1,)]
    assert complaints == []


def write_news(page: Page, site: Site, *, title: str, first_day: str, last_day: str, for_authors: bool = False) -> None:
    page.goto(f"{site.lms}/admin/")
    page.get_by_role("link", name="お知らせを書く").click()
    page.fill("#id_title", title)
    page.fill("#id_shown_from", first_day)
    page.fill("#id_shown_until", last_day)
    if for_authors:
        page.locator("section.w-panel", has_text="対象者").locator("button.w-panel__toggle").first.click()
        page.get_by_role("checkbox", name="コース作成者").check()
    add_block(page, page.locator("[data-contentpath='body'] button.c-sf-add-button").first, "本文")
    page.locator("[data-contentpath='body'] .public-DraftEditor-content").click()
    page.keyboard.type("くわしくは職員課へ。")
    # The editor hands its text to the form a moment after the last key.
    expect(page.locator("[name='body-0-value']")).to_have_value(re.compile("職員課"))
    page.locator("footer button[aria-expanded]").click()
    page.get_by_role("button", name="公開", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(title)


def test_news_reaches_whom_it_is_for_in_its_period(browser: Browser, site: Site) -> None:
    today = clock.today()
    days = [str(today + timedelta(days=number)) for number in (0, 1, 7)]
    complaints: list[str] = []
    author = signed_in(browser, site, "author", complaints)
    write_news(author, site, title="全員へ", first_day=days[0], last_day=days[1])
    write_news(author, site, title="作成者へ", first_day=days[0], last_day=days[1], for_authors=True)
    write_news(author, site, title="来週から", first_day=days[2], last_day=days[2])

    seen = {}
    for who in ("second", "learner"):
        reader = signed_in(browser, site, who, complaints)
        reader.set_viewport_size({"width": 360, "height": 780})
        reader.goto(f"{site.lms}/news/")
        assert_accessible(reader)
        assert_fits(reader)
        seen[who] = set(reader.locator("main h2, main h3").all_inner_texts()) & {"全員へ", "作成者へ", "来週から"}
    assert seen == {"second": {"全員へ", "作成者へ"}, "learner": {"全員へ"}}
    assert complaints == []
