"""The list's filters, and the reason for a change."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.learning.record.states import EnrolmentState
from lms.learning.support.queries import Wanted


class LearnersForm(forms.Form):
    """What is not known is ignored, so that an old link still shows a list."""

    q = forms.CharField(
        label=_("Name or staff number"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    course = forms.ChoiceField(label=_("Course"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", pgettext_lazy("filter", "All")), *EnrolmentState.choices]
    )

    def __init__(self, *args: object, courses: list[tuple[str, str]], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["course"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", pgettext_lazy("filter", "All")), *courses]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        found = self.cleaned_data
        return Wanted(words=found.get("q", ""), course=found.get("course", ""), state=found.get("state", ""))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the audit trail with your name and the time."),
        min_length=4,
        max_length=300,
        error_messages={
            "required": _("Enter why the record is to be changed."),
            "min_length": _("Say in a few words why the record is to be changed."),
        },
    )
