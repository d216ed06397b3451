"""Ways from Wagtail's admin to HR's and the auditor's own pages."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.lib import clock
from lms.people.access import has_role, reaches_city
from lms.people.models import Role
from lms.people.roster.access import ROSTER_ROLES
from lms.people.trail.access import TRAIL_ROLES


class RoleMenuItem(MenuItem):
    """A menu item for those who hold one of the roles today."""

    roles: tuple[Role, ...] = ()

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *self.roles, on=clock.today())


class RosterMenuItem(MenuItem):
    """The way to roster loads, for those who may make them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return reaches_city(request.user, *ROSTER_ROLES, on=clock.today())


class AuditMenuItem(RoleMenuItem):
    roles = TRAIL_ROLES


@hooks.register("register_admin_menu_item")
def roster_menu_item() -> MenuItem:
    return RosterMenuItem(_("Roster loads"), reverse_lazy("people:roster"), name="roster", icon_name="group", order=800)


@hooks.register("register_admin_menu_item")
def audit_menu_item() -> MenuItem:
    return AuditMenuItem(_("Audit trail"), reverse_lazy("people:audit"), name="audit", icon_name="history", order=810)
