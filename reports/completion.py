"""Completion of the mandatory courses by 部 and 課, as it may leave HR: one course at a time, people, not enrolments.

Each course is a system of its own: nobody is told from another course's table, for no figure is printed over several.
A completion is no level, yet "none of eight has completed it" says something of each of the eight, so a zero of those
who completed is withheld as every count under five. Nobody late is good news of a place and may be printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from reports.place_counts import PlaceCounts, PlaceFigure, PlaceRow, place_lines, rows_of
from reports.suppression import Line, Told, exposed, suppress, teller


class Standing(IntEnum):
    """Where somebody enrolled on a course stands on a day."""

    OPEN = 0
    COMPLETED = 1
    OVERDUE = 2


RATE = "rate"
FIGURES = (
    PlaceFigure(key="enrolled", statuses=frozenset(Standing), cost=40, zero_is_public=True),
    PlaceFigure(key="completed", statuses=frozenset({Standing.COMPLETED}), cost=12),
    PlaceFigure(key="overdue", statuses=frozenset({Standing.OVERDUE}), cost=8, zero_is_public=True),
    PlaceFigure(key="open", statuses=frozenset({Standing.OPEN}), cost=4, zero_is_public=True),
    # Never printed, but one subtraction away.
    PlaceFigure(
        key="not_completed",
        statuses=frozenset({Standing.OPEN, Standing.OVERDUE}),
        cost=1,
        shown=False,
        zero_is_public=True,
    ),
)
PRINTED = tuple(figure for figure in FIGURES if figure.shown)
HEADCOUNT = FIGURES[0].key


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionPaper:
    """A frozen table of completions."""

    counts: PlaceCounts
    withheld: frozenset[str]

    def told(self, course: str) -> Told:
        """Return what its readers can tell of a course's cells, but of how many were enrolled."""
        lines = list(place_lines(self.counts, course, FIGURES))
        about = [line for line in lines if not line.key.endswith(f":{HEADCOUNT}")]
        return teller(lines, self.withheld, about=about)


def withheld_cells(counts: PlaceCounts, tables: Sequence[CompletionPaper] = ()) -> frozenset[str]:
    """Return the keys of the cells to withhold, also in the light of the tables of other cycles."""
    found: set[str] = set()
    for course in counts.labels:
        earlier = [table.told(course.key) for table in tables]
        found |= suppress(lines_of(counts, course.key), earlier=earlier)
    return frozenset(found)


def lines_of(counts: PlaceCounts, course: str) -> list[Line]:
    return list(place_lines(counts, course, FIGURES))


def given_away(paper: CompletionPaper) -> list[str]:
    """Return the small cells that a table would give away: the check that stands behind it."""
    return [
        key for course in paper.counts.labels for key in exposed(lines_of(paper.counts, course.key), paper.withheld)
    ]


def rows_with_rate(paper: CompletionPaper, course: str) -> list[PlaceRow]:
    """Return a course's rows; the completion rate is printed where both of its counts are."""
    return [_with_rate(row) for row in rows_of(paper.counts, paper.withheld, course, PRINTED)]


def _with_rate(row: PlaceRow) -> PlaceRow:
    completed, enrolled = row.cells["completed"], row.cells["enrolled"]
    rate = Fraction(completed) / enrolled if completed is not None and enrolled else None
    return PlaceRow(label=row.label, depth=row.depth, cells={**row.cells, RATE: rate})
