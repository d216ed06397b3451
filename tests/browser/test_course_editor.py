"""An author writes a course in the admin, is told what to mend, previews it and submits; a colleague approves it."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, TimeoutError, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.chromium import WAIT
from tests.browser.site import Site, running_site
from tests.browser.visits import sign_in

MENU_TRIES = 5

pytestmark = pytest.mark.browser

TITLE = "標的型メールから身を守る"
QUESTION = "modules-1-value-questions-0-value"
CHOICES = "選択(正解は1つ、または複数)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("var"), "author_site.py") as site:
        yield site


@pytest.fixture
def complaints() -> list[str]:
    """What Chromium's console says of policies and scripts; a test that uses it wants it empty."""
    return []


def signed_in(browser: Browser, site: Site, who: str, complaints: list[str]) -> Page:
    context = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    sign_in(context, site, site.facts[who], site.facts["word"])
    page = context.new_page()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return page


def add_module(page: Page, kind: str) -> None:
    add_block(page, page.locator("button.c-sf-add-button:visible").last, kind)


def add_block(page: Page, button: Locator, kind: str) -> None:
    """Open a menu of blocks and choose one; a press before the editor has bound its buttons opens nothing."""
    option = page.get_by_role("option", name=kind, exact=True)
    for _ in range(MENU_TRIES):
        button.click()
        with suppress(TimeoutError):
            option.wait_for(timeout=3000)
            break
    option.click()


def write_course(page: Page, site: Site) -> None:
    """Write a lesson, a quiz whose right answer is forgotten, and a package."""
    page.goto(f"{site.lms}/admin/courses/add/")
    page.fill("#id_title", TITLE)
    page.fill("#id_purpose", "あやしいメールに気づき、報告できる")
    page.get_by_role("tab", name="単元").click()
    add_module(page, "読み物")
    page.fill("[name='modules-0-value-title']", "メールの見分け方")
    add_block(page, page.locator("[data-contentpath='body'] button.c-sf-add-button").first, "本文")
    page.locator("[data-contentpath='body'] .public-DraftEditor-content").click()
    page.keyboard.type("差出人のアドレスを確かめます。")
    add_module(page, "確認テスト")
    page.fill("[name='modules-1-value-title']", "確認テスト")
    add_block(page, page.locator("[data-contentpath='questions'] button.c-sf-add-button").first, CHOICES)
    page.fill(f"[name='{QUESTION}-text']", "添付ファイルはどうしますか。")
    page.fill(f"[name='{QUESTION}-choices-0-value-text']", "開かずに報告する")
    page.fill(f"[name='{QUESTION}-choices-1-value-text']", "開いて確かめる")
    add_module(page, "eラーニング教材")
    page.fill("[name='modules-2-value-title']", "事例で学ぶ")
    page.get_by_role("button", name="教材を選ぶ").click()
    page.get_by_role("link", name="標的型メールの事例").click()
    expect(page.get_by_role("button", name="別の教材を選ぶ").or_(page.locator(".chooser__title"))).not_to_have_count(0)


def keep_order_by_keyboard(page: Page) -> None:
    """Move the last module up and down again by keyboard alone: the focus stays with it."""
    module = page.locator("section", has=page.locator("[name='modules-2-value-title']")).last
    for name in ("上に移動", "下に移動"):
        module.get_by_role("button", name=name).first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("button[data-streamfield-action^='MOVE']:focus")).to_be_visible()


def submit(page: Page) -> None:
    page.locator("footer button[aria-expanded]").click()
    page.get_by_role("button", name="公開前の確認に提出する").click()


def test_a_course_goes_from_draft_to_learners(browser: Browser, site: Site, complaints: list[str]) -> None:
    author = signed_in(browser, site, "author", complaints)
    write_course(author, site)
    assert_accessible(author)
    keep_order_by_keyboard(author)
    author.get_by_role("tab", name="点検").click()
    expect(author.locator("[data-checks]")).to_contain_text("第1問に正解がありません")
    author.wait_for_url("**/admin/courses/edit/**")

    submit(author)
    expect(author.locator(".messages")).to_contain_text("第1問に正解がありません")
    author.get_by_role("tab", name="単元").click()
    author.check(f"[name='{QUESTION}-choices-0-value-is_correct']")
    author.get_by_role("tab", name="点検").click()
    expect(author.locator("[data-checks]")).not_to_contain_text("正解がありません")

    author.get_by_role("button", name="プレビューを開閉").first.click()
    preview = author.frame_locator("#w-preview-iframe, iframe[title]").first
    expect(preview.locator("h1")).to_have_text(TITLE)
    address = author.url.split("#")[0]
    submit(author)
    expect(author.locator(".messages")).to_contain_text("確認に出しました")

    second = signed_in(browser, site, "second", complaints)
    second.goto(address)
    second.locator("footer button[aria-expanded]").click()
    second.get_by_role("button", name="承認と公開", exact=True).click()
    second.wait_for_url("**/admin/courses/")
    expect(second.locator(".messages")).to_contain_text("承認し、公開しました")

    assert site.rows("select title, number from curriculum_courseversion") == [(TITLE, 1)]
    learner = signed_in(browser, site, "learner", complaints)
    learner.goto(f"{site.lms}/learn/catalogue/")
    expect(learner.get_by_text(TITLE)).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_news_and_help_are_accessible(browser: Browser, site: Site, complaints: list[str], width: int) -> None:
    page = signed_in(browser, site, "learner", complaints)
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/news/", "/help/", "/help/?q=修了証", "/help/learning/", "/help/courses/"):
        page.goto(site.lms + address)
        assert_accessible(page)
        assert_fits(page)
    assert complaints == []
