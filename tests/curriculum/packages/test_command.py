"""`manage.py import_package`: one line per file, a bad file stops nothing, a dry run needs no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from curriculum.models import PackageVersion
from tests.scorm.generator import Damage, ItemSpec, PackageSpec, make_package

ROOT = Path(__file__).parents[3]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    specs = {
        "good": PackageSpec(items=(ItemSpec(id="i", title="第1章", file="a b.html", parameters="?x=1#y"),)),
        "warned": PackageSpec(leading="\n"),
        "hostile": PackageSpec(damage=Damage.TRAVERSAL),
    }
    paths = {name: tmp_path / f"{name}.zip" for name in specs}
    for name, spec in specs.items():
        paths[name].write_bytes(make_package(spec))
    return paths


def _run(*arguments: str | Path, var: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DX_VAR": str(var), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", "import_package", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_dry_run_prints_one_object_per_file_and_touches_no_database(tmp_path: Path, files: dict[str, Path]) -> None:
    missing = tmp_path / "missing.zip"
    paths = [files["hostile"], missing, files["good"], files["warned"]]
    result = _run("--json", "--dry-run", *paths, var=tmp_path / "var")
    assert result.returncode == 1, result.stderr
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert [found["verdict"] for found in objects] == ["refused", "refused", "imported", "imported_with_warnings"]
    assert [found["file"] for found in objects] == [str(path) for path in paths]
    assert objects[0]["findings"][0]["code"] == "name_leaves_package"
    good = objects[2]
    assert set(good) == {"file", "verdict", "standard", "edition", "title", "launch", "items", "findings"}
    assert (good["standard"], good["edition"], good["launch"]) == ("scorm12", "1.2", "a b.html?x=1#y")
    assert good["items"] == [{"id": "i", "title": "第1章", "launch": "a b.html?x=1#y", "children": []}]
    assert all(set(finding) == {"code", "severity", "message"} for found in objects for finding in found["findings"])
    assert not (tmp_path / "var" / "db.sqlite3").exists()
    assert not (tmp_path / "var" / "packages").exists()


def test_dry_run_of_good_files_exits_zero_and_reads_as_text(tmp_path: Path, files: dict[str, Path]) -> None:
    result = _run("--dry-run", files["good"], files["warned"], var=tmp_path / "var")
    assert result.returncode == 0, result.stderr
    assert "情報セキュリティの基本" in result.stdout


def test_import_without_database_says_what_to_do(tmp_path: Path, files: dict[str, Path]) -> None:
    result = _run(files["good"], var=tmp_path / "var")
    assert result.returncode == 1
    assert "migrate" in result.stderr
    assert not list((tmp_path / "var").glob("packages/*/a b.html"))


@pytest.mark.django_db
def test_import_stores_the_good_files_and_keeps_the_refused_one(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_status:
        call_command("import_package", *map(str, [files["hostile"], files["good"], files["good"]]), "--json")
    assert exit_status.value.code == 1
    verdicts = [json.loads(line)["verdict"] for line in capsys.readouterr().out.splitlines()]
    assert verdicts == ["refused", "imported", "imported"]
    version = PackageVersion.objects.get()
    assert (version.launch, version.items.get().identifier) == ("a b.html?x=1#y", "i")
