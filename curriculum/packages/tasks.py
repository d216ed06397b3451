"""Background work for packages."""

from celery import shared_task

from curriculum.models import PackageUpload
from lms.lib import clock

from . import services


@shared_task
def import_upload(uuid: str) -> None:
    """Import one uploaded package."""
    services.run_upload(PackageUpload.objects.get(uuid=uuid), at=clock.now())


@shared_task
def sweep_packages() -> None:
    """Take up again what a stopped worker left."""
    services.sweep(at=clock.now())
