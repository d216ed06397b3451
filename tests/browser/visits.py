"""People at their browsers: signed in, watched for whatever the browser complains of, looked at by axe."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, WebError, expect

from tests.browser.axe import WCAG, assert_accessible, assert_fits
from tests.browser.chromium import WAIT
from tests.browser.site import Site

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
# Wagtail gives the field of its rich text editor no name, and lets its bars float above the buttons of blocks.
WAGTAILS_OWN = (".public-DraftEditor-content", "[data-streamfield-action]")
# Wagtail lets its messages slide and fade in a moment after the page has loaded.
MESSAGES_SHOWN = (
    "() => [...document.querySelectorAll('.messages > ul')].every(e => getComputedStyle(e).opacity === '1')"
)


@dataclass
class Visit:
    """One person's browser. `refusals` are the statuses a step provokes on purpose."""

    site: Site
    context: BrowserContext
    refusals: set[int] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.context.on("console", self.hear)
        self.context.on("weberror", self.note_error)
        self.context.on("response", self.note_refusal)

    def hear(self, message: ConsoleMessage) -> None:
        # What the policy refuses is an error of the console too; a refused request is noted below with its address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def note_error(self, error: WebError) -> None:
        self.complaints.append(f"{error.page and error.page.url}: {error.error}")

    def note_refusal(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.refusals:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    def open(self, address: str = "/") -> Page:
        page = self.context.new_page()
        page.goto(address if address.startswith("http") else self.site.lms + address)
        return page

    def get(self, address: str) -> bytes:
        """Fetch a file as the signed-in person."""
        response = self.context.request.get(address if address.startswith("http") else self.site.lms + address)
        assert response.ok, f"{response.status} {address}"
        return response.body()

    def sign_in(self, staff_no: str) -> None:
        sign_in(self.context, self.site, staff_no, self.site.facts["password"])


def sign_in(context: BrowserContext, site: Site, staff_no: str, password: str) -> None:
    """Send the form of the sign-in page as somebody fills it in, without drawing it and the page behind it."""
    address = f"{site.lms}/accounts/login/"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', context.request.get(address).text())
    assert token
    answers = {"csrfmiddlewaretoken": token[1], "login": staff_no, "password": password}
    response = context.request.post(address, form=answers, max_redirects=0)
    assert response.status == 302, f"{staff_no} is not let in"


@contextmanager
def visit(browser: Browser, site: Site, part: str = "", *, locale: str = "ja-JP") -> Iterator[Visit]:
    """Open a browser of its own, signed in as one of the demo's people; fail when it had something to complain of."""
    context = browser.new_context(locale=locale, timezone_id="Asia/Tokyo", viewport=DESK)  # type: ignore[arg-type]
    context.set_default_timeout(WAIT)
    visit = Visit(site, context)
    visit.watch()
    try:
        if part:
            visit.sign_in(site.facts["people"][part]["staff_no"])
        yield visit
        assert not visit.complaints, visit.complaints
    finally:
        context.close()


def look(page: Page) -> None:
    """Look at a page as wide as the window is."""
    assert_accessible(page)
    assert_fits(page)


def look_behind(page: Page) -> None:
    """Look at a page of the admin, whose frame is Wagtail's: the standard binds it, axe's own advice does not."""
    page.wait_for_function(MESSAGES_SHOWN)
    assert_accessible(page, rules=WCAG, without=WAGTAILS_OWN)
    assert_fits(page)


def look_everywhere(page: Page) -> None:
    """Look at a page on a desk and on a phone, as it must stand for learners."""
    look(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    look(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]


def choose(box: Locator) -> None:
    """Choose a radio button or checkbox by keyboard: the page may move under a mouse while it saves."""
    box.press("Space")
    expect(box).to_be_checked()
