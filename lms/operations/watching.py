"""Notes how background jobs fare, from Celery's signals; what goes wrong here must not stop a job."""

import logging
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Any

from celery import signals
from django.conf import settings
from django.db import DatabaseError, models

from lms.lib import clock
from lms.operations.models import Failure, Job

logger = logging.getLogger(__name__)
OURS = tuple(f"{package}." for package in settings.PACKAGES)


def connect() -> None:
    signals.task_prerun.connect(begun, dispatch_uid="operations.begun")
    signals.task_success.connect(succeeded, dispatch_uid="operations.succeeded")
    signals.task_failure.connect(failed, dispatch_uid="operations.failed")


def unless_database_fails(note: Callable[..., None]) -> Callable[..., None]:
    @wraps(note)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            note(*args, **kwargs)
        except DatabaseError:
            logger.exception("A job's run could not be noted.")

    return guarded


@unless_database_fails
def begun(task: Any, **kwargs: Any) -> None:
    if is_ours(task.name):
        Job.objects.get_or_create(name=task.name)
        Job.objects.filter(name=task.name).update(started_at=clock.now(), runs=models.F("runs") + 1)


@unless_database_fails
def succeeded(sender: Any, **kwargs: Any) -> None:
    now = clock.now()
    Job.objects.filter(name=sender.name).update(ended_at=now, succeeded_at=now)


@unless_database_fails
def failed(
    sender: Any,
    exception: BaseException,
    args: list[Any],
    kwargs: dict[str, Any],
    traceback: TracebackType | None = None,
    **rest: Any,
) -> None:
    if not is_ours(sender.name):
        return
    now = clock.now()
    job, _created = Job.objects.get_or_create(name=sender.name)
    Job.objects.filter(pk=job.pk).update(ended_at=now, failures=models.F("failures") + 1)
    Failure.objects.create(
        at=now,
        job=job,
        error=type(exception).__name__[:200],
        place=place_of(exception.__traceback__)[:300],
        arguments={"args": list(args), "kwargs": kwargs},
    )


def is_ours(name: str) -> bool:
    """Tell a job of the product from Celery's own."""
    return name.startswith(OURS)


def place_of(trace: TracebackType | None) -> str:
    """Return the innermost line of the product that the error passed, as "folder/file.py:12"."""
    root = str(settings.BASE_DIR)
    ours = [
        frame
        for frame in traceback.extract_tb(trace)
        if frame.filename.startswith(root) and ".venv" not in frame.filename
    ]
    if not ours:
        return ""
    return f"{Path(ours[-1].filename).relative_to(settings.BASE_DIR).as_posix()}:{ours[-1].lineno}"
