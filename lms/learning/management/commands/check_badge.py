"""manage.py check_badge badge.jwt --keys keys.json: check a badge with nothing but the city's public keys."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from joserfc.jwk import RSAKey

from lms.learning.certificates.badge import check
from lms.learning.certificates.keys import trusted_keys
from lms.learning.certificates.words import BADGE_FAULTS
from lms.lib import clock


class Command(BaseCommand):
    help = "Check an open badge offline."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("badge", type=Path)
        parser.add_argument("--keys", type=Path, help="public keys as a JWK Set; this installation's own by default")

    def handle(self, *args: Any, badge: Path, keys: Path | None, **options: Any) -> None:
        trusted = given_keys(keys) if keys else trusted_keys()
        checked = check(badge.read_text(encoding="ascii", errors="replace"), trusted, at=clock.now())
        if checked.fault:
            raise CommandError(str(BADGE_FAULTS[checked.fault]))
        self.stdout.write(json.dumps(checked.claims, ensure_ascii=False, indent=2))


def given_keys(file: Path) -> list[RSAKey]:
    return [RSAKey.import_key(key) for key in json.loads(file.read_text(encoding="utf-8"))["keys"]]
