"""Prints the tables that may leave HR, small cells withheld, and checks that nothing gives one away."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from lms.lib import clock
from reports.department_tables import given_away, tables_json
from reports.management.commands.committee_figures import page_or_error
from reports.models import DepartmentTable, Snapshot
from reports.pages import Page
from reports.plain import release_json
from reports.release import lines_of
from reports.services import is_intact, release_of
from reports.suppression import exposed


class Command(BaseCommand):
    help = "Print as JSON what may leave HR: a frozen release, or a preview of a day's cycle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--number", help="a frozen release, as R8-2-1")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="day, as 2026-11-23; today")
        parser.add_argument("--cycle", metavar="CODE", help="assessment cycle; the newest closed one")
        parser.add_argument("--departments", action="store_true", help="the released cycle by 部 and 課 (with --cycle)")
        parser.add_argument("--json", action="store_true", help="accepted for likeness; the output always is JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["departments"]:
            self.stdout.write(json.dumps(self.departments(options["cycle"]), ensure_ascii=False, indent=2))
            return
        page = self.page(options)
        plain = release_json(page.release, number=page.number)
        plain["gives_away"] = exposed(lines_of(page.release.source), page.release.withheld)
        if page.snapshot:
            plain |= {"sha256": page.snapshot.sha256, "is_intact": is_intact(page.snapshot)}
        self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))

    def departments(self, code: str | None) -> dict[str, Any]:
        """Return the newest frozen table by department, or that of a cycle, with what it would give away: nothing."""
        tables = DepartmentTable.objects.select_related("cycle", "snapshot").order_by("-cycle__reference_on")
        table = (tables.filter(cycle__code=code) if code else tables).first()
        if table is None:
            raise CommandError(_("No cycle has a table by department. Release one and run freeze_reports."))
        return {**tables_json(table), "gives_away": given_away(table)}

    def page(self, options: dict[str, Any]) -> Page:
        number = options["number"]
        if not number:
            return page_or_error(options["as_of"] or clock.today(), options["cycle"])
        snapshot = Snapshot.objects.filter(number=number).first()
        if snapshot is None:
            raise CommandError(_("There is no frozen report %(number)s.") % {"number": number})
        return Page(release=release_of(snapshot), number=number, snapshot=snapshot)
