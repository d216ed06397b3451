"""What rules may know of everybody on a day, in a handful of queries whatever the headcount."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from curriculum.models import FrameworkVersion
from curriculum.talent_groups import GroupRule, group_rules, place
from lms.learning.assignments.audience import SUPERVISOR, WG_LEADER, Person
from lms.people.models import Posting, RaterAssignment, RoleGrant, User, WorkingGroupMembership
from lms.people.models.groups import COUNTED_ROLES
from lms.people.models.organisation import OUT_OF_SCOPE_KINDS
from lms.people.queries import DepartmentTree, department_tree

# Somebody back longer than this is back: the days after leave are over whatever the rule grants.
RETURN_REMEMBERED = timedelta(days=366)


def people_on(on: date) -> dict[UUID, Person]:
    """Return everyone with a main post who is in office on a date."""
    above = departments_above(department_tree(on))
    groups = _Groups.on(on)
    working_groups, leaders = _working_groups(on)
    roles = _roles(on)
    away, returned = _absences(on)
    joined = dict(User.objects.in_office(on).values_list("pk", "joined_on"))
    people = {}
    for person, department, rank, employment in _posts(on):
        if person not in joined:
            continue
        held = roles.get(person, frozenset()) | ({WG_LEADER} if person in leaders else frozenset())
        people[person] = Person(
            id=person,
            departments=above.get(department, frozenset({department})),
            rank=rank,
            groups=groups.of(rank, is_member=person in working_groups),
            working_groups=working_groups.get(person, frozenset()),
            roles=held,
            employment=employment,
            joined_on=joined[person],
            returned_on=returned.get(person),
            is_away=person in away,
        )
    return people


def _posts(on: date) -> Iterable[tuple[UUID, int, int, str]]:
    posts = Posting.objects.filter(kind=Posting.Kind.MAIN).on(on)
    return posts.values_list("person_id", "department_id", "rank_id", "employment")


def departments_above(tree: DepartmentTree) -> Mapping[int, frozenset[int]]:
    """Return each department with all those above it."""
    found: dict[int, frozenset[int]] = {}
    for node in tree.walk():
        above = found.get(node.parent_id, frozenset()) if node.parent_id else frozenset()
        found[node.id] = above | {node.id}
    return found


@dataclass(frozen=True, slots=True)
class _Groups:
    """Talent groups by rank and membership, worked out once for each pair."""

    rules: Sequence[GroupRule]
    known: dict[tuple[int, bool], frozenset[int]] = field(default_factory=dict)

    @classmethod
    def on(cls, on: date) -> "_Groups":
        framework = FrameworkVersion.objects.on(on).order_by("-valid_from", "-pk").first()
        return cls(group_rules(framework) if framework else [])

    def of(self, rank: int, *, is_member: bool) -> frozenset[int]:
        """Return the primary group, and the working groups' row for members shown there again (再掲)."""
        key = (rank, is_member)
        if key not in self.known:
            spot = place(self.rules, rank_id=rank, in_working_group=is_member)
            again = {rule.group_id for rule in self.rules if is_member and rule.takes_wg_members}
            self.known[key] = frozenset(again | ({spot.group_id} if spot else set()))
        return self.known[key]


def _working_groups(on: date) -> tuple[dict[UUID, frozenset[int]], dict[UUID, frozenset[int]]]:
    rows = WorkingGroupMembership.objects.filter(role__in=COUNTED_ROLES).on(on)
    members, leaders = [], []
    for person, group, role in rows.values_list("person_id", "working_group_id", "role"):
        members.append((person, group))
        if role == WorkingGroupMembership.Role.LEADER:
            leaders.append((person, group))
    return gathered(members), gathered(leaders)


def _roles(on: date) -> dict[UUID, frozenset[str]]:
    granted = RoleGrant.objects.on(on).values_list("person_id", "role")
    raters = RaterAssignment.objects.on(on).values_list("rater_id", flat=True).distinct()
    return gathered([*granted, *((rater, SUPERVISOR) for rater in raters)])


def _absences(on: date) -> tuple[set[UUID], dict[UUID, date]]:
    """Return who is on leave or seconded out, and when the others came back last."""
    rows = Posting.objects.filter(kind__in=OUT_OF_SCOPE_KINDS)
    away = set(rows.on(on).values_list("person_id", flat=True))
    ended = rows.filter(valid_to__lte=on, valid_to__gt=on - RETURN_REMEMBERED).order_by("valid_to")
    returned = dict(ended.values_list("person_id", "valid_to"))
    return away, {person: day for person, day in returned.items() if person not in away and day}


def gathered[K: Hashable, V: Hashable](pairs: Iterable[tuple[K, V]]) -> dict[K, frozenset[V]]:
    """Return the values of each key as one set."""
    found: dict[K, set[V]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}
