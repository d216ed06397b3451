"""Which talent group a person belongs to on a date: derived from rank and working-group membership.

The rule (framework: group_rules): exactly one primary group, the first by precedence that applies; a working-group
member whose primary group comes earlier is shown again (再掲) under the working-group row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models

from curriculum.models import FrameworkVersion, LevelDescriptor, TalentGroup
from lms.lib.dated import holds_on
from lms.lib.prepared import prepared
from lms.people.duties import duties_on
from lms.people.models import Posting, User, WorkingGroupMembership
from lms.people.models.groups import COUNTED_ROLES

# No rank has this key.
NO_RANK = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRule:
    """One talent group's rule, in order of precedence."""

    group_id: int
    rank_ids: frozenset[int]
    takes_wg_members: bool
    takes_everyone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a person stands: the primary group, and whether they are shown again as a working-group member."""

    group_id: int
    is_secondary_wg: bool


def place(rules: Iterable[GroupRule], *, rank_id: int | None, in_working_group: bool) -> Place | None:
    """Return the first group that takes this person, or None when no group does."""
    for rule in rules:
        takes = rule.takes_everyone or rank_id in rule.rank_ids or (rule.takes_wg_members and in_working_group)
        if takes:
            return Place(group_id=rule.group_id, is_secondary_wg=in_working_group and not rule.takes_wg_members)
    return None


def group_rules(framework: FrameworkVersion) -> list[GroupRule]:
    groups = TalentGroup.objects.filter(framework=framework).prefetch_related("ranks").order_by("precedence")
    return [
        GroupRule(
            group_id=group.pk,
            rank_ids=frozenset(rank.pk for rank in group.ranks.all()),
            takes_wg_members=group.takes_wg_members,
            takes_everyone=group.takes_everyone,
        )
        for group in groups
    ]


def places_on(framework: FrameworkVersion, on: date) -> Mapping[UUID, Place]:
    """Return the place of everyone with a main post on a date, in four queries whatever the headcount."""
    rules = group_rules(framework)
    members = set(
        WorkingGroupMembership.objects.filter(role__in=COUNTED_ROLES).on(on).values_list("person_id", flat=True)
    )
    ranks = Posting.objects.filter(kind=Posting.Kind.MAIN).on(on).values_list("person_id", "rank_id")
    found = {
        person_id: place(rules, rank_id=rank_id, in_working_group=person_id in members) for person_id, rank_id in ranks
    }
    return {person_id: spot for person_id, spot in found.items() if spot is not None}


def group_of(person: User, on: date) -> TalentGroup | None:
    """Return a person's primary group on a date: the rule of `place` under the framework in force, for one person."""
    duties = duties_on(person, on)
    ask = _groups_of_members if duties.is_wg_member else _groups
    return ask.first(duties.rank_id or NO_RANK, on)


@prepared
def _groups(rank: int, on: date) -> models.QuerySet[TalentGroup]:
    return _taking(takes(rank, on))


@prepared
def _groups_of_members(rank: int, on: date) -> models.QuerySet[TalentGroup]:
    return _taking(takes(rank, on, is_wg_member=True))


def _taking(condition: models.Q) -> models.QuerySet[TalentGroup]:
    groups = TalentGroup.objects.filter(condition).select_related("tier")
    return groups.order_by("-framework__valid_from", "-framework_id", "precedence")[:1]


def sentences_for(person: User, on: date) -> list[LevelDescriptor]:
    """Return the five sentences of a person's primary group on a date, each with the group."""
    duties = duties_on(person, on)
    ask = _sentences_of_members if duties.is_wg_member else _sentences
    rows = ask(duties.rank_id or NO_RANK, on)
    # The group's ranks are joined, so a sentence may come more than once.
    by_level = {row.level: row for row in rows if row.group_id == rows[0].group_id}
    return list(by_level.values())


@prepared
def _sentences(rank: int, on: date) -> models.QuerySet[LevelDescriptor]:
    return _said_to(takes(rank, on, "group__"))


@prepared
def _sentences_of_members(rank: int, on: date) -> models.QuerySet[LevelDescriptor]:
    return _said_to(takes(rank, on, "group__", is_wg_member=True))


def _said_to(condition: models.Q) -> models.QuerySet[LevelDescriptor]:
    return (
        LevelDescriptor.objects.filter(condition)
        .select_related("group")
        .order_by("-group__framework__valid_from", "-group__framework_id", "group__precedence", "level")
    )


def takes(rank: int, on: date, prefix: str = "", *, is_wg_member: bool = False) -> models.Q:
    """Return the condition that a group takes such a person on a date; `prefix` reaches the group through a relation.

    Facts about the person are asked first: one plain query after another costs less than one with nested questions.
    """
    takers = models.Q(**{f"{prefix}takes_everyone": True}) | models.Q(**{f"{prefix}ranks": rank})
    if is_wg_member:
        takers |= models.Q(**{f"{prefix}takes_wg_members": True})
    return holds_on(on, f"{prefix}framework__") & takers
