"""What the portal adds to Wagtail."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.check_views import page_checks
from cms.media import refuse_colleagues, serve_document
from cms.models import (
    GlossaryPage,
    HelpIndexPage,
    HomePage,
    InitiativeIndexPage,
    NewsIndexPage,
    StoryIndexPage,
)
from cms.viewsets import GlossaryViewSet
from curriculum.access import can_edit_courses
from lms.lib import clock

KEPT_PAGES = (HomePage, NewsIndexPage, StoryIndexPage, InitiativeIndexPage, GlossaryPage, HelpIndexPage)
LEAVES_THE_PORTAL = frozenset({"delete", "move", "unpublish"})


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_sections(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to take away the pages that news and help stand below: menus and home lead there."""
    if not isinstance(page.specific, KEPT_PAGES):
        return None
    messages.error(request, _("“%(title)s” is part of the portal and stays. Its pages can go.") % {"title": page.title})
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_move_page")
def keep_sections_in_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return keep_sections(request, page)


@hooks.register("before_bulk_action")
def keep_sections_from_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[object], action: object
) -> HttpResponse | None:
    kept = (each for each in objects if isinstance(each, Page) and isinstance(each.specific, KEPT_PAGES))
    page = next(kept, None)
    return keep_sections(request, page) if page and action_type in LEAVES_THE_PORTAL else None


# Around Wagtail's own hook, which keeps private collections private.
hooks.register("before_serve_document", refuse_colleagues, order=-100)
hooks.register("before_serve_document", serve_document, order=100)


class StartPanel(Component):
    """What an editor does most, on the admin's first page."""

    order = 10
    template_name = "cms/start_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, object]:
        links = []
        if can_edit_courses(parent_context["request"].user, on=clock.today()):
            links.append((reverse("wagtailsnippets_curriculum_course:add"), "course", _("Write a course")))
            links.append((reverse("packages:add"), "media", _("Import a package")))
        if news := NewsIndexPage.objects.first():
            address = reverse("wagtailadmin_pages:add", args=["cms", "newspage", news.pk])
            links.append((address, "openquote", _("Write news")))
        if stories := StoryIndexPage.objects.first():
            address = reverse("wagtailadmin_pages:add", args=["cms", "storypage", stories.pk])
            links.append((address, "pick", _("Write a story of results")))
        return {"links": links}


@hooks.register("construct_homepage_panels")
def begin_with_work(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(StartPanel())


@hooks.register("register_help_menu_item")
def register_help_for_courses() -> MenuItem:
    return MenuItem(
        gettext_lazy("How to write a course"), "/help/courses/", name="help-courses", icon_name="course", order=10
    )


@hooks.register("register_help_menu_item")
def register_help_for_packages() -> MenuItem:
    return MenuItem(
        gettext_lazy("How to import packages"), "/help/packages/", name="help-packages", icon_name="media", order=20
    )


@hooks.register("register_admin_urls")
def check_urls() -> list[URLPattern]:
    return [
        path("page-checks/<slug:kind>/", page_checks, name="page_checks"),
        path("page-checks/<slug:kind>/<int:pk>/", page_checks, name="page_checks"),
    ]


@hooks.register("register_admin_viewset")
def register_glossary() -> GlossaryViewSet:
    return GlossaryViewSet()
