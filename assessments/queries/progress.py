"""How far a cycle has come, for HR."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from assessments.models import Assessment, Cycle, Exclusion
from assessments.states import CONFIRMED_STATES, UNFINISHED_STATES
from lms.people.models import DepartmentPeriod
from lms.people.reach import EVERYWHERE, Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """How many people of a cycle, or of one department in it, have come how far."""

    total: int = 0
    self_done: int = 0
    first_done: int = 0
    confirmed: int = 0
    excluded: int = 0

    def missing(self) -> "Stages":
        """Return how many people are still to come at each stage."""
        return Stages(
            total=self.total,
            self_done=self.total - self.self_done,
            first_done=self.total - self.first_done,
            confirmed=self.total - self.confirmed,
        )

    def __add__(self, other: "Stages") -> "Stages":
        return Stages(
            total=self.total + other.total,
            self_done=self.self_done + other.self_done,
            first_done=self.first_done + other.first_done,
            confirmed=self.confirmed + other.confirmed,
            excluded=self.excluded + other.excluded,
        )


@dataclass(slots=True, kw_only=True)
class DepartmentStages:
    """A 部 or 課 on the HR page: the counts of its people and of everyone below it."""

    key: int
    name: str
    depth: int
    stages: Stages = field(default_factory=Stages)


def stages_by_cycle(reach: Reach = EVERYWHERE) -> dict[int, Stages]:
    """Return the counts of every cycle within reach, in two queries."""
    within = reach.condition("department")
    counted = {row["cycle"]: _stages(row) for row in _counted("cycle", within=within)}
    left_out = Exclusion.objects.filter(within).order_by().values_list("cycle")
    excluded = dict(left_out.annotate(count=Count("pk")).values_list("cycle", "count"))
    return {key: counted.get(key, Stages()) + Stages(excluded=excluded.get(key, 0)) for key in {*counted, *excluded}}


def _counted(*by: str, within: Q) -> Iterable[dict[str, int]]:
    rows = Assessment.objects.filter(within)
    return (
        rows.values(*by)
        .annotate(
            total=Count("pk"),
            self_done=Count("pk", filter=Q(self_submitted_at__isnull=False)),
            first_done=Count("pk", filter=~Q(state__in=UNFINISHED_STATES)),
            confirmed=Count("pk", filter=Q(state__in=CONFIRMED_STATES)),
        )
        .order_by(*by)
    )


def _stages(row: Mapping[str, int]) -> Stages:
    return Stages(
        total=row["total"],
        self_done=row["self_done"],
        first_done=row["first_done"],
        confirmed=row["confirmed"],
    )


def department_stages(cycle: Cycle, reach: Reach = EVERYWHERE) -> list[DepartmentStages]:
    """Return the counts by 部 and 課 of the reference date in the organisation's order, in three queries.

    A 係 is counted in its 課: HR sees who is late there, and no level below it (R23).
    """
    within = reach.condition("department")
    own = {row["department"]: _stages(row) for row in _counted("department", within=within & Q(cycle=cycle))}
    for key, count in cycle.exclusions.filter(within).values_list("department").annotate(count=Count("pk")):
        own[key] = own.get(key, Stages()) + Stages(excluded=count)
    return Tree(cycle.reference_on).rolled_up(own)


class Tree:
    """The organisation of a date, 部 and 課 with their people's counts rolled up."""

    def __init__(self, on: date) -> None:
        periods = DepartmentPeriod.objects.on(on).order_by("order", "department__code")
        self.periods = {period.department_id: period for period in periods}
        self.children: dict[int | None, list[int]] = {}
        for key, period in self.periods.items():
            parent = period.parent_id if period.parent_id in self.periods else None
            self.children.setdefault(parent, []).append(key)

    def rolled_up(self, own: Mapping[int, Stages]) -> list[DepartmentStages]:
        """Return the tree down to 課, depth first, each node with the sum of what lies below it."""
        found: list[DepartmentStages] = []
        for key in self.children.get(None, []):
            self._visit(key, own, depth=0, into=found)
        return [row for row in found if row.stages != Stages()]

    def _visit(self, key: int, own: Mapping[int, Stages], *, depth: int, into: list[DepartmentStages]) -> Stages:
        period = self.periods[key]
        row = DepartmentStages(key=key, name=period.name, depth=depth)
        if period.kind != DepartmentPeriod.Kind.SECTION:
            into.append(row)
        row.stages = own.get(key, Stages())
        for child in self.children.get(key, []):
            row.stages = row.stages + self._visit(child, own, depth=depth + 1, into=into)
        return row.stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Warnings:
    """What keeps a cycle from coming to its end."""

    without_first_rater: int
    without_second_rater: int
    excluded: Mapping[str, int]


def cycle_warnings(cycle: Cycle, reach: Reach = EVERYWHERE) -> Warnings:
    within = reach.condition("department")
    counts = Assessment.objects.filter(within, cycle=cycle).aggregate(
        first=Count("pk", filter=Q(first_rater__isnull=True)),
        second=Count("pk", filter=Q(second_rater__isnull=True)),
    )
    excluded = (
        cycle.exclusions.filter(within).values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    )
    return Warnings(
        without_first_rater=counts["first"],
        without_second_rater=counts["second"] if cycle.has_second_rater else 0,
        excluded=dict(excluded),
    )
