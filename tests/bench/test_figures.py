"""What the bench makes of what it measured."""

import pytest

from bench import results
from bench.figures import judged, line
from bench.measure import FULL, Timing
from bench.roster import RosterCost
from bench.visits import Visit

ROSTER = RosterCost(people=2500, cpu_seconds=1.5, seconds=3.0, queries=93)


def timing(key: str, *cpu: float, times: tuple[float, ...] = (0.01,)) -> Timing:
    visit = Visit(key=key, label=key, acts=lambda scene, count: [])
    return Timing(visit, [], queries=3, requests=2, cpu=list(cpu), per_second=[10, 30, 20], times=list(times))


def test_figures_compare_with_the_empty_view_and_the_reference() -> None:
    empty, commit, roster = results.figures(
        "SQLite", 2500, [timing("empty", 0.004), timing("scorm_commit", 0.001, 0.002, 0.009)], ROSTER
    )
    assert (empty.ratio, empty.reference_cpu_ms, empty.is_met) == (1.0, None, None)
    assert (commit.cpu_ms, commit.ratio, commit.times_cheaper, commit.is_met) == (2.0, 0.5, 8.0, True)
    assert (commit.requests, commit.requests_per_second) == (2, 40.0)
    assert (roster.cpu_ms, roster.times_cheaper, roster.people) == (1500.0, 13.3, 2500)


def test_what_costs_more_than_meant_is_said() -> None:
    found = results.figures("SQLite", 2500, [timing("empty", 0.004), timing("scorm_commit", 0.003)], ROSTER)
    run = results.Run(
        database="SQLite", version="SQLite 3", people=2500, web_workers=2, start_cpu_s=1, worker_mb=[9], figures=found
    )
    assert found[1].is_met is False
    assert "NOT MET (2.7 ms)" in results.table(run)


@pytest.mark.parametrize(("seconds", "not_met"), [(1.5, []), (3.0, ["row_ratio"]), (9.0, ["committee_s", "row_ratio"])])
def test_a_size_is_judged_by_its_limits_and_by_the_size_before(seconds: float, not_met: list[str]) -> None:
    """Ten times the people may take ten times as long, not more, and never longer than its own limit."""
    small = {"people": 2_500, "cycles": 6, "figures_s": 0.2}
    large = {"people": 25_000, "cycles": 6, "figures_s": seconds, "committee_s": seconds}
    found = judged(large, small)
    assert found["not_met"] == not_met
    assert ("NOT MET" in line(found)) is bool(not_met)


@pytest.mark.parametrize(("count", "place"), [(1, 1), (20, 19), (100, 95)])
def test_p95_is_the_time_that_19_in_20_stay_within(count: int, place: int) -> None:
    times = tuple(number / 1000 for number in range(1, count + 1))
    assert timing("empty", 0.004, times=times).p95_ms == pytest.approx(place)


@pytest.mark.parametrize(("cpu_each", "visits"), [(10.0, FULL.least), (0.00001, FULL.most), (0.01, 18)])
def test_a_round_is_bounded(cpu_each: float, visits: int) -> None:
    assert FULL.visits(cpu_each) == visits
