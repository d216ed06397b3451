"""Background work on roster loads: thin wrappers, given ids, safe to run twice."""

from datetime import timedelta

from celery import shared_task

from lms.lib import clock
from lms.people.models import RosterLoad
from lms.people.models.roster import WORKING_STATES
from lms.people.roster import services

# A check or an application takes seconds; one untouched for this long lost its worker.
LOST_AFTER = timedelta(minutes=5)


@shared_task
def check_roster_load(load_id: int) -> None:
    load = RosterLoad.objects.get(pk=load_id)
    try:
        services.check_load(load, at=clock.now())
    except Exception:
        services.note_failure(load, at=clock.now())
        raise


@shared_task
def apply_roster_load(load_id: int) -> None:
    load = RosterLoad.objects.select_related("applied_by").get(pk=load_id)
    if load.state not in (RosterLoad.State.APPLYING, RosterLoad.State.APPLIED):
        return
    try:
        services.apply_load(load, by=load.applied_by, at=clock.now())
    except services.RosterRefused:
        # The load says why on its page.
        return
    except Exception:
        services.note_failure(load, at=clock.now())
        raise


@shared_task
def resume_roster_loads() -> None:
    """Take up again what a worker left: every step may be run twice."""
    lost = RosterLoad.objects.filter(state__in=WORKING_STATES, touched_at__lt=clock.now() - LOST_AFTER)
    for pk, state in lost.values_list("pk", "state"):
        task = apply_roster_load if state == RosterLoad.State.APPLYING else check_roster_load
        task.delay(pk)
