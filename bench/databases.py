"""Databases that exist for one run: a SQLite file, or a database on a PostgreSQL server of this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

SERVER = os.environ.get("BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
# What the server does for everybody: writing the log and the pages that our queries dirtied.
WRITERS = ("background writer", "checkpointer", "walwriter")


class Database(Protocol):
    """One database of this run, with the folder its files and packages lie in."""

    @property
    def name(self) -> str: ...

    @property
    def var(self) -> Path: ...

    def environment(self) -> dict[str, str]:
        """Return the variables that lead the product to it."""

    def version(self) -> str: ...

    def processes(self) -> list[int]:
        """Return the processes that work for it beside the product's own."""

    def copy(self, suffix: str) -> "Database": ...

    def drop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Sqlite:
    """A file in the var folder, as the embedded settings have it."""

    var: Path
    name: str = "SQLite"

    @classmethod
    def create(cls, var: Path, schema: Path | None) -> "Sqlite":
        if schema:
            var.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(schema, var / "db.sqlite3")
        return cls(var)

    def environment(self) -> dict[str, str]:
        return {"DX_VAR": str(self.var), "DATABASE_URL": ""}

    def version(self) -> str:
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"

    def processes(self) -> list[int]:
        return []

    def copy(self, suffix: str) -> "Sqlite":
        copied = self.var.with_name(f"{self.var.name}-{suffix}")
        shutil.copytree(self.var, copied)
        return Sqlite(copied)

    def drop(self) -> None:
        shutil.rmtree(self.var, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Postgres:
    """A database of its own on a server that others may use too."""

    var: Path
    database: str
    name: str = "PostgreSQL"

    @classmethod
    def create(cls, var: Path) -> "Postgres":
        made = cls(var, f"dx_bench_{os.getpid()}")
        var.mkdir(parents=True, exist_ok=True)
        execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(made.database)))
        return made

    def environment(self) -> dict[str, str]:
        return {"DX_VAR": str(self.var), "DATABASE_URL": f"{SERVER}/{self.database}"}

    def version(self) -> str:
        with server() as connection:
            return f"PostgreSQL {connection.info.parameter_status('server_version')}"

    def processes(self) -> list[int]:
        query = "SELECT pid FROM pg_stat_activity WHERE datname = %s OR backend_type = ANY(%s)"
        with server() as connection:
            return [pid for (pid,) in connection.execute(query, [self.database, list(WRITERS)])]

    def copy(self, suffix: str) -> "Postgres":
        copied = Postgres(self.var.with_name(f"{self.var.name}-{suffix}"), f"{self.database}_{suffix}")
        names = [sql.Identifier(copied.database), sql.Identifier(self.database)]
        execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        shutil.copytree(self.var, copied.var)
        return copied

    def drop(self) -> None:
        execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.database)))
        shutil.rmtree(self.var, ignore_errors=True)


def of_environment() -> Database:
    """Return the database that this process was started for."""
    var = Path(os.environ["DX_VAR"])
    url = os.environ.get("DATABASE_URL", "")
    return Postgres(var, url.rpartition("/")[2]) if url else Sqlite(var)


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(f"{SERVER}/postgres", connect_timeout=3, autocommit=True) as connection:
        yield connection


def execute(statement: sql.Composed) -> None:
    with server() as connection:
        connection.execute(statement)


def is_server_there() -> bool:
    with suppress(psycopg.OperationalError), server():
        return True
    return False
