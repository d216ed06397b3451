"""The bench runs over the real stack and writes every figure; what they are is not a test's business."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import migrated

pytestmark = pytest.mark.worker

KEYS = {
    *("empty", "scorm_commit", "player_launch", "course_file", "learner_home", "course_page"),
    *(
        "catalogue_search",
        "not_done",
        "supervisor",
        "hr_levels",
        "hr_chart",
        "explorer",
        "committee_pdf",
        "roster_load",
    ),
}
MEASURED = ("cpu_ms", "ratio")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_quick_run_writes_every_figure(tmp_path: Path) -> None:
    output = tmp_path / "latest.json"
    options = ["--quick", "--databases", "sqlite", "--port", str(free_port()), "--output", str(output)]
    if (schema := migrated.copy()).exists():
        options += ["--schema", str(schema)]
    finished = subprocess.run(
        [sys.executable, "-m", "bench", *options], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    written = json.loads(output.read_text(encoding="utf-8"))
    (run,), (size,) = written["runs"], written["raw_rows"]
    assert size["people"] == 2500
    assert all(size[name] > 0 for name in ("committee_s", "explorer_s", "pdf_s", "names_pdf_s", "peak_mb"))
    assert (run["database"], run["web_workers"]) == ("SQLite", 2)
    figures: dict[str, dict[str, Any]] = {figure["key"]: figure for figure in run["figures"]}
    assert set(figures) == KEYS
    for figure in figures.values():
        assert figure["people"] >= 2500
        assert all(figure[name] > 0 for name in MEASURED)
    assert figures["player_launch"]["requests"] == 2
    assert figures["course_file"]["queries"] == 0
    assert figures["empty"]["ratio"] == 1
    assert figures["supervisor"]["queries"] > 0
