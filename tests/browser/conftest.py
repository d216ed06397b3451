from collections.abc import Iterator

import pytest

from tests.browser.site import Site, running_city


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo city with web server and worker, built once for all who visit it."""
    with running_city(tmp_path_factory.mktemp("city")) as city:
        yield city
