"""manage.py grant_role STAFFNO ROLE: for the first administrator; later ones are made on the roles page."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.lib import clock
from lms.people.accounts import roles
from lms.people.models import Role, User


class Command(BaseCommand):
    help = "Give a person a role over the whole city, from today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("staff_no")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *, staff_no: str, role: str, **options: Any) -> None:
        person = User.objects.filter(staff_no=staff_no).first()
        if person is None:
            raise CommandError(_("Nobody has the staff number %s. Check it, with its leading zeros.") % staff_no)
        try:
            roles.grant(person, Role(role), department=None, since=clock.today(), by=None, at=clock.now())
        except roles.AlreadyGrantedError as error:
            raise CommandError(_("%s holds this role already.") % person) from error
        self.stdout.write(_("%(person)s has the role %(role)s.") % {"person": person, "role": Role(role).label})
