"""The figures against a slow count in plain Python, over people instead of cubes."""

from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.models import Cycle
from reports.cube import LEVELS, count, every_way, margin, transitions, ways
from reports.definitions import FIGURES
from reports.figures import (
    GroupFigures,
    Label,
    Share,
    Source,
    as_json,
    committee_figures,
    figures_from,
    percent,
    share_of,
)
from reports.frozen import fingerprint, from_json, to_json
from reports.queries import NoCycleError
from reports.release import lines_of, released
from reports.suppression import SMALLEST, exposed
from tests.reports.conftest import AS_OF
from tests.reports.conftest import LEVELS as DRAWN

GROUPS = ("managers", "staff")
# A person in one cycle: group, level (None: not confirmed), nothing could be observed; or out of scope.
seen = st.tuples(st.sampled_from(GROUPS), st.one_of(st.none(), st.sampled_from(LEVELS)), st.booleans())
people = st.lists(st.tuples(st.one_of(st.none(), seen), st.one_of(st.none(), seen)), max_size=60)

type Seen = tuple[str, int | None, bool] | None


def frame(column: list[Seen]) -> pd.DataFrame:
    rows = [(number, *found) for number, found in enumerate(column) if found]
    made = pd.DataFrame(rows, columns=["person", "group", "level", "not_observable"])
    return made.assign(
        level=made["level"].astype("Int64"), not_observable=made["not_observable"].astype(bool) & made["level"].isna()
    )


def source(pairs: list[tuple[Seen, Seen]]) -> Source:
    then, now = frame([before for before, _ in pairs]), frame([after for _, after in pairs])
    return Source(
        definition="test",
        as_of=AS_OF,
        cycle="B",
        cycle_name="B",
        cycle_name_en="",
        cycle_is_closed=True,
        reference_on=date(2026, 10, 1),
        base_cycle="A",
        base_cycle_name="A",
        base_cycle_name_en="",
        groups=tuple(Label(key=key, name_ja=key, name_en=key) for key in GROUPS),
        cube=count(ways(now, then)),
        excluded={},
        shown_again={},
    )


def at_least(found: Seen, group: str, level: int) -> bool:
    return found is not None and found[0] == group and found[1] is not None and found[1] >= level


def oracle(pairs: list[tuple[Seen, Seen]], group: str) -> dict[str, int]:
    """Count by walking over people, one question at a time."""
    plain: dict[str, int] = dict.fromkeys(
        ("in_scope", "assessed", "ge3", "ge4", "base_ge3", "from_3_to_4", "back_from_4", "up", "down", "same"), 0
    ) | {"stayers": 0, "joiners": 0, "leavers": 0, "moved_in": 0, "moved_out": 0, "not_observable": 0}
    for before, after in pairs:
        was, is_ = before is not None and before[0] == group, after is not None and after[0] == group
        plain["in_scope"] += is_
        plain["assessed"] += is_ and after[1] is not None
        plain["not_observable"] += is_ and after[1] is None and after[2]
        plain["ge3"] += at_least(after, group, 3)
        plain["ge4"] += at_least(after, group, 4)
        plain["base_ge3"] += at_least(before, group, 3)
        plain["stayers"] += was and is_
        plain["joiners"] += is_ and before is None
        plain["leavers"] += was and after is None
        plain["moved_in"] += is_ and before is not None and not was
        plain["moved_out"] += was and after is not None and not is_
        if was and is_ and before[1] is not None and after[1] is not None:
            plain["from_3_to_4"] += before[1] == 3 and after[1] >= 4
            plain["back_from_4"] += before[1] >= 4 and after[1] < 4
            plain["up"] += after[1] > before[1]
            plain["down"] += after[1] < before[1]
            plain["same"] += after[1] == before[1]
    return plain


@settings(deadline=None, max_examples=30)
@given(people)
def test_every_figure_is_what_a_plain_count_finds(pairs: list[tuple[Seen, Seen]]) -> None:
    for group in figures_from(source(pairs)).groups:
        expected = oracle(pairs, group.key)
        assert {key: group.counts[key] for key in expected} == expected


@settings(deadline=None, max_examples=30)
@given(people)
def test_everyone_in_scope_is_at_one_level_or_not_assessed(pairs: list[tuple[Seen, Seen]]) -> None:
    for group in figures_from(source(pairs)).groups:
        assert sum(group.levels.values()) + group.not_assessed == group.in_scope
        assert sum(map(sum, transitions(source(pairs).cube, group.key))) == group.moves.people


@settings(deadline=None, max_examples=30)
@given(people)
def test_the_parts_of_a_change_add_up_exactly(pairs: list[tuple[Seen, Seen]]) -> None:
    for group in figures_from(source(pairs)).groups:
        made = group.composition
        assert made is not None
        assert made.level_3.adds_up
        assert made.level_4.adds_up
        assert made.stayers + made.joiners + made.moved_in == group.in_scope
        assert made.stayers + made.leavers + made.moved_out == group.base.in_scope


