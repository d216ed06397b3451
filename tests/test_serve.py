"""`make run` without demo data: one program that starts and stops web server and worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.worker


@dataclass
class Server:
    port: int
    output: Path
    process: subprocess.Popen[bytes]

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def wait_for(self, words: str, *, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(folder: Path, port: int) -> Server:
    output = folder / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "scripts/serve.py"],
            cwd=settings.BASE_DIR,
            env=environment(folder, port),
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(port, output, process)


def run_to_end(folder: Path, port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "scripts/serve.py"],
        cwd=settings.BASE_DIR,
        env=environment(folder, port),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return kept | {"DX_VAR": str(folder / "var"), "DX_DEMO": "no", "PORT": str(port)}


def get(host: str, port: int, path: str) -> tuple[int, str]:
    """Return the status and where it redirects to."""
    connection = HTTPConnection(host, port, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    connection.close()
    return response.status, response.getheader("Location", "")


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of the processes that work on this test's folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = start(tmp_path, free_port())
    yield server
    if server.process.poll() is None:
        server.stop(signal.SIGTERM)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="counts processes as Linux lists them")
def test_web_and_worker_start_answer_and_stop_together(server, tmp_path):
    server.wait_for("Ctrl-C", seconds=300)
    lms, content = f"http://localhost:{server.port}", ("127.0.0.1", server.port)
    assert get("localhost", server.port, "/accounts/login/") == (200, "")
    assert get(*content, "/") == (302, lms)
    running = " ".join(processes_of(tmp_path))
    assert "granian" in running
    assert "celery" in running

    beside = run_to_end(tmp_path, free_port())
    assert beside.returncode == 1
    assert "already running on the data in" in beside.stderr

    assert server.stop(signal.SIGINT) == 0
    assert processes_of(tmp_path) == []

    again = start(tmp_path, server.port)
    again.wait_for("Ctrl-C", seconds=300)
    assert "Preparing" not in again.said()
    assert "Collecting" not in again.said()
    assert again.stop(signal.SIGTERM) == 0
    assert processes_of(tmp_path) == []


def test_used_port_is_refused_with_a_remedy(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = run_to_end(tmp_path, port)
    assert refused.returncode == 1
    assert f"Port {port} is already in use" in refused.stderr
    assert f"PORT={port + 1} make run" in refused.stderr
    assert not (tmp_path / "var").exists()
