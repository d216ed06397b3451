"""What is measured: each visit as one person makes it, over and over."""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from urllib.parse import quote, urljoin, urlsplit

from bench.client import Browser, Unexpected
from bench.prepare import Cast, Learner

SHELL_ADDRESS = re.compile(r'"(http://127\.0\.0\.1:\d+/play/[^"]+/)"')
SHELL_STATE = re.compile(r'<script id="launch" type="application/json">(.*?)</script>', re.DOTALL)
COURSE_FILE = "pages.js"  # the largest of the demo package
SUSPEND_DATA = 1000  # characters; authoring tools write from some hundred up to SCORM 1.2's 4,096

type Act = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One kind of visit: `acts` gives each of the people at work theirs."""

    key: str
    label: str
    acts: Callable[["Scene", int], list[Act]]


@dataclass(slots=True)
class Scene:
    """The people of one run, signed in; those of the same staff number share a session as two tabs do."""

    port: int
    cast: Cast
    browsers: list[Browser] = field(default_factory=list)
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def browser(self, staff_no: str) -> Browser:
        """Return a new browser of a signed-in person."""
        if staff_no not in self._cookies:
            first = Browser(self.port)
            first.sign_in(staff_no, self.cast.password)
            first.close()
            self._cookies[staff_no] = first.cookies
        browser = Browser(self.port, cookies=dict(self._cookies[staff_no]))
        self.browsers.append(browser)
        return browser

    def readers(self, count: int) -> Iterator[Learner]:
        """Yield learners who look around."""
        return islice(cycle(self.cast.learners[: len(self.cast.learners) // 2]), count)

    def players(self, count: int) -> Iterator[Learner]:
        """Yield learners who play a package; nobody else opens it, which would take it over from them."""
        return iter(self.cast.learners[len(self.cast.learners) // 2 :][:count])

    def reconnect(self) -> None:
        """Open new connections, so that the server's workers share them anew."""
        for browser in self.browsers:
            browser.close()


@dataclass(slots=True)
class Player:
    """A package being played: the page with its shell, then one commit after another."""

    browser: Browser
    learner: Learner
    base: str = ""
    launch: str = ""
    session: str = ""
    sequence: int = 0

    def open(self) -> None:
        """Open the player's page and the shell it frames."""
        page = self.browser.get(f"/learn/e/{self.learner.enrolment}/{self.learner.module}/")
        shell = SHELL_ADDRESS.search(html.unescape(page))
        if shell is None:
            raise Unexpected("the player's page frames no shell")
        found = SHELL_STATE.search(self.browser.get_content(urlsplit(shell[1]).path))
        if found is None:
            raise Unexpected("the shell has no state")
        state = json.loads(found[1])
        self.base, self.launch = state["base"], state["launch"]
        self.session, self.sequence = state["session"], state["sequence"]

    def commit(self) -> None:
        self.sequence += 1
        message = {
            "session": self.session,
            "sequence": self.sequence,
            "kind": "commit",
            "at": "2026-11-23T01:02:03.000Z",
            "cmi": {
                "core": {
                    "lesson_location": f"page-{self.sequence}",
                    "lesson_status": "incomplete",
                    "score": {"raw": "", "min": "", "max": ""},
                    "exit": "suspend",
                    "session_time": f"0000:{self.sequence // 60 % 60:02}:{self.sequence % 60:02}",
                },
                "suspend_data": f"{self.sequence:x}".ljust(SUSPEND_DATA, "x"),
            },
        }
        answer = self.browser.post_content(f"{self.base}commit?n={self.sequence}", json.dumps(message))
        if json.loads(answer).get("sequence") != self.sequence:
            raise Unexpected(f"a commit was not taken: {answer}")


def pages(path: Callable[[Learner], str]) -> Callable[[Scene, int], list[Act]]:
    """Return what opens one page, as different learners."""

    def acts(scene: Scene, count: int) -> list[Act]:
        return [opening(scene.browser(learner.staff_no), path(learner)) for learner in scene.readers(count)]

    return acts


def opening(browser: Browser, path: str) -> Act:
    return lambda: browser.get(path)


def launches(scene: Scene, count: int) -> list[Act]:
    return [Player(scene.browser(learner.staff_no), learner).open for learner in scene.readers(count)]


def commits(scene: Scene, count: int) -> list[Act]:
    players = [Player(scene.browser(learner.staff_no), learner) for learner in scene.players(count)]
    for player in players:
        player.open()
    return [player.commit for player in players]


def files(scene: Scene, count: int) -> list[Act]:
    player = Player(scene.browser(scene.cast.learners[0].staff_no), scene.cast.learners[0])
    player.open()
    path = urljoin(player.launch, COURSE_FILE)
    return [fetching(scene.browser(learner.staff_no), path) for learner in scene.readers(count)]


def fetching(browser: Browser, path: str) -> Act:
    return lambda: browser.get_content(path)


def ratings(scene: Scene, count: int) -> list[Act]:
    path = f"/assess/rate/{scene.cast.cycle}/"
    return [opening(scene.browser(scene.cast.supervisor), path) for _ in range(count)]


def levels(scene: Scene, count: int) -> list[Act]:
    return [opening(scene.browser(scene.cast.hr), "/reports/") for _ in range(count)]


def charts(scene: Scene, count: int) -> list[Act]:
    return [opening(scene.browser(scene.cast.hr), "/reports/levels.svg") for _ in range(count)]


def explorer(scene: Scene, count: int) -> list[Act]:
    return [opening(scene.browser(scene.cast.hr), "/reports/cohorts/") for _ in range(count)]


def paper(scene: Scene, count: int) -> list[Act]:
    return [opening(scene.browser(scene.cast.hr), "/reports/levels.pdf") for _ in range(count)]


def not_done(scene: Scene, count: int) -> list[Act]:
    return [opening(scene.browser(scene.cast.hr), "/hr/not-done/") for _ in range(count)]


# 生成AI, in full-width signs as people type it.
SEARCH = f"/learn/catalogue/?q={quote('生成ＡＩ')}"

VISITS = (
    Visit(key="empty", label="Empty signed-in view", acts=pages(lambda learner: "/bench/empty/")),
    Visit(key="scorm_commit", label="SCORM commit", acts=commits),
    Visit(key="player_launch", label="Player launch (page and shell)", acts=launches),
    Visit(key="course_file", label="Course file", acts=files),
    Visit(key="learner_home", label="Learner home", acts=pages(lambda learner: "/")),
    Visit(key="course_page", label="Course page", acts=pages(lambda learner: f"/learn/{learner.course}/")),
    Visit(key="catalogue_search", label="Catalogue search", acts=pages(lambda learner: SEARCH)),
    Visit(key="not_done", label="Not-done page", acts=not_done),
    Visit(key="supervisor", label="Supervisor screen", acts=ratings),
    Visit(key="hr_levels", label="HR levels page", acts=levels),
    Visit(key="hr_chart", label="HR levels chart (SVG)", acts=charts),
    Visit(key="explorer", label="Cohort explorer", acts=explorer),
    Visit(key="committee_pdf", label="Committee's page as PDF", acts=paper),
)
