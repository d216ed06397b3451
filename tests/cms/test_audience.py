from dataclasses import dataclass, field
from datetime import date

import pytest

from cms.audience import Audience, ReaderOn
from tests.cast import Cast
from tests.factories import WorkingGroupMembershipFactory

DAY = date(2026, 11, 24)


@dataclass(frozen=True, kw_only=True)
class Person:
    groups: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    departments: frozenset[int] = field(default_factory=frozenset)


CHIEF = Person(groups=frozenset({"leader_section"}), roles=frozenset({"supervisor"}), departments=frozenset({1, 12}))


def audience(groups: str = "", roles: str = "", departments: str = "") -> Audience:
    return Audience(
        groups=frozenset(groups.split()),
        roles=frozenset(roles.split()),
        departments=frozenset(map(int, departments.split())),
    )


@pytest.mark.parametrize(
    ("wanted", "takes"),
    [
        (audience(), True),
        (audience(groups="leader_section"), True),
        (audience(groups="manager"), False),
        (audience(groups="manager leader_section"), True),
        (audience(roles="supervisor"), True),
        (audience(roles="hr author"), False),
        (audience(departments="1"), True),
        (audience(departments="2 3"), False),
        (audience(groups="leader_section", departments="12"), True),
        (audience(groups="leader_section", departments="13"), False),
        (audience(groups="manager", roles="supervisor"), False),
    ],
)
def test_kinds_narrow_values_widen_and_nothing_means_everybody(wanted: Audience, takes: bool) -> None:
    assert wanted.takes(CHIEF) is takes


@pytest.mark.django_db
def test_a_person_has_the_group_roles_and_departments_of_the_day(cast: Cast) -> None:
    supervisor, alice = (ReaderOn(person=person, on=DAY) for person in (cast.supervisor, cast.alice))
    assert supervisor.groups == {"leader_section"}
    assert "supervisor" in supervisor.roles
    assert alice.groups == {"all_staff"}
    assert alice.roles == set()
    assert cast.department.pk in alice.departments


@pytest.mark.django_db
def test_a_section_chief_in_a_working_group_reads_what_is_for_working_groups_too(cast: Cast) -> None:
    WorkingGroupMembershipFactory(person=cast.supervisor, role="leader")
    reader = ReaderOn(person=cast.supervisor, on=DAY)
    assert reader.groups == {"leader_section", "leader_wg"}
    assert "wg_leader" in reader.roles
