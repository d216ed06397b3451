"""What every table by 部 and 課 shares: the places of a day, freezing, and how its cells are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.models import Cycle
from lms.people import audit
from lms.people.models import DepartmentPeriod
from lms.people.queries import DepartmentNode, DepartmentTree
from reports.frozen import fingerprint
from reports.learning.lists import Cell, Listing, columns_of, day_words
from reports.models import FrozenTable, Snapshot
from reports.place_counts import ELSEWHERE, Place, PlaceCounts, PlaceRow, to_json
from reports.suppression import MARK
from reports.words import percent_words

NO_CELL = "–"
"""Stands where a 課 has no figure at all."""


# Places


def places_of(tree: DepartmentTree) -> tuple[Place, ...]:
    """Return the 部 and 課 of a day in organisation order."""
    belongs = place_by_department(tree)
    return tuple(_place(node, belongs) for node in tree.walk() if _is_place(node))


def place_by_department(tree: DepartmentTree) -> dict[int, str]:
    """Return the key of the 課, or else the 部, that each department's people are counted in."""
    return {node.id: _place_of(node, tree) for node in tree.walk()}


def _is_place(node: DepartmentNode) -> bool:
    return node.kind != DepartmentPeriod.Kind.SECTION and node.depth <= 1


def _place_of(node: DepartmentNode, tree: DepartmentTree) -> str:
    while not _is_place(node):
        if node.parent_id is None or node.parent_id not in tree.by_id:
            return ELSEWHERE
        node = tree.by_id[node.parent_id]
    return str(node.id)


def _place(node: DepartmentNode, belongs: Mapping[int, str]) -> Place:
    parts = frozenset(belongs[below.id] for below in node.walk())
    return Place(key=str(node.id), name=node.name, depth=node.depth, parts=parts)


# Freezing


def releases_without(kind: type[FrozenTable]) -> QuerySet[Snapshot]:
    """Return the first release of each cycle that has no table of a kind yet, oldest first."""
    frozen = kind._default_manager.values("cycle")
    later = Snapshot.objects.released().exclude(cycle__in=frozen).order_by("cycle_id", "id")
    first: dict[int, int] = {}
    for pk, cycle in later.values_list("pk", "cycle_id"):
        first.setdefault(cycle, pk)
    return Snapshot.objects.filter(pk__in=first.values()).select_related("cycle").order_by("id")


@transaction.atomic
def keep[T: FrozenTable](
    kind: type[T], snapshot: Snapshot, counts: PlaceCounts, withheld: frozenset[str], *, definition: str, at: datetime
) -> T:
    """Freeze a table, or return the one there is: of two workers the first to finish is kept."""
    plain, keys = to_json(counts, definition=definition), sorted(withheld)
    facts = {
        "snapshot": snapshot,
        "counts": plain,
        "withheld": keys,
        "sha256": fingerprint(plain, keys),
        "frozen_at": at,
    }
    table, is_new = kind._default_manager.get_or_create(cycle=snapshot.cycle, defaults=facts)
    if is_new:
        details = {"sha256": table.sha256, "definition": definition, "withheld": len(keys)}
        audit.record("report.frozen", actor=None, at=at, target=str(table), details=details)
    return table


def is_intact(table: FrozenTable) -> bool:
    """Tell whether a frozen row still is what its hash was made of."""
    return fingerprint(table.counts, table.withheld) == table.sha256


# Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTable:
    """A group's or a course's table as every face shows it: the city first, then 部 and 課 in organisation order."""

    key: str
    name: str
    title: str
    heads: Mapping[str, str]
    rows: Sequence[PlaceRow]

    @property
    def lines(self) -> list[tuple[PlaceRow, list[str]]]:
        return [(row, [cell_text(row, figure) for figure in self.heads]) for row in self.rows]


def cell_text(row: PlaceRow, figure: str) -> str:
    """Return a number, the mark of a withheld one, or a dash where a 課 has none: no cell is blank."""
    if figure not in row.cells:
        return NO_CELL
    match row.cells[figure]:
        case None:
            return MARK
        case Fraction() as share:
            return percent_words(share)
        case count:
            return f"{count:,}"


def facts_words(cycle: Cycle, snapshot: Snapshot, definition: str) -> str:
    """Return the line that says which cycle a table speaks of, as of when, and which definition made it."""
    return _("%(cycle)s, reference date %(on)s, as of %(as_of)s, number %(number)s, definition %(definition)s") % {
        "cycle": cycle.name,
        "on": day_words(cycle.reference_on),
        "as_of": day_words(snapshot.as_of),
        "number": snapshot.number,
        "definition": definition,
    }


def listing_of(table: PlaceTable, notes: Sequence[str]) -> Listing:
    """Return a table as a file's content: numbers as numbers, marks as marks."""
    width = 0.8 / len(table.heads)
    return Listing(
        title=table.title,
        notes=notes,
        columns=columns_of([(_("Department"), 0.2), *((head, width) for head in table.heads.values())]),
        rows=[("  " * (row.depth + 1) + row.label, *_cells(row, table.heads)) for row in table.rows],
    )


def _cells(row: PlaceRow, figures: Mapping[str, str]) -> list[Cell]:
    return [value if (value := row.cells.get(key)) is not None else cell_text(row, key) for key in figures]


def tables_json(row: FrozenTable, tables: Sequence[PlaceTable], definition: str) -> dict[str, Any]:
    """Return a frozen table as plain data, each cell as every face shows it."""
    return {
        "definition": definition,
        "number": row.snapshot.number,
        "sha256": row.sha256,
        "is_intact": is_intact(row),
        "groups": [
            {
                "key": table.key,
                "rows": [
                    {"label": line.label, "depth": line.depth, "cells": dict(zip(table.heads, cells, strict=True))}
                    for line, cells in table.lines
                ],
            }
            for table in tables
        ],
    }
