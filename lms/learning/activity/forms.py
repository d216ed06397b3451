"""What people send about activity records."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.forms import StaffNumberField
from lms.people.models import User


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label=_("Your remark (printed on the record)"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(forms.Form):
    """Ask for the record of one of `people` by staff number."""

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_no"] = StaffNumberField(
            among=lambda: people, error_messages={"unknown": _("Nobody you may ask about has this staff number.")}
        )
