"""Form fields that name people."""

import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.lib import clock
from lms.people.models import User


def everyone() -> QuerySet[User]:
    """Return everybody there is or was, who left among them."""
    return User.objects.all()


def with_account() -> QuerySet[User]:
    """Return the people who may sign in."""
    return User.objects.filter(is_active=True)


def in_office() -> QuerySet[User]:
    """Return the people in office today."""
    return User.objects.in_office(clock.today())


class StaffNumberField(forms.CharField):
    """One person by staff number (職員番号), typed in either width; the cleaned value is the `User`.

    `among` narrows who may be named. Empty gives None where the field is not required.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Enter the staff number."),
        "unknown": _("Nobody has the staff number %(number)s. Check it, with its leading zeros."),
    }

    def __init__(self, *, among: Callable[[], QuerySet[User]] = with_account, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Staff number"))
        widget = forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **kwargs)
        self.among = among

    def clean(self, value: Any) -> User | None:
        number = unicodedata.normalize("NFKC", super().clean(value))
        if not number:
            return None
        person: User | None = self.among().filter(staff_no=number).first()
        if person is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"number": number})
        return person
