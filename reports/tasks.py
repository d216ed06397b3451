"""Background work of reports: freezing at a month's end, at a cycle's close and at night, and sending links."""

from celery import shared_task

from lms.lib import clock
from reports import schedule


@shared_task
def freeze_what_is_due() -> None:
    """Freeze what has fallen due and send links; safe to run as often as one likes."""
    schedule.freeze_what_is_due(at=clock.now())
    schedule.send_links(at=clock.now())


@shared_task
def freeze_tables() -> None:
    """Freeze the tables by department of newly released cycles; safe to run as often as one likes."""
    schedule.freeze_tables(at=clock.now())
