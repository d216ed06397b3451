"""Wagtail's permission policies, answered from roles.

Wagtail asks a policy what somebody may do with a model; ours look the role up in the dated grants, so that a role
that ends today is gone from the admin today, with no groups to keep in step. Where Wagtail still asks Django
(`user.has_perm`), `PolicyBackend` passes the question on to the policies.
"""

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Task, Workflow
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from curriculum import access
from curriculum.models import (
    Ability,
    Course,
    FrameworkVersion,
    LevelDescriptor,
    Package,
    PackageUpload,
    PackageVersion,
    Programme,
    QuestionBank,
    TalentGroup,
    Tier,
)
from lms.lib import clock
from lms.people.access import reaches_city
from lms.people.models import Rank, Role, RoleGrant, TitleRank, User

type Roles = frozenset[Role]

NOBODY: Roles = frozenset()


def holds(user: User | AnonymousUser, roles: Roles) -> bool:
    """Tell whether somebody who may sign in holds one of the roles for the whole city today.

    What is kept in the admin is the whole city's, so HR of some departments keeps none of it (R17).
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    today = clock.today()
    return user.is_superuser or reaches_city(user, *roles, on=today)


def holders(roles: Roles) -> QuerySet[User]:
    """Return the people who hold one of the roles for the whole city today and may sign in."""
    granted = RoleGrant.objects.filter(role__in=roles, department__isnull=True).on(clock.today())
    return User.objects.filter(is_active=True, pk__in=granted.values("person"))


class RolePermissionPolicy(BasePermissionPolicy):
    """Says which roles may take which action on a model, the same for each row; what is not named is nobody's."""

    def __init__(self, model: type[Model], roles: Mapping[str, Roles]) -> None:
        super().__init__(model)
        self.roles = roles

    def roles_for(self, actions: Iterable[str]) -> Roles:
        return NOBODY.union(*(self.roles.get(action, NOBODY) for action in actions))

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: User | AnonymousUser, actions: Iterable[str]) -> bool:
        return holds(user, self.roles_for(actions))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        return holders(self.roles_for(actions))


class MediaPermissionPolicy(RolePermissionPolicy):
    """The same for images and documents, which stand in collections."""

    def collections_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Collection]:
        if self.user_has_any_permission(user, actions):
            return Collection.objects.all()
        return Collection.objects.none()

    def collections_user_has_permission_for(self, user: User, action: str) -> QuerySet[Collection]:
        return self.collections_user_has_any_permission_for(user, [action])


class PolicyBackend(BaseBackend):
    """Answers `user.has_perm("app.action_model")` from the model's role policy, and lets editors into the admin."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Model | None = None) -> bool:
        if perm == "wagtailadmin.access_admin":
            return holds(user_obj, access.EDITORS)
        app_label, _, codename = perm.partition(".")
        action, _, model_name = codename.rpartition("_")
        try:
            policy = policy_registry.get_by_type(apps.get_model(app_label, model_name), fallback=False)
        except LookupError:
            return False
        return isinstance(policy, RolePermissionPolicy) and policy.user_has_permission(user_obj, action)


def kept_by(keepers: Roles, readers: Roles, *actions: str) -> dict[str, Roles]:
    """Let readers see and choose, and keepers take the other actions."""
    return {"view": readers, "choose": readers, **dict.fromkeys(actions, keepers)}


COURSE_ROLES = kept_by(access.COURSE_EDITORS, access.COURSE_READERS, "add", "change") | dict.fromkeys(
    ("publish", "delete", "lock", "unlock"), access.COURSE_PUBLISHERS
)
PACKAGE_ROLES = kept_by(access.COURSE_EDITORS, access.COURSE_READERS, "add", "change")
BANK_ROLES = kept_by(access.COURSE_EDITORS, access.COURSE_EDITORS, "add", "change", "delete")
# The plan's framework is versioned once assessed against: rows are mended, not added or removed, in the admin.
FRAMEWORK_ROLES = kept_by(access.FRAMEWORK_KEEPERS, access.FRAMEWORK_READERS, "change")
TITLE_ROLES = kept_by(access.FRAMEWORK_KEEPERS, access.FRAMEWORK_KEEPERS, "add", "change", "delete")
MEDIA_ROLES = kept_by(access.EDITORS, access.EDITORS, "add", "change") | {"delete": access.ADMINISTRATORS}
ADMINISTRATION = dict.fromkeys(("view", "choose", "add", "change", "delete"), access.ADMINISTRATORS)

POLICIES: dict[type[Model], Mapping[str, Roles]] = {
    Course: COURSE_ROLES,
    Package: PACKAGE_ROLES,
    PackageVersion: PACKAGE_ROLES,
    PackageUpload: PACKAGE_ROLES,
    QuestionBank: BANK_ROLES,
    **dict.fromkeys((FrameworkVersion, Tier, TalentGroup, Ability, LevelDescriptor, Programme), FRAMEWORK_ROLES),
    Rank: TITLE_ROLES,
    TitleRank: TITLE_ROLES,
    Workflow: ADMINISTRATION,
    Task: ADMINISTRATION,
    Collection: ADMINISTRATION,
}


def register_policies() -> None:
    for model, roles in POLICIES.items():
        register(RolePermissionPolicy(model, roles))
    for model in (get_image_model(), get_document_model()):
        register(MediaPermissionPolicy(model, MEDIA_ROLES))


def register(policy: BasePermissionPolicy, *, exact_class: bool = True) -> None:
    # Wagtail's own apps register theirs after us; the exact class wins over what they register.
    register_permission_policy(policy.model, policy, exact_class=exact_class)
