"""Levels confirmed in earlier cycles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments.models import Assessment, Cycle
from assessments.states import CONFIRMED_STATES
from lms.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLevel:
    """A confirmed level and the cycle it was confirmed in."""

    level: int
    cycle_code: str
    cycle_name: str
    on: date


type LastLevels = Mapping[tuple[UUID, str], LastLevel]


def last_levels(people: Iterable[UUID], *, before: Cycle) -> LastLevels:
    """Return the last confirmed level by person and group key, from the cycles before this one.

    A level is never carried across a promotion, so the group is part of the key.
    """
    rows = (
        Assessment.objects.filter(
            person__in=list(people),
            state__in=CONFIRMED_STATES,
            level__isnull=False,
            cycle__reference_on__lt=before.reference_on,
        )
        .order_by("cycle__reference_on", "pk")
        .values_list("person_id", "group__key", "level", "cycle")
    )
    newest = {(person_id, key): (level, cycle) for person_id, key, level, cycle in rows}
    cycles = Cycle.objects.in_bulk({cycle for _, cycle in newest.values()}) if newest else {}
    known = {key: (cycle.code, cycle.name, cycle.reference_on) for key, cycle in cycles.items()}
    return {
        key: LastLevel(level=level or 0, cycle_code=code, cycle_name=name, on=on)
        for key, (level, cycle) in newest.items()
        for code, name, on in [known[cycle]]
    }


def last_confirmed(person: User) -> Assessment | None:
    """Return the person's newest assessment with a confirmed level."""
    rows = Assessment.objects.filter(person=person, state__in=CONFIRMED_STATES)
    return rows.select_related("cycle", "group").order_by("-cycle__reference_on", "-pk").first()


def history(assessment: Assessment) -> list[LastLevel]:
    """Return the person's confirmed levels in the same group before this cycle, newest first."""
    return histories([assessment]).get(assessment.pk, [])


def histories(assessments: Iterable[Assessment]) -> dict[int, list[LastLevel]]:
    """Return the earlier levels behind several assessments, each in its own group, newest first, in one query."""
    wanted = list(assessments)
    rows = (
        Assessment.objects.filter(
            person__in=[row.person_id for row in wanted], state__in=CONFIRMED_STATES, level__isnull=False
        )
        .select_related("cycle", "group")
        .order_by("-cycle__reference_on", "-pk")
    )
    earlier: dict[tuple[UUID, str], list[Assessment]] = {}
    for row in rows:
        earlier.setdefault((row.person_id, row.group.key), []).append(row)
    return {
        row.pk: [
            LastLevel(
                level=past.level, cycle_code=past.cycle.code, cycle_name=past.cycle.name, on=past.cycle.reference_on
            )
            for past in earlier.get((row.person_id, row.group.key), [])
            if past.level is not None and past.cycle.reference_on < row.cycle.reference_on
        ]
        for row in wanted
    }
