"""What the portal's articles share: a Japanese text and, where written, an English one."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db import models
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, PublishingPanel, TabbedInterface
from wagtail.fields import StreamField, StreamValue
from wagtail.models import Page, Revision

from cms.checks import article_findings, refuse_unready
from cms.forms import ArticleForm
from curriculum.blocks import LessonStreamBlock
from curriculum.checks import Finding
from curriculum.panels import ChecksPanel
from lms.lib.text import search_key
from lms.people.models import User

ITEMS_PER_PAGE = 20
# Who reads is said by roles and a news item's audience; lists would not ask a second rule of Wagtail's.
NO_PRIVATE_PAGES: list[str] = []


class ArticlePage(Page):
    """What news, stories, initiatives and help share."""

    title_en = models.CharField(_("English title"), max_length=255, blank=True)
    intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences, shown in lists."))
    intro_en = models.TextField(_("English introduction"), blank=True)
    body = StreamField(LessonStreamBlock(), verbose_name=_("text"), blank=True)
    body_en = StreamField(LessonStreamBlock(), verbose_name=_("English text"), blank=True)
    search_key = models.TextField(editable=False, blank=True)

    private_page_options = NO_PRIVATE_PAGES

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(*self._words())
        super().save(*args, **kwargs)

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Publish a revision unless a check blocks: from the editor, a list of pages, or at the time that was set."""
        refuse_unready(revision.as_object())
        super().publish(revision, user=user, **options)

    def _words(self) -> list[str]:
        bodies = [str(block) for body in (self.body, self.body_en) for block in body if block.block_type != "video"]
        return [self.title, self.title_en, self.intro, self.intro_en, *map(strip_tags, bodies)]

    @property
    def name(self) -> str:
        return self.title_en if reads_english() and self.title_en else self.title

    @property
    def lead(self) -> str:
        return self.intro_en if reads_english() and self.intro_en else self.intro

    @property
    def text(self) -> StreamValue:
        return self.body_en if reads_english() and self.body_en else self.body


def reads_english() -> bool:
    return get_language() == "en"


class ArticleChecksPanel(ChecksPanel):
    """点検 of a page: what a course's lessons are checked for."""

    def findings(self, instance: ArticlePage) -> Sequence[Finding]:
        return article_findings(instance)

    def address(self, instance: ArticlePage) -> str:
        page = [instance.pk] if instance.pk else []
        return reverse("page_checks", args=[instance._meta.model_name, *page])


def article_panels(*own: Panel, form: type[WagtailAdminPageForm] = ArticleForm) -> TabbedInterface:
    """The editor of an article: the Japanese text first, the English one on a tab of its own."""
    return TabbedInterface(
        [
            ObjectList([FieldPanel("title"), *own, FieldPanel("intro"), FieldPanel("body")], heading=_("Japanese")),
            ObjectList([FieldPanel("title_en"), FieldPanel("intro_en"), FieldPanel("body_en")], heading=_("English")),
            ObjectList([FieldPanel("slug"), PublishingPanel()], heading=_("Address")),
            ObjectList([ArticleChecksPanel()], heading=_("Publish checks")),
        ],
        base_form_class=form,
    )


def leaf(items: Any, number: str | None) -> ListPage[Any]:
    """Return one page of a list; a number that makes no sense gives the nearest page that is there."""
    return Paginator(items, ITEMS_PER_PAGE).get_page(number)
