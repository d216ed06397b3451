"""Whom an assignment rule reaches, and why. Pure rules.

Kinds of criteria narrow one another, values of one kind widen it: "係長級 or 課長級, in 福祉部". A rule without any
criterion reaches nobody unless it says everyone: forgetting a field must not assign a course to the whole city.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


class Criterion(StrEnum):
    """What a rule may ask of a person."""

    EVERYONE = "everyone"
    GROUP = "group"
    RANK = "rank"
    DEPARTMENT = "department"
    WORKING_GROUP = "working_group"
    ROLE = "role"
    EMPLOYMENT = "employment"
    JOINED = "joined"


SUPERVISOR = "supervisor"
WG_LEADER = "wg_leader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What rules may know of a person on a day. `departments` holds the own one and all above it."""

    id: UUID
    departments: frozenset[int] = field(default_factory=frozenset)
    rank: int | None = None
    groups: frozenset[int] = field(default_factory=frozenset)
    working_groups: frozenset[int] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    employment: str = ""
    joined_on: date | None = None
    returned_on: date | None = None
    is_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The criteria of one rule; an empty set asks nothing."""

    takes_everyone: bool = False
    groups: frozenset[int] = field(default_factory=frozenset)
    ranks: frozenset[int] = field(default_factory=frozenset)
    departments: frozenset[int] = field(default_factory=frozenset)
    working_groups: frozenset[int] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    employments: frozenset[str] = field(default_factory=frozenset)
    joined_from: date | None = None

    @property
    def is_empty(self) -> bool:
        return not self.takes_everyone and not any(True for _ in self._asked())

    def _asked(self) -> Iterator[Criterion]:
        for criterion, values in self.sets():
            if values:
                yield criterion
        if self.joined_from:
            yield Criterion.JOINED

    def sets(self) -> tuple[tuple[Criterion, frozenset[int] | frozenset[str]], ...]:
        """Return what is asked of each kind."""
        return (
            (Criterion.GROUP, self.groups),
            (Criterion.RANK, self.ranks),
            (Criterion.DEPARTMENT, self.departments),
            (Criterion.WORKING_GROUP, self.working_groups),
            (Criterion.ROLE, self.roles),
            (Criterion.EMPLOYMENT, self.employments),
        )


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """One criterion a person meets, with the value that did it: (rank, 3)."""

    criterion: Criterion
    value: int | str = ""


def why(audience: Audience, person: Person) -> tuple[Match, ...]:
    """Return the criteria by which a rule reaches this person; empty when it does not."""
    if audience.is_empty:
        return ()
    met: list[Match] = []
    for criterion, wanted in audience.sets():
        if not wanted:
            continue
        hits = wanted & facts(person, criterion)
        if not hits:
            return ()
        met += sorted(Match(criterion, value) for value in hits)
    if audience.joined_from:
        if person.joined_on is None or person.joined_on < audience.joined_from:
            return ()
        met.append(Match(Criterion.JOINED, person.joined_on.isoformat()))
    return tuple(met) or (Match(Criterion.EVERYONE),)


def facts(person: Person, criterion: Criterion) -> frozenset[int] | frozenset[str]:
    """Return what a person has to show for one kind of criterion."""
    match criterion:
        case Criterion.GROUP:
            return person.groups
        case Criterion.RANK:
            return frozenset() if person.rank is None else frozenset({person.rank})
        case Criterion.DEPARTMENT:
            return person.departments
        case Criterion.WORKING_GROUP:
            return person.working_groups
        case Criterion.ROLE:
            return person.roles
        case _:
            return frozenset({person.employment})
