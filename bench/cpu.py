"""CPU time and memory of processes, read from /proc."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")
GROUP, USER, SYSTEM = 2, 11, 12  # places after the name in /proc/PID/stat
HAS_SCHEDSTAT = (PROC / "self/schedstat").exists()  # nanoseconds; without it, ticks of 10 ms


def stat_fields(folder: Path) -> list[str]:
    """Return the fields that follow the name, which may itself hold spaces and brackets."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def seconds_of(task: Path) -> float:
    """Return the CPU seconds of one thread."""
    if HAS_SCHEDSTAT:
        return int((task / "schedstat").read_text().split()[0]) / 1e9
    fields = stat_fields(task)
    return (int(fields[USER]) + int(fields[SYSTEM])) / TICKS


def group_of(leader: int) -> list[int]:
    """Return the processes of a group."""
    found = []
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with suppress(FileNotFoundError, ProcessLookupError):
                if int(stat_fields(folder)[GROUP]) == leader:
                    found.append(int(folder.name))
    return found


def snapshot(pids: Iterable[int]) -> dict[int, float]:
    """Return the CPU seconds of each thread of the processes that still exist."""
    seconds = {}
    for pid in pids:
        for task in tasks_of(pid):
            with suppress(FileNotFoundError, ProcessLookupError):
                seconds[int(task.name)] = seconds_of(task)
    return seconds


def tasks_of(pid: int) -> list[Path]:
    with suppress(FileNotFoundError, ProcessLookupError):
        return list((PROC / str(pid) / "task").iterdir())
    return []


def spent(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """Return the CPU seconds between two snapshots; a thread that is new began at nothing."""
    return sum(seconds - before.get(thread, 0.0) for thread, seconds in after.items())


def memory_mb(pid: int) -> float:
    """Return a process's share of memory: its own pages, and its part of those it shares."""
    rollup = (PROC / str(pid) / "smaps_rollup").read_text()
    kilobytes = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1024
