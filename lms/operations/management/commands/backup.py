"""manage.py backup: the whole installation in one file, restored on trial."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.lib import clock
from lms.operations.backups import services
from lms.operations.backups.errors import BackupRefused


class Command(BaseCommand):
    help = "Back up database, files and keys into one file and restore it on trial."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=None, help="where to; DX_BACKUPS by default")

    def handle(self, *, folder: Path | None, **options: Any) -> None:
        folder = folder or settings.BACKUP_DIR
        try:
            backup = services.make_backup(at=clock.now(), folder=folder)
            path = folder / backup.file_name
            manifest = services.try_backup(path)
        except (BackupRefused, OSError) as error:
            raise CommandError(str(error)) from error
        backup.tested_at = clock.now()
        backup.save(update_fields=["tested_at"])
        facts = {"path": path, "size": backup.size / 10**6, "rows": sum(manifest.rows.values())}
        self.stdout.write(_("%(path)s: %(size).1f MB, %(rows)d rows, restored on trial.") % facts)
        self.stdout.write(f"SHA-256 {backup.sha256}")
