"""Whom news is for.

Kinds of criteria narrow one another, values of one kind widen it, and nothing chosen means everybody: the opposite of
an assignment rule, where forgetting a field must not reach the whole city. Talent groups are named by their key, which
outlives an edition of the framework.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol, Self

from curriculum.access import EDITORS
from curriculum.models import LevelDescriptor, TalentGroup
from curriculum.talent_groups import sentences_for
from lms.learning.assignments.audience import SUPERVISOR, WG_LEADER
from lms.people.access import has_role, roles_on
from lms.people.duties import duties_on
from lms.people.models import User
from lms.people.queries import department_of, department_tree


class Reader(Protocol):
    """What an audience may ask of a person."""

    @property
    def groups(self) -> frozenset[str]: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def departments(self) -> frozenset[int]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The criteria of one piece of news; an empty set asks nothing."""

    groups: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    departments: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, groups: Iterable[str], roles: Iterable[str], departments: Iterable[int]) -> Self:
        """Read an audience off the fields of a piece of news."""
        return cls(groups=frozenset(groups), roles=frozenset(roles), departments=frozenset(departments))

    def takes(self, reader: Reader) -> bool:
        """Tell whether a person meets every kind of criterion that is asked; what is not asked is not looked up."""
        return (
            not (self.groups and self.groups.isdisjoint(reader.groups))
            and not (self.roles and self.roles.isdisjoint(reader.roles))
            and not (self.departments and self.departments.isdisjoint(reader.departments))
        )


@dataclass(kw_only=True)
class ReaderOn:
    """A person as of a day; each kind of fact is asked for once, when something wants it."""

    person: User
    on: date

    @cached_property
    def sentences(self) -> Sequence[LevelDescriptor]:
        """The five sentences of the primary group, each with the group; none for who belongs to no group."""
        return sentences_for(self.person, self.on)

    @cached_property
    def groups(self) -> frozenset[str]:
        """The keys of the primary group, and of the working groups' row for members shown there again (再掲)."""
        if not self.sentences:
            return frozenset()
        primary = self.sentences[0].group
        if not duties_on(self.person, self.on).is_wg_member:
            return frozenset({primary.key})
        again = TalentGroup.objects.filter(framework=primary.framework_id, takes_wg_members=True)
        return frozenset({primary.key, *again.values_list("key", flat=True)})

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles granted, and the two that are facts: rating somebody, and leading a working group."""
        duties = duties_on(self.person, self.on)
        facts = {SUPERVISOR: duties.rates, WG_LEADER: duties.leads_wg}
        return roles_on(self.person, self.on) | {role for role, holds in facts.items() if holds}

    @cached_property
    def departments(self) -> frozenset[int]:
        """The department of the main post and all above it."""
        own = department_of(self.person, self.on)
        return department_tree(self.on).ids_above(own.pk) if own else frozenset()


def reads(person: User, audience: Audience, on: date) -> bool:
    """Tell whether news is meant for a person."""
    return audience.takes(ReaderOn(person=person, on=on))


def reads_as_editor(person: User, on: date) -> bool:
    """Tell whether somebody may look at news that is not meant for them, because they write news."""
    return has_role(person, *EDITORS, on=on)
