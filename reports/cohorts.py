"""The cohort explorer: HR's own cut of the people, the same people followed, and who is behind each number.

Filters name people, not answers: department, group and working group as of the current cycle's reference date, and as
of the base cycle's for people who have left the scope since. Nothing here leaves HR, so nothing is withheld; whoever
holds HR for one department sees that department only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd

from assessments.models import Cycle
from curriculum.models import Programme, Tier
from lms.learning.models import Enrolment
from lms.lib.calendar import fiscal_year, fiscal_year_label
from lms.people.access import reaches_city
from lms.people.models import Role, User, WorkingGroup, WorkingGroupMembership
from lms.people.models.groups import COUNTED_ROLES
from lms.people.queries import DepartmentTree, department_tree
from lms.people.reach import reach_of
from reports.access import HR_ROLES
from reports.cube import LEVELS, Cube, count, is_level, transitions, ways
from reports.figures import DEFINITION, GroupFigures, Label, Source, figures_from, plain
from reports.queries import assessment_frame, cycle_before, cycle_for, group_choices, group_labels
from reports.words import status_words

DRILLS = ("now", "base", "stayers", "followed", "joined", "left", "moved_in", "moved_out", "up", "down")
"""Whom a number stands for; "3-4" besides, for a cell of the table of transitions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What HR asked for; everything may be left out."""

    cycle: str | None = None
    base: str | None = None
    as_of: date
    group: str = ""
    tier: str = ""
    department: UUID | None = None
    working_group: UUID | None = None
    joined: int | None = None
    """Fiscal year of joining."""
    programme: str = ""
    """Slug of a programme whose courses they are enrolled on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """One cut of the people between two cycles; `rows` are those of `reports.cube.ways`."""

    filters: Filters
    cycle: Cycle
    base: Cycle | None
    group: Label
    groups: tuple[Label, ...]
    rows: pd.DataFrame
    cube: Cube
    figures: GroupFigures

    @property
    def transitions(self) -> list[list[int]]:
        return transitions(self.cube, self.group.key)

    @property
    def followed_then(self) -> dict[int, int]:
        return dict(zip(LEVELS, (sum(row) for row in self.transitions), strict=True))

    @property
    def followed_now(self) -> dict[int, int]:
        return dict(zip(LEVELS, (sum(column) for column in zip(*self.transitions, strict=True)), strict=True))

    @property
    def base_levels(self) -> dict[int, int]:
        return {level: self.figures.counts[f"base_level_{level}"] for level in LEVELS}

    def people(self, drill: str) -> pd.DataFrame:
        """Return the rows behind a number; raise KeyError for one there is none of."""
        return self.rows[_drill(drill, self.rows, self.group.key)]


def cohort(filters: Filters, viewer: User | None = None) -> Cohort:
    """Return a cut of the people; raise NoCycleError when no cycle fits.

    `viewer` narrows it to the departments HR was granted; the console has no viewer and sees everybody.
    """
    on = filters.as_of
    cycle = cycle_for(on, filters.cycle)
    base = cycle_for(on, filters.base) if filters.base else cycle_before(cycle, on)
    if base == cycle:
        base = None
    labels = [Label(**label) for label in group_labels(cycle, **_in_tier(filters))]
    then = assessment_frame(base, on) if base else None
    rows = _marked(assessment_frame(cycle, on), then)
    rows = rows[_kept(rows, filters, cycle, viewer)]
    cube = count(rows)
    group = _chosen(filters.group, labels, cube)
    source = _source(filters, cycle, base, tuple(labels), cube)
    figures = next(found for found in figures_from(source).groups if found.key == group.key)
    return Cohort(
        filters=filters,
        cycle=cycle,
        base=base,
        group=group,
        groups=tuple(labels),
        rows=rows,
        cube=cube,
        figures=figures,
    )


def _in_tier(filters: Filters) -> dict[str, Any]:
    return {"tier__key": filters.tier} if filters.tier else {}


def _chosen(key: str, labels: list[Label], cube: Cube) -> Label:
    """Return the group asked for, else the largest: groups are looked at one by one, never added up."""
    sizes = dict.fromkeys((label.key for label in labels), 0)
    for way, people in cube.items():
        if way.now in sizes:
            sizes[way.now] += people
    by_key = {label.key: label for label in labels}
    return by_key.get(key) or by_key[max(sizes, key=lambda name: sizes[name])]


def _source(filters: Filters, cycle: Cycle, base: Cycle | None, groups: tuple[Label, ...], cube: Cube) -> Source:
    return Source(
        definition=DEFINITION,
        as_of=filters.as_of,
        cycle=cycle.code,
        cycle_name=cycle.name_ja,
        cycle_name_en=cycle.name_en,
        cycle_is_closed=cycle.closed_at is not None,
        reference_on=cycle.reference_on,
        base_cycle=base.code if base else None,
        base_cycle_name=base.name_ja if base else None,
        base_cycle_name_en=base.name_en if base else None,
        groups=groups,
        cube=cube,
        excluded={},
        shown_again={},
    )


def _marked(now: pd.DataFrame, then: pd.DataFrame | None) -> pd.DataFrame:
    """Return the ways with each person's department: the current one, or the last known of who has left."""
    rows = ways(now, then)
    place = now.set_index("person")["department"]
    if then is not None:
        place = place.combine_first(then.set_index("person")["department"])
    return rows.assign(department=rows["person"].map(place))


