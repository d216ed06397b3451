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
from lms.people.models import Role, RoleGrant
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
def test_role_gets_what_the_table_says(row: Row, cast: Cast) -> None:
    address = reverse(row.url, kwargs=row.build(cast) if row.build else None)
    for role in ROLES:
        client = Client()
        if role != "anonymous":
            client.force_login(getattr(cast, role))
        response = client.generic(row.method, address)
        expected = row.expected(role)
        assert response.status_code == expected, f"{role} gets {response.status_code}, not {expected}, at {address}"


# What HR of some departments finds behind its doors is its own departments' or names nobody; all else HR does, it does
# for the whole city, and only HR of the whole city may (R17).
WITHIN_REACH = frozenset(
    {
        "assessments:act",
        "assessments:add_person",
        "assessments:confirm",
        "assessments:cycle",
        "assessments:cycles",
        "assessments:objections",
        "assessments:people",
        "assessments:remind",
        "learning:activity-others",
        "learning:extensions",
        "learning:message-texts",
        "learning:not-done",
        "learning:not-done-export",
        "learning:not-done-names",
        "learning:not-done-remind",
        "learning:not-done-slips",
        "learning:package-answers",
        "learning:package-answers-xlsx",
        "learning:package-browse",
        "learning:quiz-statistics",
        "learning:reminders",
        "learning:scorm-browse",
        "learning:support",
        "reports:cohorts",
        "reports:department_completion",
        "reports:departments",
        "reports:file",
        "reports:file_again",
        "reports:file_progress",
        "reports:files",
        "reports:forget_view",
        "reports:hr",
        "reports:initiatives",
        "reports:levels",
        "reports:save_view",
    }
)
# Whoever holds a class keeps its list, whatever department the people who come to it belong to.
CLASSES = "learning:class"
SERVED = {200, 302, 422}
HRS_OWN = [row for row in ROWS if row.expected("hr") in SERVED and row.expected("alice") not in SERVED]


@pytest.mark.parametrize("row", HRS_OWN, ids=lambda row: f"{row.method} {row.url}")
def test_hr_of_another_department_is_served_only_what_lies_within_its_reach(
    row: Row, client: Client, cast: Cast
) -> None:
    address = reverse(row.url, kwargs=row.build(cast) if row.build else None)
    elsewhere = cast.charlie.postings.get().department
    RoleGrant.objects.filter(person=cast.hr, role=Role.HR).update(department=elsewhere)
    client.force_login(cast.hr)
    response = client.generic(row.method, address)
    is_served = response.status_code in SERVED and response.headers.get("Location") != reverse("home")
    assert is_served == (row.url in WITHIN_REACH or row.url.startswith(CLASSES)), response.status_code
