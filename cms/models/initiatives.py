"""The plan's priority initiatives (重点事業), each with the courses and stories that serve it."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from cms.forms import InitiativeForm
from cms.models.articles import NO_PRIVATE_PAGES, ArticlePage, article_panels
from curriculum.initiatives import initiative_named


class InitiativeIndexPage(Page):
    """重点事業: every initiative in the plan's order with its courses."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.InitiativePage"]
    max_count = 1
    private_page_options = NO_PRIVATE_PAGES
    promote_panels: list[Panel] = []

    class Meta:
        verbose_name = _("list of priority initiatives")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.queries import initiative_lines  # queries stand above models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["lines"] = initiative_lines()
        return context


class InitiativePage(ArticlePage):
    """One initiative in the city's own words; its courses follow from what each course says it serves."""

    key = models.SlugField(_("priority initiative"), unique=True)

    parent_page_types = ["cms.InitiativeIndexPage"]
    subpage_types: list[str] = []
    edit_handler = article_panels(FieldPanel("key"), form=InitiativeForm)

    class Meta:
        verbose_name = _("priority initiative")
        verbose_name_plural = _("priority initiatives")

    @property
    def number(self) -> int | None:
        """The plan's number; None for a key the plan no longer has."""
        found = initiative_named(self.key)
        return found.number if found else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.queries import initiative_courses, initiative_stories

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context |= {
            "index": self.get_parent(),
            "courses": initiative_courses(self.number),
            "stories": initiative_stories(self.key),
        }
        return context
