"""Nightly work of the system about itself."""

from celery import shared_task

from lms.lib import clock
from lms.operations.backups import services
from lms.operations.models import Backup


@shared_task
def back_up() -> None:
    """Make a backup, restore it on trial, and delete what is older than is kept."""
    backup = services.make_backup(at=clock.now())
    services.test_backup(backup, at=clock.now())
    services.delete_old_backups()


@shared_task
def try_backup(uuid: str) -> None:
    """Restore one backup on trial."""
    services.test_backup(Backup.objects.get(uuid=uuid), at=clock.now())
