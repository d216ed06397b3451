"""Completion of the mandatory courses by 部 and 課: counting it on a day, freezing the table, and reading it back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from assessments.models import Cycle
from lms.people.queries import department_tree
from reports.completion import RATE, CompletionPaper, Standing, rows_with_rate, withheld_cells
from reports.completion import given_away as _given_away
from reports.figures import Label
from reports.learning.figures import Status, as_of, present_on
from reports.learning.frames import enrolment_frame, reported_courses, staff
from reports.learning.lists import day_words
from reports.models import CompletionTable, Snapshot
from reports.place_counts import CITY, ELSEWHERE, Place, PlaceCounts, from_json
from reports.place_tables import PlaceTable, keep, place_by_department, places_of, releases_without
from reports.words import group_name

DEFINITION = "LD-2026-1"
"""Changes whenever a figure of the table changes its meaning; stands on the page and in each file."""
WHOLE_CITY = "city"
STANDINGS = {Status.COMPLETED: Standing.COMPLETED, Status.OVERDUE: Standing.OVERDUE}


def completion_counts(cycle: Cycle, on: date) -> PlaceCounts:
    """Count who had completed each mandatory course at the end of a day, by the department of that day.

    Numerator and denominator are those of the learning page (`reports.learning.figures`): people with a main post who
    are not away, each with their newest enrolment on the course.
    """
    tree = department_tree(on)
    belongs = place_by_department(tree)
    courses = {course.pk: course for course in reported_courses().filter(is_mandatory=True)}
    people = staff(on)
    rows = as_of(enrolment_frame(on), on).merge(present_on(people.posts, people.away, on), on="person")
    rows = rows[rows["course"].isin(courses)]
    counted = Counter(
        (courses[course].slug, belongs.get(int(department), ELSEWHERE), int(STANDINGS.get(status, Standing.OPEN)))
        for course, department, status in zip(rows["course"], rows["department"], rows["status"], strict=True)
    )
    taken = set(rows["course"])
    labels = [
        Label(key=course.slug, name_ja=course.title, name_en=course.title_en)
        for course in courses.values()
        if course.pk in taken
    ]
    places = places_of(tree)
    return PlaceCounts(cycle=cycle.code, labels=tuple(labels), places=(_city(places), *places), people=counted)


def _city(places: Sequence[Place]) -> Place:
    """Return the row of everybody, also of those whose department is not there on the day."""
    return Place(key=WHOLE_CITY, name="", depth=CITY, parts=frozenset([*(place.key for place in places), ELSEWHERE]))


# Freezing


def freeze_completion(snapshot: Snapshot, *, at: datetime) -> CompletionTable:
    """Freeze who had completed what on the day a cycle closed, or return the table there is.

    The tables of other cycles are taken into account. Raises CannotProtectError.
    """
    frozen = CompletionTable.objects.filter(cycle=snapshot.cycle).first()
    if frozen:
        return frozen
    counts = completion_counts(snapshot.cycle, snapshot.as_of)
    withheld = withheld_cells(counts, [paper_of(row) for row in frozen_tables()])
    return keep(CompletionTable, snapshot, counts, withheld, definition=DEFINITION, at=at)


def releases_without_completion() -> Iterable[Snapshot]:
    """Return the first release of each cycle that has no completions by department yet."""
    return releases_without(CompletionTable)


def frozen_tables() -> Iterable[CompletionTable]:
    return CompletionTable.objects.select_related("cycle", "snapshot").order_by("id")


def paper_of(table: CompletionTable) -> CompletionPaper:
    return CompletionPaper(counts=from_json(table.counts), withheld=frozenset(table.withheld))


def given_away(table: CompletionTable) -> list[str]:
    """Return the small cells that a frozen table would give away: the check behind it."""
    return _given_away(paper_of(table))


# Reading


def course_tables(table: CompletionTable) -> list[PlaceTable]:
    """Return the tables of a frozen cycle, one a mandatory course."""
    paper = paper_of(table)
    return [
        PlaceTable(
            key=course.key,
            name=group_name(course),
            title=_("%(course)s: completion by department") % {"course": group_name(course)},
            heads=heads(),
            rows=[
                replace(row, label=_("The whole city")) if row.depth == CITY else row
                for row in rows_with_rate(paper, course.key)
            ],
        )
        for course in paper.counts.labels
    ]


def heads() -> dict[str, str]:
    return {
        "enrolled": _("Enrolled"),
        "completed": _("Completed"),
        RATE: _("Completion rate"),
        "overdue": _("Overdue"),
        "open": _("Not due yet"),
    }


def notes(table: CompletionTable) -> Sequence[str]:
    """Return the lines that say what the table is, as of when, and what its marks mean."""
    facts = {"as_of": day_words(table.snapshot.as_of), "number": table.snapshot.number, "definition": DEFINITION}
    return [
        _("As of %(as_of)s, number %(number)s, definition %(definition)s") % facts,
        _("People, each with their newest enrolment on the course; who is on leave or seconded out is not counted."),
        _("＊ withheld: fewer than five people, or a count that would give such a one away."),
        _("Also withheld: a count that another cycle's table, subtracted, would turn into one to four people."),
    ]
