from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum.packages import ImportReport, inspect
from tests.scorm.generator import PackageSpec, make_package

type Inspect = Callable[[PackageSpec | bytes], ImportReport]


@pytest.fixture
def look(tmp_path: Path) -> Inspect:
    """Write a package to disk and inspect it."""

    def inspected(package: PackageSpec | bytes) -> ImportReport:
        path = tmp_path / "course.zip"
        path.write_bytes(package if isinstance(package, bytes) else make_package(package))
        return inspect(path)

    return inspected


def codes(report: ImportReport, *severities: str) -> set[str]:
    """The codes of a report's findings, notices left out unless asked for."""
    wanted = severities or ("warning", "error")
    return {finding.code for finding in report.findings if finding.severity in wanted}
