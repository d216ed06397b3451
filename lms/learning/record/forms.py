"""The catalogue's filters."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from curriculum.models import Ability, FrameworkVersion, TalentGroup
from lms.learning.record.queries import CatalogueFilter

type Choices = list[tuple[str, Any]]


class CatalogueForm(forms.Form):
    """Words, talent group and ability; what is not known is ignored, so that an old link still shows the catalogue."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.SearchInput)
    group = forms.ChoiceField(label=_("Talent group"), required=False)
    ability = forms.ChoiceField(label=_("Ability"), required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        framework = FrameworkVersion.objects.on(on).order_by("-valid_from", "-pk").values("pk")[:1]
        groups = TalentGroup.objects.filter(framework__in=framework).order_by("precedence")
        abilities = Ability.objects.filter(framework__in=framework).order_by("group__precedence", "order")
        everything = pgettext_lazy("filter", "All")
        by_group: dict[str, Choices] = {}
        for ability in abilities.select_related("group"):
            by_group.setdefault(ability.group.name, []).append((ability.key, ability.name))
        self.choose("group", [("", everything), *((group.key, group.name) for group in groups)])
        self.choose("ability", [("", everything), *by_group.items()])

    def choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = choices

    @property
    def wanted(self) -> CatalogueFilter:
        self.is_valid()
        found = self.cleaned_data
        return CatalogueFilter(words=found.get("q", ""), group=found.get("group", ""), ability=found.get("ability", ""))
