"""`manage.py try_package`: import a package into a private trial and say where to open it."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from curriculum.packages import ImportReport, messages, services
from lms.learning.scorm.services.trials import Trial, begin_trial
from lms.lib import clock
from lms.lib.commands import ready_database
from lms.people.models import User


class Command(BaseCommand):
    help = "Import a SCORM package, let one person try it in a private course, and print the address to open."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a SCORM package as its authoring tool wrote it")
        parser.add_argument("--as", dest="staff_no", metavar="STAFFNO", required=True, help="who tries it")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        with ready_database():
            self.try_out(options)

    def try_out(self, options: dict[str, Any]) -> None:
        learner = User.objects.filter(staff_no=options["staff_no"], is_active=True).first()
        if learner is None:
            message = _("Nobody with the staff number %(number)s may sign in.") % {"number": options["staff_no"]}
            raise CommandError(message)
        path = Path(options["file"])
        at = clock.now()
        shown = os.fsencode(path).decode("utf-8", "replace")
        try:
            report, version = services.import_reported(path, by=None, at=at, filename=shown)
        except services.PackageRefused as refusal:
            self.say(refusal.report, None, as_json=options["json"])
            raise SystemExit(1) from refusal
        trial = begin_trial(version, learner, by=None, at=at)
        self.say(report, trial, as_json=options["json"])

    def say(self, report: ImportReport, trial: Trial | None, *, as_json: bool) -> None:
        facts = {
            "enrolment": str(trial.enrolment.uuid) if trial else None,
            "address": trial.address if trial else None,
            "staff_no": trial.enrolment.learner.staff_no if trial else None,
        }
        if as_json:
            self.stdout.write(json.dumps(facts | messages.as_json(report)))
            return
        self.stdout.write(f"{report.file}: {messages.verdict(report.verdict)}")
        for finding in report.findings:
            sentence = messages.sentence(finding, Path(report.file).name)
            self.stdout.write(f"  {messages.severity(finding.severity)}: {sentence}")
        if trial:
            self.stdout.write(_("Address: %(address)s") % facts)
            self.stdout.write(_("Enrolment: %(enrolment)s") % facts)
