"""A session nobody uses: warned, ended, and taken up again by the same person with what was entered."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site
from tests.browser.visits import look, look_everywhere, visit

pytestmark = pytest.mark.browser
LEARNER, OTHER = "Learner", "HR"
WORDS = "窓口の繁忙期と重なりました"


def sign_in_beside(page: Page, staff_no: str, password: str) -> None:
    """Sign in in the tab that the covered page opens, and come back."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="新しいタブでサインイン").press("Enter")
    beside = opened.value
    beside.fill("[name=login]", staff_no)
    beside.fill("[name=password]", password)
    beside.press("[name=password]", "Enter")
    beside.wait_for_url(lambda url: "login" not in url)
    beside.close()
    page.bring_to_front()


def test_what_was_entered_outlives_the_session_for_the_same_person(browser: Browser, city: Site) -> None:
    person = city.facts["people"][LEARNER]
    with visit(browser, city) as learner:
        learner.context.clock.install()
        learner.sign_in(person["staff_no"])
        page = learner.open("/learn/a09/")
        page.get_by_role("link", name="期限の相談").click()
        page.locator("textarea").first.fill(WORDS)
        page.wait_for_load_state()
        warned = page.get_by_role("dialog", name="操作を続けますか")
        page.clock.fast_forward("27:50")
        expect(warned).to_be_hidden()
        page.clock.fast_forward("00:30")
        expect(warned).to_be_visible()
        look_everywhere(page)
        page.keyboard.press("Enter")
        expect(warned).to_be_hidden()

        page.clock.fast_forward("30:10")
        expect(page.get_by_role("dialog", name="サインアウトしました")).to_be_visible()
        expect(page.locator("main")).to_be_hidden()
        look(page)
        assert "/accounts/login/" in learner.open("/me/").url

        sign_in_beside(page, person["staff_no"], city.facts["password"])
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.locator("textarea").first).to_have_value(WORDS)
        learner.refusals.add(422)
        page.get_by_role("button", name="相談を送る").press("Enter")
        expect(page.locator("textarea").first).to_have_value(WORDS)


def test_somebody_else_does_not_meet_what_was_entered(browser: Browser, city: Site) -> None:
    with visit(browser, city) as shared:
        shared.context.clock.install()
        shared.sign_in(city.facts["people"][LEARNER]["staff_no"])
        page = shared.open("/learn/a09/")
        page.wait_for_load_state()
        page.clock.fast_forward("31:00")
        expect(page.get_by_role("dialog", name="サインアウトしました")).to_be_visible()
        other = city.facts["people"][OTHER]
        sign_in_beside(page, other["staff_no"], city.facts["password"])
        expect(page.locator(".site-header")).to_contain_text(other["name"])
