"""Who signs in to the demo city, also after somebody has tried a roster on it."""

from datetime import date, timedelta

import pytest

from lms.demo.people import learner_of, section_staff, sign_ins
from lms.people.models import RaterAssignment, User, WorkingGroupMembership
from tests.cast import Cast
from tests.factories import (
    DepartmentFactory,
    PostingFactory,
    RaterAssignmentFactory,
    UserFactory,
    WorkingGroupMembershipFactory,
)

TODAY = date(2026, 11, 24)


@pytest.fixture
def learner(cast: Cast) -> User:
    """Return a member of a working group in the demo section, with raters and a mentor."""
    section = DepartmentFactory(period__name="窓口係", period__kind="section")
    person = UserFactory(staff_no="001002")
    PostingFactory(person=person, department=section, title="主事")
    RaterAssignmentFactory(person=person, rater=cast.supervisor)
    RaterAssignmentFactory(person=person, rater=cast.second, role=RaterAssignment.Role.SECOND)
    place = WorkingGroupMembershipFactory(person=person)
    WorkingGroupMembershipFactory(
        person=cast.charlie, working_group=place.working_group, role=WorkingGroupMembership.Role.MENTOR
    )
    return person


def test_a_joiner_loaded_since_does_not_take_the_learners_part(cast: Cast, learner: User) -> None:
    joiner = UserFactory(staff_no="009001")
    PostingFactory(person=joiner, department=learner.postings.get().department, title="主事", valid_from=TODAY)
    assert section_staff()[-1] == joiner
    assert learner_of(TODAY) == learner
    people = [one.person for one in sign_ins(TODAY)]
    assert people[:4] == [learner, cast.supervisor, cast.second, cast.charlie]


def test_a_part_whose_people_were_moved_away_is_left_out(cast: Cast, learner: User) -> None:
    WorkingGroupMembership.objects.filter(person=cast.charlie).update(valid_to=TODAY)
    assert [one.person for one in sign_ins(TODAY)] == [learner, cast.supervisor, cast.second]
    learner.postings.update(valid_to=TODAY + timedelta(days=1))
    assert list(sign_ins(TODAY)) == []
