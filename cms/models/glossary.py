"""The glossary (用語集): terms in Japanese order by their reading."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from cms import kana_order
from cms.models.articles import NO_PRIVATE_PAGES, reads_english
from lms.lib.text import search_key


class GlossaryPage(Page):
    """用語集: the terms under the headings of the kana table, with a search."""

    intro = models.TextField(_("introduction"), blank=True)
    intro_en = models.TextField(_("English introduction"), blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    private_page_options = NO_PRIVATE_PAGES
    promote_panels: list[Panel] = []
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("intro_en")]

    class Meta:
        verbose_name = _("glossary")

    @property
    def lead(self) -> str:
        return self.intro_en if reads_english() and self.intro_en else self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        words = request.GET.get("q", "").strip()
        terms = list(GlossaryTerm.objects.filter(search_key__contains=search_key(words)))
        context |= {"words": words, "found": len(terms), "rows": kana_order.rows(terms, lambda term: term.reading)}
        return context


class GlossaryTerm(models.Model):
    """One term with its reading, which decides its place, and what it means here."""

    class Source(models.TextChoices):
        PLAN = "plan", _("defined in the plan")
        OWN = "own", _("explained here")

    term = models.CharField(
        _("term"),
        max_length=100,
        unique=True,
        error_messages={"unique": _("This term is in the glossary already. Edit that one.")},
    )
    reading = models.CharField(
        _("reading in kana"),
        max_length=200,
        help_text=_("How it is said, in kana: ぴーびーえる for PBL. It decides the place in the list."),
        validators=[RegexValidator(r"^[ぁ-ゖァ-ヶー・\s]+$", _("Write the reading in hiragana or katakana alone."))],
    )
    english = models.CharField(_("in English"), max_length=200, blank=True)
    meaning = models.TextField(_("meaning"))
    meaning_en = models.TextField(_("meaning in English"), blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.OWN)
    search_key = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms of the glossary")

    def __str__(self) -> str:
        return self.term

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.term, self.reading, self.english, self.meaning, self.meaning_en)
        super().save(*args, **kwargs)

    @property
    def explained(self) -> str:
        return self.meaning_en if reads_english() and self.meaning_en else self.meaning
