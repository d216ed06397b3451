"""What an administrator does about jobs that failed."""

from datetime import datetime

from celery import current_app
from django.db import transaction

from lms.operations.models import Failure
from lms.people import audit
from lms.people.models import User


class AlreadySettled(Exception):
    """Somebody has run this again, or put it aside, before."""


def run_again(failure: Failure, *, by: User, at: datetime) -> None:
    """Hand the job back to the workers with the arguments it had; every job may run twice."""
    settle(failure, by=by, at=at, retried=True)
    arguments = failure.arguments
    transaction.on_commit(
        lambda: current_app.send_task(failure.job.name, args=arguments["args"], kwargs=arguments["kwargs"])
    )


def put_aside(failure: Failure, *, by: User, at: datetime) -> None:
    """Take a failure off the list, without running it again."""
    settle(failure, by=by, at=at, retried=False)


@transaction.atomic
def settle(failure: Failure, *, by: User, at: datetime, retried: bool) -> None:
    open_still = Failure.objects.filter(pk=failure.pk, settled_at=None)
    if not open_still.update(settled_at=at, settled_by=by, was_retried=retried):
        raise AlreadySettled
    action = "job.retried" if retried else "job.put_aside"
    audit.record(action, actor=by, at=at, target=failure.job.name, details={"error": failure.error})
