"""What commands share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _


@contextmanager
def ready_database() -> Iterator[None]:
    """Say in words what to do about a database that is missing, not reached or behind the code."""
    try:
        yield
    except DatabaseError as problem:
        words = _("The database is not ready (%(reason)s). Run `make run` once, or `manage.py migrate`.")
        raise CommandError(words % {"reason": problem}) from problem
