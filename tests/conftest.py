from collections.abc import Iterator

import pytest
import pytest_django
from django.db import connection
from django.utils import translation
from hypothesis import settings

from tests import migrated
from tests.cast import Cast, make_cast

# A slow machine is not a wrong answer, and a failure must come back when it is looked at.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def _its_own_language() -> Iterator[None]:
    """Leave no reader's language to the next test: Django keeps that of the last request."""
    yield
    translation.deactivate()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what asks a database: it holds on each kind of server, all else would only do the same again."""
    if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
        item.add_marker("servers")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what starts servers and takes longest, so that no worker is left with it in the end.

    What commits stays last, where pytest-django puts it: it leaves a database without the rows migrations brought.
    """
    items.sort(key=lambda item: item.get_closest_marker("worker") is None or commits(item))


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Let migrations start from where they ended last time."""
    if connection.vendor == "sqlite":
        with migrated.database_from(migrated.copy()):
            yield
    else:
        with django_db_blocker.unblock():
            migrated.use_template()
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            migrated.keep(migrated.copy())
        else:
            migrated.keep_template(migrated.template())
            connection.ops.sql_flush = migrated.delete_rows  # type: ignore[assignment, method-assign] # for tests
