"""What the curriculum adds to Wagtail's admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSetGroup

from curriculum import choosers
from curriculum.viewsets import FrameworkGroup, LearningMaterialGroup


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


@hooks.register("construct_help_menu")
def point_to_our_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own help stands on the internet, which the city's network does not reach."""
    items[:] = [item for item in items if item.url.startswith(("#", "/"))]
