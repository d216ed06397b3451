"""`make bench`: the real web server over SQLite and PostgreSQL, measured, printed and written down."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import django

from bench import databases, figures, measure, results, stack
from bench.databases import Database, Postgres, Sqlite
from bench.measure import Effort
from bench.prepare import Cast
from bench.results import Run
from bench.roster import RosterCost
from bench.visits import VISITS, Scene
from scripts.serve import WEB_WORKERS, Failed

PORT = 8111


def main(arguments: list[str] | None = None) -> int:
    options = parsed(arguments)
    start = time.monotonic()
    effort = measure.QUICK if options.quick else measure.FULL
    with tempfile.TemporaryDirectory(prefix="dx-bench-") as folder:
        try:
            runs = list(run_all(options.databases, Path(folder), effort, options.port, options.schema))
        except Failed as failure:
            print(f"\n{failure}", file=sys.stderr)
            return 1
    print("\nFigures from raw rows (processor seconds):", flush=True)
    sizes = figures.measure_all(figures.SIZES[0][0] if options.quick else figures.SIZES[-1][0], options.schema)
    results.write(options.output, facts(effort, is_quick=options.quick), runs, sizes)
    print(f"\nWritten to {options.output} after {time.monotonic() - start:.0f} s.")
    return 0


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few visits only: shows that it runs, says nothing")
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--output", type=Path, default=results.LATEST)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--schema", type=Path, help="a migrated SQLite database without rows, to begin from its copy")
    return parser.parse_args(arguments)


def run_all(names: list[str], folder: Path, effort: Effort, port: int, schema: Path | None) -> Iterator[Run]:
    for name in names:
        with made(name, folder, schema) as database:
            if database is None:
                print(f"No PostgreSQL answers at {databases.SERVER}: figures are those of SQLite alone.")
                continue
            run = run_one(database, effort, port)
            print(results.table(run), flush=True)
            yield run


@contextmanager
def made(name: str, folder: Path, schema: Path | None) -> Iterator[Database | None]:
    """Make a database for one run and remove it afterwards; None when its server is not there."""
    if name == "postgresql" and not databases.is_server_there():
        yield None
        return
    var = folder / name
    database: Database = Sqlite.create(var, schema) if name == "sqlite" else Postgres.create(var)
    try:
        yield database
    finally:
        database.drop()


def run_one(database: Database, effort: Effort, port: int) -> Run:
    print(f"{database.name}: building the demo city …", flush=True)
    environment = database.environment()
    stack.program("bench.prepare", "schema", environment=environment, port=port)
    roster = measure_roster(database, port)
    cast = Cast.from_json(stack.program("bench.prepare", "city", environment=environment, port=port))
    print(f"{database.name}: measuring …", flush=True)
    with stack.running(port, environment) as running:
        scene = Scene(port, cast)
        timings = measure.measure(scene, VISITS, effort, lambda: [*running.processes(), *database.processes()])
        return Run(
            database=database.name,
            version=database.version(),
            people=cast.people,
            web_workers=WEB_WORKERS,
            start_cpu_s=round(running.start_cpu, 2),
            worker_mb=[round(size, 1) for size in running.workers_mb()],
            figures=results.figures(database.name, cast.people, timings, roster),
        )


def measure_roster(database: Database, port: int) -> RosterCost:
    """Load the roster into a copy that holds nobody yet."""
    copy = database.copy("roster")
    try:
        printed = stack.program("bench.roster", environment=copy.environment(), port=port)
    finally:
        copy.drop()
    return RosterCost(**json.loads(printed.splitlines()[-1]))


def facts(effort: Effort, *, is_quick: bool) -> dict[str, object]:
    """Return what a reader must know to compare two results."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "is_quick": is_quick,
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "concurrency": measure.CONCURRENCY,
        "rounds": effort.rounds,
    }
