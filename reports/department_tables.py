"""Counting a closed cycle by 部 and 課, freezing the table, and reading it back."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.models import Cycle
from lms.people import audit
from lms.people.models import DepartmentPeriod
from lms.people.queries import DepartmentNode, DepartmentTree, department_tree
from reports.cube import LEVELS, statuses
from reports.departments import (
    ELSEWHERE,
    PRINTED,
    DepartmentCounts,
    Place,
    PlaceRow,
    city_row,
    rows_of,
    system,
    withheld_cells,
)
from reports.figures import GroupLabel
from reports.frozen import fingerprint
from reports.learning.lists import Cell, Listing, columns_of, day_words
from reports.models import DepartmentTable, Snapshot
from reports.queries import assessment_frame
from reports.release import Release
from reports.services import release_of
from reports.suppression import MARK, exposed
from reports.words import group_name, level_name

DEFINITION = "D-2026-1"
"""Changes whenever a figure of the table changes its meaning; stands on the page and in each file."""
NO_CELL = "–"
"""Stands where a 課 has no figure at all."""


def department_counts(cycle: Cycle, on: date, groups: tuple[GroupLabel, ...]) -> DepartmentCounts:
    """Count a cycle by department as it was known at the end of a day."""
    tree = department_tree(cycle.reference_on)
    places = {node.id: node for node in tree.walk() if _is_place(node)}
    belongs = {node.id: _place_of(node, tree) for node in tree.walk()}
    frame = assessment_frame(cycle, on)
    rows = zip(frame["group"], frame["department"], statuses(frame), strict=True)
    people = Counter(
        (group, belongs.get(int(department), ELSEWHERE), int(status)) for group, department, status in rows
    )
    return DepartmentCounts(
        cycle=cycle.code, groups=groups, places=tuple(_place(node, belongs) for node in places.values()), people=people
    )


def _is_place(node: DepartmentNode) -> bool:
    return node.kind != DepartmentPeriod.Kind.SECTION and node.depth <= 1


def _place_of(node: DepartmentNode, tree: DepartmentTree) -> str:
    """Return the key of the 課, or else the 部, that a department's people are counted in."""
    while not _is_place(node):
        if node.parent_id is None or node.parent_id not in tree.by_id:
            return ELSEWHERE
        node = tree.by_id[node.parent_id]
    return str(node.id)


def _place(node: DepartmentNode, belongs: Mapping[int, str]) -> Place:
    parts = frozenset(belongs[below.id] for below in node.walk())
    return Place(key=str(node.id), name=node.name, depth=node.depth, parts=parts)


# Freezing


def releases_without_table() -> QuerySet[Snapshot]:
    """Return the first release of each cycle that has no table by department yet."""
    later = Snapshot.objects.released().filter(cycle__department_table__isnull=True).order_by("cycle_id", "id")
    first: dict[int, int] = {}
    for pk, cycle in later.values_list("pk", "cycle_id"):
        first.setdefault(cycle, pk)
    return Snapshot.objects.filter(pk__in=first.values()).select_related("cycle").order_by("id")


def freeze_departments(snapshot: Snapshot, *, at: datetime) -> DepartmentTable:
    """Freeze a cycle's table beside its release, or return the one there is; raise CannotProtectError.

    The solver takes its time, so nothing is locked meanwhile; of two workers the first to finish is kept.
    """
    frozen = DepartmentTable.objects.filter(cycle=snapshot.cycle).first()
    if frozen:
        return frozen
    release = release_of(snapshot)
    counts = department_counts(snapshot.cycle, snapshot.as_of, release.source.groups)
    return _keep(snapshot, to_json(counts), sorted(withheld_cells(counts, release)), at=at)


@transaction.atomic
def _keep(snapshot: Snapshot, plain: dict[str, Any], withheld: list[str], *, at: datetime) -> DepartmentTable:
    facts = {
        "snapshot": snapshot,
        "counts": plain,
        "withheld": withheld,
        "sha256": fingerprint(plain, withheld),
        "frozen_at": at,
    }
    table, is_new = DepartmentTable.objects.get_or_create(cycle=snapshot.cycle, defaults=facts)
    if not is_new:
        return table
    details = {"sha256": table.sha256, "definition": DEFINITION, "withheld": len(withheld)}
    audit.record("report.frozen", actor=None, at=at, target=str(table), details=details)
    return table


