"""Background work on reminders: one small step every few minutes, safe to run twice."""

from celery import shared_task

from lms.learning.reminders import services
from lms.lib import clock


@shared_task
def remind() -> None:
    services.tick(at=clock.now())
