"""Factories for tests; traits are named after states."""

from tests.factories.curriculum import (
    CourseFactory,
    CourseVersionFactory,
    ModuleFactory,
    framework,
)
from tests.factories.learning import EnrolmentFactory
from tests.factories.people import (
    DepartmentFactory,
    PostingFactory,
    RankFactory,
    RaterAssignmentFactory,
    RoleGrantFactory,
    UserFactory,
    WorkingGroupFactory,
    WorkingGroupMembershipFactory,
)

__all__ = [
    "CourseFactory",
    "CourseVersionFactory",
    "DepartmentFactory",
    "EnrolmentFactory",
    "ModuleFactory",
    "PostingFactory",
    "RankFactory",
    "RaterAssignmentFactory",
    "RoleGrantFactory",
    "UserFactory",
    "WorkingGroupFactory",
    "WorkingGroupMembershipFactory",
    "framework",
]
