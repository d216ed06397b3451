"""Builds a fictitious city of 2,500 staff: organisation, courses, results, assessments."""

import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lms.demo.build import DemoCity, has_people
from lms.lib import clock


class Command(BaseCommand):
    help = "Build the demo city in an empty database; the same seed and day build the same city."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=8, help="which city (default: 8)")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the city's today (default: today)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are people already")

    def handle(self, *args: Any, **options: Any) -> None:
        if has_people():
            if options["if_empty"]:
                return
            raise CommandError(
                "職員がすでに登録されています。デモは空のデータベースにだけ作れます。\n"
                "There are staff members already; the demo city needs an empty database."
            )
        started = time.monotonic()
        demo = DemoCity(seed=options["seed"], today=options["on"] or clock.today(), say=self.stdout.write)
        with transaction.atomic():
            demo.build()
        self.stdout.write(f"デモの市ができました({time.monotonic() - started:.0f}秒)。")
