"""What each learning figure means: numerator, denominator, date. Pure functions over pandas frames.

Who counts: people with a main post on the day who are not on leave or seconded out. What counts: the newest enrolment
of a person on a course by that day; a cancelled one is none. One person on two courses is two enrolments, so a figure
over several courses counts enrolments, not people, and says so.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

import pandas as pd

DEFINITION = "L-2026-1"
"""Changes whenever a learning figure changes its meaning; stands in every file."""

MONTHS_SHOWN = 12


class Status(StrEnum):
    """Where an enrolment stands on a day."""

    COMPLETED = "completed"
    OVERDUE = "overdue"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Enrolments on a day by where they stand; the four add up to `enrolled`."""

    completed: int = 0
    overdue: int = 0
    in_progress: int = 0
    not_started: int = 0

    @property
    def enrolled(self) -> int:
        return self.completed + self.overdue + self.in_progress + self.not_started

    @property
    def open(self) -> int:
        """Not completed, and not overdue either."""
        return self.in_progress + self.not_started

    @property
    def rate(self) -> Fraction | None:
        """Completed of enrolled; None when nobody is."""
        return Fraction(self.completed, self.enrolled) if self.enrolled else None

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            completed=self.completed + other.completed,
            overdue=self.overdue + other.overdue,
            in_progress=self.in_progress + other.in_progress,
            not_started=self.not_started + other.not_started,
        )


