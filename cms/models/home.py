"""The root of the portal's tree."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.models.articles import NO_PRIVATE_PAGES


class HomePage(Page):
    """The root of the portal's tree. The home view of each person stands at its address, so it is never shown."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.NewsIndexPage",
        "cms.StoryIndexPage",
        "cms.InitiativeIndexPage",
        "cms.GlossaryPage",
        "cms.HelpIndexPage",
    ]
    max_count = 1
    private_page_options = NO_PRIVATE_PAGES
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("portal")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("home")
