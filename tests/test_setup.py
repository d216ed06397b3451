"""scripts/setup: finds a Python that runs, does nothing twice, and says what to do when it cannot go on."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

TOOLS = ("cat", "cmp", "cp", "dirname", "mkdir", "rm", "sh")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock", "package-lock.json")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's tools without anything installed, and a PATH without Python or Node.js."""
    folder = tmp_path / "a project"
    shutil.copytree(settings.BASE_DIR / "scripts", folder / "scripts")
    for lock in LOCKS:
        shutil.copy(settings.BASE_DIR / lock, folder)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (tmp_path / "bin" / tool).symlink_to(found)
    return folder


def install(project: Path) -> None:
    """Leave what an earlier, complete call leaves."""
    (project / ".venv/bin").mkdir(parents=True)
    python = project / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    make_executable(python)
    shutil.copy(project / "requirements.lock", project / ".venv/installed.lock")
    (project / "node_modules").mkdir()
    shutil.copy(project / "package-lock.json", project / "node_modules/.installed.lock")


def make_executable(path: Path) -> None:
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def setup(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "scripts/setup"],
        cwd=project,
        env={"PATH": str(project.parent / "bin"), "HOME": str(project.parent), "PYTHON": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_second_call_does_nothing(project):
    install(project)
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*.lock")}
    result = setup(project)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*.lock")} == before


def test_without_python_it_says_what_to_install(project):
    result = setup(project)
    assert result.returncode == 1
    assert "No Python 3.12 or newer that runs was found" in result.stderr
    assert "Python 3.12 以上が見つかりません" in result.stderr
    assert not (project / ".venv").exists()


def test_python_that_does_not_run_is_passed_over(project):
    shim = project.parent / "bin/python3.13"
    shim.write_text("#!/bin/sh\necho 'version not installed' >&2\nexit 127\n")
    make_executable(shim)
    assert "No Python 3.12 or newer that runs was found" in setup(project).stderr

    behind_it = project.parent / ".pyenv/versions/3.12.0/bin/python"
    behind_it.parent.mkdir(parents=True)
    # It passes as a Python and then fails to make the environment, so the test needs no network.
    behind_it.write_text('#!/bin/sh\n[ "$1" = -m ] && exit 3\nexit 0\n')
    make_executable(behind_it)
    assert f"{behind_it} could not create .venv" in setup(project).stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="a superuser may write everywhere")
def test_read_only_folder_is_named(project):
    project.chmod(0o555)
    result = setup(project)
    project.chmod(0o755)
    assert result.returncode == 1
    assert f"Cannot write to {project}" in result.stderr
