"""What the operations page shows: jobs with their next run, the queue, failures, backups, room on the disk."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from celery.schedules import maybe_schedule
from django.conf import settings
from django.db.models import Max
from django.utils.functional import Promise
from kombu.exceptions import ChannelError, OperationalError

from lms.operations.backups.services import database_bytes
from lms.operations.models import Backup, Failure, Job
from lms.operations.words import RUN_WORDS, job_words
from lms.people.models import AuditEvent

# Some job runs every five minutes; workers that have not been heard of for longer have stopped.
SILENT_FOR = timedelta(minutes=15)
LOW_SHARE_FREE = 0.1
BACKUP_EXPECTED_WITHIN = timedelta(days=2)
MEGABYTE = 10**6
GIGABYTE = 10**9
FAILURES_SHOWN = 50
BACKUPS_SHOWN = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """One job: what it does, how its last run went, when it runs next (None: when somebody asks for it)."""

    name: str
    words: str
    job: Job | None
    next_at: datetime | None

    @property
    def state_words(self) -> str | Promise:
        return RUN_WORDS[self.state]

    @property
    def state(self) -> str:
        """Return how the last run went, as a key of the state badge."""
        if self.job is None or self.job.started_at is None:
            return "not_started"
        if self.job.ended_at is None or self.job.ended_at < self.job.started_at:
            return "in_progress"
        return "completed" if self.job.succeeded_at == self.job.ended_at else "failed"


def job_lines(now: datetime) -> list[JobLine]:
    """Return scheduled jobs, the next first, then those that run on request."""
    jobs = {job.name: job for job in Job.objects.all()}
    schedules: Mapping[str, Any] = {
        entry["task"]: entry["schedule"] for entry in current_app.conf.beat_schedule.values()
    }
    lines = [
        JobLine(name=name, words=job_words(name), job=jobs.get(name), next_at=next_run(name, schedules, jobs, now))
        for name in sorted({*schedules, *jobs})
    ]
    return sorted(lines, key=lambda line: (line.next_at is None, line.next_at or now, line.words))


def next_run(name: str, schedules: Mapping[str, Any], jobs: Mapping[str, Job], now: datetime) -> datetime | None:
    if name not in schedules:
        return None
    last = jobs[name].started_at if name in jobs else None
    # A job that has never run is counted from now, as beat does when it starts.
    remaining: timedelta = maybe_schedule(schedules[name], app=current_app).remaining_estimate(last or now)
    return whole_minute(now + max(remaining, timedelta()))


def whole_minute(at: datetime) -> datetime:
    return (at + timedelta(seconds=30)).replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state at a glance. `waiting` is None when the broker cannot be reached."""

    waiting: int | None
    workers_heard_at: datetime | None
    are_workers_silent: bool
    open_failures: int
    free_bytes: int
    total_bytes: int
    database_bytes: int
    last_backup: Backup | None
    is_backup_late: bool

    @property
    def free_gb(self) -> float:
        return self.free_bytes / GIGABYTE

    @property
    def total_gb(self) -> float:
        return self.total_bytes / GIGABYTE

    @property
    def database_mb(self) -> float:
        return self.database_bytes / MEGABYTE

    @property
    def is_disk_low(self) -> bool:
        return self.free_bytes < self.total_bytes * LOW_SHARE_FREE


def health(now: datetime) -> Health:
    heard: datetime | None = Job.objects.aggregate(at=Max("started_at"))["at"]
    disk = shutil.disk_usage(settings.VAR_DIR)
    last = Backup.objects.filter(problem="", tested_at__isnull=False).first()
    return Health(
        waiting=tasks_waiting(),
        workers_heard_at=heard,
        are_workers_silent=heard is None or now - heard > SILENT_FOR,
        open_failures=Failure.objects.filter(settled_at=None).count(),
        free_bytes=disk.free,
        total_bytes=disk.total,
        database_bytes=database_bytes(),
        last_backup=last,
        is_backup_late=last is None or now - last.started_at > BACKUP_EXPECTED_WITHIN,
    )


def tasks_waiting() -> int | None:
    """Return how many jobs wait for a worker, or None when the broker does not answer."""
    queue = current_app.conf.task_default_queue
    try:
        with current_app.connection_for_read(transport_options=broker_options()) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
            return int(broker.default_channel.queue_declare(queue=queue, passive=True).message_count)
    except ChannelError:
        return 0  # nobody has put anything there yet
    except (OperationalError, OSError):
        return None


def broker_options() -> dict[str, Any]:
    """Return the broker's options with the short patience of a page."""
    return {**current_app.conf.broker_transport_options, "socket_connect_timeout": 2}


def open_failures() -> list[tuple[Failure, str]]:
    """Return failures nobody has dealt with, the newest first, each with its job in words."""
    found = Failure.objects.filter(settled_at=None).select_related("job").order_by("-at", "-pk")
    return [(failure, job_words(failure.job.name)) for failure in found[:FAILURES_SHOWN]]


def backups() -> list[Backup]:
    return list(Backup.objects.all()[:BACKUPS_SHOWN])


def last_restore() -> AuditEvent | None:
    """Return the line of the trail that tells when this installation was last put back, and to which file."""
    return AuditEvent.objects.filter(action="backup.restored").order_by("-sequence").first()
