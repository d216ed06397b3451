"""Prints a cut of the people as the cohort explorer shows it."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from lms.lib import clock
from reports.cohorts import Filters, as_json, cohort
from reports.management.commands.committee_figures import no_cycle
from reports.queries import NoCycleError


class Command(BaseCommand):
    help = "Print as JSON a cut of the people: in scope, the same people followed, transitions, decomposition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="day, as 2026-11-23; today")
        parser.add_argument("--cycle", metavar="CODE", help="assessment cycle; the newest closed one")
        parser.add_argument("--base", metavar="CODE", help="cycle to compare with; the baseline")
        parser.add_argument("--group", default="", metavar="KEY", help="talent group; the largest")
        parser.add_argument("--tier", default="", metavar="KEY")
        parser.add_argument("--department", type=UUID, metavar="UUID")
        parser.add_argument("--working-group", type=UUID, metavar="UUID")
        parser.add_argument("--joined", type=int, metavar="YEAR", help="fiscal year of joining")
        parser.add_argument("--programme", default="", metavar="KEY")
        parser.add_argument("--json", action="store_true", help="accepted for likeness; the output always is JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["as_of"] or clock.today()
        names = ("cycle", "base", "group", "tier", "department", "working_group", "joined", "programme")
        filters = Filters(as_of=on, **{name: options[name] for name in names})
        try:
            cut = cohort(filters)
        except NoCycleError as error:
            raise no_cycle(error, on) from error
        self.stdout.write(json.dumps(as_json(cut), ensure_ascii=False, indent=2))
