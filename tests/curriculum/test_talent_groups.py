from datetime import date

from curriculum.models import FrameworkVersion
from curriculum.talent_groups import group_of, places_on
from lms.people.models import User
from tests.cast import Cast
from tests.factories import WorkingGroupMembershipFactory

ON = date(2026, 6, 1)


def test_group_follows_rank(cast: Cast) -> None:
    keys = {person.name: group_of(person, ON).key for person in (cast.alice, cast.supervisor, cast.second)}
    assert list(keys.values()) == ["all_staff", "leader_section", "manager"]


def test_working_group_member_moves_to_the_working_group_row(cast: Cast) -> None:
    WorkingGroupMembershipFactory(person=cast.alice)
    WorkingGroupMembershipFactory(person=cast.supervisor)
    places = places_on(FrameworkVersion.objects.get(), ON)
    assert group_of(cast.alice, ON).key == "leader_wg"
    assert group_of(cast.supervisor, ON).key == "leader_section"
    assert places[cast.supervisor.pk].is_secondary_wg
    assert not places[cast.alice.pk].is_secondary_wg


def test_one_person_is_placed_as_everybody_is_placed(cast: Cast) -> None:
    """`group_of` asks the database what `place` says; both must agree about every member of the cast."""
    WorkingGroupMembershipFactory(person=cast.charlie)
    WorkingGroupMembershipFactory(person=cast.second, role="mentor")
    for person_id, spot in places_on(FrameworkVersion.objects.get(), ON).items():
        assert group_of(User.objects.get(pk=person_id), ON).pk == spot.group_id


def test_nobody_has_a_group_before_the_framework_is_in_force(cast: Cast) -> None:
    assert group_of(cast.alice, date(2020, 1, 1)) is None
