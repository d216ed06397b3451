"""News (お知らせ): for whom, and from when until when."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageManager, PageQuerySet

from cms.audience import Audience, ReaderOn, reads, reads_as_editor
from cms.forms import NewsForm
from cms.models.articles import NO_PRIVATE_PAGES, ArticlePage, article_panels, leaf
from lms.lib import clock
from lms.people.models import User
from lms.people.requests import Request


class NewsQuerySet(PageQuerySet):
    def shown_on(self, on: date) -> Self:
        """Keep published news whose period holds the day; an end that is not given is open."""
        begun = Q(shown_from__isnull=True) | Q(shown_from__lte=on)
        not_over = Q(shown_until__isnull=True) | Q(shown_until__gte=on)
        return self.live().filter(begun & not_over)


class NewsIndexPage(Page):
    """お知らせ: the list of one's news, newest first."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = 1
    private_page_options = NO_PRIVATE_PAGES
    promote_panels: list[Panel] = []

    class Meta:
        verbose_name = _("news list")

    def get_context(self, request: Request, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.queries import news  # queries stand above models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["items"] = leaf(news(ReaderOn(person=request.user, on=clock.today())), request.GET.get("page"))
        return context


class NewsPage(ArticlePage):
    """One piece of news; `published_on` is the day it says, the period is when it is shown, both days included."""

    published_on = models.DateField(_("date"), default=clock.today)
    shown_from = models.DateField(_("shown from"), null=True, blank=True)
    shown_until = models.DateField(
        _("shown until"), null=True, blank=True, help_text=_("The last day. Left empty, it stays.")
    )
    for_groups = models.JSONField(_("for talent groups"), default=list, blank=True)
    for_roles = models.JSONField(_("for roles"), default=list, blank=True)
    for_departments = models.JSONField(_("for departments"), default=list, blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    edit_handler = article_panels(
        FieldPanel("published_on"),
        FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")]),
        MultiFieldPanel(
            [FieldPanel("for_groups"), FieldPanel("for_roles"), FieldPanel("for_departments")],
            heading=_("For whom"),
            help_text=_("Nothing chosen means everybody. Kinds narrow one another, choices of one kind widen it."),
            classname="collapsed",
        ),
        form=NewsForm,
    )

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    def clean(self) -> None:
        super().clean()
        if self.shown_from and self.shown_until and self.shown_until < self.shown_from:
            raise ValidationError({"shown_until": _("The last day lies before the first. Choose a later day.")})

    @property
    def audience(self) -> Audience:
        return Audience.of(self.for_groups, self.for_roles, self.for_departments)

    def is_shown_on(self, on: date) -> bool:
        """Tell whether the period holds the day; the same rule as `NewsQuerySet.shown_on`."""
        return (self.shown_from or on) <= on <= (self.shown_until or on)

    def serve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to whom it is not meant for, and out of its period; who edits news may always look."""
        if not (self.is_for(request.user) or reads_as_editor(request.user, clock.today())):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def is_for(self, person: User) -> bool:
        """Tell whether this stands in a person's list today."""
        on = clock.today()
        return self.is_shown_on(on) and reads(person, self.audience, on)

    def get_context(self, request: Request, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context |= {"index": self.get_parent(), "is_for_reader": self.is_for(request.user)}
        return context
