"""What the tests of the operator's room share."""

import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def restoring() -> Iterator[None]:
    """Wait until no other worker restores: a server has room for the locks of one restore, on every table and index."""
    with (Path(tempfile.gettempdir()) / "dx-talent-restoring.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
