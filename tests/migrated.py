"""A copy of the migrated test database: migrating from nothing takes twenty seconds, copying takes none.

The copy is named after every migration of ours and the locked libraries; Django still runs `migrate` on it.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


def copy() -> Path:
    """Return where the copy for today's migrations stands, or will stand."""
    root = settings.BASE_DIR
    sources = [root / "requirements.lock"]
    for package in settings.PACKAGES:
        sources += sorted((root / package).glob("**/migrations/*.py"))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.relative_to(root)}\n".encode() + source.read_bytes())
    folder = root / ".pytest_cache" / "d" / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    return Path(folder / f"{digest.hexdigest()[:16]}.sqlite3")


@contextmanager
def database_from(file: Path) -> Iterator[None]:
    """Fill the test database, which lives as long as one connection to it, from the copy if there is one."""
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True, check_same_thread=False)) as held:
        if file.exists():
            with closing(sqlite3.connect(file)) as source:
                source.backup(held)
        yield


def keep(file: Path) -> None:
    """Copy the migrated test database for the next run, and delete copies of other migrations."""
    if file.exists():
        return
    unfinished = file.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with closing(sqlite3.connect(unfinished)) as target:
        connection.connection.backup(target)
    unfinished.rename(file)
    for other in file.parent.glob("*.sqlite3"):
        if other != file:
            other.unlink(missing_ok=True)