def to_json(counts: DepartmentCounts) -> dict[str, Any]:
    """Return counts as JSON values; `from_json` gives them back unchanged."""
    return {
        "definition": DEFINITION,
        "cycle": counts.cycle,
        "groups": [asdict(group) for group in counts.groups],
        "places": [[place.key, place.name, place.depth, sorted(place.parts)] for place in counts.places],
        "people": [[*leaf, people] for leaf, people in sorted(counts.people.items())],
    }


def from_json(plain: Mapping[str, Any], release: Release) -> DepartmentCounts:
    return DepartmentCounts(
        cycle=plain["cycle"],
        groups=release.source.groups,
        places=tuple(
            Place(key=key, name=name, depth=depth, parts=frozenset(parts))
            for key, name, depth, parts in plain["places"]
        ),
        people={(group, place, status): people for group, place, status, people in plain["people"]},
    )


def given_away(table: DepartmentTable) -> list[str]:
    """Return the small cells that a frozen table and its release would give away: the check behind it."""
    release = release_of(table.snapshot)
    lines, known = system(from_json(table.counts, release), release)
    return exposed(lines, table.withheld, known=known)


# Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTable:
    """One group's table as every face shows it: the city first, then 部 and 課 in organisation order."""

    key: str
    name: str
    rows: tuple[PlaceRow, ...]

    @property
    def lines(self) -> list[tuple[PlaceRow, list[str]]]:
        return [(row, [cell_text(row, figure.key) for figure in PRINTED]) for row in self.rows]


def group_tables(table: DepartmentTable) -> list[GroupTable]:
    """Return the tables of a frozen cycle, one a group."""
    release = release_of(table.snapshot)
    counts, withheld = from_json(table.counts, release), frozenset(table.withheld)
    return [
        GroupTable(
            key=group.key,
            name=group_name(group),
            rows=(city_row(release, group.key, _("The whole city")), *rows_of(counts, withheld, group.key)),
        )
        for group in release.source.groups
    ]


def cell_text(row: PlaceRow, figure: str) -> str:
    """Return a count, the mark of a withheld one, or a dash where a 課 has none: no cell is blank."""
    if figure not in row.cells:
        return NO_CELL
    value = row.cells[figure]
    return MARK if value is None else f"{value:,}"


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


def notes(table: DepartmentTable) -> list[str]:
    """Return the lines that say what the table is, as of when, and what its marks mean."""
    facts = {
        "cycle": table.cycle.name,
        "on": day_words(table.cycle.reference_on),
        "as_of": day_words(table.snapshot.as_of),
        "number": table.snapshot.number,
        "definition": DEFINITION,
    }
    return [
        _("%(cycle)s, reference date %(on)s, as of %(as_of)s, number %(number)s, definition %(definition)s") % facts,
        _("＊ withheld: fewer than five people, or a count that would give such a one away. – not shown for a 課."),
        _("Groups have different sentences: never compare or add them. Departments differ in their work: no ranking."),
    ]


def department_listing(table: DepartmentTable, group: GroupTable) -> Listing:
    """Return one group's table as a file's content: counts as numbers, marks as marks."""
    words = figure_words()
    return Listing(
        title=_("%(group)s by department") % {"group": group.name},
        notes=notes(table),
        columns=columns_of([(_("Department"), 0.2), *((words[figure.key], 0.07) for figure in PRINTED)]),
        rows=[("  " * (row.depth + 1) + row.label, *_cells(row)) for row in group.rows],
    )


def _cells(row: PlaceRow) -> list[Cell]:
    return [
        value if (value := row.cells.get(figure.key)) is not None else cell_text(row, figure.key) for figure in PRINTED
    ]


def tables_json(table: DepartmentTable) -> dict[str, Any]:
    """Return a frozen table as plain data, each cell as every face shows it."""
    return {
        "definition": DEFINITION,
        "number": table.snapshot.number,
        "sha256": table.sha256,
        "is_intact": fingerprint(table.counts, table.withheld) == table.sha256,
        "groups": [
            {
                "key": group.key,
                "rows": [
                    {
                        "label": row.label,
                        "depth": row.depth,
                        "cells": {figure.key: cell_text(row, figure.key) for figure in PRINTED},
                    }
                    for row in group.rows
                ],
            }
            for group in group_tables(table)
        ],
    }
