from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.browser.chromium import CHROMIUM, CHROMIUM_ARGUMENTS, WAIT
from tests.browser.site import ROOT, Site, running_city

expect.set_options(timeout=WAIT)


class Together(LoadScopeScheduling):
    """Keeps a file's journeys on one worker, and all those through the city: each may meet what another left there."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "city" if "city: Site" in (ROOT / file).read_text(encoding="utf-8") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo city with web server and worker, built once for all who visit it."""
    with running_city(tmp_path_factory.mktemp("city")) as city:
        yield city


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the journeys of one file; a file that needs it otherwise brings its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()
