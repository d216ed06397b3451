import pytest
from django.core.management.base import CommandError
from django.db import OperationalError

from lms.lib.commands import ready_database


def test_database_that_is_not_ready_is_told_with_the_remedy() -> None:
    with pytest.raises(CommandError, match=r"no such table: people_user.*migrate"), ready_database():
        raise OperationalError("no such table: people_user")


def test_other_problems_stay_what_they_are() -> None:
    with pytest.raises(CommandError, match="its own words"), ready_database():
        raise CommandError("its own words")
