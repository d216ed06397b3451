"""A sequenced package in Chromium, by keyboard, on a wide screen and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.chromium import WAIT, chromium
from tests.browser.site import Site, running_site
from tests.browser.test_scorm_player import address, get, is_clean, put, sco, sign_in, take_over_if_asked

pytestmark = pytest.mark.browser
SIZES = {"wide": (1280, 800), "narrow": (360, 740)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("var"), "sequencing_site.py") as site:
        yield site


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(playwright, tmp_path_factory.mktemp("profile")) as (browser, _pid):
        yield browser


def window(browser: Browser, site: Site, size: str) -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": width, "height": height})
    context.set_default_timeout(WAIT)
    sign_in(context, site)
    return context


def press(page: Page, name: str) -> None:
    """Use a button as the keyboard does."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_enabled()
    button.focus()
    page.keyboard.press("Enter")


def contents(page: Page) -> None:
    """Open the table of contents where the screen is too small to show it at once."""
    toc = page.locator(".player-toc")
    if toc.get_attribute("open") is None:
        toc.locator("summary").focus()
        page.keyboard.press("Enter")


def item(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", SIZES)
def test_through_a_sequenced_package_by_keyboard(browser: Browser, site: Site, size: str) -> None:
    context = window(browser, site, size)
    page = context.new_page()
    page.goto(address(site, size))
    package = sco(page)
    item(page, "事前テスト")
    contents(page)
    link = page.locator('[data-item="basics"]')
    expect(link).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".toc-item", has=link)).to_contain_text("いまは開けません")
    expect(page.get_by_role("button", name="次へ", exact=True)).to_be_disabled()
    expect(page.get_by_role("button", name="前へ", exact=True)).to_be_disabled()
    assert page.get_by_text("秘密のページ").count() == 0
    is_clean(page)
    assert get(package, "adl.nav.request_valid.continue") == "false"
    put(package, score__scaled="0.9", completion_status="completed")
    assert get(package, "adl.nav.request_valid.continue") == "true"
    assert get(package, "adl.nav.request_valid.choice.{target=basics}") == "true"
    expect(link).not_to_have_attribute("aria-disabled", "true")
    package.evaluate("sco.finish()")
    expect(page.locator("#player-banner")).to_contain_text("この部分は終わりました")
    press(page, "次へ")
    item(page, "基礎")
    package = sco(page)
    assert get(package, "cmi.objectives.0.success_status") == "passed"
    press(page, "次へ")
    item(page, "秘密のページ")
    sco(page)
    press(page, "前へ")
    item(page, "基礎")
    sco(page)
    contents(page)
    page.locator('[data-item="practice"]').focus()
    page.keyboard.press("Enter")
    item(page, "演習")
    package = sco(page)
    expect(page.get_by_role("button", name="終わる", exact=True)).to_be_enabled()
    package.evaluate("sco.set('adl.nav.request', '{target=test}choice'); sco.finish()")
    item(page, "事前テスト")
    sco(page)
    press(page, "保存して終了")
    page.wait_for_url("**/end/")
    is_clean(page)
    page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def test_a_closed_window_goes_on_where_it_was(browser: Browser, site: Site) -> None:
    context = window(browser, site, "wide")
    page = context.new_page()
    page.goto(address(site, "closed"))
    put(sco(page), score__scaled="0.9", completion_status="completed")
    press(page, "次へ")
    item(page, "基礎")
    put(sco(page), location="p4")
    page.close()
    page = context.new_page()
    page.goto(address(site, "closed"))
    take_over_if_asked(page)
    package = sco(page)
    assert get(package, "cmi.entry") == "resume"
    assert get(package, "cmi.location") == "p4"
    context.close()


def test_one_item_reads_what_another_wrote(browser: Browser, site: Site) -> None:
    """adl.data: written offline in one item, kept in the browser, sent at the next launch, read in the other item."""
    context = window(browser, site, "wide")
    page = context.new_page()
    page.goto(address(site, "sharing"))
    package = sco(page)
    assert [get(package, "adl.data._count"), package.evaluate("[sco.get('adl.data.0.store'), sco.error()]")] == [
        "1",
        ["", "403"],
    ]
    context.set_offline(True)
    assert package.evaluate("sco.set('adl.data.0.store', '窓口での気づき')") == "true"
    expect(page.locator("#save-state")).to_contain_text("保存できていません")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address(site, "sharing"))
    take_over_if_asked(page)
    package = sco(page)
    assert get(package, "adl.data.0.store") == "窓口での気づき"
    package.evaluate("sco.finish()")
    press(page, "次へ")
    item(page, "まとめる")
    package = sco(page)
    assert get(package, "adl.data.0.store") == "窓口での気づき"
    assert package.evaluate("[sco.set('adl.data.0.store', 'x'), sco.error()]") == ["false", "404"]
    context.close()
