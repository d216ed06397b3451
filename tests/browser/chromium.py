"""Chromium as people have it, for the tests that need more than Playwright's own start."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.site import CHROMIUM, CHROMIUM_ARGUMENTS, free_port

WAIT = 30_000


@contextmanager
def chromium(playwright: Playwright, profile: Path, *arguments: str) -> Iterator[tuple[Browser, int]]:
    """Start Chromium outside Playwright, whose own start denies frames of another site their storage."""
    port = free_port()
    process = subprocess.Popen(
        [
            *(CHROMIUM, *CHROMIUM_ARGUMENTS, "--headless=new", f"--remote-debugging-port={port}"),
            *(*arguments, f"--user-data-dir={profile}", "about:blank"),
        ],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        browser = until(lambda: connected(playwright, port), lambda found: found is not None)
        assert browser
        yield browser, process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def connected(playwright: Playwright, port: int) -> Browser | None:
    try:
        return playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
    except PlaywrightError:
        return None


def until[T](read: Callable[[], T], wanted: Callable[[T], bool], *, within: float = WAIT / 1000) -> T:
    deadline = time.monotonic() + within
    while not wanted(value := read()):
        assert time.monotonic() < deadline, value
        time.sleep(0.1)
    return value
