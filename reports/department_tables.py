"""Levels by 部 and 課: counting a closed cycle, freezing the table, and reading it back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from assessments.models import Cycle
from lms.people.queries import department_tree
from reports.cube import LEVELS, statuses
from reports.departments import PRINTED, Beside, city_row, paper_of, system, withheld_cells
from reports.figures import Label, Source
from reports.frozen import release_of
from reports.models import DepartmentTable, Snapshot
from reports.place_counts import ELSEWHERE, PlaceCounts, from_json, rows_of
from reports.place_tables import PlaceTable, facts_words, keep, place_by_department, places_of, releases_without
from reports.queries import assessment_frame
from reports.release import Paper
from reports.suppression import Told, exposed
from reports.words import group_name, level_name

DEFINITION = "D-2026-1"
"""Changes whenever a figure of the table changes its meaning; stands on the page and in each file."""


def department_counts(cycle: Cycle, on: date, groups: tuple[Label, ...]) -> PlaceCounts:
    """Count a cycle by department as it was known at the end of a day."""
    tree = department_tree(cycle.reference_on)
    belongs = place_by_department(tree)
    frame = assessment_frame(cycle, on)
    rows = zip(frame["group"], frame["department"], statuses(frame), strict=True)
    people = Counter(
        (group, belongs.get(int(department), ELSEWHERE), int(status)) for group, department, status in rows
    )
    return PlaceCounts(cycle=cycle.code, labels=groups, places=places_of(tree), people=people)


# Freezing


def freeze_departments(snapshot: Snapshot, *, at: datetime) -> DepartmentTable:
    """Freeze a cycle's table beside its release, or return the one there is; raise CannotProtectError.

    Other releases and the tables of other cycles are taken into account. The solver takes its time, so nothing is
    locked meanwhile.
    """
    frozen = DepartmentTable.objects.filter(cycle=snapshot.cycle).first()
    if frozen:
        return frozen
    release = release_of(snapshot)
    counts = department_counts(snapshot.cycle, snapshot.as_of, release.source.groups)
    others = [release_of(row) for row in Snapshot.objects.released().exclude(pk=snapshot.pk).order_by("id")]
    tables = [beside(row) for row in frozen_tables()]
    withheld = withheld_cells(counts, release, others=others, tables=tables)
    return keep(DepartmentTable, snapshot, counts, withheld, definition=DEFINITION, at=at)


def releases_without_table() -> Iterable[Snapshot]:
    """Return the first release of each cycle that has no table by department yet."""
    return releases_without(DepartmentTable)


def frozen_tables() -> Iterable[DepartmentTable]:
    return DepartmentTable.objects.select_related("cycle", "snapshot").order_by("id")


def beside(table: DepartmentTable) -> Beside:
    """Return a frozen table with the release it stands beside."""
    return Beside(
        counts=from_json(table.counts), release=release_of(table.snapshot), withheld=frozenset(table.withheld)
    )


def papers_about(source: Source) -> tuple[list[Paper], list[Told]]:
    """Return what frozen tables say of a source's people, and what they tell of figures that have changed since."""
    tables = [beside(row) for row in frozen_tables()]
    papers = [paper for table in tables if (paper := paper_of(table, source))]
    return papers, [table.told_of(source) for table in tables]


def given_away(table: DepartmentTable) -> list[str]:
    """Return the small cells that a frozen table and its release would give away: the check behind it."""
    lines, known = system(from_json(table.counts), release_of(table.snapshot))
    return exposed(lines, table.withheld, known=known)


# Reading


def group_tables(table: DepartmentTable) -> list[PlaceTable]:
    """Return the tables of a frozen cycle, one a group."""
    release = release_of(table.snapshot)
    counts, withheld = from_json(table.counts), frozenset(table.withheld)
    words = figure_words()
    heads = {figure.key: words[figure.key] for figure in PRINTED}
    return [
        PlaceTable(
            key=group.key,
            name=group_name(group),
            title=_("%(group)s by department") % {"group": group_name(group)},
            heads=heads,
            rows=(
                city_row(release, group.key, _("The whole city")),
                *rows_of(counts, withheld, group.key, PRINTED),
            ),
        )
        for group in release.source.groups
    ]


def figure_words() -> dict[str, str]:
    """Return each column's heading."""
    return {
        "in_scope": _("In scope"),
        "assessed": _("Assessed"),
        "not_assessed": _("Not assessed"),
        **{f"level_{level}": level_name(level) for level in LEVELS},
        "ge3": _("%(level)s or above") % {"level": level_name(3)},
        "ge4": _("%(level)s or above") % {"level": level_name(4)},
    }


def notes(table: DepartmentTable) -> Sequence[str]:
    """Return the lines that say what the table is, as of when, and what its marks mean."""
    return [
        facts_words(table.cycle, table.snapshot, DEFINITION),
        _("＊ withheld: fewer than five people, or a count that would give such a one away. – not shown for a 課."),
        _("Also withheld: a count that another cycle's table, subtracted, would turn into one to four people."),
        _("Groups have different sentences: never compare or add them. Departments differ in their work: no ranking."),
    ]
