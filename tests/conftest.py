from collections.abc import Iterator

import pytest
import pytest_django
from django.db import connection
from hypothesis import settings

from tests import migrated
from tests.cast import Cast, make_cast

# A slow machine is not a wrong answer, and a failure must come back when it is looked at.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Let migrations start from where they ended last time, on SQLite in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    with migrated.database_from(migrated.copy()):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            migrated.keep(migrated.copy())