def _kept(rows: pd.DataFrame, filters: Filters, cycle: Cycle, viewer: User | None) -> "pd.Series[bool]":
    tree = department_tree(cycle.reference_on)
    kept = pd.Series(True, index=rows.index)
    for departments in (_asked_departments(filters, tree), departments_in_scope(viewer, filters.as_of)):
        if departments is not None:
            kept &= rows["department"].isin(list(departments))
    for people in _asked_people(filters, cycle):
        kept &= rows["person"].isin(people)
    return kept


def _asked_departments(filters: Filters, tree: DepartmentTree) -> frozenset[int] | None:
    if filters.department is None:
        return None
    chosen = next((node for node in tree.walk() if node.uuid == filters.department), None)
    return tree.ids_below(chosen.id) if chosen else frozenset()


def departments_in_scope(viewer: User | None, on: date) -> frozenset[int] | None:
    """Return the departments a person holds HR for; None when it is the whole city."""
    if viewer is None or reaches_city(viewer, *HR_ROLES, on=on):
        return None
    return reach_of(viewer, Role.HR, on).departments


def _asked_people(filters: Filters, cycle: Cycle) -> Iterable[set[UUID]]:
    if filters.working_group:
        members = WorkingGroupMembership.objects.filter(
            working_group__uuid=filters.working_group, role__in=COUNTED_ROLES
        ).on(cycle.reference_on)
        yield set(members.values_list("person_id", flat=True))
    if filters.joined is not None:
        year = (date(filters.joined, 4, 1), date(filters.joined + 1, 3, 31))
        yield set(User.objects.filter(joined_on__range=year).values_list("pk", flat=True))
    if filters.programme:
        enrolled = Enrolment.objects.filter(course_version__course__programme__key=filters.programme)
        yield set(enrolled.values_list("learner_id", flat=True))


def cohort_choices(on: date) -> dict[str, list[tuple[str, str]]]:
    """Return what each filter offers, as (value, words)."""
    newest = Cycle.objects.select_related("framework").order_by("-reference_on", "-pk").first()
    tree = department_tree(newest.reference_on if newest else on)
    programmes = Programme.objects.filter(framework=newest.framework) if newest else Programme.objects.none()
    tiers = Tier.objects.filter(framework=newest.framework) if newest else Tier.objects.none()
    return {
        "group": group_choices(),
        "tier": [(tier.key, tier.name) for tier in tiers.order_by("order", "pk")],
        "department": [(str(node.uuid), f"{'　' * node.depth}{node.name}") for node in tree.walk()],
        "working_group": [(str(group.uuid), group.name) for group in WorkingGroup.objects.order_by("name")],
        "joined": [(str(year), fiscal_year_label(year)) for year in joining_years(on)],
        "programme": [(programme.key, programme.name) for programme in programmes.order_by("order", "pk")],
    }


def joining_years(on: date) -> list[int]:
    """Return the fiscal years in which people joined, newest first."""
    rows = User.objects.filter(joined_on__lte=on).values("joined_on").distinct()
    return sorted({fiscal_year(row["joined_on"]) for row in rows}, reverse=True)


def _drill(drill: str, rows: pd.DataFrame, group: str) -> "pd.Series[bool]":
    here, there = rows["now"] == group, rows["then"] == group
    before, after = pd.to_numeric(rows["before"]), pd.to_numeric(rows["after"])
    followed = here & there & (before >= 0) & (after >= 0)
    known: dict[str, pd.Series[bool]] = {
        "now": here,
        "base": there,
        "stayers": here & there,
        "followed": followed,
        "joined": here & rows["then"].isna(),
        "left": there & rows["now"].isna(),
        "moved_in": here & rows["then"].notna() & ~there,
        "moved_out": there & rows["now"].notna() & ~here,
        "up": followed & (after > before),
        "down": followed & (after < before),
    }
    if drill in known:
        return known[drill]
    first, _dash, second = drill.partition("-")
    if not (first.isdigit() and second.isdigit() and is_level(int(first))):
        raise KeyError(drill)
    return followed & (before == int(first)) & (after == int(second))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One person behind a number."""

    staff_no: str
    name: str
    kana: str
    department: str
    before: int | None
    after: int | None

    @property
    def before_words(self) -> str:
        return status_words(self.before)

    @property
    def after_words(self) -> str:
        return status_words(self.after)


def names(cut: Cohort, drill: str) -> list[Named]:
    """Return the people behind a number in the order of their kana."""
    rows = cut.people(drill)
    tree = department_tree(cut.cycle.reference_on)
    found = {row["person"]: row for row in rows.to_dict("records")}
    people = User.objects.filter(pk__in=list(found)).order_by("kana", "staff_no")
    return [
        Named(
            staff_no=person.staff_no,
            name=person.name,
            kana=person.kana,
            department=tree.path(int(found[person.pk]["department"])),
            before=_status(found[person.pk]["before"]),
            after=_status(found[person.pk]["after"]),
        )
        for person in people
    ]


def _status(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def as_json(cut: Cohort) -> dict[str, Any]:
    """Return a cut as plain data, with what was asked and the definition."""
    return {
        "definition": DEFINITION,
        "as_of": cut.filters.as_of.isoformat(),
        "cycle": cut.cycle.code,
        "base_cycle": cut.base.code if cut.base else None,
        "filters": {key: str(value) for key, value in _asked(cut.filters).items()},
        "in_office": {**plain(cut.figures), "group": cut.group.key},
        "fixed_cohort": {
            "people": cut.figures.counts["followed"],
            "then": plain(cut.followed_then),
            "now": plain(cut.followed_now),
        },
        "transitions": cut.transitions,
    }


def _asked(filters: Filters) -> dict[str, Any]:
    names_of = ("group", "tier", "department", "working_group", "joined", "programme")
    return {name: value for name in names_of if (value := getattr(filters, name)) not in ("", None)}
