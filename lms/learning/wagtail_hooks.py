"""What the learning record adds to Wagtail's admin: from courses to those who take them, and to how questions do."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from curriculum.access import COURSE_READERS
from curriculum.models import Course, PackageVersion
from curriculum.retiring import CONSEQUENCES
from lms.learning.ended_courses import what_follows
from lms.learning.scorm import admin_views
from lms.learning.support.access import SUPPORT_ROLES
from lms.lib import clock
from lms.people.access import has_role
from lms.people.models import Role, User


class LearnersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *SUPPORT_ROLES, on=clock.today())


@hooks.register("register_admin_menu_item")
def learners_menu_item() -> MenuItem:
    return LearnersMenuItem(_("Learners"), reverse("learning:support"), name="learners", icon_name="group", order=105)


class TextsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.HR, on=clock.today())


@hooks.register("register_settings_menu_item")
def texts_menu_item() -> MenuItem:
    address = reverse("learning:message-texts")
    return TextsMenuItem(_("Message texts"), address, name="message-texts", icon_name="mail", order=900)


@hooks.register("register_snippet_listing_buttons")
def question_figures(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Course) and snippet.slug:
        address = reverse("learning:quiz-statistics", args=[snippet.slug])
        yield Button(_("How the questions do"), url=address, icon_name="order", priority=60)


@hooks.register("register_package_version_buttons")
def package_version_buttons(version: PackageVersion, user: User) -> Iterator[Button]:
    if has_role(user, *COURSE_READERS, on=clock.today()):
        yield Button(_("Look around in it"), url=reverse("learning:package-browse", args=[version.uuid]))
    if has_role(user, *SUPPORT_ROLES, on=clock.today()):
        yield Button(_("How it was answered"), url=reverse("learning:package-answers", args=[version.uuid]))


@hooks.register("register_admin_urls")
def package_urls() -> list[URLPattern]:
    return [
        path("package-versions/<int:pk>/try/", admin_views.try_out, name="package_try"),
        path("package-versions/<int:pk>/move/", admin_views.move, name="package_move"),
    ]


hooks.register(CONSEQUENCES, what_follows)
