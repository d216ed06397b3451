"""Released tables as plain data, for commands and for comparing every face with every other."""

from typing import Any

from reports.release import Release
from reports.suppression import SMALLEST
from reports.tables import tables


def tables_json(release: Release) -> list[dict[str, Any]]:
    """Return each table as rows of cells with the text every face shows."""
    return [
        {
            "key": table.key,
            "title": str(table.title),
            "rows": [
                {
                    "figure": column.key,
                    "label": str(column.label),
                    "cells": {group.key: cell.text for group, cell in zip(table.groups, cells, strict=True)},
                }
                for column, cells in table.rows
            ],
        }
        for table in tables(release)
    ]


def release_json(release: Release, *, number: str) -> dict[str, Any]:
    """Return everything a reader outside HR may hold of a page."""
    figures = release.figures
    return {
        "definition": figures.definition,
        "number": number,
        "as_of": figures.as_of.isoformat(),
        "cycle": figures.cycle,
        "base_cycle": figures.base_cycle,
        "smallest": SMALLEST,
        "withheld": sorted(release.withheld),
        "tables": tables_json(release),
    }
