"""The player in Chromium, on two host names: what a learner did is there again, whatever happened to the window."""

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    Page,
    Playwright,
    Request,
    Route,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from lms.learning.scorm import durations
from tests.browser import visits
from tests.browser.chromium import WAIT, chromium, until
from tests.browser.killing import EDITION_12, EDITION_2004, Call, Edition, Ending, Record, close, kill, script
from tests.browser.site import CHROMIUM, CHROMIUM_ARGUMENTS, ROOT, Site, running_site

pytestmark = pytest.mark.browser

LONG = "続きの記録" * 6000  # 90 KB in UTF-8, more than a beacon carries
AXE = ROOT / "node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("var"), "scorm_site.py") as site:
        yield site


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(playwright, tmp_path_factory.mktemp("profile")) as (browser, _pid):
        yield browser


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(WAIT)
    sign_in(context, site)
    yield context
    context.close()


def sign_in(context: BrowserContext, site: Site, who: str = "staff_no") -> None:
    visits.sign_in(context, site, site.facts[who], site.facts["password"])


def address(site: Site, course: str) -> str:
    place = site.facts["courses"][course]
    return f"{site.lms}/learn/e/{place['enrolment']}/{place['module']}/"


def sco(page: Page) -> Frame:
    """The package's frame, once it has begun."""
    deadline = time.monotonic() + WAIT / 1000
    while time.monotonic() < deadline:
        for frame in page.frames:
            if "/c/" in frame.url and frame.evaluate("Boolean(window.begun)"):
                return frame
        page.wait_for_timeout(50)
    raise AssertionError(f"no package in {[frame.url for frame in page.frames]}")


def play(context: BrowserContext, site: Site, course: str) -> tuple[Page, Frame]:
    """Open a course, taking it over from a window that an earlier test has killed."""
    page = context.new_page()
    page.goto(address(site, course))
    take_over_if_asked(page)
    return page, sco(page)


def take_over_if_asked(page: Page) -> None:
    page.locator("[data-take-over], [data-player]").first.wait_for()
    if page.locator("[data-take-over]").count():
        with suppress(PlaywrightError):  # the page may answer by itself
            page.get_by_role("button", name="こちらで続ける").click(timeout=500)


def get(frame: Frame, element: str) -> str:
    return str(frame.evaluate("(element) => sco.get(element)", element))


def put(frame: Frame, **values: str) -> None:
    for name, value in values.items():
        element = f"cmi.{name.replace('__', '.')}"
        assert frame.evaluate("([element, value]) => sco.set(element, value)", [element, value]) == "true", element


def progress(site: Site, course: str) -> tuple[str, str]:
    module = site.facts["courses"][course]["module"].replace("-", "")
    rows = site.rows(
        "select p.state, p.success from learning_moduleprogress p join curriculum_module m on m.id = p.module_id"
        " where m.uuid = ?",
        module,
    )
    return rows[0]


def is_clean(page: Page) -> None:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {iframes: false}).then((result) => result.violations)")
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []


def test_tab_closed_in_the_middle_loses_nothing(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single12")
    assert get(package, "cmi.core.entry") == "ab-initio"
    assert get(package, "cmi.core.student_name") == "青木, 花子"
    put(package, suspend_data=LONG, core__lesson_location="第3頁 𠮷野家", core__lesson_status="incomplete")
    put(package, core__score__raw="0")
    page.close()
    page, package = play(context, site, "single12")
    assert get(package, "cmi.core.entry") == "resume"
    assert get(package, "cmi.suspend_data") == LONG
    assert get(package, "cmi.core.lesson_location") == "第3頁 𠮷野家"
    assert get(package, "cmi.core.score.raw") == "0"
    page.close()


def test_window_without_a_store_of_its_own_loses_nothing_either(playwright: Playwright, site: Site) -> None:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
    context = browser.new_context(locale="ja-JP")
    sign_in(context, site)
    page, package = play(context, site, "single12")
    shell = next(frame for frame in page.frames if "/play/" in frame.url)
    assert shell.evaluate("(() => { try { return localStorage.length } catch { return 'denied' } })()") == "denied"
    context.set_offline(True)
    put(package, suspend_data=LONG + "私的")
    expect(page.locator("#player-banner")).to_contain_text("いま学習の記録を保存できていません")
    page.close()
    context.set_offline(False)
    page, package = play(context, site, "single12")
    assert get(package, "cmi.suspend_data") == LONG + "私的"
    browser.close()


def test_tab_closed_in_the_middle_loses_nothing_in_2004(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single2004")
    assert get(package, "cmi.entry") == "ab-initio"
    put(package, suspend_data=LONG, location="第3頁", completion_status="incomplete", score__scaled="0")
    put(package, interactions__0__id="問1", interactions__0__type="fill-in", interactions__0__learner_response="はい")
    page.close()
    page, package = play(context, site, "single2004")
    assert get(package, "cmi.entry") == "resume"
    assert get(package, "cmi.suspend_data") == LONG
    assert [get(package, f"cmi.{name}") for name in ("location", "score.scaled")] == ["第3頁", "0"]
    assert get(package, "cmi.interactions.0.learner_response") == "はい"
    page.close()


def test_last_words_of_a_page_that_goes_away_are_kept(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "commit_in_pagehide")
    put(package, core__lesson_status="incomplete")
    page.close()
    page, package = play(context, site, "commit_in_pagehide")
    assert get(package, "cmi.core.lesson_location") == "last words"
    page.close()


@pytest.mark.parametrize("course", ["last_words", "last_words2004"])
def test_long_last_words_of_a_page_that_goes_away_are_kept(context: BrowserContext, site: Site, course: str) -> None:
    """90 KB that a package first writes in its own unload are more than any message of a closing window carries."""
    page, package = play(context, site, course)
    status = "cmi.core.lesson_status" if course == "last_words" else "cmi.completion_status"
    leaving = "cmi.core.exit" if course == "last_words" else "cmi.exit"
    words = {leaving: "suspend", status: "completed", "cmi.suspend_data": LONG + "最後"}
    package.evaluate("(words) => { lastWords = words }", words)
    page.close()
    until(lambda: progress(site, course), lambda found: found[0] == "completed")
    page, package = play(context, site, course)
    assert get(package, "cmi.suspend_data") == LONG + "最後"
    assert get(package, status) == "completed"
    page.close()


def test_package_that_finishes_in_unload_is_completed(context: BrowserContext, site: Site) -> None:
    page, _package = play(context, site, "finish_in_unload")
    page.close()
    until(lambda: progress(site, "finish_in_unload"), lambda found: found[0] == "completed")


def test_nothing_is_lost_where_no_page_may_hear_that_it_goes_away(context: BrowserContext, site: Site) -> None:
    """With `unload` switched off the package never finishes; what it has written is there all the same."""

    def without_unload(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "permissions-policy": "unload=()"})

    page = context.new_page()
    page.route(lambda url: url.startswith((f"{site.content}/play/", f"{site.content}/c/", site.lms)), without_unload)
    page.goto(address(site, "without_unload"))
    take_over_if_asked(page)
    package = sco(page)
    assert not package.evaluate("document.featurePolicy.allowsFeature('unload')")
    put(package, core__lesson_status="incomplete", suspend_data=LONG)
    page.close()
    page, package = play(context, site, "without_unload")
    assert get(package, "cmi.suspend_data") == LONG
    assert get(package, "cmi.core.lesson_location") == ""
    assert get(package, "cmi.core.entry") == "resume"
    assert package.evaluate("document.featurePolicy.allowsFeature('unload')")
    page.close()


def test_unload_still_runs_in_a_chromium_that_has_retired_it(
    playwright: Playwright, site: Site, tmp_path: Path
) -> None:
    with chromium(playwright, tmp_path, "--enable-features=DeprecateUnload") as (retired, _pid):
        context = retired.new_context(locale="ja-JP")
        sign_in(context, site)
        page, _package = play(context, site, "finish_in_unload")
        page.close()
        page, package = play(context, site, "finish_in_unload")
        assert get(package, "cmi.core.lesson_location") == "last words"
        page.close()


def test_browser_killed_outright(playwright: Playwright, context: BrowserContext, site: Site, tmp_path: Path) -> None:
    with chromium(playwright, tmp_path) as (doomed, pid):
        other = doomed.new_context(locale="ja-JP")
        sign_in(other, site)
        page, package = play(other, site, "single2004")
        put(package, location="before the crash")
        expect(page.locator("#save-state")).to_contain_text("保存済み")
        os.killpg(pid, signal.SIGKILL)
    page = context.new_page()
    page.goto(address(site, "single2004"))
    page.get_by_role("button", name="こちらで続ける").click()
    package = sco(page)
    assert get(package, "cmi.entry") == "resume"
    assert get(package, "cmi.location") == "before the crash"
    page.close()


def run(package: Frame, calls: list[Call]) -> None:
    """Make all calls in one breath, each of them granted."""
    steps = [[call.method, call.element, call.value] for call in calls]
    answers = package.evaluate("(calls) => calls.map(([method, ...given]) => sco[method](...given))", steps)
    assert answers == ["true"] * len(calls)


def left(package: Frame, edition: Edition) -> Record:
    values = {element: get(package, element) for element in edition.readable}
    total = durations.parse(get(package, edition.total_time))
    assert total is not None
    return Record(values=values, total=total)


@pytest.mark.parametrize("end", [close, kill])
@pytest.mark.parametrize("edition", [EDITION_12, EDITION_2004], ids=["1.2", "2004"])
def test_window_that_ends_after_any_call(
    browser: Browser, context: BrowserContext, site: Site, edition: Edition, end: Ending
) -> None:
    """A closed window loses nothing; a killed one only what was not yet to be saved, and it mixes nothing."""
    page, package = play(context, site, edition.course)
    before = left(package, edition)
    for count in range(len(script(edition, 0)) + 1):
        calls = script(edition, count + 1)[:count]
        run(package, calls)
        end(browser, page)
        page, package = play(context, site, edition.course)
        possible = before.possible(calls, edition) if end is kill else [before.after(calls, edition)]
        before = left(package, edition)
        assert before in possible, f"after {calls[-1:]}"
    page.close()


def test_network_lost_and_the_tab_closed(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single12")
    context.set_offline(True)
    put(package, suspend_data=LONG + "圏外", core__lesson_location="offline")
    expect(page.locator("#player-banner")).to_contain_text("いま学習の記録を保存できていません")
    assert package.evaluate("sco.commit()") == "false"
    page.close()
    context.set_offline(False)
    page, package = play(context, site, "single12")
    assert get(package, "cmi.suspend_data") == LONG + "圏外"
    assert get(package, "cmi.core.lesson_location") == "offline"
    page.close()


def test_network_comes_back(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single12")
    context.set_offline(True)
    put(package, core__lesson_location="waiting")
    expect(page.locator("#save-state")).to_contain_text("保存できていません")
    context.set_offline(False)
    expect(page.locator("#save-state")).to_contain_text("保存済み", timeout=40_000)
    expect(page.locator("#player-banner")).to_be_empty()
    assert package.evaluate("sco.commit()") == "true"
    page.close()


def test_lost_requests_and_lost_answers_change_nothing(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single12")
    seen: list[str] = []

    def lossy(route: Route, request: Request) -> None:
        seen.append(request.url)
        if len(seen) % 4 == 1:
            route.abort()
        elif len(seen) % 4 == 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/commit\?n="), lossy)
    for number in range(6):
        put(package, core__lesson_location=f"p{number}", suspend_data=f"{number}" * 1000)
        package.evaluate("sco.commit()")
        page.wait_for_timeout(400)
    expect(page.locator("#save-state")).to_contain_text("保存済み", timeout=40_000)
    page.unroute_all()
    page.close()
    page, package = play(context, site, "single12")
    assert get(package, "cmi.core.lesson_location") == "p5"
    assert get(package, "cmi.suspend_data") == "5" * 1000
    assert len(seen) > 2
    page.close()


def test_sign_in_that_ends_meanwhile_loses_nothing(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single12")
    context.clear_cookies()
    put(package, core__lesson_location="signed out")
    expect(page.locator("#save-state")).to_contain_text("保存済み")
    page.close()
    sign_in(context, site)
    page, package = play(context, site, "single12")
    assert get(package, "cmi.core.lesson_location") == "signed out"
    page.close()


def refuse_as_expired(route: Route) -> None:
    refusal = json.dumps({"result": False, "reason": "expired"})
    route.fulfill(status=401, content_type="application/json", body=refusal)


def test_right_to_write_that_runs_out_is_renewed_after_sign_in(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "expired")
    context.clear_cookies()
    page.route(re.compile(r"/commit\?n="), refuse_as_expired)
    put(package, core__lesson_location="kept meanwhile")
    expect(page.locator("#player-banner")).to_contain_text("サインインの期限が切れました")
    assert package.evaluate("sco.commit()") == "false"
    sign_in(context, site)
    page.bring_to_front()
    page.unroute_all()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#save-state")).to_contain_text("保存済み")
    expect(page.locator("#player-banner")).to_be_empty()
    put(package, suspend_data=LONG)
    page.close()
    page, package = play(context, site, "expired")
    assert get(package, "cmi.core.lesson_location") == "kept meanwhile"
    assert get(package, "cmi.suspend_data") == LONG
    page.close()


def test_window_closed_before_signing_in_again_loses_nothing(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "expired")
    page.route(re.compile(r"/commit\?n="), refuse_as_expired)
    context.clear_cookies()
    put(package, core__lesson_location="closed meanwhile", suspend_data=LONG + "期限切れ")
    expect(page.locator("#player-banner")).to_contain_text("サインインの期限が切れました")
    page.close()
    sign_in(context, site)
    page, package = play(context, site, "expired")
    assert get(package, "cmi.core.lesson_location") == "closed meanwhile"
    assert get(package, "cmi.suspend_data") == LONG + "期限切れ"
    page.close()


def test_second_window_asks_to_take_over_and_the_first_says_so(context: BrowserContext, site: Site) -> None:
    first, package = play(context, site, "single12")
    put(package, core__lesson_location="from the first")
    expect(first.locator("#save-state")).to_contain_text("保存済み")
    second = context.new_page()
    second.goto(address(site, "single12"))
    expect(second.get_by_role("heading", level=1)).to_have_text("この教材は別の画面で開いています")
    is_clean(second)
    second.get_by_role("button", name="こちらで続ける").click()
    later = sco(second)
    assert get(later, "cmi.core.lesson_location") == "from the first"
    expect(first.locator("#player-banner")).to_contain_text("この教材は別の画面で開かれました")
    put(package, core__lesson_location="too late")
    put(later, core__lesson_location="from the second")
    assert package.evaluate("sco.commit()") == "false"
    expect(second.locator("#save-state")).to_contain_text("保存済み")
    first.close()
    second.close()
    page, package = play(context, site, "single12")
    assert get(package, "cmi.core.lesson_location") == "from the second"
    page.close()


def test_a_window_of_its_own_goes_on_where_the_page_was_and_closes_with_it(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "own_window")
    put(package, core__lesson_location="page-7", core__exit="suspend")
    with context.expect_page() as opened:
        page.get_by_role("button", name="別ウィンドウで学ぶ").press("Enter")
    page.wait_for_url(re.compile(r"/learn/[^/]+/$"))
    window = opened.value
    moved = sco(window)
    assert get(moved, "cmi.core.lesson_location") == "page-7"
    expect(window.get_by_role("button", name="別ウィンドウで学ぶ")).to_be_hidden()
    with window.expect_event("close"):
        window.get_by_role("button", name="保存して終了").press("Enter")
    page.wait_for_url("**/end/")
    expect(page.get_by_role("heading", name="学習の記録を保存しました")).to_be_visible()


def test_reload_does_not_ask(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single12")
    put(package, core__lesson_location="before reload")
    page.reload()
    assert get(sco(page), "cmi.core.lesson_location") == "before reload"
    page.close()


def test_save_and_exit_leads_to_what_was_recorded(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single12")
    put(package, core__lesson_location="left by button")
    page.get_by_role("button", name="保存して終了").click()
    page.wait_for_url("**/end/")
    expect(page.get_by_role("heading", level=2).first).to_have_text("学習の記録を保存しました")
    is_clean(page)
    page.get_by_role("link", name="続ける", exact=True).click()
    assert get(sco(page), "cmi.core.lesson_location") == "left by button"
    page.close()


def test_mastery_decides_at_finish(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single12")
    put(package, core__lesson_status="completed", core__score__raw="85", core__session_time="00:01:00")
    assert package.evaluate("sco.finish()") == "true"
    page.wait_for_url("**/end/")
    expect(page.get_by_role("heading", level=2).first).to_have_text("この単元を完了しました")
    expect(page.locator("dl")).to_contain_text("85%")
    assert progress(site, "single12") == ("completed", "passed")
    is_clean(page)
    page.close()


def test_run_time_answers_as_the_standard_says(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "single2004")
    answers = package.evaluate(
        """() => [
            [sco.set("cmi", "x"), sco.error()],
            [sco.set("cmi.interactions", "x"), sco.error()],
            [sco.get("cmi"), sco.error()],
            [sco.set("cmi.score.scaled", "0,85"), sco.error()],
            [sco.set("cmi.score.scaled", "5"), sco.error()],
            [sco.set("cmi.location", ""), sco.error()],
            [sco.get("cmi.nothing"), sco.error()],
            [sco.set("cmi.learner_id", "x"), sco.error()],
        ]"""
    )
    assert answers == [
        ["false", "401"],
        ["false", "401"],
        ["", "401"],
        ["false", "406"],
        ["false", "407"],
        ["true", "0"],
        ["", "401"],
        ["false", "404"],
    ]
    page.close()


def test_several_items_are_chosen_from_the_contents(context: BrowserContext, site: Site) -> None:
    page, package = play(context, site, "several")
    is_clean(page)
    put(package, core__lesson_status="completed", suspend_data="one")
    page.get_by_role("link", name="第3章").click()
    page.wait_for_url("**item=*")
    package = sco(page)
    assert get(package, "cmi.suspend_data") == ""
    assert "%E7%AC%AC" in package.url
    put(package, core__lesson_status="completed")
    package.evaluate("sco.finish()")
    page.wait_for_url("**/end/")
    assert progress(site, "several")[0] == "in_progress"
    page.get_by_role("link", name=re.compile("「第2章」へ進む")).click()
    package = sco(page)
    put(package, core__lesson_status="completed")
    package.evaluate("sco.finish()")
    page.wait_for_url("**/end/")
    assert progress(site, "several")[0] == "completed"
    page.close()


def test_no_lms_cookie_reaches_the_content_origin(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    sent: list[tuple[str, Any]] = []
    page.on("request", lambda request: sent.append((request.url, request.all_headers().get("cookie"))))
    page.goto(address(site, "single12"))
    take_over_if_asked(page)
    package = sco(page)
    package.evaluate("sco.commit()")
    page.wait_for_timeout(500)
    content = [(url, cookie) for url, cookie in sent if url.startswith(site.content)]
    assert len(content) > 5
    assert [url for url, cookie in content if cookie] == []
    assert package.evaluate("document.cookie") == ""
    assert any(cookie for url, cookie in sent if url.startswith(site.lms))
    page.close()


def test_hostile_package_reaches_nothing_of_the_lms(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    page.goto(address(site, "hostile"))
    take_over_if_asked(page)
    until(lambda: [frame for frame in page.frames if "/c/" in frame.url], bool)
    package = next(frame for frame in page.frames if "/c/" in frame.url)
    package.wait_for_load_state()
    tried = package.evaluate("(lms) => attack(lms)", site.lms)
    assert tried.pop("cookie") == ""
    assert {name: found for name, found in tried.items() if not found.startswith("refused")} == {}
    assert page.url == address(site, "hostile")
    heard: list[str] = []
    context.on("response", lambda response: heard.append(response.url))
    package.evaluate("(lms) => sneak(lms)", site.lms)
    page.wait_for_timeout(1000)
    assert [url for url in heard if url.startswith(site.lms)] == []
    assert page.url == address(site, "hostile")
    page.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_player_fits_the_window(context: BrowserContext, site: Site, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(address(site, "several"))
    take_over_if_asked(page)
    sco(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    frame = page.locator(".player-frame").bounding_box()
    assert frame is not None
    assert frame["height"] > 400
    assert frame["y"] + frame["height"] <= 740
    is_clean(page)
    page.close()


def test_looking_around_and_at_the_answers(context: BrowserContext, browser: Browser, site: Site) -> None:
    """An author tries what learners do, and only the learner's answers are there afterwards."""
    page, package = play(context, site, "single2004")
    answer = {"id": "q1", "type": "choice", "description": "窓口で最初にすること", "learner_response": "確認"}
    put(package, **{f"interactions__0__{part}": value for part, value in (answer | {"result": "correct"}).items()})
    page.get_by_role("button", name="保存して終了").click()
    page.wait_for_url("**/end/")
    other = browser.new_context(locale="ja-JP", viewport={"width": 360, "height": 740})
    other.set_default_timeout(WAIT)
    sign_in(other, site, "author")
    place = site.facts["courses"]["single2004"]
    said = site.rows("select count(*), max(id) from learning_scormcommit")
    page = other.new_page()
    page.goto(f"{site.lms}/learn/modules/{place['module']}/browse/")
    package = sco(page)
    told = [get(package, f"cmi.{name}") for name in ("mode", "credit", "entry", "suspend_data")]
    assert told == ["browse", "no-credit", "ab-initio", ""]
    put(package, completion_status="completed", success_status="passed", interactions__0__id="q2")
    assert package.evaluate("sco.commit()") == "true"
    assert package.evaluate("sco.finish()") == "true"
    is_clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert site.rows("select count(*), max(id) from learning_scormcommit") == said
    page.goto(f"{site.lms}/learn/support/packages/{place['version']}/answers/")
    table = page.get_by_role("region", name="教材の問題")
    expect(table).to_contain_text("窓口で最初にすること")
    expect(table).not_to_contain_text("q2")
    page.get_by_text("回答の内訳").first.click()
    expect(table).to_contain_text("確認")
    is_clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    other.close()


def test_below_a_wildcard_no_package_reaches_another_s_storage(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running_site(tmp_path_factory.mktemp("var"), "scorm_site.py", content_host="*.content.localhost") as site:
        context = browser.new_context(locale="ja-JP")
        context.set_default_timeout(WAIT)
        sign_in(context, site)
        page, package = play(context, site, "single12")
        package.evaluate("localStorage.setItem('mine', 'secret')")
        put(package, suspend_data=LONG)
        page.close()
        page, package = play(context, site, "single2004")
        assert package.evaluate("localStorage.getItem('mine')") is None
        page.close()
        page, package = play(context, site, "single12")
        assert package.evaluate("localStorage.getItem('mine')") == "secret"
        assert get(package, "cmi.suspend_data") == LONG
        context.close()
