"""Learning figures against plain Python that shares no code with them."""

from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.learning.figures import (
    AuditState,
    Learned,
    MoveCounts,
    Progress,
    as_of,
    audit_state,
    learned_before,
    month_ends,
    moves_by_learning,
    over_time,
    present_on,
    progress_by,
    progress_of,
    time_by_course,
)

DAY = date(2026, 6, 15)
days = st.dates(date(2026, 5, 1), date(2026, 7, 31))
maybe = st.one_of(st.none(), days)
type Row = tuple[int, int, date, date | None, date | None, date | None]


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    columns = ["person", "course", "enrolled_on", "started_on", "completed_on", "due_on"]
    found = pd.DataFrame.from_records(sorted(rows, key=lambda row: row[2]), columns=columns)
    for column in columns[2:]:
        found[column] = pd.to_datetime(found[column])
    return found


def spans(rows: Sequence[tuple[object, ...]], *columns: str) -> pd.DataFrame:
    found = pd.DataFrame.from_records(list(rows), columns=[*columns, "valid_from", "valid_to"])
    for column in ("valid_from", "valid_to"):
        found[column] = pd.to_datetime(found[column])
    return found


def plainly(rows: Sequence[Row], on: date) -> Progress:
    """Count one enrolment after another, the slow way."""
    newest: dict[tuple[int, int], Row] = {}
    for row in sorted(rows, key=lambda row: row[2]):
        if row[2] <= on:
            newest[row[0], row[1]] = row
    counts = {"completed": 0, "overdue": 0, "in_progress": 0, "not_started": 0}
    for _person, _course, _enrolled, started, completed, due in newest.values():
        if completed is not None and completed <= on:
            counts["completed"] += 1
        elif due is not None and due < on:
            counts["overdue"] += 1
        elif started is not None and started <= on:
            counts["in_progress"] += 1
        else:
            counts["not_started"] += 1
    return Progress(**counts)


rows = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 3), days, maybe, maybe, maybe), max_size=25)


@given(rows, days)
def test_progress_is_what_a_plain_count_finds(drawn: list[Row], on: date) -> None:
    assert progress_of(as_of(frame(drawn), on)) == plainly(drawn, on)


@given(rows, days)
def test_courses_add_up_to_the_whole(drawn: list[Row], on: date) -> None:
    known = as_of(frame(drawn), on)
    assert sum(progress_by(known, "course").values(), Progress()) == progress_of(known)


@pytest.mark.parametrize(
    ("started", "completed", "due", "expected"),
    [
        (None, None, None, Progress(not_started=1)),
        (DAY, None, None, Progress(in_progress=1)),
        (DAY + timedelta(1), None, None, Progress(not_started=1)),
        (None, None, DAY, Progress(not_started=1)),
        (None, None, DAY - timedelta(1), Progress(overdue=1)),
        (DAY, DAY, DAY - timedelta(1), Progress(completed=1)),
        (DAY, DAY + timedelta(1), DAY - timedelta(1), Progress(overdue=1)),
    ],
)
def test_a_day_knows_nothing_of_the_next(
    started: date | None, completed: date | None, due: date | None, expected: Progress
) -> None:
    assert progress_of(as_of(frame([(1, 1, DAY, started, completed, due)]), DAY)) == expected


def test_a_rate_needs_somebody() -> None:
    assert Progress().rate is None
    assert Progress(completed=1, overdue=2).rate == Fraction(1, 3)


def test_whoever_left_moved_or_is_away_counts_where_they_are_on_the_day() -> None:
    posts = spans(
        [
            (1, 10, date(2026, 4, 1), None),
            (2, 10, date(2026, 4, 1), date(2026, 6, 1)),
            (2, 20, date(2026, 6, 1), None),
            (3, 10, date(2026, 4, 1), DAY),
            (4, 10, date(2026, 4, 1), None),
        ],
        "person",
        "department",
    )
    away = spans([(4, date(2026, 6, 1), date(2026, 7, 1))], "person")
    assert present_on(posts, away, DAY).to_numpy().tolist() == [[1, 10], [2, 20]]
    assert present_on(posts, away, date(2026, 5, 1)).to_numpy().tolist() == [[1, 10], [2, 10], [3, 10], [4, 10]]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 15), [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 15)]),
        (date(2026, 1, 31), [date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31)]),
    ],
)
def test_months_end_where_the_calendar_says(on: date, expected: list[date]) -> None:
    assert month_ends(on, 3) == expected


