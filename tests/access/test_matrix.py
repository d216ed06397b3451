"""Every address of the product x every role, in one table that fails when an address is missing.

Each module of `tests/access/table/` holds `ROWS`: what each role gets at an address (see `Row`). A row's `url` is
the address's name; `build` makes its arguments from the cast when it has any.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access.table as table
from tests.access.rows import ROLES, Row
from tests.cast import Cast

# Third-party addresses whose doors are tested by their own projects.
FOREIGN = ("account_", "wagtail", "set_language", "password_", "mfa_", "django_", "openid_connect_", "socialaccount_")


def all_rows() -> list[Row]:
    modules = [import_module(f"{table.__name__}.{info.name}") for info in iter_modules(table.__path__)]
    return [row for module in modules for row in module.ROWS]


ROWS = all_rows()


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def test_every_address_has_a_row() -> None:
    known = {row.url for row in ROWS}
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith(FOREIGN)}
    assert ours - known == set()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.url}")
def test_role_gets_what_the_table_says(row: Row, client: Client, cast: Cast) -> None:
    address = reverse(row.url, kwargs=row.build(cast) if row.build else None)
    for role in ROLES:
        client.logout()
        if role != "anonymous":
            client.force_login(getattr(cast, role))
        response = client.generic(row.method, address)
        expected = row.expected(role)
        assert response.status_code == expected, f"{role} gets {response.status_code}, not {expected}, at {address}"
