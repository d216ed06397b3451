"""A real Celery worker: over the folder broker, or over the broker that CELERY_BROKER_URL names."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from lms.celery import app, packages_with_tasks
from tests.factories.people import UserFactory

CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "lms"]


def test_every_tasks_module_is_found_rooms_included():
    modules = {f"{package}.tasks" for package in packages_with_tasks()}
    app.autodiscover_tasks(packages_with_tasks, force=True)
    assert modules <= {task.__module__ for task in app.tasks.values()}


@dataclass(frozen=True)
class Worker:
    folder: Path
    environment: dict[str, str]
    queue: str

    def call(self, name: str, *arguments: str) -> None:
        """Send a task as another process of the product would."""
        subprocess.run(
            [*CELERY, "call", name, "--queue", self.queue, "--args", json.dumps(arguments)],
            env=self.environment,
            cwd=settings.BASE_DIR,
            check=True,
            capture_output=True,
        )

    def note(self, name: str) -> Path:
        return self.folder / name


def running_worker(folder: Path, database_url: str = "") -> Iterator[Worker]:
    broker_url = os.environ.get("CELERY_BROKER_URL", "")
    module = "lms.settings.test" if broker_url else "lms.settings.embedded"
    environment = os.environ | {"DX_VAR": str(folder), "DJANGO_SETTINGS_MODULE": module}
    if database_url:
        environment["DATABASE_URL"] = database_url
    worker = Worker(folder, environment, f"test-{uuid4()}")
    process = subprocess.Popen(
        [
            *(*CELERY, "worker", "--include", "tests.worker_tasks", "--queues", worker.queue),
            *("--pool", "threads", "--concurrency", "2", "--loglevel", "warning"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        env=environment,
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
    try:
        yield worker
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def text_of(path: Path, *, seconds: float = 30) -> str:
    """Return what the worker wrote, waiting for it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.05)
    raise AssertionError(f"The worker wrote nothing within {seconds} s.")


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    yield from running_worker(tmp_path)


@pytest.mark.servers
@pytest.mark.worker
def test_task_sent_by_one_process_is_done_by_the_worker(worker):
    worker.call("tests.worker_tasks.write_note", str(worker.note("first")), "髙橋")
    worker.call("tests.worker_tasks.write_note", str(worker.note("second")), "𠮷田")
    assert text_of(worker.note("first")) == "髙橋"
    assert text_of(worker.note("second")) == "𠮷田"


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "DATABASE_URL" not in os.environ, reason="a database in memory has no other process; DATABASE_URL names a server"
)
def test_worker_sees_what_was_committed(tmp_path):
    UserFactory.create_batch(3)
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    for worker in running_worker(tmp_path, url):
        worker.call("tests.worker_tasks.count_people", str(worker.note("people")))
        assert text_of(worker.note("people")) == "3"
