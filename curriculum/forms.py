"""Forms of the course editor and of package uploads."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from curriculum.initiatives import all_initiatives
from curriculum.models import Ability, FrameworkVersion, Programme, TalentGroup
from curriculum.publishing import findings_for, sentence
from lms.lib import clock

# The buttons of the editor after which the course is, or may without another look be, published.
PUBLISHING_ACTIONS = frozenset({"action-publish", "action-submit", "action-restart-workflow"})
REVIEW_AFTER = timedelta(days=365)
LEVELS = (
    ("", _("not stated")),
    (0, _("below level 1")),
    (1, pgettext_lazy("level", "Awareness")),
    (2, pgettext_lazy("level", "Desire")),
    (3, pgettext_lazy("level", "Knowledge")),
    (4, pgettext_lazy("level", "Ability")),
    (5, pgettext_lazy("level", "Reinforcement")),
)


def initiatives() -> list[tuple[int, str]]:
    """Return the plan's priority initiatives as choices."""
    return [(each.number, each.name) for each in all_initiatives()]


class LevelField(forms.TypedChoiceField):
    """A level of the ladder, shown with its word."""

    def __init__(self, **options: Any) -> None:
        choices = [(value, f"{value} {word}" if value != "" else word) for value, word in LEVELS]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False, **options)


class CourseForm(WagtailAdminModelForm):
    """The course editor's form. Drafts may be unfinished; publishing and submitting run the publish checks."""

    supports_level_from = LevelField(label=_("from level"))
    supports_level_to = LevelField(label=_("leads to level"))
    initiatives = forms.TypedMultipleChoiceField(
        label=_("priority initiatives"),
        coerce=int,
        choices=initiatives,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_current_framework()
        if self.instance.pk is None and self.for_user is not None:
            self.initial["owner"] = self.initial.get("owner") or self.for_user.pk
            self.initial["review_on"] = self.initial.get("review_on") or clock.today() + REVIEW_AFTER

    def _offer_current_framework(self) -> None:
        """Offer the rows of the framework in force; a course that still names older ones keeps them in its list."""
        current = FrameworkVersion.objects.on(clock.today())
        chosen = [group.framework_id for group in self.instance.groups.all()]
        offered = FrameworkVersion.objects.filter(pk__in=[*current.values_list("pk", flat=True), *chosen])
        for name, model, order in (
            ("groups", TalentGroup, "precedence"),
            ("abilities", Ability, "order"),
            ("programme", Programme, "order"),
        ):
            if name in self.fields:
                self.fields[name].queryset = model.objects.filter(framework__in=offered).order_by(order, "pk")

    def clean_minutes(self) -> int:
        return self.cleaned_data.get("minutes") or 0

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_publishing and not self.errors:
            for finding in findings_for(self.instance, on=clock.today()):
                if finding.blocks:
                    self.add_error(None, sentence(finding))

    @property
    def is_publishing(self) -> bool:
        approving = self.data.get("action-workflow-action") and self.data.get("workflow-action-name") == "approve"
        return bool(approving) or not PUBLISHING_ACTIONS.isdisjoint(self.data)


class PackageUploadForm(forms.Form):
    """A package file from an authoring tool; what is inside is looked at in the background."""

    file = forms.FileField(
        label=_("Package file (zip)"),
        help_text=_("A SCORM 1.2 or SCORM 2004 package, as the authoring tool exported it."),
        validators=[FileExtensionValidator(["zip"], _("Choose a zip file, as the authoring tool exported it."))],
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
