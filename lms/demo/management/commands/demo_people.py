"""Prints who can sign in to the demo city."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lms.demo.people import PASSWORD, sign_ins
from lms.lib import clock


class Command(BaseCommand):
    help = "Print the address and the demo people's sign-ins."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{settings.LMS_ORIGIN}/   パスワード / password: {PASSWORD}")
        for entry in sign_ins(clock.today()):
            self.stdout.write(f"  {entry.person.staff_no}  {entry.person.name}  {entry.part}")
