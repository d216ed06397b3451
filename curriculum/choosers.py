"""What authors choose from in a window: package versions and people."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from curriculum.models import PackageVersion, QuestionBank
from lms.lib import clock
from lms.lib.text import search_key
from lms.people.models import User


class WordsForm(BaseFilterForm):
    """One search box; each chooser says which rows the words keep."""

    q = forms.CharField(label=_("Search term"), required=False, widget=forms.TextInput)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching = True
            self.search_query = words
            objects = self.matching(objects, words)
        return objects

    def matching(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        raise NotImplementedError


class PackageWordsForm(WordsForm):
    def matching(self, objects: QuerySet[PackageVersion], words: str) -> QuerySet[PackageVersion]:
        return objects.filter(title__icontains=words) | objects.filter(package__title__icontains=words)


class BankWordsForm(WordsForm):
    def matching(self, objects: QuerySet[QuestionBank], words: str) -> QuerySet[QuestionBank]:
        return objects.filter(title__icontains=words)


class PersonWordsForm(WordsForm):
    def matching(self, objects: QuerySet[User], words: str) -> QuerySet[User]:
        return objects.filter(search_key__contains=search_key(words))


class PackagesView(BaseChooseView):
    ordering = ["-imported_at", "-pk"]
    filter_form_class = PackageWordsForm

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column("number", label=_("version"), accessor="number", width="10%"),
            Column("standard", label=_("standard"), accessor="get_standard_display", width="20%"),
            DateColumn("imported_at", label=_("imported at"), accessor="imported_at", width="20%"),
        ]


class BanksView(BaseChooseView):
    ordering = ["title"]
    filter_form_class = BankWordsForm

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column("count", label=_("questions"), accessor="count", width="15%"),
            DateColumn("updated_at", label=_("changed at"), accessor="updated_at", width="20%"),
        ]


class PeopleView(BaseChooseView):
    ordering = ["kana", "staff_no"]
    filter_form_class = PersonWordsForm

    def get_object_list(self) -> QuerySet[User]:
        return User.objects.in_office(clock.today())

    @property
    def columns(self) -> list[Column]:
        return [self.title_column, Column("kana", label=_("kana"), accessor="kana")]


class ChoosePackageView(ChooseViewMixin, CreationFormMixin, PackagesView):
    pass


class ChoosePackageResultsView(ChooseResultsViewMixin, CreationFormMixin, PackagesView):
    pass


class ChooseBankView(ChooseViewMixin, CreationFormMixin, BanksView):
    pass


class ChooseBankResultsView(ChooseResultsViewMixin, CreationFormMixin, BanksView):
    pass


class ChoosePersonView(ChooseViewMixin, CreationFormMixin, PeopleView):
    pass


class ChoosePersonResultsView(ChooseResultsViewMixin, CreationFormMixin, PeopleView):
    pass


class ChooseOnlyViewSet(ChooserViewSet):
    """A window to choose in; what stands in it is made elsewhere."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class PackageVersionChooserViewSet(ChooseOnlyViewSet):
    model = "curriculum.PackageVersion"
    icon = "media"
    choose_one_text = _("Choose a package")
    choose_another_text = _("Choose another package")
    edit_item_text = _("See this package")
    choose_view_class: type[View] = ChoosePackageView
    choose_results_view_class: type[View] = ChoosePackageResultsView


class QuestionBankChooserViewSet(ChooseOnlyViewSet):
    model = "curriculum.QuestionBank"
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a question bank")
    choose_another_text = _("Choose another question bank")
    edit_item_text = _("See this question bank")
    choose_view_class: type[View] = ChooseBankView
    choose_results_view_class: type[View] = ChooseBankResultsView


class PersonChooserViewSet(ChooseOnlyViewSet):
    model = "people.User"
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    choose_view_class: type[View] = ChoosePersonView
    choose_results_view_class: type[View] = ChoosePersonResultsView


package_version_chooser = PackageVersionChooserViewSet("choose_package")
question_bank_chooser = QuestionBankChooserViewSet("choose_question_bank")
person_chooser = PersonChooserViewSet("choose_person")
