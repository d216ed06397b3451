"""`manage.py load_framework`: the talent framework, ranks and job titles, which a new installation begins with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from curriculum.framework import DATA_FILE, load_framework, read_data


class Command(BaseCommand):
    help = "Load the talent framework with groups, levels, abilities, ranks and job titles. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DATA_FILE, help="in the form of the one shipped")

    def handle(self, *, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(_("%(file)s is not there. Check the path.") % {"file": file})
        framework = load_framework(read_data(file))
        facts = {"name": framework.name_ja, "groups": framework.groups.count()}
        self.stdout.write(_("%(name)s: %(groups)d talent groups.") % facts)
