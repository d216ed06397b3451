"""A real installation for browser tests: the embedded settings, a fresh var folder, Granian on a free port."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
CITY_SECONDS = 900


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where the installation answers, and what was put into it."""

    port: int
    var: Path
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def lms(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def content(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Read the installation's database."""
        with sqlite3.connect(self.var / "db.sqlite3", timeout=30) as database:
            return database.execute(query, values).fetchall()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def begin_migrated(var: Path) -> None:
    """Spare an installation its migrations; tests/test_serve.py starts one that has to make them."""
    if (database := migrated.copy()).exists():
        shutil.copyfile(database, var / "db.sqlite3")


def prepared(folder: Path) -> Path:
    """Return an installation that nobody uses, prepared once; every site begins as its copy."""
    if not folder.exists():
        folder.mkdir()
        begin_migrated(folder)
        environment = environment_of(folder, free_port(), demo=False)
        program = [sys.executable, "scripts/prepare.py"]
        subprocess.run(program, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return folder


@contextmanager
def running_site(var: Path, filler: str, *, content_host: str = "127.0.0.1") -> Iterator[Site]:
    """Prepare an installation, fill it with a program of this folder that prints JSON, and serve it."""
    port = free_port()
    environment = environment_of(var, port, demo=False) | {"CONTENT_HOST": f"{content_host}:{port}"}
    shutil.copytree(prepared(var.parent / "prepared"), var, dirs_exist_ok=True)
    facts = facts_from(filler, environment)
    server = subprocess.Popen(
        [
            str(BIN / "granian"),
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "lms.wsgi:application"),
        ],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        wait_until_answering(f"http://localhost:{port}/accounts/login/")
        yield Site(port=port, var=var, facts=facts)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(15)


@contextmanager
def running_city(var: Path) -> Iterator[Site]:
    """Do what `make run` does where nobody is yet: build the demo city, start web server and worker."""
    begin_migrated(var)
    port = free_port()
    environment = environment_of(var, port, demo=True)
    said = var / "said"
    with said.open("wb") as output:
        program = [sys.executable, "scripts/serve.py"]
        server = subprocess.Popen(
            program, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        deadline = time.monotonic() + CITY_SECONDS
        while "Ctrl-C" not in said.read_text(encoding="utf-8"):
            assert server.poll() is None, said.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, said.read_text(encoding="utf-8")
            time.sleep(0.2)
        yield Site(port=port, var=var, facts=facts_from("city_site.py", environment))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def environment_of(var: Path, port: int, *, demo: bool) -> dict[str, str]:
    """Return the embedded settings' environment, without what another installation may have left in ours."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    return kept | {
        "DX_VAR": str(var),
        "DX_DEMO": str(int(demo)),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "lms.settings.embedded",
    }


def facts_from(filler: str, environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """Run a program of this folder against an installation and return the JSON it prints."""
    program = [sys.executable, f"tests/browser/{filler}", *arguments]
    made = subprocess.run(program, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    facts: dict[str, Any] = json.loads(made.stdout)
    return facts


def wait_until_answering(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url, timeout=5)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