def test_over_time_counts_those_who_were_there_each_day() -> None:
    enrolments = frame(
        [(1, 1, date(2026, 5, 1), None, date(2026, 6, 2), None), (2, 1, date(2026, 5, 1), None, None, None)]
    )
    posts = spans(
        [(1, 10, date(2026, 4, 1), None), (2, 10, date(2026, 4, 1), date(2026, 6, 1))], "person", "department"
    )
    points = over_time(
        enrolments, posts, spans([], "person"), [date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)]
    )
    assert [(point.on, point.progress) for point in points] == [
        (date(2026, 5, 31), Progress(not_started=2)),
        (date(2026, 6, 30), Progress(completed=1)),
    ]


SINCE = date(2026, 4, 1)


@pytest.mark.parametrize("is_away", [False, True])
@pytest.mark.parametrize("is_enrolled", [False, True])
@pytest.mark.parametrize("completed_on", [None, SINCE - timedelta(1), SINCE, DAY, DAY + timedelta(1)])
@pytest.mark.parametrize("due_on", [None, DAY - timedelta(1), DAY])
def test_every_standing_on_the_audit_list(
    is_away: bool, is_enrolled: bool, completed_on: date | None, due_on: date | None
) -> None:
    found = audit_state(
        is_away=is_away, is_enrolled=is_enrolled, completed_on=completed_on, due_on=due_on, since=SINCE, on=DAY
    )
    if completed_on in (SINCE, DAY):
        expected = AuditState.COMPLETED
    elif is_away:
        expected = AuditState.AWAY
    elif not is_enrolled:
        expected = AuditState.NOT_ENROLLED
    elif due_on == DAY - timedelta(1):
        expected = AuditState.OVERDUE
    else:
        expected = AuditState.OPEN
    assert found is expected


def test_the_middle_of_the_time_is_of_those_who_completed() -> None:
    spent = pd.DataFrame(
        {"course": [1, 1, 1, 2], "seconds": [600, 1200, 60, 30], "is_completed": [True, True, False, False]}
    )
    found = time_by_course(spent)
    assert (found[1].seconds, found[1].median_minutes, found[1].people) == (1860, 15, 2)
    assert (found[2].seconds, found[2].median_minutes, found[2].people) == (30, None, 0)


@pytest.mark.parametrize(
    ("before", "leads_to", "expected"),
    [
        (2, [], Learned.NOTHING),
        (2, [None], Learned.OTHER),
        (2, [2, 1], Learned.OTHER),
        (2, [None, 3], Learned.LEADS_ON),
        (0, [1], Learned.LEADS_ON),
        (5, [5], Learned.OTHER),
    ],
)
def test_what_kind_of_learning_lay_between(before: int, leads_to: list[int | None], expected: Learned) -> None:
    assert learned_before(before, leads_to) is expected


levels = st.integers(0, 5)


@given(
    st.lists(st.tuples(levels, levels, st.sampled_from(["a", "b"])), max_size=30),
    st.dictionaries(st.integers(0, 29), st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=3)),
)
def test_everybody_is_counted_once_and_both_ways(
    drawn: list[tuple[int, int, str]], completed: dict[Hashable, list[int | None]]
) -> None:
    pairs = [(person, group, before, after) for person, (before, after, group) in enumerate(drawn)]
    found = moves_by_learning(pairs, completed)
    everyone = [counts for by_level in found.values() for kinds in by_level.values() for counts in kinds.values()]
    assert sum(counts.people for counts in everyone) == len(drawn)
    assert sum(counts.up for counts in everyone) == sum(after > before for before, after, _ in drawn)
    assert sum(counts.down for counts in everyone) == sum(after < before for before, after, _ in drawn)


def test_people_are_set_beside_those_who_started_level_with_them() -> None:
    pairs = [(1, "g", 2, 3), (2, "g", 2, 2), (3, "g", 4, 3)]
    found = moves_by_learning(pairs, {1: [3], 3: [3]})
    assert found["g"][2][Learned.LEADS_ON] == MoveCounts(up=1, same=0, down=0)
    assert found["g"][2][Learned.NOTHING] == MoveCounts(up=0, same=1, down=0)
    assert found["g"][4][Learned.OTHER] == MoveCounts(up=0, same=0, down=1)
