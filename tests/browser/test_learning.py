"""A lesson with a video and a question, a quiz of every kind, and a hand-in: by keyboard, wide and narrow, with axe."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.chromium import WAIT, until
from tests.browser.site import Site, running_site
from tests.browser.visits import sign_in

pytestmark = pytest.mark.browser


OF_ENROLMENT = "enrolment_id IN (SELECT id FROM learning_enrolment WHERE uuid = ?)"
WIDTHS = {360: 0, 1280: 1}
LESSON, QUIZ, HAND_IN = range(3)
OFFLINE_LEARNER = 2
HURRIED_LEARNER = 4
PROMISED = 10  # seconds


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("var"), "learner_site.py") as site:
        yield site


def signed_in(browser: Browser, site: Site, width: int, learner: int) -> Page:
    context = browser.new_context(locale="ja-JP", viewport={"width": width, "height": 800})
    context.set_default_timeout(WAIT)
    sign_in(context, site, site.facts["learners"][learner], site.facts["word"])
    return context.new_page()


def address(site: Site, learner: int, module: int) -> str:
    return f"{site.lms}/learn/e/{site.facts['enrolments'][learner]}/{site.facts['modules'][module]}/"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, as somebody without a mouse does."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector} on {page.url}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_question_in_a_lesson_is_answered_by_keyboard(browser: Browser, site: Site, width: int) -> None:
    learner = WIDTHS[width]
    page = signed_in(browser, site, width, learner)
    page.goto(address(site, learner, LESSON))
    assert_fits(page)
    assert_accessible(page)
    # The lesson is not finished before the question is answered right, and the refusal stands where one is looking.
    page.locator("[data-lesson-finish] button").press("Enter")
    expect(page.get_by_text("まだ正解していない問いが1問あります。")).to_be_in_viewport()
    expect(page.locator(".check-question legend")).to_be_in_viewport()
    assert_accessible(page)
    tab_to(page, ".check-question input")
    page.keyboard.press("Space")
    tab_to(page, ".check-question button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("まず手を止めます。")).to_be_visible()
    expect(page.locator(".check-verdict")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".check-question button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("別の手段で確かめます。")).to_be_visible()
    expect(page.locator(".check-verdict")).to_be_focused()
    expect(page.get_by_text("まだ正解していない問いが1問あります。")).to_have_count(0)
    assert_fits(page)
    page.locator("[data-slide-on]").press("Enter")
    expect(page.get_by_text("2枚目のことば")).to_be_visible()
    page.close(run_before_unload=True)
    page = signed_in(browser, site, width, learner)
    page.goto(address(site, learner, LESSON))
    expect(page.get_by_label("差出人を確かめる")).to_be_checked()
    expect(page.get_by_text("2枚目のことば")).to_be_visible()
    page.locator("[data-lesson-finish] button").press("Enter")
    page.wait_for_url(lambda url: site.facts["modules"][QUIZ] in url)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_video_has_captions_and_goes_on_where_it_stopped(browser: Browser, site: Site, width: int) -> None:
    learner = 2 + WIDTHS[width]
    page = signed_in(browser, site, width, learner)
    page.goto(address(site, learner, LESSON))
    video = page.locator("video")
    tab_to(page, "video")
    page.keyboard.press("Space")
    until(lambda: float(video.evaluate("video => video.currentTime")), lambda second: second > 2.2)
    track = video.evaluate("video => ({kind: video.textTracks[0].kind, language: video.textTracks[0].language})")
    assert track == {"kind": "captions", "language": "ja"}
    assert video.evaluate("video => video.textTracks[0].activeCues[0].text") == "急がせるメールほど、一度手を止めます。"
    page.keyboard.press("Space")
    assert video.evaluate("video => video.paused")
    assert_accessible(page)
    tab_to(page, ".lesson-video summary")
    page.keyboard.press("Enter")
    expect(page.locator(".lesson-video details")).to_contain_text("急がせるメールほど")
    page.close(run_before_unload=True)
    page = signed_in(browser, site, width, learner)
    page.goto(address(site, learner, LESSON))
    until(lambda: float(page.locator("video").evaluate("video => video.currentTime")), lambda second: second >= 2)


def test_what_a_learner_does_is_on_the_server_within_ten_seconds(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, 360, HURRIED_LEARNER)
    enrolment = UUID(site.facts["enrolments"][HURRIED_LEARNER]).hex

    def arrives(query: str, act: Callable[[], object]) -> None:
        before = site.rows(query, enrolment)
        act()
        until(lambda: site.rows(query, enrolment), lambda rows: rows != before, within=PROMISED)

    page.set_viewport_size({"width": 360, "height": 400})
    page.goto(address(site, HURRIED_LEARNER, LESSON))
    place = f"SELECT bookmark FROM learning_moduleprogress WHERE {OF_ENROLMENT}"
    arrives(place, lambda: page.locator("[data-block-id]").nth(2).scroll_into_view_if_needed())
    arrives(place, lambda: page.locator("video").evaluate("video => video.play()"))
    answers = f"SELECT chosen FROM learning_checkanswer WHERE {OF_ENROLMENT}"
    arrives(answers, lambda: page.get_by_label("すぐ開く").check())
    page.goto(address(site, HURRIED_LEARNER, QUIZ))
    page.locator("main form button.button").first.click()
    given = f"""SELECT * FROM learning_quizanswer WHERE attempt_id IN
        (SELECT id FROM learning_quizattempt WHERE {OF_ENROLMENT})"""
    arrives(given, lambda: page.locator("fieldset.question").first.get_by_label("選択肢b").check())


@pytest.mark.parametrize("width", WIDTHS)
def test_a_quiz_of_every_kind_is_taken_by_keyboard(browser: Browser, site: Site, width: int) -> None:
    learner = WIDTHS[width]
    page = signed_in(browser, site, width, learner)
    page.goto(address(site, learner, QUIZ))
    page.locator("main form button.button").first.press("Enter")
    expect(page.locator(".question")).to_have_count(7)
    assert_fits(page)
    assert_accessible(page)
    questions = page.locator("fieldset.question")
    questions.nth(0).get_by_label("選択肢b").press("Space")
    for choice in ("選択肢a", "選択肢b"):
        questions.nth(1).get_by_label(choice).press("Space")
    questions.nth(2).get_by_label("誤り").or_(questions.nth(2).locator("input").nth(1)).first.press("Space")
    put_in_order(questions.nth(3).locator("li"), ["選択肢a", "選択肢b", "選択肢c"])
    for place, match in enumerate(("再設計", "自動化", "自動化")):
        questions.nth(4).locator("select").nth(place).select_option(label=match)
    questions.nth(5).locator("input").press_sequentially("10")
    tab_to(page, "fieldset.question:nth-of-type(7) input")
    page.keyboard.type("サーバー")
    # The tab is closed at once: the last words are not yet sent by the pause in typing.
    page.close(run_before_unload=True)
    page = signed_in(browser, site, width, learner)
    page.goto(address(site, learner, QUIZ))
    expect(page.locator("fieldset.question").nth(6).locator("input")).to_have_value("サーバー")
    expect(page.locator("fieldset.question").nth(5).locator("input")).to_have_value("10")
    page.locator(".action-bar button.button").press("Enter")
    expect(page.get_by_text("7問中7問正解")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)


def test_answers_given_without_network_come_back_and_are_sent(browser: Browser, site: Site) -> None:
    """What was confirmed counts; what was not is said so, lies in this browser, and reaches the server later."""
    learner = OFFLINE_LEARNER
    page = signed_in(browser, site, 1280, learner)
    page.goto(address(site, learner, QUIZ))
    page.locator("main form button.button").first.press("Enter")
    questions = page.locator("fieldset.question")
    questions.nth(0).get_by_label("選択肢a").check()
    expect(page.locator("#kept")).to_contain_text("保存済み")
    page.context.set_offline(True)
    questions.nth(0).get_by_label("選択肢b").check()
    expect(page.locator("#kept")).to_contain_text("まだ保存できていません")
    expect(page.locator("#kept")).not_to_contain_text("保存済み")
    put_in_order(questions.nth(3).locator("li"), ["選択肢c", "選択肢b", "選択肢a"])
    questions.nth(4).locator("select").nth(0).select_option(label="再設計")
    questions.nth(6).locator("input").press_sequentially("サーバ")
    assert_accessible(page)
    # The emulated break of the network ends with the page, whose last words would get through.
    page.evaluate("navigator.sendBeacon = () => false")
    page.close(run_before_unload=True)
    other = page.context.browser
    assert other is not None
    # Elsewhere the server still has what it confirmed.
    elsewhere = signed_in(other, site, 1280, learner)
    elsewhere.goto(address(site, learner, QUIZ))
    expect(elsewhere.locator("fieldset.question").nth(0).get_by_label("選択肢a")).to_be_checked()
    elsewhere.locator("fieldset.question").nth(6).locator("input").fill("別の端末")
    elsewhere.locator("fieldset.question").nth(6).locator("input").press("Enter")
    expect(elsewhere.locator("#kept")).to_contain_text("保存済み")
    elsewhere.context.close()
    page.context.set_offline(False)
    page = page.context.new_page()
    page.goto(address(site, learner, QUIZ))
    questions = page.locator("fieldset.question")
    expect(page.locator("#kept")).to_contain_text("保存済み")
    page.reload()
    expect(questions.nth(0).get_by_label("選択肢b")).to_be_checked()
    expect(questions.nth(3).locator("[data-ordering-text]")).to_have_text(["選択肢c", "選択肢b", "選択肢a"])
    expect(questions.nth(4).locator("select").nth(0).locator("option:checked")).to_have_text("再設計")
    # What was answered elsewhere meanwhile is newer than what lay here.
    expect(questions.nth(6).locator("input")).to_have_value("別の端末")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('quiz.'))") == []
    page.context.set_offline(True)
    questions.nth(0).get_by_label("選択肢a").check()
    expect(page.locator("#kept")).to_contain_text("まだ保存できていません")
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_contain_text("保存済み")
    page.context.close()


def put_in_order(steps, wanted: list[str]) -> None:
    """Move steps up with the arrow buttons until they stand as wanted."""
    for place, text in enumerate(wanted):
        for _ in range(len(wanted)):
            words = [each.strip() for each in steps.locator("[data-ordering-text]").all_inner_texts()]
            if words.index(text) == place:
                break
            steps.nth(words.index(text)).locator("button").first.press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_written_for_a_hand_in_survives_a_closed_tab(browser: Browser, site: Site, width: int) -> None:
    learner = WIDTHS[width]
    page = signed_in(browser, site, width, learner)
    page.goto(address(site, learner, HAND_IN))
    assert_fits(page)
    tab_to(page, "main textarea")
    page.keyboard.type("窓口で二度書いている住所")
    page.close(run_before_unload=True)
    page = signed_in(browser, site, width, learner)
    page.goto(address(site, learner, HAND_IN))
    expect(page.locator("textarea")).to_have_value("窓口で二度書いている住所")
    assert_accessible(page)
    page.get_by_role("button", name="提出する").press("Enter")
    expect(page.locator(".hand-in-list")).to_contain_text("窓口で二度書いている住所")
