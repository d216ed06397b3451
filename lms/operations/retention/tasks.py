"""Carrying deletions out in the background; every step may be run twice."""

from datetime import timedelta

from celery import shared_task

from lms.lib import clock
from lms.operations.retention import running
from lms.operations.retention.models import DeletionRun

# A step takes seconds, and so does a batch; a run untouched for this long lost its worker.
LOST_AFTER = timedelta(minutes=5)


@shared_task
def perform_deletion(uuid: str) -> None:
    run = DeletionRun.objects.get(uuid=uuid)
    if run.state == DeletionRun.State.RUNNING:
        running.perform(run)


@shared_task
def resume_deletions() -> None:
    """Take up again what a worker left."""
    lost = DeletionRun.objects.filter(state=DeletionRun.State.RUNNING, touched_at__lt=clock.now() - LOST_AFTER)
    for uuid in lost.values_list("uuid", flat=True):
        perform_deletion.delay(str(uuid))
