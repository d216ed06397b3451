"""A copy of the migrated test database: migrating from nothing takes twenty seconds, copying takes none.

On SQLite it is a file, on PostgreSQL a database that `CREATE DATABASE … TEMPLATE` copies. It is named after every
migration of ours and the locked libraries; Django still runs `migrate` on what was copied.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import ProgrammingError, connection


@cache
def digest() -> str:
    root = settings.BASE_DIR
    sources = [root / "requirements.lock"]
    for package in settings.PACKAGES:
        sources += sorted((root / package).glob("**/migrations/*.py"))
    found = hashlib.sha256()
    for source in sources:
        found.update(f"{source.relative_to(root)}\n".encode() + source.read_bytes())
    return found.hexdigest()[:16]


def copy() -> Path:
    """Return where the copy for today's migrations stands, or will stand."""
    folder = settings.BASE_DIR / ".pytest_cache" / "d" / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    return Path(folder / f"{digest()}.sqlite3")


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


@cache
def template() -> str:
    """Return the name of the copy on a server; Django then names the test database in place of ours."""
    return f"test_{settings.DATABASES['default']['NAME']}_migrated_{digest()}"


def templates() -> set[str]:
    """Return the copies that are on the server, those of other migrations too."""
    kind = template().removesuffix(digest())
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [kind])
        return {name for (name,) in cursor.fetchall()}


def use_template() -> None:
    """Have the test database made from the copy on the server if there is one."""
    if template() in templates():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


def keep_template(name: str) -> None:
    """Copy the migrated test database on the server, and drop copies of other migrations."""
    found = templates()
    if name in found:
        return
    connection.close()  # a database that somebody uses is not copied
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        with suppress(ProgrammingError):  # another worker was first
            cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(connection.settings_dict['NAME'])}")
        for other in found:
            cursor.execute(f"DROP DATABASE IF EXISTS {quote(other)}")


def delete_rows(
    style: object, tables: list[str], *, reset_sequences: bool = False, allow_cascade: bool = False
) -> list[str]:
    """Return what empties the tables that hold rows; truncating all writes a thousand files after each test.

    Foreign keys are deferred to the end of the transaction, so that the order of the tables is all the same.
    """
    assert not reset_sequences
    quote = connection.ops.quote_name
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [f"DELETE FROM {quote(table)}" for (table,) in cursor.fetchall()]
