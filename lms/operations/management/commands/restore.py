"""manage.py restore FILE: put the installation back to a backup."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.lib import clock
from lms.operations.backups import services
from lms.operations.backups.errors import BackupRefused


class Command(BaseCommand):
    help = "Put database, files and keys back to a backup. Stop web and worker processes first."
    # A system that is being restored may have no database to check.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--dry-run", action="store_true", help="only restore it on trial")
        choice.add_argument("--yes", action="store_true", help="replace what is there; it is kept beside it")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(_("%(file)s is not there. Check the path.") % {"file": file})
        try:
            manifest, repeated = (services.try_backup(file), []) if dry_run else services.restore(file, at=clock.now())
        except (BackupRefused, OSError) as error:
            raise CommandError(str(error)) from error
        made_at = timezone.localtime(datetime.fromisoformat(manifest.made_at))
        facts = {"at": f"{made_at:%Y-%m-%d %H:%M}", "rows": sum(manifest.rows.values())}
        if dry_run:
            self.stdout.write(_("The backup of %(at)s is whole: %(rows)d rows. Nothing was changed.") % facts)
            return
        self.stdout.write(_("Restored to the backup of %(at)s: %(rows)d rows.") % facts)
        for said in repeated or [_("No deletion had to be carried out again.")]:
            self.stdout.write(said)
