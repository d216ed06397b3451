"""Measures visits in rounds that take turns, so that a busy moment of the machine hits all alike."""

import math
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench import cpu
from bench.visits import Act, Scene, Visit

CONCURRENCY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is measured: rounds, the CPU time one round of a visit should take, and bounds on its visits."""

    rounds: int
    round_cpu: float
    least: int
    most: int

    def visits(self, cpu_each: float) -> int:
        """Return how many visits each person makes in a round."""
        wanted = self.round_cpu / max(cpu_each, 1e-4) / CONCURRENCY
        return max(self.least, min(self.most, round(wanted)))


FULL = Effort(rounds=7, round_cpu=0.7, least=4, most=100)
QUICK = Effort(rounds=1, round_cpu=0, least=2, most=2)
# Both workers see each page before it counts: templates, addresses and translations are read once a process.
WARM_UPS = 4


@dataclass(slots=True)
class Timing:
    """What one visit took, round by round."""

    visit: Visit
    acts: list[Act]
    visits_each: int = 0
    queries: int = 0
    requests: int = 0
    cpu: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        return statistics.median(self.cpu) * 1000

    @property
    def visits_per_second(self) -> float:
        return statistics.median(self.per_second)

    @property
    def p95_ms(self) -> float:
        ranked = sorted(self.times)
        return ranked[math.ceil(len(ranked) * 0.95) - 1] * 1000


type Processes = Callable[[], list[int]]


def measure(scene: Scene, visits: Sequence[Visit], effort: Effort, processes: Processes) -> list[Timing]:
    """Measure each visit; `processes` names those whose CPU time counts."""
    timings = [Timing(visit, visit.acts(scene, CONCURRENCY)) for visit in visits]
    for timing in timings:
        count(scene, timing)
        warm_up(scene, timing, effort, processes)
    for _ in range(effort.rounds):
        for timing in timings:
            scene.reconnect()
            run_round(timing, processes)
    return timings


def count(scene: Scene, timing: Timing) -> None:
    """Count the queries and requests of one visit, after one that fills what is remembered between requests."""
    act = timing.acts[0]
    act()
    for browser in scene.browsers:
        browser.counts_queries, browser.queries, browser.requests = True, 0, 0
    act()
    timing.queries = sum(browser.queries for browser in scene.browsers)
    timing.requests = sum(browser.requests for browser in scene.browsers)
    for browser in scene.browsers:
        browser.counts_queries = False


def warm_up(scene: Scene, timing: Timing, effort: Effort, processes: Processes) -> None:
    """Visit until the workers are warm, and choose from the last time how often a round visits."""
    cpu_each = 0.0
    for _ in range(WARM_UPS if effort.rounds > 1 else 1):
        scene.reconnect()
        cpu_each = together(timing.acts, 3, processes).cpu_each
    timing.visits_each = effort.visits(cpu_each)


def run_round(timing: Timing, processes: Processes) -> None:
    taken = together(timing.acts, timing.visits_each, processes)
    timing.cpu.append(taken.cpu_each)
    timing.per_second.append(len(taken.times) / taken.seconds)
    timing.times += taken.times


@dataclass(frozen=True, slots=True)
class Taken:
    """One round: how long each visit took, the whole, and the CPU time spent."""

    times: list[float]
    seconds: float
    cpu: float

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.times)


def together(acts: Sequence[Act], times_each: int, processes: Processes) -> Taken:
    """Have everybody visit at once, `times_each` times; raise the first thing that went wrong."""
    crew = [Visitor(act, times_each) for act in acts]
    before, start = cpu.snapshot(processes()), time.monotonic()
    for visitor in crew:
        visitor.start()
    for visitor in crew:
        visitor.join()
    seconds = time.monotonic() - start
    spent = cpu.spent(before, cpu.snapshot(processes()))
    for visitor in crew:
        if visitor.failure:
            raise visitor.failure
    return Taken([each for visitor in crew for each in visitor.times], seconds, spent)


class Visitor(threading.Thread):
    """One person at work."""

    def __init__(self, act: Act, times: int) -> None:
        super().__init__(daemon=True)
        self.act = act
        self.count = times
        self.times: list[float] = []
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            for _ in range(self.count):
                start = time.perf_counter()
                self.act()
                self.times.append(time.perf_counter() - start)
        except Exception as failure:  # raised again by the thread that waits
            self.failure = failure
