"""The portal's pages: news and help, written by authors and HR."""

from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField, StreamValue
from wagtail.models import Page

from cms.forms import ArticleForm
from curriculum.blocks import LessonStreamBlock
from lms.lib import clock
from lms.lib.text import search_key

NEWS_PER_PAGE = 20


class HomePage(Page):
    """The root of the portal's tree. The home view of each person stands at its address, so it is never shown."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.NewsIndexPage", "cms.HelpIndexPage"]
    max_count = 1
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("portal")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("home")


class ArticlePage(Page):
    """What news and help share: a Japanese text and, where written, an English one."""

    title_en = models.CharField(_("English title"), max_length=255, blank=True)
    intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences, shown in lists."))
    intro_en = models.TextField(_("English introduction"), blank=True)
    body = StreamField(LessonStreamBlock(), verbose_name=_("text"), blank=True)
    body_en = StreamField(LessonStreamBlock(), verbose_name=_("English text"), blank=True)
    search_key = models.TextField(editable=False, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(*self._words())
        super().save(*args, **kwargs)

    def _words(self) -> list[str]:
        bodies = [str(block) for body in (self.body, self.body_en) for block in body if block.block_type != "video"]
        return [self.title, self.title_en, self.intro, self.intro_en, *map(strip_tags, bodies)]

    @property
    def name(self) -> str:
        return self.title_en if _reads_english() and self.title_en else self.title

    @property
    def lead(self) -> str:
        return self.intro_en if _reads_english() and self.intro_en else self.intro

    @property
    def text(self) -> StreamValue:
        return self.body_en if _reads_english() and self.body_en else self.body


def _reads_english() -> bool:
    return get_language() == "en"


def article_panels(*own: FieldPanel | FieldRowPanel) -> TabbedInterface:
    """The editor of an article: the Japanese text first, the English one on a tab of its own."""
    return TabbedInterface(
        [
            ObjectList([FieldPanel("title"), *own, FieldPanel("intro"), FieldPanel("body")], heading=_("Japanese")),
            ObjectList([FieldPanel("title_en"), FieldPanel("intro_en"), FieldPanel("body_en")], heading=_("English")),
            ObjectList([FieldPanel("slug")], heading=_("Address")),
        ],
        base_form_class=ArticleForm,
    )


class NewsIndexPage(Page):
    """お知らせ: the list of news, newest first."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("news list")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["items"] = self.items(request.GET.get("page"))
        return context

    def items(self, number: str | None) -> ListPage["NewsPage"]:
        news = NewsPage.objects.live().child_of(self).order_by("-published_on", "-pk")
        return Paginator(news, NEWS_PER_PAGE).get_page(number)


class NewsPage(ArticlePage):
    """One piece of news; `published_on` is the day it says."""

    published_on = models.DateField(_("date"), default=clock.today)

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    edit_handler = article_panels(FieldPanel("published_on"))

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")


class HelpIndexPage(Page):
    """使い方: help by reader, with a search over all of it."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.HelpPage"]
    max_count = 1

    class Meta:
        verbose_name = _("help list")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        words = request.GET.get("q", "").strip()
        pages = HelpPage.objects.live().child_of(self).order_by("path")
        if words:
            context["found"] = list(pages.filter(search_key__contains=search_key(words)))
        else:
            context["sections"] = sections(list(pages))
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


def sections(pages: list[HelpPage]) -> list[tuple[str, list[HelpPage]]]:
    """Return the pages under their readers, readers in their fixed order, readers without pages left out."""
    kept = [(reader, [page for page in pages if page.reader == reader]) for reader in HelpPage.Reader]
    return [(str(reader.label), own) for reader, own in kept if own]
