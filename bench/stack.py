"""The product's web server as `make run` starts it, over one database, for as long as a run takes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import cpu
from scripts import serve

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = {"DJANGO_SETTINGS_MODULE": "bench.settings", "PYTHONWARNINGS": "ignore"}


@dataclass(frozen=True, slots=True)
class Stack:
    """A running server: the leader of its processes, and what starting it cost."""

    leader: int
    start_cpu: float

    def processes(self) -> list[int]:
        return cpu.group_of(self.leader)

    def workers_mb(self) -> list[float]:
        """Return the memory of each web worker."""
        sizes = sorted((cpu.memory_mb(pid) for pid in self.processes()), reverse=True)
        return sizes[: serve.WEB_WORKERS]


@contextmanager
def variables(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for what is started meanwhile."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def running(port: int, environment: Mapping[str, str]) -> Iterator[Stack]:
    """Start the server, wait until it answers, and stop it in the end."""
    serve.refuse_used_port(port)
    with variables({**SETTINGS, **environment, "PORT": str(port)}):
        child = serve.start_web(port)
    try:
        serve.wait_until_answering(port, [child])
        time.sleep(1)  # until the other worker has come up too
        start_cpu = sum(cpu.snapshot(cpu.group_of(child.process.pid)).values())
        yield Stack(child.process.pid, start_cpu)
    finally:
        serve.stop([child])


def program(module: str, *arguments: str, environment: Mapping[str, str], port: int) -> str:
    """Run one of the bench's own programs under its settings and return what it prints."""
    with variables({**SETTINGS, **environment, "PORT": str(port)}):
        finished = subprocess.run(
            [sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        )
    return finished.stdout
