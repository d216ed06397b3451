"""The forms of the portal's pages."""

import secrets
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.checks import article_findings
from curriculum.initiatives import all_initiatives
from curriculum.models import FrameworkVersion, TalentGroup
from curriculum.publishing import sentence
from lms.learning.assignments.words import ROLE_CHOICES
from lms.lib import clock
from lms.people.queries import department_choices


class ArticleForm(WagtailAdminPageForm):
    """Asks nobody for an address: a Japanese title makes none, so the day and a few letters do.

    Drafts may be unfinished; publishing runs the publish checks.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        given: str = self.cleaned_data.get("slug") or slugify(self.data.get("title_en", ""))
        return given or f"{clock.today():%Y%m%d}-{secrets.token_hex(2)}"

    def _post_clean(self) -> None:
        super()._post_clean()
        if "action-publish" in self.data and not self.errors:
            for finding in article_findings(self.instance):
                if finding.blocks:
                    self.add_error(None, sentence(finding))


def group_choices() -> list[tuple[str, str]]:
    """Return the talent groups of the framework in force, by key."""
    current = FrameworkVersion.objects.on(clock.today()).order_by("-valid_from", "-pk").first()
    groups = TalentGroup.objects.filter(framework=current).order_by("precedence")
    return [(group.key, group.name) for group in groups]


def today_s_departments() -> list[tuple[int, str]]:
    return department_choices(clock.today())


class NewsForm(ArticleForm):
    """Asks for whom news is, and when it is shown."""

    for_groups = forms.MultipleChoiceField(
        label=_("for talent groups"),
        choices=group_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A person is in one group alone; the last holds who is in no other. For everybody, choose none."),
    )
    for_roles = forms.MultipleChoiceField(
        label=_("for roles"), choices=ROLE_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    for_departments = forms.TypedMultipleChoiceField(
        label=_("for departments"),
        choices=today_s_departments,
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("With all below them. Hold Ctrl to choose several."),
    )


def initiative_choices() -> list[tuple[str, str]]:
    return [("", "---------"), *((each.key, f"({each.number}) {each.title}") for each in all_initiatives())]


class StoryForm(ArticleForm):
    initiative = forms.ChoiceField(label=_("priority initiative"), choices=initiative_choices, required=False)


class InitiativeForm(ArticleForm):
    key = forms.ChoiceField(
        label=_("priority initiative"),
        choices=initiative_choices,
        help_text=_("The plan's initiative this page is about; its courses appear by themselves."),
    )
