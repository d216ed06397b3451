"""Who gets more time for quizzes, for how long."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.learning.quizzes.timing import PERCENTS
from lms.people.forms import StaffNumberField

NO_LIMIT = "none"


class ExtraTimeForm(forms.Form):
    staff_no = StaffNumberField()
    more = forms.ChoiceField(
        label=gettext_lazy("How much more time"),
        choices=[
            *[(str(percent), f"+{percent}%") for percent in PERCENTS],
            (NO_LIMIT, gettext_lazy("no time limit at all")),
        ],
    )
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty means until you end it."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_more(self) -> int | None:
        more = self.cleaned_data["more"]
        return None if more == NO_LIMIT else int(more)

    def clean(self) -> dict[str, Any] | None:
        first: date | None = self.cleaned_data.get("valid_from")
        last: date | None = self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first. Choose a later one."))
        return self.cleaned_data
