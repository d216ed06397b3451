"""manage.py reset_second_factor STAFFNO: for somebody who has lost their phone and their recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.lib import clock
from lms.people import second_factor
from lms.people.models import User


class Command(BaseCommand):
    help = "Take the second factor off an account, once you have made sure who asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("staff_no")

    def handle(self, *, staff_no: str, **options: Any) -> None:
        user = User.objects.filter(staff_no=staff_no).first()
        if user is None:
            raise CommandError(_("Nobody has the staff number %s. Check it, with its leading zeros.") % staff_no)
        if not second_factor.reset(user, by=None, at=clock.now()):
            raise CommandError(_("%s has no second factor.") % user)
        self.stdout.write(_("The second factor of %s is gone; they can set up a new one.") % user)
