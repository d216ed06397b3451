"""One assessment cycle in Chromium: a phone for the person, the keyboard for the supervisor, axe on every page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.browser.axe import assert_accessible
from tests.browser.site import Site, running_site

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("var"), "assessment_site.py") as site:
        yield site


def signed_in(browser: Browser, site: Site, who: str, size: dict[str, int], *, script: bool = True) -> Page:
    context = browser.new_context(viewport=size, locale="ja-JP", java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{site.lms}/accounts/login/")
    page.fill("input[name=login]", site.facts[who])
    page.fill("input[name=password]", site.facts["password"])
    page.click("main button.button")
    page.wait_for_url(lambda url: "login" not in url)
    return page


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


# What a first rater presses for each of twelve people, in the order of the screen; and the comment the rule asks for.
SITTING = (
    ("2", ""),
    ("3", ""),
    ("4", "手引きを3課で使い始めた"),
    ("0", ""),
    ("3", "面談で差を話し合う"),
    ("1", "担当が替わり、まだ使う場面がない"),
    ("2", ""),
    ("3", ""),
    ("3", ""),
    ("-", ""),
    ("3", ""),
    ("2", ""),
)
GAPS = {1: "あなたの評価と同じ", 2: "あなたの評価より1段階低い", 5: "あなたの評価より2段階高い"}
# Over the skip link, past breadcrumb, interview sheets and purpose, to the next unfinished person.
KEYS_TO_THE_FIRST_ROW = ("Tab", "Enter", *["Tab"] * 5, "Enter")
COUNT_HANDS = """
  window.hands = {keys: 0, clicks: 0, written: 0};
  const writes = (event) => event.target.matches("textarea") && event.key !== "Escape";
  const count = (event) => { if (event.target.matches("textarea")) hands.written += event.data.length; };
  addEventListener("keydown", (event) => { if (event.isTrusted && !writes(event)) hands.keys += 1; }, true);
  addEventListener("pointerdown", (event) => { if (event.isTrusted) hands.clicks += 1; }, true);
  addEventListener("input", count, true);
"""
TELLS_THE_SELF_VIEW = re.compile(r'できている|class="gap"|class="self-cell"[^>]*>\s*<span class="strong"')


@dataclass(frozen=True)
class Ears:
    """Everything the server has said to a page."""

    said: list[Response]

    def about(self, row: Locator) -> str:
        """Return all that was said of one person: their part of the page, their detail, their saves."""
        uuid = (row.get_attribute("id") or "").removeprefix("row-")
        whole = self.said[0].text()
        part = whole[whole.index(f'id="row-{uuid}"') :]
        own = [answer.text() for answer in self.said if uuid in answer.url]
        return part[: part.index("</tbody>")] + "".join(own)


def test_twelve_people_are_rated_in_one_sitting_by_keyboard_alone(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, "chief", DESK)
    page.add_init_script(COUNT_HANDS)
    ears = Ears([])
    page.on("response", lambda answer: ears.said.append(answer) if "/assess/rate/" in answer.url else None)
    page.goto(f"{site.lms}/assess/rate/R8-3/")
    rows = page.locator("[data-rate-row]")
    for key in KEYS_TO_THE_FIRST_ROW:
        page.keyboard.press(key)

    for number, (level, comment) in enumerate(SITTING):
        row = rows.nth(number)
        expect(row.locator("[data-row-name]")).to_be_focused()
        expect(row.locator("[data-evidence]")).to_be_in_viewport()
        assert not TELLS_THE_SELF_VIEW.search(ears.about(row))
        assert not TELLS_THE_SELF_VIEW.search(row.inner_html())
        rate_one(page, row, level, comment)
        assert_saved(row, number + 1, site.facts["self_levels"][number])
        expect(page.locator("#tally")).to_contain_text(f"{number + 1}/12人")
        expect(page.locator("[data-unfinished]")).to_have_count(12 - number - 1)
        if site.facts["self_levels"][number] is not None:
            assert TELLS_THE_SELF_VIEW.search(ears.about(row))
        if number < 11:
            page.keyboard.press("ArrowDown")

    expect(page.locator("#tally")).to_contain_text("全員の評価が済みました")
    written = "".join(comment for _, comment in SITTING)
    commented = sum(bool(comment) for _, comment in SITTING)
    # A key for each level, an arrow between two people, c and Esc around each comment.
    keys = len(KEYS_TO_THE_FIRST_ROW) + 12 + 11 + 2 * commented
    assert page.evaluate("hands") == {"keys": keys, "clicks": 0, "written": len(written)}
    assert keys == 37
    assert_accessible(page)


def rate_one(page: Page, row: Locator, level: str, comment: str) -> None:
    page.keyboard.press(level)
    if not comment:
        return
    expect(row.locator("[data-saved]")).to_contain_text("コメント待ち")
    expect(row).to_contain_text("コメントが必要です。" if level == "4" else "コメントに書いてください")
    page.keyboard.press("c")
    page.keyboard.type(comment)
    page.keyboard.press("Escape")


def assert_saved(row: Locator, number: int, self_level: int | None) -> None:
    """Look at a row that was just saved: its tick, and the self-assessment with the gap in words."""
    expect(row.locator("[data-saved]")).to_contain_text("保存済み")
    view = row.locator(".self-cell")
    if self_level is None:
        expect(view).to_have_text("未提出")
    else:
        expect(view.locator(".strong")).to_contain_text("未到達" if self_level == 0 else f"レベル{self_level}")
        expect(view).to_contain_text(GAPS.get(number, ""))


def test_hands_faster_than_the_network_lose_no_rating(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, "chief", DESK)
    page.goto(f"{site.lms}/assess/rate/R8-3/")
    rows = page.locator("[data-rate-row]")
    rows.first.locator("[data-row-name]").focus()
    for level, _comment in SITTING:
        for key in ("5", level, "ArrowDown"):
            page.keyboard.press(key)
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    page.reload()
    values = {"0": "none", "-": "below1"}
    for number, (level, _comment) in enumerate(SITTING):
        expect(rows.nth(number).locator("input:checked")).to_have_value(values.get(level, level))
    expect(page.locator("#tally")).to_contain_text("12/12人")


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
