"""Forms of the due-date pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.learning.extensions.models import ExtensionRequest
from lms.learning.handed_in import RequestKeyForm


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AskForm(RequestKeyForm):
    """Why and until when."""

    wished_on = forms.DateField(
        label=_("Until when do you need?"),
        widget=day_input(),
        error_messages={"required": _("Choose the day until which you can finish.")},
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=ExtensionRequest.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that fits best.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your supervisor and HR read this. Leave it empty if the reason says enough."),
    )


class AnswerForm(forms.Form):
    """The new due date, or no with a reason."""

    verdict = forms.ChoiceField(
        choices=[("grant", _("Move the due date")), ("decline", _("Keep the due date"))], label=_("Your answer")
    )
    on = forms.DateField(label=_("New due date"), required=False, widget=day_input())
    answer = forms.CharField(
        label=_("A word to the learner"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("verdict") == "grant" and not data.get("on") and "on" not in self.errors:
            self.add_error("on", _("Choose the new due date."))
        if data.get("verdict") == "decline" and not data.get("answer"):
            self.add_error("answer", _("Say why the due date stays, so that the learner knows what to do."))
        return data