@settings(deadline=None, max_examples=30)
@given(people)
def test_the_share_of_those_assessed_lies_within_its_bounds(pairs: list[tuple[Seen, Seen]]) -> None:
    for group in figures_from(source(pairs)).groups:
        share = group.at_least_4
        if share.of_assessed is not None:
            assert share.lowest <= share.of_assessed <= share.highest
            assert (share.highest - share.lowest) * group.in_scope == group.not_assessed


@settings(deadline=None, max_examples=30)
@given(people)
def test_a_release_gives_no_small_cell_away(pairs: list[tuple[Seen, Seen]]) -> None:
    release = released(source(pairs))
    lines = lines_of(release.source)
    assert exposed(lines, release.withheld) == []
    printed = [line for line in lines if line.shown and line.key not in release.withheld]
    assert all(line.value >= SMALLEST or (line.zero_is_public and line.value == 0) for line in printed)


@settings(deadline=None, max_examples=30)
@given(people)
def test_a_line_is_the_sum_of_the_people_on_its_ways(pairs: list[tuple[Seen, Seen]]) -> None:
    made = source(pairs)
    for line in lines_of(made):
        if line.key.split(":")[1] in {figure.key for figure in FIGURES}:
            assert line.value == sum(made.cube.get(way, 0) for way in line.atoms)


@settings(deadline=None, max_examples=30)
@given(people)
def test_every_way_taken_is_one_that_could_be(pairs: list[tuple[Seen, Seen]]) -> None:
    cube = source(pairs).cube
    assert set(cube) <= set(every_way(GROUPS, has_base=True))
    assert sum(margin(cube, now=True).values()) == sum(after is not None for _, after in pairs)


@settings(deadline=None, max_examples=30)
@given(people)
def test_a_frozen_source_is_the_source(pairs: list[tuple[Seen, Seen]]) -> None:
    made = source(pairs)
    plain = to_json(made)
    assert from_json(plain) == made
    assert fingerprint(plain, ["a", "b"]) == fingerprint(to_json(from_json(plain)), ["b", "a"])


def test_bounds_follow_the_worked_example() -> None:
    """30 % of those assessed with 13 % missing is 26.1 % to 39.1 % (DOMAIN.md 4.4.3)."""
    share = share_of(261, assessed=870, in_scope=1000)
    assert (percent(share.of_assessed), percent(share.lowest), percent(share.highest)) == (30.0, 26.1, 39.1)


def test_nothing_is_divided_by_nobody() -> None:
    assert share_of(0, assessed=0, in_scope=0) == Share(people=0, of_assessed=None, lowest=None, highest=None)
    assert percent(None) is None


@pytest.mark.parametrize(("share", "shown"), [(Fraction(1, 3), 33.3), (Fraction(2, 3), 66.7), (Fraction(1, 2000), 0.1)])
def test_per_cent_is_rounded_half_up(share: Fraction, shown: float) -> None:
    assert percent(share) == shown


def all_staff(on: date = AS_OF) -> GroupFigures:
    return next(group for group in committee_figures(on).groups if group.key == "all_staff")


def test_figures_count_confirmed_levels_of_the_newest_closed_cycle(two_cycles: list[Cycle]) -> None:
    group = all_staff()
    now = [after for _, after in DRAWN]
    # Alice, Charlie and the five role holders of the cast are in scope and not assessed.
    assert group.in_scope == len(now) + 7
    assert group.not_assessed == now.count(None) + 7
    assert group.levels == {level: now.count(level) for level in LEVELS}
    assert group.moves is not None
    assert (group.moves.from_3_to_4, group.moves.back_from_4, group.moves.people) == (3, 1, 16)


def test_a_day_before_a_cycle_closed_speaks_of_the_cycle_before(two_cycles: list[Cycle]) -> None:
    assert committee_figures(date(2026, 10, 27)).cycle == "R8-1"
    assert committee_figures(date(2026, 10, 28)).cycle == "R8-2"


def test_a_cycle_may_be_named_and_one_that_is_not_there_is_refused(two_cycles: list[Cycle]) -> None:
    assert committee_figures(AS_OF, "R8-1").cycle == "R8-1"
    with pytest.raises(NoCycleError):
        committee_figures(AS_OF, "R9-9")
    with pytest.raises(NoCycleError):
        committee_figures(date(2026, 1, 1))


def test_reading_the_figures_asks_the_same_number_of_questions_however_many_people(
    two_cycles: list[Cycle], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(14):
        committee_figures(AS_OF)


def test_json_says_what_it_counts(two_cycles: list[Cycle]) -> None:
    plain = as_json(committee_figures(AS_OF))
    assert plain["as_of"] == "2026-11-01"
    group = next(row for row in plain["groups"] if row["key"] == "all_staff")
    assert group["levels"]["below1"] == 2
    assert group["at_least_3"]["of_assessed"] == 61.1
    assert group["projection"]["why_not"] == "few_transitions"
