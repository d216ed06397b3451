"""Background work on courses and pages."""

from celery import shared_task

from curriculum import schedule
from lms.lib import clock


@shared_task
def publish_scheduled() -> None:
    """Publish and retire what is due."""
    schedule.publish_what_is_due(at=clock.now())
