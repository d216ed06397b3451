"""Loading rosters in tests, through the services."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from django.core.files.base import ContentFile

from lms.people.models import RosterLoad, User
from lms.people.roster import services
from tests.people.rosters import as_bytes

AT = datetime(2026, 10, 1, 3, tzinfo=UTC)
ON = date(2026, 4, 1)


def start(
    lines: Iterable[Mapping[str, str]], *, on: date = ON, by: User | None = None, encoding: str = "utf-8", **options
) -> RosterLoad:
    file = ContentFile(as_bytes(lines, encoding), name="roster.csv")
    return services.start_load(file, by=by, at=AT, as_of=on, **options)


def check(lines: Iterable[Mapping[str, str]], **options) -> RosterLoad:
    load = start(lines, **options)
    services.check_load(load, at=AT)
    return load


def apply(lines: Iterable[Mapping[str, str]], *, at: datetime = AT, confirmed: bool = False, **options) -> RosterLoad:
    load = check(lines, **options)
    services.apply_load(load, by=None, at=at, confirmed=confirmed)
    return load