def as_of(enrolments: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the enrolments that count on a day, each with its status.

    `enrolments` has person, course, enrolled_on, started_on, completed_on and due_on (NaT where there is none), in
    the order in which they were made. What happened after the day is not known yet: a course completed the day after
    is still open, and somebody enrolled later is not enrolled.
    """
    day = pd.Timestamp(on)
    known = enrolments[enrolments["enrolled_on"] <= day].drop_duplicates(["person", "course"], keep="last")
    status = pd.Series(Status.NOT_STARTED.value, index=known.index, dtype=object)
    status[known["started_on"] <= day] = Status.IN_PROGRESS.value
    # Due on a day means: by its end.
    status[known["due_on"] < day] = Status.OVERDUE.value
    status[known["completed_on"] <= day] = Status.COMPLETED.value
    return known.assign(status=status)


def progress_of(rows: pd.DataFrame) -> Progress:
    """Count rows of `as_of` by status."""
    counts = rows["status"].value_counts()
    return Progress(**{each.value: int(counts.get(each.value, 0)) for each in Status})


def progress_by(rows: pd.DataFrame, key: str) -> dict[int, Progress]:
    """Count rows of `as_of` by status for each number in a column: a course's or a department's."""
    counts = rows.groupby([key, "status"], sort=False).size().reset_index(name="count")
    found: dict[int, dict[str, int]] = {}
    for value, status, count in counts.itertuples(index=False):
        found.setdefault(int(value), {})[str(status)] = int(count)
    return {value: Progress(**by_status) for value, by_status in found.items()}


def present_on(spans: pd.DataFrame, away: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return who counts on a day: person and department of the main post, without those away.

    `spans` are main posts with person, department, valid_from, valid_to (NaT while open); `away` leaves and
    secondments with person, valid_from, valid_to.
    """
    posts = _holding(spans, on).drop_duplicates("person", keep="last")
    return posts[~posts["person"].isin(_holding(away, on)["person"])][["person", "department"]]


def _holding(spans: pd.DataFrame, on: date) -> pd.DataFrame:
    day = pd.Timestamp(on)
    return spans[(spans["valid_from"] <= day) & (spans["valid_to"].isna() | (spans["valid_to"] > day))]


def month_ends(on: date, months: int = MONTHS_SHOWN) -> list[date]:
    """Return the last days of the months before a day, then the day itself."""
    ends, first = [on], on.replace(day=1)
    for _ in range(months - 1):
        ends.append(first - timedelta(days=1))
        first = (first - timedelta(days=1)).replace(day=1)
    return ends[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The figure of one day in a course of time."""

    on: date
    progress: Progress


def over_time(enrolments: pd.DataFrame, spans: pd.DataFrame, away: pd.DataFrame, days: Iterable[date]) -> list[Point]:
    """Return progress on each day, of the people who counted on that day; days without enrolments are left out."""
    points = []
    for on in days:
        rows = as_of(enrolments, on)
        rows = rows[rows["person"].isin(present_on(spans, away, on)["person"])]
        if len(rows):
            points.append(Point(on=on, progress=progress_of(rows)))
    return points


# The audit list


class AuditState(StrEnum):
    """Where a person stands with a mandatory course on a day."""

    COMPLETED = "completed"
    OVERDUE = "overdue"
    OPEN = "open"
    NOT_ENROLLED = "not_enrolled"
    AWAY = "away"


def audit_state(
    *, is_away: bool, is_enrolled: bool, completed_on: date | None, due_on: date | None, since: date, on: date
) -> AuditState:
    """Return a person's standing: completed within the time that counts, else why not.

    Who completed counts as such even while away; who is away and has not is excused, not late.
    """
    if completed_on is not None and since <= completed_on <= on:
        return AuditState.COMPLETED
    if is_away:
        return AuditState.AWAY
    if not is_enrolled:
        return AuditState.NOT_ENROLLED
    return AuditState.OVERDUE if due_on is not None and due_on < on else AuditState.OPEN


# Time


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpent:
    """Learning time of a course: hours of everyone together, and the middle of those who completed it, in minutes."""

    seconds: int
    median_minutes: float | None
    people: int


def time_by_course(spent: pd.DataFrame) -> dict[int, TimeSpent]:
    """Return time by course; `spent` has course, seconds and is_completed, a row an enrolment."""
    found = {}
    for course in spent["course"].unique():
        rows = spent[spent["course"] == course]
        finished = rows[rows["is_completed"]]["seconds"]
        found[int(course)] = TimeSpent(
            seconds=int(rows["seconds"].sum()),
            median_minutes=float(finished.median()) / 60 if len(finished) else None,
            people=len(finished),
        )
    return found


# Learning beside levels


class Learned(StrEnum):
    """What somebody completed between two assessments."""

    LEADS_ON = "leads_on"
    OTHER = "other"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCounts:
    """How many people of one kind moved up, stayed, or moved down."""

    up: int
    same: int
    down: int

    @property
    def people(self) -> int:
        return self.up + self.same + self.down


def learned_before(before: int, leads_to: Sequence[int | None]) -> Learned:
    """Tell what kind of learning lay between: a course that leads to a higher level than before, another, or none.

    `leads_to` are the levels that the completed courses lead to, None for a course that leads to none.
    """
    if any(level is not None and level > before for level in leads_to):
        return Learned.LEADS_ON
    return Learned.OTHER if leads_to else Learned.NOTHING


type Moves = dict[int, dict[Learned, MoveCounts]]
"""Moves by the level people started from, and by what they learned."""


def moves_by_learning(
    pairs: Iterable[tuple[Hashable, str, int, int]], completed: Mapping[Hashable, Sequence[int | None]]
) -> dict[str, Moves]:
    """Count moves by talent group; `pairs` are (person, group, before, after).

    Only people who started from one level are set beside one another: who stands low can rise farther, and finds more
    courses that lead on, so a table over all levels would show learning and moving up together by arithmetic alone.
    """
    counts: dict[str, dict[int, dict[Learned, list[int]]]] = {}
    for person, group, before, after in pairs:
        kind = learned_before(before, completed.get(person, ()))
        rows = counts.setdefault(group, {}).setdefault(before, {each: [0, 0, 0] for each in Learned})
        rows[kind][(after == before) + 2 * (after < before)] += 1
    return {
        group: {
            before: {kind: MoveCounts(up=row[0], same=row[1], down=row[2]) for kind, row in rows.items()}
            for before, rows in sorted(by_level.items())
        }
        for group, by_level in counts.items()
    }
