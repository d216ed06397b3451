"""The database's part of a backup: SQLite by its own backup interface, PostgreSQL by pg_dump and pg_restore."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from lms.operations.backups.errors import BackupRefused

type Rows = Mapping[str, int]


class Dumper(Protocol):
    """How one engine is dumped to a file, restored from it, and restored on trial beside the living database."""

    engine: str
    file_name: str

    def dump(self, path: Path) -> Rows: ...

    def restore(self, path: Path) -> None: ...

    def try_restore(self, path: Path) -> Rows: ...


def dumper() -> Dumper:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def count_rows(database: BaseDatabaseWrapper) -> Rows:
    """Return how many rows each table has."""
    with database.cursor() as cursor:
        tables = sorted(database.introspection.table_names(cursor))
        return {table: rows_in(cursor, database.ops.quote_name(table)) for table in tables}


def rows_in(cursor: Any, table: str) -> int:
    # The name is the database's own, quoted.
    cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
    return int(cursor.fetchone()[0])


class Sqlite:
    """SQLite copies itself page by page, whole and consistent while others write."""

    engine = "sqlite"
    file_name = "database.sqlite3"

    def dump(self, path: Path) -> Rows:
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            # As one file, without the log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            return self.rows(copy)

    def restore(self, path: Path) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            copy.backup(connection.connection)

    def try_restore(self, path: Path) -> Rows:
        try:
            with closing(sqlite3.connect(path)) as copy:
                [[state]] = copy.execute("PRAGMA integrity_check(1)").fetchall()
                if state != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone():
                    raise BackupRefused(_("The database in the backup is damaged. Take another backup."))
                return self.rows(copy)
        except sqlite3.DatabaseError as error:
            raise BackupRefused(_("The database in the backup is damaged. Take another backup.")) from error

    def rows(self, database: sqlite3.Connection) -> Rows:
        found = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return {name: rows_in(database.cursor(), f'"{name}"') for name in sorted(row[0] for row in found)}


class Postgres:
    """pg_dump and the row counts read the same snapshot; a trial restores into a database of its own."""

    engine = "postgresql"
    file_name = "database.pgdump"

    def dump(self, path: Path) -> Rows:
        with beside() as database:
            database.set_autocommit(False)
            with database.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                snapshot = cursor.fetchone()[0]
            run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}", "--no-owner", name())
            return count_rows(database)

    def restore(self, path: Path) -> None:
        connection.close()
        run(
            *("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction"),
            *(f"--dbname={name()}", str(path)),
        )

    def try_restore(self, path: Path) -> Rows:
        trial = f"restore_trial_{uuid4().hex}"
        with beside() as database, database.cursor() as cursor:
            try:
                cursor.execute(f'CREATE DATABASE "{trial}" TEMPLATE template0')
            except DatabaseError as error:
                hint = _("The database user may not create a database, which the trial needs. Grant it CREATEDB.")
                raise BackupRefused(hint) from error
            try:
                run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={trial}", str(path))
                with beside(trial) as restored:
                    return count_rows(restored)
            finally:
                cursor.execute(f'DROP DATABASE "{trial}" WITH (FORCE)')


@contextmanager
def beside(database_name: str = "") -> Iterator[BaseDatabaseWrapper]:
    """Open a connection of its own beside the request's or task's, to the same database or another on its server."""
    other = connection.copy()
    if database_name:
        other.settings_dict = {**other.settings_dict, "NAME": database_name}
    try:
        yield other
    finally:
        other.close()


def name() -> str:
    return str(connection.settings_dict["NAME"])


def run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs against the configured server."""
    try:
        subprocess.run([program, *arguments], env=os.environ | server(), check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        hint = _("%(program)s is not installed here. Install the client programs of the server's PostgreSQL version.")
        raise BackupRefused(hint % {"program": program}) from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines()[:1] or [""]
        failed = _("%(program)s failed: %(said)s") % {"program": program, "said": said[0]}
        raise BackupRefused(failed) from error


def server() -> dict[str, str]:
    """Return what libpq reads from the environment; the password stands on no command line."""
    facts = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {variable: str(facts[key]) for variable, key in named.items() if facts.get(key)}
