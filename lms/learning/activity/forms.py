"""What people send about activity records."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label=_("Your remark (printed on the record)"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(forms.Form):
    """Ask for somebody's record by staff number."""

    staff_no = forms.CharField(
        label=_("Staff number"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input-short"}),
        error_messages={"required": _("Enter a staff number.")},
    )
