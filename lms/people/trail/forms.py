"""What an auditor asks, and why they take the answer out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.trail.queries import Search
from lms.people.trail.words import Sort


class SearchForm(forms.Form):
    words = forms.CharField(
        label=_("Person or number"),
        help_text=_("Name, kana, staff number, or a document's name or number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    sort = forms.ChoiceField(label=_("Kind of deed"), required=False, choices=[("", _("All")), *Sort.choices])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first. Exchange the two."))
        return cleaned

    def search(self) -> Search:
        """Return the question; a field that was not understood is left out of it."""
        answers = self.cleaned_data
        return Search(
            words=(answers.get("words") or "").strip(),
            since=answers.get("since"),
            until=answers.get("until"),
            sort=answers.get("sort") or "",
        )


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("It stands in the file and in the audit trail, with your name and the time."),
        max_length=200,
        min_length=4,
        error_messages={
            "required": _("Enter what the file is for."),
            "min_length": _("Say in a few words what the file is for."),
        },
    )
