"""Background work of reports: freezing at a month's end and at a cycle's close, and sending links."""

from celery import shared_task

from lms.lib import clock
from reports import schedule


@shared_task
def freeze_what_is_due() -> None:
    """Freeze what has fallen due and send links; safe to run as often as one likes."""
    schedule.freeze_what_is_due(at=clock.now())
    schedule.send_links(at=clock.now())
