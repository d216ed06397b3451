"""Background computation of rules: thin wrappers, safe to run twice."""

from celery import shared_task
from django.db.models import Max

from lms.learning.assignments import services
from lms.learning.assignments.models import AssignmentRule, AssignmentRun
from lms.lib import clock
from lms.people.models import RosterLoad


@shared_task
def compute_daily() -> None:
    services.run_rules(trigger=AssignmentRun.Trigger.DAILY, at=clock.now())


@shared_task
def compute_now() -> None:
    services.run_rules(trigger=AssignmentRun.Trigger.HAND, at=clock.now())


@shared_task
def follow_roster() -> None:
    """Compute the rules when the roster has changed since they were last computed to the end.

    Asking, rather than being called by the roster, also makes up for a run whose worker died.
    """
    changed = RosterLoad.objects.aggregate(applied=Max("applied_at"), undone=Max("undone_at"))
    moments = [moment for moment in changed.values() if moment]
    if not moments or not AssignmentRule.objects.filter(state=AssignmentRule.State.ACTIVE).exists():
        return
    done = AssignmentRun.objects.filter(finished_at__isnull=False).aggregate(last=Max("started_at"))["last"]
    if done is None or done < max(moments):
        services.run_rules(trigger=AssignmentRun.Trigger.ROSTER, at=clock.now())
