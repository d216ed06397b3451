"""`manage.py import_package`: bring SCORM packages in from the shell."""

import json
import logging
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from curriculum.packages import ImportReport, Verdict, inspect, messages
from curriculum.packages.report import error
from lms.lib import clock
from lms.lib.commands import ready_database

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Import SCORM packages (zip files) and say what was found in each."
    # A dry run must work on a machine that has no database yet.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a SCORM package as its authoring tool wrote it")
        parser.add_argument("--json", action="store_true", help="print one JSON object per file, one per line")
        parser.add_argument("--course", metavar="SLUG", default="", help="add what is imported to this course's draft")
        parser.add_argument("--dry-run", action="store_true", help="look only: store nothing, use no database")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = "" if options["dry_run"] else options["course"]
        if slug:
            _check_course(slug)
        refused = 0
        for name in options["files"]:
            report = _report(Path(name), dry_run=options["dry_run"], slug=slug)
            refused += report.is_refused
            self.stdout.write(
                _line(report, sys.stdout.encoding) if options["json"] else _text(report, sys.stdout.encoding)
            )
        if refused:
            raise SystemExit(1)


def _check_course(slug: str) -> None:
    """Stop before anything is imported when there is no such course."""
    from curriculum.models import Course

    with ready_database():
        is_there = Course.objects.filter(slug=slug).exists()
    if not is_there:
        raise CommandError(
            _("There is no course “%(slug)s”. Give the last part of its address, or make the course first.")
            % {"slug": slug}
        )


def _report(path: Path, *, dry_run: bool, slug: str) -> ImportReport:
    # A name that is not valid UTF-8 must not stop the printing of what was found.
    shown = os.fsencode(path).decode("utf-8", "replace")
    try:
        with ready_database():
            return inspect(path, file=shown) if dry_run else _imported(path, shown, slug)
    except CommandError:
        raise
    except Exception:
        logger.exception("Importing %s failed", shown)
        return ImportReport(file=shown, verdict=Verdict.REFUSED, findings=(error("unexpected"),))


def _imported(path: Path, shown: str, slug: str) -> ImportReport:
    # These need the database's models; a dry run does not.
    from curriculum.course_drafts import add_package
    from curriculum.models import Course
    from curriculum.packages import services

    try:
        report, version = services.import_reported(path, by=None, at=clock.now(), filename=shown)
    except services.PackageRefused as refusal:
        return refusal.report
    if slug:
        add_package(Course.objects.get(slug=slug), version, by=None)
    return report


def _line(report: ImportReport, encoding: str) -> str:
    # A terminal in EUC-JP cannot show every title; escaped, the object stays whole.
    return json.dumps(messages.as_json(report), ensure_ascii=encoding.lower() not in ("utf-8", "utf8"))


def _text(report: ImportReport, encoding: str) -> str:
    lines = [f"{report.file}: {messages.verdict(report.verdict)}"]
    if report.title:
        lines.append(f"  {report.title} (SCORM {report.edition}) → {report.launch}")
    lines += [
        f"  {messages.severity(finding.severity)}: {messages.sentence(finding, Path(report.file).name)}"
        for finding in report.findings
    ]
    return "\n".join(lines).encode(encoding, "replace").decode(encoding)
