"""Starts the web server and the Celery worker of one machine, and stops them together.

Each runs in a process group of its own, so that Ctrl-C reaches this program alone and nothing else is ever ended.
"""

import contextlib
import ctypes
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TextIO

ROOT = Path(__file__).resolve().parents[1]
WEB_WORKERS = 2
STOP_SECONDS = 15
START_SECONDS = 60
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Someone asked this program to stop."""


class Failed(Exception):
    """The system cannot run; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]


def end_with_parent() -> None:
    """Have Linux end the child when this program is killed outright; elsewhere it goes on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(name: str, *command: str) -> Child:
    # This program has one thread, so running code between fork and exec is safe.
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, start_new_session=True, preexec_fn=end_with_parent)
    return Child(name, process)


def start_web(port: int) -> Child:
    return start(
        "web server (Granian)",
        *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WEB_WORKERS), "--blocking-threads", "4", "--respawn-failed-workers"),
        *("--workers-kill-timeout", "10", "--log-level", "warning", "lms.wsgi:application"),
    )


def start_worker() -> Child:
    return start(
        "worker (Celery)",
        # Messages are JSON, so a superuser's worker runs nothing a message brings.
        *("-W", "ignore:You're running the worker with superuser"),
        # Preparing has run the checks; running them again would load every page into the worker's memory.
        *(
            "-m",
            "celery",
            "--quiet",
            "--skip-checks",
            "-A",
            "lms",
            "worker",
            "--beat",
            "--pool",
            "threads",
            "--concurrency",
            "2",
        ),
        *("--loglevel", "warning", "--without-gossip", "--without-mingle", "--without-heartbeat"),
    )


def stop(children: list[Child]) -> None:
    """Ask every child's group to stop; end what is still there when the time is up."""
    for child in children:
        signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            signal_group(child, signal.SIGKILL)
            child.process.wait()


def signal_group(child: Child, number: signal.Signals) -> None:
    """Signal what is left of the child's group, even when the child itself has died."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)


def read_port() -> int:
    text = os.environ.setdefault("PORT", "8000")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Failed(
            f"PORT must be a number from 1 to 65535, not {text!r}.\n"
            f"PORT には 1~65535 の数字を指定してください({text!r} は使えません)。"
        )
    return int(text)


def refuse_used_port(port: int) -> None:
    """Stop early, with a remedy, when another program answers where this one would."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) != 0:
                continue
        raise Failed(
            f"Port {port} is already in use: another program (perhaps an earlier start) answers there.\n"
            f"Stop it, or choose another port: PORT={port + 1} make run\n"
            f"ポート {port} は別のプログラム(または前回の起動)が使用しています。\n"
            f"それを終了するか、別のポートで起動してください: PORT={port + 1} make run"
        )


def claim_folder() -> TextIO:
    """Hold the var folder for this program alone: two schedules over one database would do everything twice."""
    folder = Path(os.environ.get("DX_VAR", ROOT / "var"))
    folder.mkdir(parents=True, exist_ok=True)
    claim = (folder / "serve.lock").open("w")
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Failed(
            f"The system is already running on the data in {folder}; stop it there first.\n"
            f"{folder} のデータでシステムがすでに起動しています。先にそちらを停止してください。"
        ) from None
    return claim


def prepare() -> None:
    """Bring database, files and demo data up to date, ending that too when this program is asked to stop."""
    child = start("preparation", "scripts/prepare.py")
    try:
        code = child.process.wait()
    except BaseException:
        stop([child])
        raise
    if code:
        raise Failed(
            "The database, files or demo data could not be prepared; the reason stands above.\n"
            "データベース、ファイル、デモデータの準備に失敗しました。上のメッセージを確認してください。"
        )


def wait_until_answering(port: int, children: list[Child]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        refuse_dead(children)
        if answers(port):
            return
        time.sleep(0.1)
    raise Failed(
        f"The web server did not answer on port {port} within {START_SECONDS} seconds.\n"
        f"{START_SECONDS} 秒待ちましたが、Web サーバーがポート {port} で応答しません。"
    )


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", "/accounts/login/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def refuse_dead(children: list[Child]) -> None:
    for child in children:
        code = child.process.poll()
        if code is not None:
            raise Failed(
                f"The {child.name} ended by itself (status {code}); the rest is being stopped.\n"
                f"{child.name} が終了しました(状態 {code})。残りのプロセスも停止します。"
            )


def greet(port: int) -> None:
    print(f"\n  起動しました / ready: http://localhost:{port}/", flush=True)
    print("  Ctrl-C ですべて停止します / Ctrl-C stops everything\n", flush=True)


def run() -> None:
    port = read_port()
    refuse_used_port(port)
    with claim_folder():
        prepare()
        serve(port)


def serve(port: int) -> None:
    """Run web server and worker until one ends or someone asks to stop; then stop what is left."""
    children: list[Child] = []
    try:
        children.append(start_web(port))
        children.append(start_worker())
        wait_until_answering(port, children)
        greet(port)
        while True:
            refuse_dead(children)
            time.sleep(0.5)
    finally:
        ignore_stop_signals()
        stop(children)


def raise_stopped(number: int, frame: FrameType | None) -> None:
    raise Stopped


STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def heed_stop_signals() -> None:
    """Turn each stop signal into an exception, but for the hang-up that nohup has switched off."""
    for number in STOP_SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, raise_stopped)


def ignore_stop_signals() -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def main() -> int:
    heed_stop_signals()
    try:
        run()
    except Stopped:
        print("Stopped. / 停止しました。")
    except Failed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
