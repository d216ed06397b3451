"""The committee's figures, the explorer and long lists from raw rows, at the city's size and beyond.

Part of `make bench`; `python -m bench.figures` measures it alone. Each size gets a scratch SQLite database of its own
and is measured in a process of its own, so that the memory figure is that size's. Times are processor seconds in a
fresh process: reading the rows, counting, suppressing, drawing. Each is set beside what it may take at most.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

SIZES = ((2_500, 6), (25_000, 6), (250_000, 12))
LIMITS: dict[int, dict[str, float]] = {
    2_500: {"committee_s": 1, "explorer_s": 0.5, "pdf_s": 5, "names_pdf_s": 10},
    25_000: {"committee_s": 5},
    250_000: {"committee_s": 60, "peak_mb": 2048},
}
LINEAR = 1.2
"""Cost of a row at a larger size beside the size before; a little more than one, for times are never alike."""
OUTPUT = Path(__file__).parent / "results" / "figures.json"
ON = date(2030, 1, 1)
FIRST = date(2020, 4, 1)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.figures", description=__doc__)
    parser.add_argument("--child", nargs=2, type=int, metavar=("PEOPLE", "CYCLES"), help=argparse.SUPPRESS)
    parser.add_argument("--largest", type=int, default=SIZES[-1][0], help="leave out sizes above this")
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure(*options.child)))
        return 0
    write(measure_all(options.largest), OUTPUT)
    return 0


def measure_all(largest: int = SIZES[-1][0], schema: Path | None = None) -> list[dict[str, Any]]:
    """Measure each size up to one, print it, and say what is not as it is meant to be."""
    found: list[dict[str, Any]] = []
    for people, cycles in SIZES:
        if people <= largest:
            found.append(judged(run(people, cycles, schema), found[-1] if found else None))
            print(line(found[-1]), flush=True)
    return found


def judged(size: dict[str, Any], smaller: dict[str, Any] | None) -> dict[str, Any]:
    """Return a size with what a row costs beside a row of the size before, and with what is not met."""
    limits = LIMITS[size["people"]]
    not_met = [key for key, limit in limits.items() if size[key] > limit]
    if smaller:
        size["row_ratio"] = round(row_cost(size) / row_cost(smaller), 2)
        not_met += ["row_ratio"] if size["row_ratio"] > LINEAR else []
    return {**size, "limits": limits, "not_met": not_met}


def row_cost(size: dict[str, Any]) -> float:
    return float(size["figures_s"]) / (size["people"] * size["cycles"])


def line(size: dict[str, Any]) -> str:
    told = "  ".join(f"{key} {value}" for key, value in size.items() if key not in ("limits", "not_met"))
    return f"{told}  {'NOT MET: ' + ', '.join(size['not_met']) if size['not_met'] else 'met'}"


def write(found: list[dict[str, Any]], output: Path) -> None:
    plain = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "unit": "processor seconds",
        "sizes": found,
    }
    output.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")


def run(people: int, cycles: int, schema: Path | None = None) -> dict[str, Any]:
    """Measure one size in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="dx-bench-") as var:
        if schema:
            shutil.copyfile(schema, Path(var) / "bench.sqlite3")
        environment = {
            **os.environ,
            "DX_VAR": var,
            "DATABASE_URL": f"sqlite:///{var}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "lms.settings.test",
        }
        command = [sys.executable, "-m", "bench.figures", "--child", str(people), str(cycles)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(people: int, cycles: int) -> dict[str, Any]:
    """Fill a database and time what readers wait for."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(people, cycles)

    from reports.cohorts import Filters, cohort
    from reports.figures import figures_from, source_of
    from reports.learning.lists import as_pdf
    from reports.paper import committee_pdf
    from reports.queries import cycle_for
    from reports.release import released

    before = peak_mb()
    found: dict[str, Any] = {"people": people, "cycles": cycles}
    cycle = cycle_for(ON)
    found["figures_s"], source = timed(lambda: source_of(cycle, ON))
    found["fold_s"], _figures = timed(lambda: figures_from(source))
    found["suppress_s"], release = timed(lambda: released(source))
    found["committee_s"] = round(found["figures_s"] + found["fold_s"] + found["suppress_s"], 3)
    found["explorer_s"], cut = timed(lambda: cohort(Filters(as_of=ON)))
    if people == SIZES[0][0]:
        committee_pdf(release, number="warm")
        found["pdf_s"], _paper = timed(lambda: committee_pdf(release, number="bench"))
        found["names_pdf_s"], _list = timed(lambda: as_pdf(names_of(people, cut.cycle.name)))
    return {**found, "peak_mb": round(peak_mb()), "before_mb": round(before)}


def names_of(people: int, title: str) -> Any:
    """Return a list like the audit list: names, some with signs that only the rare font has."""
    from reports.learning.lists import Cell, Listing, columns_of

    heads = ("職員番号", "氏名", "フリガナ", "所属", "職名", "任用", "期限", "修了日", "状態")
    rows: list[Sequence[Cell]] = [
        (
            f"{number:06}",
            "𠮷田 髙子" if number % 50 == 0 else "青木 花子",
            "アオキ ハナコ",
            "総務部 情報政策課 窓口係",
            "主事",
            "正規職員",
            ON,
            ON if number % 3 else None,
            "修了" if number % 3 else "未修了(期限前)",
        )
        for number in range(people)
    ]
    return Listing(title=title, notes=[title] * 3, columns=columns_of([(head, 0.1) for head in heads]), rows=rows)


def timed[T](work: Callable[[], T]) -> tuple[float, T]:
    """Return processor seconds, which other work on the machine does not stretch; nothing here waits for a disk."""
    start = time.process_time()
    made = work()
    return round(time.process_time() - start, 3), made


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(people: int, cycles: int) -> None:
    """Write the rows of closed cycles, copied inside the database from one of each kind."""
    from assessments.models import Assessment, Cycle
    from curriculum.framework import load_framework, read_data
    from curriculum.models import TalentGroup
    from lms.people.models import Department, User

    framework = load_framework(read_data())
    groups = list(TalentGroup.objects.filter(framework=framework).order_by("precedence"))
    department = Department.objects.create(code="bench")
    person = User.objects.create_user("template")
    copy(User, person.pk.hex, people, id="printf('%032x', n)", staff_no="printf('B%07d', n)")
    for number in range(cycles):
        begun = FIRST + timedelta(days=180 * number)
        at = datetime(begun.year, begun.month, begun.day, tzinfo=UTC)
        cycle = Cycle.objects.create(
            code=f"bench-{number}",
            name_ja=f"第{number}期",
            framework=framework,
            opens_on=begun,
            closes_on=begun,
            reference_on=begun,
            is_baseline=number == 0,
            state="closed",
            opened_at=at,
            closed_at=at,
        )
        row = Assessment.objects.create(
            cycle=cycle, person=person, group=groups[0], department=department, confirmed_at=at, state="confirmed"
        )
        ids = [group.pk for group in groups]
        copy(
            Assessment,
            row.pk,
            people,
            id=f"{10_000_000 * (number + 1)} + n",
            uuid=f"printf('%032x', {10_000_000 * (number + 1)} + n)",
            person_id="printf('%032x', n)",
            group_id=f"CASE WHEN n % 25 < 2 THEN {ids[0]} WHEN n % 25 < 5 THEN {ids[1]} "
            f"WHEN n % 25 < 6 THEN {ids[2]} ELSE {ids[3]} END",
            level=f"nullif((n * 7 + n / 11 + {number} * (n % 3)) % 7, 6)",
        )
        row.delete()


def copy(model: Any, template: int | str, times: int, **changed: str) -> None:
    """Insert copies of a row, some of its columns computed from the copy's number n."""
    from django.db import connection

    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    series = f"WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < {times})"
    query = f"INSERT INTO {table} ({names}) {series} SELECT {values} FROM {table}, seq WHERE {table}.id = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [template])


if __name__ == "__main__":
    sys.exit(main())
