"""manage.py apply_deletions: delete again what an older backup brought back."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from lms.lib import clock
from lms.operations.retention import ledger
from lms.operations.retention.running import repeat_deletions


class Command(BaseCommand):
    help = "Carry out the deletions listed beside the backups that this database does not know. Safe to run twice."

    def handle(self, **options: Any) -> None:
        repeated = repeat_deletions(at=clock.now())
        for said in repeated:
            self.stdout.write(said)
        if not repeated:
            self.stdout.write(_("Nothing to do: this database knows every deletion in %s.") % ledger.folder())
