"""A session's script, ways to end its window in the middle, and a plain model of what must be left.

The model knows nothing of messages: a value last written is the value that is there, and sessions' times add up.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Self

from playwright.sync_api import Browser, CDPSession, Page

from lms.learning.scorm import durations

type Ending = Callable[[Browser, Page], None]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What a standard calls the things that both have."""

    course: str
    location: str
    status: str
    score: str
    session_time: str
    total_time: str
    exit: str
    response: str
    clock: str

    @property
    def readable(self) -> list[str]:
        """Return what a package may read back; in SCORM 1.2 an answer is not among it."""
        answer = [] if self.course == "killed12" else [self.response]
        return [self.location, "cmi.suspend_data", self.status, self.score, *answer]


EDITION_12 = Edition(
    course="killed12",
    location="cmi.core.lesson_location",
    status="cmi.core.lesson_status",
    score="cmi.core.score.raw",
    session_time="cmi.core.session_time",
    total_time="cmi.core.total_time",
    exit="cmi.core.exit",
    response="cmi.interactions.0.student_response",
    clock="00:00:{:02}",
)
EDITION_2004 = Edition(
    course="killed2004",
    location="cmi.location",
    status="cmi.completion_status",
    score="cmi.score.raw",
    session_time="cmi.session_time",
    total_time="cmi.total_time",
    exit="cmi.exit",
    response="cmi.interactions.0.learner_response",
    clock="PT{}S",
)


@dataclass(frozen=True)
class Call:
    """One call of the script; a commit and the end have no element."""

    method: str
    element: str = ""
    value: str = ""


def script(edition: Edition, run: int) -> list[Call]:
    """Return the calls of one session; every run writes other values."""
    return [
        Call("set", edition.location, f"第{run}頁"),
        Call("set", "cmi.suspend_data", f"{run}回目の続き 𠮷野家"),
        Call("commit"),
        Call("set", edition.status, "incomplete"),
        Call("set", edition.score, str(run)),
        Call("set", "cmi.interactions.0.id", "q1"),
        Call("set", "cmi.interactions.0.type", "fill-in"),
        Call("set", edition.response, f"answer {run}"),
        Call("commit"),
        Call("set", edition.session_time, edition.clock.format(run)),
        Call("set", edition.exit, "suspend"),
        Call("finish"),
    ]


@dataclass(frozen=True)
class Record:
    """The model: the last value of each element, and the time of all sessions."""

    values: dict[str, str] = field(default_factory=dict)
    total: Decimal = Decimal(0)

    def after(self, calls: Sequence[Call], edition: Edition) -> Self:
        written = {call.element: call.value for call in calls if call.method == "set"}
        spent = durations.parse(written.get(edition.session_time, "")) or Decimal(0)
        read = {name: value for name, value in written.items() if name in edition.readable}
        return replace(self, values=self.values | read, total=self.total + spent)

    def possible(self, calls: Sequence[Call], edition: Edition) -> list[Self]:
        """Return what may be left of calls that were cut off: all that was saved, and any part of the rest in order."""
        saved = max((place for place, call in enumerate(calls, 1) if call.method != "set"), default=0)
        return [self.after(calls[:place], edition) for place in range(saved, len(calls) + 1)]


def close(_browser: Browser, page: Page) -> None:
    page.close()


def kill(browser: Browser, page: Page) -> None:
    """Kill the processes that show the page: they may say nothing more."""
    session = browser.new_browser_cdp_session()
    killed = renderers(session)
    with page.expect_event("crash"):
        for process in killed:
            os.kill(process, signal.SIGKILL)
    # One of them may be a spare: a page opened before the browser knows of its end would wait for it for ever.
    while killed & renderers(session):
        time.sleep(0.05)
    session.detach()
    page.close()


def renderers(session: CDPSession) -> set[int]:
    """Return the processes that the browser takes for those of its pages."""
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return {process["id"] for process in processes if process["type"] == "renderer"}
