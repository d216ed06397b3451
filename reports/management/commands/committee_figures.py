"""Prints the committee's figures: where each talent group stands as of a date."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from lms.lib import clock
from reports.figures import CommitteeFigures, GroupFigures, Share, as_json, committee_figures, percent
from reports.pages import Page, preview
from reports.plain import tables_json
from reports.queries import NoCycleError
from reports.suppression import CannotProtectError


class Command(BaseCommand):
    help = "Print the committee's figures as of a date: HR's own counts, and beside them the tables as they leave HR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="day, as 2026-11-23; today")
        parser.add_argument("--cycle", metavar="CODE", help="assessment cycle; the newest closed one")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        on, code = options["as_of"] or clock.today(), options["cycle"]
        try:
            figures = committee_figures(on, code)
        except NoCycleError as error:
            raise no_cycle(error, on) from error
        if options["json"]:
            plain = {**as_json(figures), "tables": self.released_tables(on, code)}
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))
        else:
            self.print_table(figures)

    def released_tables(self, on: date, code: str | None) -> list[dict[str, Any]] | None:
        """Return the tables as they would leave HR; None where earlier releases leave no way to protect somebody."""
        try:
            return tables_json(preview(on, code).release)
        except CannotProtectError:
            return None

    def print_table(self, figures: CommitteeFigures) -> None:
        self.stdout.write(
            f"{figures.cycle_name} ({figures.cycle})  基準日 {figures.reference_on}  {figures.as_of} 現在"
        )
        for group in figures.groups:
            self.stdout.write(f"{group.name_ja}: {self.line(group)}")
        self.stdout.write(f"定義 {figures.definition}")

    def line(self, group: GroupFigures) -> str:
        moves = f"  3→4 {group.moves.from_3_to_4}人(4以上から下へ {group.moves.back_from_4}人)" if group.moves else ""
        return (
            f"対象 {group.in_scope}人  評価済 {group.assessed}人  未評価 {group.not_assessed}人  "
            f"レベル3以上 {self.share(group.at_least_3)}  レベル4以上 {self.share(group.at_least_4)}{moves}"
        )

    @staticmethod
    def share(share: Share) -> str:
        if share.of_assessed is None:
            return f"{share.people}人"
        return f"{share.people}人 {percent(share.of_assessed)}%({percent(share.lowest)}–{percent(share.highest)}%)"


def page_or_error(on: date, code: str | None) -> Page:
    """Return the page of a day, or stop with words for the console."""
    try:
        return preview(on, code)
    except NoCycleError as error:
        raise no_cycle(error, on) from error
    except CannotProtectError as error:
        raise CommandError(
            _("Earlier releases leave no way to protect %(cell)s. Name a frozen report with --number.")
            % {"cell": error}
        ) from error


def no_cycle(error: NoCycleError, on: date) -> CommandError:
    return CommandError(
        _("No assessment cycle for %(what)s had begun on %(on)s. Name another date or cycle.")
        % {"what": error, "on": on.isoformat()}
    )
