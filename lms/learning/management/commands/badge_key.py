"""manage.py badge_key: make the city's key for open badges, or print its public half as a JWK Set."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from lms.learning.certificates.keys import make_key, public_keys


class Command(BaseCommand):
    help = "Make the key that signs open badges (never overwrites one); --public prints what checks them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--public", action="store_true", help="print the public keys as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BADGE_KEY:
            path = Path(settings.BADGE_KEY_FILE)
            if make_key(path) and not options["public"]:
                self.stdout.write(f"Made {path}. Back it up: without it badges cannot be signed as before.")
        if options["public"]:
            self.stdout.write(json.dumps(public_keys(), indent=2))
