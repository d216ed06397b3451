"""`manage.py learning_record`: what is recorded of one enrolment."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.learning.record.models import Enrolment
from lms.learning.scorm.learning_record import learning_record
from lms.lib.commands import ready_database


class Command(BaseCommand):
    help = "Print what is recorded of an enrolment: items, sessions, commits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("enrolment", metavar="ENROLMENT", help="the id that try_package printed")
        parser.add_argument("--json", action="store_true", help="print everything as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        with ready_database():
            record = learning_record(_enrolment(options["enrolment"]))
        # Escaped: suspend data may hold what no terminal shows, such as half of a surrogate pair.
        self.stdout.write(json.dumps(record) if options["json"] else "\n".join(_lines(record)))


def _enrolment(text: str) -> Enrolment:
    try:
        found = Enrolment.objects.select_related("course_version__course", "learner").filter(uuid=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise CommandError(
            _("There is no enrolment “%(id)s”. Give the id that try_package printed, or the one in the address.")
            % {"id": text}
        )
    return found


def _lines(record: Mapping[str, Any]) -> Sequence[str]:
    lines = [f"{record['enrolment']} {record['staff_no']} {record['course']}: {record['state']}"]
    for item in record["items"]:
        outcome = f"{item['completion']}, {item['success']}, {item['score']['scaled']}"
        lines.append(f"  {item['id']} {item['title']}: {outcome}, {item['total_time']}, entry={item['entry']!r}")
        for session in item["sessions"]:
            commits = len(session["commits"])
            lines.append(f"    {session['started_at']} {session['state']} {session['ending']} ({commits})")
    return [line.encode("utf-8", "replace").decode() for line in lines]
