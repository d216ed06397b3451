"""manage.py load_roster FILE: who joins, leaves, moves, is promoted, and what is wrong by line; then loads it."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lms.lib import clock
from lms.people.models import Rank, RosterChange, RosterLoad
from lms.people.roster import services, words
from lms.people.roster.plan import Plan, make_plan
from lms.people.roster.problems import WARNINGS, Problem

SHOWN_OF_A_KIND = 20


class Command(BaseCommand):
    help = "Load a roster (CSV in CP932 or UTF-8): print what changes and what is wrong by line, then apply it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as-of", type=date.fromisoformat, help="the date the roster describes; today by default")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="print one object")
        parser.add_argument("--delta", action="store_true", help="the file lists changes only: who is absent stays")
        parser.add_argument(
            "--ignore-column", action="append", default=[], metavar="HEADING", help="leave this column out"
        )
        parser.add_argument(
            *("--title", "-t"),
            action="append",
            default=[],
            metavar="TITLE=RANK",
            help="remember the rank of a job title, by its key: 参事=division_head",
        )
        parser.add_argument(
            "--confirm-leavers", action="store_true", help="go on although more than one in ten people leave"
        )

    def handle(self, *, file: Path, as_of: date | None, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(_("%(file)s is not there. Check the path.") % {"file": file})
        titles = _titles(options["title"])
        run = _Run(file, as_of or clock.today(), options)
        with transaction.atomic():
            services.map_titles(titles, by=None, at=clock.now())
            if run.is_dry:
                run.go()
                transaction.set_rollback(True)
        if not run.is_dry:
            run.go()
        self.stdout.write(json.dumps(run.as_dict(), ensure_ascii=False) if options["json"] else run.as_text())
        if run.verdict == "refused":
            raise SystemExit(1)


def _titles(pairs: list[str]) -> dict[str, str]:
    """Return rank keys by job title, as "--title 参事=division_head" says them."""
    titles = {title: key for title, _sign, key in (pair.partition("=") for pair in pairs)}
    keys = list(Rank.objects.order_by("order").values_list("key", flat=True))
    if unknown := {*titles.values()} - {*keys}:
        message = _("There is no rank “%(key)s”. Choose one of: %(keys)s.")
        raise CommandError(message % {"key": min(unknown), "keys": ", ".join(keys)})
    return titles


class _Run:
    """One file's way through the load, and how it is told."""

    def __init__(self, file: Path, as_of: date, options: dict[str, Any]) -> None:
        self.file = file
        self.as_of = as_of
        self.is_dry = bool(options["dry_run"])
        self.is_delta = bool(options["delta"])
        self.ignored = tuple(options["ignore_column"])
        self.confirmed = bool(options["confirm_leavers"])
        self.plan = Plan(problems=())
        self.load: RosterLoad | None = None
        self.verdict = "refused"
        self.refusal = ""

    def go(self) -> None:
        if self.is_dry:
            self.plan = make_plan(
                self.file.read_bytes(), as_of=self.as_of, is_full=not self.is_delta, ignored_columns=self.ignored
            )
            self.verdict = "refused" if self.plan.is_refused else "checked"
            return
        self._load()

    def _load(self) -> None:
        form = RosterLoad.Form.DELTA if self.is_delta else RosterLoad.Form.FULL
        with self.file.open("rb") as stream:
            kept = File(stream, name=self.file.name)
            self.load = services.start_load(kept, by=None, at=clock.now(), as_of=self.as_of, form=form)
        self.plan = services.check_load(self.load, at=clock.now(), ignored_columns=self.ignored) or self.plan
        if self.plan.is_refused:
            return
        try:
            services.apply_load(
                self.load, by=None, at=clock.now(), confirmed=self.confirmed, ignored_columns=self.ignored
            )
            self.verdict = "applied"
        except services.RosterRefused as refusal:
            self.refusal = refusal.code

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": str(self.file),
            "verdict": self.verdict,
            "dry_run": self.is_dry,
            "as_of": self.as_of.isoformat(),
            "form": "delta" if self.is_delta else "full",
            "encoding": self.plan.encoding or None,
            "rows": self.plan.rows,
            "counts": self.plan.counts,
            "raters_changed": self.plan.raters_changed,
            "needs_confirmation": self.plan.needs_confirmation,
            "refusal": self.refusal or None,
            "load": str(self.load.uuid) if self.load else None,
            "problems": [self._problem_dict(problem) for problem in self.plan.problems],
        }

    def _problem_dict(self, problem: Problem) -> dict[str, Any]:
        return {
            "code": problem.code,
            "severity": problem.severity,
            "line": problem.line,
            "staff_no": problem.staff_no,
            "name": problem.name,
            "message": words.message(problem.code, problem.details),
            "remedy": words.remedy(problem.code),
            "message_en": _in_english(lambda: words.message(problem.code, problem.details)),
            "remedy_en": _in_english(lambda: words.remedy(problem.code)),
        }

    def as_text(self) -> str:
        return "\n".join([*self._head(), *self._counts(), *self._problems(), self._ending()])

    def _head(self) -> list[str]:
        facts = {"file": self.file.name, "encoding": self.plan.encoding or "-", "rows": self.plan.rows}
        return [_("%(file)s: %(rows)s lines, %(encoding)s, as of %(on)s") % {**facts, "on": self.as_of.isoformat()}]

    def _counts(self) -> list[str]:
        return [f"  {RosterChange.Kind(kind).label}: {count}" for kind, count in self.plan.counts.items()]

    def _problems(self) -> list[str]:
        shown: dict[str, int] = {}
        lines = []
        for problem in self.plan.problems:
            shown[problem.code] = shown.get(problem.code, 0) + 1
            if problem.severity == "error" or shown[problem.code] <= SHOWN_OF_A_KIND:
                lines.append(self._problem_line(problem))
        left_out = sum(max(count - SHOWN_OF_A_KIND, 0) for code, count in shown.items() if code in WARNINGS)
        if left_out:
            lines.append(_("%(count)s more warnings of the same kinds; --json lists them all.") % {"count": left_out})
        return lines

    def _problem_line(self, problem: Problem) -> str:
        where = self.file.name
        if problem.line:
            where = _("%(file)s line %(line)s") % {"file": self.file.name, "line": problem.line}
        who = f" [{problem.staff_no} {problem.name}]" if problem.staff_no else ""
        severity = RosterChange.Severity(problem.severity).label
        return f"{severity}: {where}{who}: {words.message(problem.code, problem.details)} {words.remedy(problem.code)}"

    def _ending(self) -> str:
        if self.refusal == "not_confirmed":
            return _("Nothing was loaded. If the leavers are right, run it again with --confirm-leavers.")
        if self.refusal:
            return str(words.REFUSALS[self.refusal])
        if self.verdict == "refused":
            return _("Nothing was loaded. Correct the lines above and load the file again.")
        return _("Checked only; nothing was stored.") if self.is_dry else _("The roster is loaded.")


def _in_english(say: Any) -> str:
    with translation.override("en"):
        return str(say())
