"""Figures as they are written and printed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.measure import Timing
from bench.reference import REFERENCES
from bench.roster import RosterCost

LATEST = Path(__file__).parent / "results" / "latest.json"
HEADINGS = ("", "requests", "queries", "per second", "p95 ms", "CPU ms", "x empty", "reference", "cheaper", "meant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line: CPU milliseconds are those of the web workers and the database's processes, a visit.

    `ratio` compares with the empty signed-in view of the same run; `times_cheaper` with the reference system.
    """

    key: str
    label: str
    database: str
    people: int
    requests: int
    queries: int
    requests_per_second: float | None
    p95_ms: float | None
    cpu_ms: float
    ratio: float
    reference_cpu_ms: float | None
    times_cheaper: float | None
    target_cpu_ms: float | None
    is_met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One database's figures, with what the server cost to start and to keep."""

    database: str
    version: str
    people: int
    web_workers: int
    start_cpu_s: float
    worker_mb: Sequence[float]
    figures: Sequence[Figure]


def figures(database: str, people: int, timings: Iterable[Timing], roster: RosterCost) -> list[Figure]:
    timings = list(timings)
    empty = next(timing.cpu_ms for timing in timings if timing.visit.key == "empty")
    found = [of_timing(timing, empty, database, people) for timing in timings]
    return [*found, of_roster(roster, empty, database)]


def of_timing(timing: Timing, empty: float, database: str, people: int) -> Figure:
    return Figure(
        key=timing.visit.key,
        label=timing.visit.label,
        database=database,
        people=people,
        requests=timing.requests,
        queries=timing.queries,
        requests_per_second=round(timing.visits_per_second * timing.requests, 1),
        p95_ms=round(timing.p95_ms, 1),
        **compared(timing.visit.key, timing.cpu_ms, empty),
    )


def of_roster(roster: RosterCost, empty: float, database: str) -> Figure:
    return Figure(
        key="roster_load",
        label="Roster load, whole",
        database=database,
        people=roster.people,
        requests=0,
        queries=roster.queries,
        requests_per_second=None,
        p95_ms=None,
        **compared("roster_load", roster.cpu_seconds * 1000, empty),
    )


def compared(key: str, cpu_ms: float, empty: float) -> dict[str, float | bool | None]:
    """Return the CPU time and what it is beside the empty view and the reference."""
    facts: dict[str, float | bool | None] = {"cpu_ms": round(cpu_ms, 2), "ratio": round(cpu_ms / empty, 2)}
    reference = REFERENCES.get(key)
    if reference is None:
        return facts | dict.fromkeys(("reference_cpu_ms", "times_cheaper", "target_cpu_ms", "is_met"))
    return facts | {
        "reference_cpu_ms": reference.cpu_ms,
        "times_cheaper": round(reference.cpu_ms / cpu_ms, 1),
        "target_cpu_ms": round(reference.target_ms, 2),
        "is_met": cpu_ms <= reference.target_ms,
    }


def write(path: Path, facts: dict[str, object], runs: Sequence[Run], sizes: Sequence[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = facts | {"runs": [asdict(run) for run in runs], "raw_rows": sizes}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def table(run: Run) -> str:
    """Return a run as text."""
    sizes = ", ".join(f"{size:.0f} MB" for size in run.worker_mb)
    heading = (
        f"{run.version}: {run.people:,} people, {run.web_workers} web workers ({sizes}; "
        f"{run.start_cpu_s:.1f} s of CPU to start)"
    )
    rows = [HEADINGS, *(cells(figure) for figure in run.figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    lines = [aligned(row, widths) for row in rows]
    return "\n".join(["", heading, "", *lines])


def cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.label,
        str(figure.requests or "-"),
        str(figure.queries),
        shown(figure.requests_per_second, ".0f"),
        shown(figure.p95_ms, ".1f"),
        shown(figure.cpu_ms, ",.1f"),
        shown(figure.ratio, ",.2f"),
        shown(figure.reference_cpu_ms, ",.0f"),
        shown(figure.times_cheaper, ".1f", unit="x"),
        "" if figure.is_met is None else "met" if figure.is_met else f"NOT MET ({figure.target_cpu_ms:,.1f} ms)",
    )


def shown(value: float | None, form: str, unit: str = "") -> str:
    return "-" if value is None else f"{value:{form}}{unit}"


def aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.ljust(width) if not place else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()
