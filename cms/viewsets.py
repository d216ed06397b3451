"""The glossary's terms in Wagtail's admin."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.models import GlossaryTerm
from lms.lib.text import search_key


class TermIndexView(generic.IndexView):
    """The list of terms; its search folds width, case and kana."""

    is_searchable = True

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(search_key__contains=search_key(self.search_query)) if self.search_query else queryset


class GlossaryViewSet(ModelViewSet):
    model = GlossaryTerm
    name = "glossary"
    icon = "list-ul"
    menu_label = _("Glossary")
    add_to_admin_menu = True
    index_view_class = TermIndexView
    copy_view_enabled = False
    ordering = ["reading", "pk"]
    list_display = [
        "term",
        Column("reading", label=_("reading in kana"), sort_key="reading"),
        Column("get_source_display", label=_("source")),
    ]
    list_export = ["term", "reading", "english", "meaning", "meaning_en", "source"]
    panels = [
        FieldRowPanel([FieldPanel("term"), FieldPanel("reading")]),
        FieldPanel("meaning"),
        FieldRowPanel([FieldPanel("english"), FieldPanel("source")]),
        FieldPanel("meaning_en"),
    ]
