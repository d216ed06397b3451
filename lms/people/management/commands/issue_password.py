"""manage.py issue_password STAFFNO: for the first administrator, or when nobody can sign in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.lib import clock
from lms.people.accounts import passwords
from lms.people.models import User


class Command(BaseCommand):
    help = "Print a temporary password, to be changed at the first sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("staff_no")

    def handle(self, *, staff_no: str, **options: Any) -> None:
        person = User.objects.filter(staff_no=staff_no).first()
        if person is None:
            raise CommandError(_("Nobody has the staff number %s. Check it, with its leading zeros.") % staff_no)
        issued = passwords.issue([person], by=None, at=clock.now())
        self.stdout.write(issued[0].password)
