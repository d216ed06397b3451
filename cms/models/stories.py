"""Stories of results (成果事例): what changed somewhere, so that others can do the same."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.models import Page

from cms.forms import StoryForm
from cms.models.articles import NO_PRIVATE_PAGES, ArticlePage, article_panels, leaf, reads_english
from curriculum.initiatives import initiative_named
from lms.lib import clock
from lms.lib.text import search_key


class StoryIndexPage(Page):
    """成果事例: the list of stories, newest first, narrowed to words or an initiative."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.StoryPage"]
    max_count = 1
    private_page_options = NO_PRIVATE_PAGES
    promote_panels: list[Panel] = []

    class Meta:
        verbose_name = _("list of stories of results")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        words = request.GET.get("q", "").strip()
        stories = StoryPage.objects.live().child_of(self).filter(search_key__contains=search_key(words))
        context["words"] = words
        context["items"] = leaf(stories.order_by("-told_on", "-pk"), request.GET.get("page"))
        return context


class StoryPage(ArticlePage):
    """One result: who did it, what came of it, and the initiative of the plan it serves."""

    told_on = models.DateField(_("date"), default=clock.today)
    told_by = models.CharField(
        _("who did it"), max_length=100, help_text=_("The department or working group, such as 市民課 窓口係.")
    )
    result = models.CharField(
        _("result in one line"),
        max_length=150,
        help_text=_("A fact with a number where there is one, such as 待ち時間 25分→12分."),
    )
    result_en = models.CharField(_("result in English"), max_length=150, blank=True)
    initiative = models.SlugField(_("priority initiative"), blank=True)

    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: list[str] = []
    edit_handler = article_panels(
        FieldRowPanel([FieldPanel("told_on"), FieldPanel("told_by")]),
        FieldPanel("result"),
        FieldPanel("result_en"),
        FieldPanel("initiative"),
        form=StoryForm,
    )

    class Meta:
        verbose_name = _("story of results")
        verbose_name_plural = _("stories of results")

    def _words(self) -> list[str]:
        return [*super()._words(), self.told_by, self.result, self.result_en]

    @property
    def outcome(self) -> str:
        return self.result_en if reads_english() and self.result_en else self.result

    @property
    def initiative_name(self) -> str:
        found = initiative_named(self.initiative)
        return found.name if found else ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.models.initiatives import InitiativePage  # the two sections point at each other

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["index"] = self.get_parent()
        context["serves"] = (
            InitiativePage.objects.live().filter(key=self.initiative).first() if self.initiative else None
        )
        return context
