"""Help (使い方): by reader, with a search over all of it."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from cms.models.articles import NO_PRIVATE_PAGES, ArticlePage, article_panels
from lms.lib.text import search_key


class HelpIndexPage(Page):
    """使い方: help by reader, with a search over all of it."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.HelpPage"]
    max_count = 1
    private_page_options = NO_PRIVATE_PAGES
    promote_panels: list[Panel] = []

    class Meta:
        verbose_name = _("help list")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        words = request.GET.get("q", "").strip()
        pages = HelpPage.objects.live().child_of(self).order_by("path")
        if words:
            context["found"] = list(pages.filter(search_key__contains=search_key(words)))
        else:
            context["by_reader"] = by_reader(list(pages))
        context["words"] = words
        return context


class HelpPage(ArticlePage):
    """One page of help, for one kind of reader."""

    class Reader(models.TextChoices):
        EVERYONE = "everyone", _("For everyone")
        SUPERVISORS = "supervisors", _("For supervisors")
        HR = "hr", _("For HR")
        AUTHORS = "authors", _("For course authors")

    reader = models.CharField(_("reader"), max_length=15, choices=Reader, default=Reader.EVERYONE)

    parent_page_types = ["cms.HelpIndexPage"]
    subpage_types: list[str] = []
    edit_handler = article_panels(FieldPanel("reader"))

    class Meta:
        verbose_name = _("help page")
        verbose_name_plural = _("help pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["index"] = self.get_parent()
        return context


def by_reader(pages: list[HelpPage]) -> list[tuple[str, list[HelpPage]]]:
    """Return the pages under their readers, readers in their fixed order, readers without pages left out."""
    kept = [(reader, [page for page in pages if page.reader == reader]) for reader in HelpPage.Reader]
    return [(str(reader.label), own) for reader, own in kept if own]
