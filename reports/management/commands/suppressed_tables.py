"""Prints the tables that may leave HR, small cells withheld, and checks that nothing gives one away."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from lms.lib import clock
from reports import completion_tables, department_tables
from reports.frozen import is_intact, release_of
from reports.management.commands.committee_figures import page_or_error
from reports.models import CompletionTable, DepartmentTable, FrozenTable, Snapshot
from reports.pages import Page
from reports.place_tables import tables_json
from reports.plain import release_json
from reports.release import lines_of
from reports.suppression import exposed


class Command(BaseCommand):
    help = "Print as JSON what may leave HR: a frozen release, or a preview of a day's cycle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--number", help="a frozen release, as R8-2-1")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="day, as 2026-11-23; today")
        parser.add_argument("--cycle", metavar="CODE", help="assessment cycle; the newest closed one")
        parser.add_argument("--departments", action="store_true", help="the released cycle by 部 and 課 (with --cycle)")
        parser.add_argument("--completion", action="store_true", help="mandatory courses by 部 and 課 (with --cycle)")
        parser.add_argument("--json", action="store_true", help="accepted for likeness; the output always is JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["departments"] or options["completion"]:
            tables = self.completion if options["completion"] else self.departments
            self.stdout.write(json.dumps(tables(options["cycle"]), ensure_ascii=False, indent=2))
            return
        page = self.page(options)
        plain = release_json(page.release, number=page.number)
        plain["gives_away"] = exposed(lines_of(page.release.source), page.release.withheld)
        if page.snapshot:
            plain |= {"sha256": page.snapshot.sha256, "is_intact": is_intact(page.snapshot)}
        self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))

    def departments(self, code: str | None) -> dict[str, Any]:
        """Return the newest frozen table by department, or that of a cycle, with what it would give away: nothing."""
        table = newest(DepartmentTable, code)
        plain = tables_json(table, department_tables.group_tables(table), department_tables.DEFINITION)
        return {**plain, "gives_away": department_tables.given_away(table)}

    def completion(self, code: str | None) -> dict[str, Any]:
        """Return the newest frozen completions, or those of a cycle, with what they would give away: nothing."""
        table = newest(CompletionTable, code)
        plain = tables_json(table, completion_tables.course_tables(table), completion_tables.DEFINITION)
        return {**plain, "gives_away": completion_tables.given_away(table)}

    def page(self, options: dict[str, Any]) -> Page:
        number = options["number"]
        if not number:
            return page_or_error(options["as_of"] or clock.today(), options["cycle"])
        snapshot = Snapshot.objects.filter(number=number).first()
        if snapshot is None:
            raise CommandError(_("There is no frozen report %(number)s.") % {"number": number})
        return Page(release=release_of(snapshot), number=number, snapshot=snapshot)


def newest[T: FrozenTable](kind: type[T], code: str | None) -> T:
    """Return the newest frozen table of a kind, or that of a cycle, or stop with words for the console."""
    tables = kind._default_manager.select_related("cycle", "snapshot").order_by("-cycle__reference_on")
    found = (tables.filter(cycle__code=code) if code else tables).first()
    if found is None:
        raise CommandError(_("No cycle has a table by department. Release one and run freeze_reports."))
    return found
