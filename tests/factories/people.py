from datetime import date
from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from lms.people.models import (
    Department,
    DepartmentPeriod,
    Posting,
    Rank,
    RaterAssignment,
    Role,
    RoleGrant,
    User,
    WorkingGroup,
    WorkingGroupMembership,
)

START = date(2026, 4, 1)
PASSWORD = "correct-horse-battery"


@cache
def hashed() -> str:
    return make_password(PASSWORD)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    staff_no = factory.Sequence(lambda n: f"{n + 1:06}")
    name = factory.Sequence(lambda n: f"職員 {n + 1}")
    kana = factory.Sequence(lambda n: f"ショクイン {n + 1}")
    joined_on = START
    password = factory.LazyFunction(hashed)


class DepartmentFactory(DjangoModelFactory):
    """A department with one open period; `name`, `kind` and `parent` go to the period."""

    class Meta:
        model = Department
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"D{n + 1:04}")

    @factory.post_generation
    def period(self: Department, create: bool, extracted: object, **fields: object) -> None:  # type: ignore[misc]
        DepartmentPeriod.objects.create(
            department=self, **{"name": f"部署{self.code}", "kind": "division", "valid_from": START} | fields
        )


class RankFactory(DjangoModelFactory):
    class Meta:
        model = Rank
        django_get_or_create = ("key",)

    key = "staff"
    name = "主事級"
    order = factory.Sequence(lambda n: 100 + n)


class PostingFactory(DjangoModelFactory):
    class Meta:
        model = Posting

    person = factory.SubFactory(UserFactory)
    department = factory.SubFactory(DepartmentFactory)
    rank = factory.SubFactory(RankFactory)
    title = "主事"
    valid_from = START


class RaterAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = RaterAssignment

    person = factory.SubFactory(UserFactory)
    rater = factory.SubFactory(UserFactory)
    role = RaterAssignment.Role.FIRST
    valid_from = START


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoleGrant

    person = factory.SubFactory(UserFactory)
    role = Role.HR
    valid_from = START


class WorkingGroupFactory(DjangoModelFactory):
    class Meta:
        model = WorkingGroup

    name = factory.Sequence(lambda n: f"WG{n + 1}")


class WorkingGroupMembershipFactory(DjangoModelFactory):
    class Meta:
        model = WorkingGroupMembership

    working_group = factory.SubFactory(WorkingGroupFactory)
    person = factory.SubFactory(UserFactory)
    valid_from = START
