"""Who edits the portal's pages: asked of roles, as for everything else in the admin.

Wagtail keeps page permissions as rows of Django groups. Groups would be a second copy of the dated role grants, to be
kept in step every day; so the policy registered here hands Wagtail rows made on the spot, never stored: an editor of
today may do everything to the pages of every section, and nothing to the portal's root above them.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import QuerySet
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.models import GlossaryTerm
from curriculum import access
from curriculum.permissions import RolePermissionPolicy, holders, holds, kept_by, register
from lms.people.models import User

SECTION_DEPTH = 3  # tree root, portal, section
ACTIONS = ("add", "change", "publish", "lock", "unlock")


class RolePagePermissionPolicy(PagePermissionPolicy):
    """Gives every editor the same rights on all sections of the portal."""

    def get_all_permissions_for_user(self, user: User | AnonymousUser) -> list[GroupPagePermission]:
        if not holds(user, access.EDITORS):
            return []
        return [
            GroupPagePermission(page=section, permission=Permission(codename=f"{action}_page"))
            for section in Page.objects.filter(depth=SECTION_DEPTH)
            for action in ACTIONS
        ]

    def users_with_any_permission(self, actions: Iterable[str], include_superusers: bool = True) -> QuerySet[User]:
        return holders(access.EDITORS)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> QuerySet[User]:
        return self.users_with_any_permission(actions)


# Who writes news writes the glossary too.
TERM_ROLES = kept_by(access.EDITORS, access.EDITORS, "add", "change", "delete")


def register_policies() -> None:
    register(RolePagePermissionPolicy(Page), exact_class=False)
    register(RolePermissionPolicy(GlossaryTerm, TERM_ROLES))
