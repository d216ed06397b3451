"""One assessment cycle in Chromium: a phone for the person, the keyboard for the supervisor, axe on every page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.site import CHROMIUM, CHROMIUM_ARGUMENTS, ROOT, Site, running_site

pytestmark = pytest.mark.browser

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("var"), "assessment_site.py") as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


def signed_in(browser: Browser, site: Site, who: str, size: dict[str, int], *, script: bool = True) -> Page:
    context = browser.new_context(viewport=size, locale="ja-JP", java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{site.lms}/accounts/login/")
    page.fill("input[name=login]", site.facts[who])
    page.fill("input[name=password]", site.facts["password"])
    page.click("main button.button")
    page.wait_for_url(lambda url: "login" not in url)
    return page


def assert_accessible(page: Page) -> None:
    page.evaluate(AXE)
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    found = [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in result["violations"]]
    assert found == []


def assert_fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_self_assessment_on_a_phone(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, "alice", PHONE)
    address = f"{site.lms}/assess/self/{site.facts['assessment']}/"
    page.goto(address)
    for level, choice in enumerate(["yes", "yes", "yes", "partly"], start=1):
        page.check(f"input[name=answer-{level}][value={choice}]")
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text("この回答では レベル3(知識) です。")
    expect(outcome).to_contain_text("4つ目の文(能力)が「一部できている」です。")
    expect(outcome).to_contain_text("下書き保存済み")
    page.reload()
    expect(page.locator("input:checked")).to_have_count(4)

    page.click("#evidence-4 summary")
    page.fill("#note-4", "窓口の案内文を作り直した")
    page.fill("#happened_on-4", "2026-04-20")
    page.locator("#evidence-4").get_by_role("button", name="加える", exact=True).click()
    expect(page.locator("#evidence-4")).to_contain_text("窓口の案内文を作り直した")
    expect(page.locator("#evidence-4")).to_be_focused()
    assert_accessible(page)
    assert_fits(page, PHONE["width"])

    page.click("[data-hand-in]")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert_accessible(page)
    page.check("input[name=answer-5][value=not_yet]")
    expect(outcome).to_contain_text("下書き保存済み")
    page.click("[data-hand-in]")
    expect(page.get_by_role("main")).to_contain_text("自己評価を提出しました。")
    assert_accessible(page)
    assert_fits(page, PHONE["width"])


def test_supervisor_rates_by_keyboard(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, "supervisor", DESK)
    page.goto(f"{site.lms}/assess/rate/R8-3/")
    rows = page.locator("[data-rate-row]")
    expect(rows).to_have_count(12)
    third = rows.nth(2)
    third.locator("[data-row-name]").focus()
    expect(third.locator("[data-detail]")).to_contain_text("デジタル活用による業務改善を継続的に実践している")

    page.keyboard.press("2")
    expect(third.locator("[data-saved]")).to_contain_text("保存済み")
    expect(third.locator(".self-cell")).to_contain_text("あなたの評価と同じ")
    expect(page.locator("#tally")).to_contain_text("1/12人")

    page.keyboard.press("ArrowDown")
    fourth = rows.nth(3)
    expect(fourth.locator("[data-row-name]")).to_be_focused()
    page.keyboard.press("4")
    expect(fourth).to_contain_text("レベル4(能力)以上にはコメントが必要です。")
    page.keyboard.press("c")
    page.keyboard.type("3 枚の改善シートで確認した")
    expect(fourth.locator("[data-saved]")).to_contain_text("保存済み")
    expect(fourth.locator("textarea")).to_have_value("3 枚の改善シートで確認した")
    expect(fourth.locator("textarea")).to_be_focused()
    page.keyboard.press("Escape")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("0")
    expect(rows.nth(4).locator("[data-saved]")).to_contain_text("保存済み")
    page.keyboard.press("e")
    expect(rows.nth(4).locator("[data-evidence]")).to_be_focused()
    expect(page.locator("#tally")).to_contain_text("3/12人")
    assert_accessible(page)

    page.click("[data-next-row]")
    expect(rows.nth(5).locator("[data-row-name]")).to_be_focused()
    page.reload()
    expect(page.locator("#tally")).to_contain_text("3/12人")
    expect(rows.nth(3).locator("input:checked")).to_have_value("4")


def test_click_lands_although_a_row_above_closes(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, "supervisor", DESK)
    page.goto(f"{site.lms}/assess/rate/R8-3/")
    rows = page.locator("[data-rate-row]")
    rows.nth(0).locator("[data-row-name]").click()
    expect(rows.nth(0).locator("[data-evidence]")).to_be_visible()
    rows.nth(7).locator("label.level").nth(2).click()
    expect(rows.nth(7).locator("input:checked")).to_have_value("2")
    expect(rows.nth(7).locator("[data-evidence]")).to_be_visible()
    expect(rows.nth(0).locator("[data-evidence]")).to_be_hidden()


def test_lost_network_is_said_and_the_rating_sent_again(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, "supervisor", DESK)
    page.goto(f"{site.lms}/assess/rate/R8-3/")
    row = page.locator("[data-rate-row]").nth(8)
    row.locator("[data-row-name]").click()
    expect(row.locator("[data-evidence]")).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("3")
    expect(row.locator("[data-saved]")).to_contain_text("保存できていません")
    page.context.set_offline(False)
    expect(row.locator("[data-saved]")).to_contain_text("保存済み", timeout=15_000)


def test_rating_fits_a_phone(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, "supervisor", PHONE)
    page.goto(f"{site.lms}/assess/rate/R8-3/")
    page.locator("[data-row-name]").nth(2).click()
    expect(page.locator("[data-rate-row]").nth(2).locator("[data-evidence]")).to_be_visible()
    assert_fits(page, PHONE["width"])
    assert_accessible(page)


def test_rating_without_script(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, "supervisor", DESK, script=False)
    page.goto(f"{site.lms}/assess/rate/R8-3/")
    row = page.locator("[data-rate-row]").nth(10)
    row.locator("input[value='2']").check(force=True)
    row.get_by_role("button", name="保存する").click()
    expect(page.locator("[data-rate-row]").nth(10).locator("[data-saved]")).to_contain_text("保存済み")


def test_second_rater_confirms_and_returns(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, "second", DESK)
    page.goto(f"{site.lms}/assess/confirm/R8-3/")
    assert_accessible(page)
    page.get_by_role("link", name="くわしく見る・差し戻す").first.click()
    assert_accessible(page)
    page.fill("textarea[name=reason]", "いつのことか書いてください")
    page.get_by_role("button", name="この理由で差し戻す").click()
    expect(page.get_by_role("main")).to_contain_text("さんへ差し戻しました。")
    page.locator("[data-tick-all] input").first.check()
    page.get_by_role("button", name="選んだ評価を確定する").click()
    page.get_by_role("button", name="確定する", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("人のレベルを確定しました。")


def test_hr_sees_how_far_the_cycle_is(browser: Browser, site: Site) -> None:
    for size in (DESK, PHONE):
        page = signed_in(browser, site, "hr", size)
        for address in ("/hr/cycles/", "/hr/cycles/R8-3/"):
            page.goto(site.lms + address)
            assert_accessible(page)
            assert_fits(page, size["width"])
    expect(page.get_by_role("main")).to_contain_text("市民課")
