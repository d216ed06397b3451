"""A source of figures as plain JSON and back, the hash that stands for it, and the page a frozen row holds."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from reports.cube import Way
from reports.figures import Label, Source
from reports.models import Snapshot
from reports.projection import Projection, Reach, Why
from reports.release import Release
from reports.targets import Target


def to_json(source: Source) -> dict[str, Any]:
    """Return a source as JSON values; `from_json` gives it back unchanged."""
    return {
        "definition": source.definition,
        "as_of": source.as_of.isoformat(),
        "cycle": source.cycle,
        "cycle_name": source.cycle_name,
        "cycle_name_en": source.cycle_name_en,
        "cycle_is_closed": source.cycle_is_closed,
        "reference_on": source.reference_on.isoformat(),
        "base_cycle": source.base_cycle,
        "base_cycle_name": source.base_cycle_name,
        "base_cycle_name_en": source.base_cycle_name_en,
        "groups": [asdict(group) for group in source.groups],
        "cube": [[*way, people] for way, people in sorted(source.cube.items(), key=str)],
        "excluded": dict(source.excluded),
        "shown_again": dict(source.shown_again),
        "targets": [{**asdict(target), "decided_on": target.decided_on.isoformat()} for target in source.targets],
        "projections": {key: _projection_json(value) for key, value in source.projections.items()},
    }


def from_json(plain: Mapping[str, Any]) -> Source:
    return Source(
        definition=plain["definition"],
        as_of=date.fromisoformat(plain["as_of"]),
        cycle=plain["cycle"],
        cycle_name=plain["cycle_name"],
        cycle_name_en=plain["cycle_name_en"],
        cycle_is_closed=plain["cycle_is_closed"],
        reference_on=date.fromisoformat(plain["reference_on"]),
        base_cycle=plain["base_cycle"],
        base_cycle_name=plain["base_cycle_name"],
        base_cycle_name_en=plain["base_cycle_name_en"],
        groups=tuple(Label(**group) for group in plain["groups"]),
        cube={Way(*row[:4]): row[4] for row in plain["cube"]},
        excluded=plain["excluded"],
        shown_again=plain["shown_again"],
        targets=tuple(
            Target(**{**target, "decided_on": date.fromisoformat(target["decided_on"])}) for target in plain["targets"]
        ),
        projections={key: _projection(value) for key, value in plain["projections"].items()},
    )


def fingerprint(source: Mapping[str, Any], withheld: list[str]) -> str:
    """Return the SHA-256 of a frozen source and what was withheld of it, over one canonical text."""
    canonical = json.dumps([source, sorted(withheld)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def release_of(snapshot: Snapshot) -> Release:
    """Return a frozen page as it was."""
    return Release(source=from_json(snapshot.source), withheld=frozenset(snapshot.withheld))


def is_intact(snapshot: Snapshot) -> bool:
    """Tell whether a frozen row still is what its hash was made of."""
    return fingerprint(snapshot.source, snapshot.withheld) == snapshot.sha256


def _projection_json(projection: Projection) -> dict[str, Any]:
    reaches = [
        {
            "by": reach.by.isoformat(),
            "cycles": reach.cycles,
            "level_3": list(reach.level_3),
            "level_4": list(reach.level_4),
        }
        for reach in projection.reaches
    ]
    return {
        "why_not": projection.why_not,
        "transitions": projection.transitions,
        "people": projection.people,
        "reaches": reaches,
    }


def _projection(plain: Mapping[str, Any]) -> Projection:
    return Projection(
        why_not=Why(plain["why_not"]) if plain["why_not"] else None,
        transitions=plain["transitions"],
        people=plain["people"],
        reaches=tuple(
            Reach(
                by=date.fromisoformat(reach["by"]),
                cycles=reach["cycles"],
                level_3=tuple(reach["level_3"]),
                level_4=tuple(reach["level_4"]),
            )
            for reach in plain["reaches"]
        ),
    )
