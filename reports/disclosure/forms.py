"""Whose data is to be disclosed, and under which request."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.forms import StaffNumberField, everyone


class RequestForm(forms.Form):
    staff_no = StaffNumberField(
        among=everyone, error_messages={"required": _("Enter the staff number of the person who asks.")}
    )
    requested_on = forms.DateField(
        label=_("Day of the request"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter the day of the request."),
            "invalid": _("Enter the day as 2026-11-23."),
        },
    )
    document_no = forms.CharField(
        label=_("Document number"),
        help_text=_("The number of the disclosure request. It stands in the file and in the audit trail."),
        max_length=50,
        error_messages={"required": _("Enter the number of the disclosure request.")},
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_requested_on(self) -> date:
        on: date = self.cleaned_data["requested_on"]
        if on > self.today:
            raise forms.ValidationError(_("This day has not come yet. Enter the day written on the request."))
        return on
