"""What the curriculum adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.action_menu import ActionMenuItem, UnpublishMenuItem

from curriculum import access, choosers
from curriculum.models import Course
from curriculum.retire_views import retiring_button
from curriculum.retiring import BROUGHT_BACK, RETIRED
from curriculum.viewsets import FrameworkGroup, LearningMaterialGroup
from lms.lib import clock
from lms.people.models import User


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet | ModelViewSetGroup]:
    return [
        LearningMaterialGroup(),
        FrameworkGroup(),
        choosers.package_version_chooser,
        choosers.question_bank_chooser,
        choosers.person_chooser,
    ]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, "curriculum/icons/course.svg"]


@hooks.register("insert_global_admin_css")
def style_our_pages() -> SafeString:
    sheets = [(static(name),) for name in ("lms/css/fonts.css", "curriculum/admin.css")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def name_what_has_no_name() -> SafeString:
    return format_html('<script src="{}" type="module"></script>', static("curriculum/names.js"))


@hooks.register("construct_help_menu")
def point_to_our_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own help stands on the internet, which the city's network does not reach."""
    items[:] = [item for item in items if item.url.startswith(("#", "/"))]


@hooks.register("register_snippet_listing_buttons")
def end_or_bring_back(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Course) and access.can_edit_courses(user, on=clock.today()):
        button = retiring_button(snippet)
        if button:
            yield button


@hooks.register("construct_snippet_action_menu")
def end_courses_in_one_place(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Ending a course stands beside copying it; Wagtail's own word for it would stand beside saving."""
    if context["model"] is Course:
        items[:] = [item for item in items if not isinstance(item, UnpublishMenuItem)]


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(RETIRED, _("End the course"), _("Ended: offered to nobody any more"))
    actions.register_action(BROUGHT_BACK, _("Bring the course back"), _("Brought back: offered again"))
