"""Background work of assessments: thin wrappers, given codes, safe to run twice."""

from datetime import timedelta

from celery import shared_task

from assessments import cycles, reminding
from assessments.errors import Refused
from assessments.models import Cycle
from lms.lib import clock

# A batch takes a second or two; an opening untouched for this long lost its worker.
LOST_AFTER = timedelta(minutes=3)


@shared_task
def open_cycle(code: str) -> None:
    """Open a cycle that HR asked to open; a second run goes on where the first stopped."""
    cycle = Cycle.objects.select_related("opening_requested_by").get(code=code)
    if cycle.opening_requested_at is None:
        return
    try:
        cycles.open_cycle(cycle, by=cycle.opening_requested_by, at=clock.now())
    except Refused:
        # Closed in the meantime: there is nothing left to open.
        Cycle.objects.filter(pk=cycle.pk).update(opening_requested_at=None)


@shared_task
def resume_openings() -> None:
    """Take up again the openings that a dead worker left."""
    lost = Cycle.objects.filter(opening_requested_at__isnull=False, opening_touched_at__lt=clock.now() - LOST_AFTER)
    for code in lost.values_list("code", flat=True):
        open_cycle.delay(code)


@shared_task
def send_reminders() -> None:
    """Send the reminders that wait; also run by the schedule, for what a dead worker or the night left."""
    reminding.send_waiting(at=clock.now())
