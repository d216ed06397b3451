"""Whom to give a role, and whom a temporary password."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.people.accounts.roles import is_powerful
from lms.people.forms import StaffNumberField, in_office
from lms.people.models import SCOPED_ROLES, Department, Role, User
from lms.people.queries import department_choices

MOST = 100
UNKNOWN_SHOWN = 10


class GrantForm(forms.Form):
    staff_no = StaffNumberField(
        among=in_office,
        error_messages={
            "unknown": _("Nobody in office has the staff number %(number)s. Check it, with its leading zeros.")
        },
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    department = forms.TypedChoiceField(
        label=_("Over"),
        help_text=_("HR over a department reaches everything below it. Every other role is for the whole city."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    since = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the first day."), "invalid": _("Enter the day as 2026-11-23.")},
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {"since": today}
        field = self.fields["department"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("The whole city")), *department_choices(today)]

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since < self.today:
            raise forms.ValidationError(_("A role cannot be granted for the past. Choose today or a later day."))
        return since

    def clean(self) -> dict[str, Any]:
        """Refuse a department for a role that knows none."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("department") and data.get("role") not in SCOPED_ROLES:
            self.add_error("department", _("This role is for the whole city. Choose “The whole city”."))
        return data

    @property
    def over(self) -> Department | None:
        pk = self.cleaned_data["department"]
        return Department.objects.get(pk=pk) if pk else None


class PasswordsForm(forms.Form):
    """Staff numbers, one a line; `can_reset_powerful` lets those of HR, auditors and administrators through."""

    numbers = forms.CharField(
        label=_("Staff numbers"),
        help_text=_("One a line, at most 100. What they used before ends, and so do their open sessions."),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter at least one staff number.")},
    )

    def __init__(self, today: date, *args: Any, can_reset_powerful: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.can_reset_powerful = can_reset_powerful
        self.people: list[User] = []

    def clean_numbers(self) -> str:
        numbers = list(dict.fromkeys(self.cleaned_data["numbers"].split()))
        if len(numbers) > MOST:
            raise forms.ValidationError(
                _("These are %(count)d numbers. Enter at most %(most)d at once."),
                params={"count": len(numbers), "most": MOST},
            )
        found = {user.staff_no: user for user in User.objects.in_office(self.today).filter(staff_no__in=numbers)}
        if unknown := [number for number in numbers if number not in found]:
            words = ngettext(
                "Nobody in office has this staff number: %(numbers)s.",
                "Nobody in office has these staff numbers: %(numbers)s.",
                len(unknown),
            )
            raise forms.ValidationError(words, params={"numbers": shown(unknown)})
        self.people = [found[number] for number in numbers]
        self._check_powerful()
        return "\n".join(numbers)

    def _check_powerful(self) -> None:
        powerful = [user.staff_no for user in self.people if is_powerful(user, self.today)]
        if powerful and not self.can_reset_powerful:
            words = ngettext(
                "Only an administrator may give this account a new password: %(numbers)s.",
                "Only an administrator may give these accounts a new password: %(numbers)s.",
                len(powerful),
            )
            raise forms.ValidationError(words, params={"numbers": shown(powerful)})


def shown(numbers: list[str]) -> str:
    """Return the first numbers, with dots for the rest."""
    rest = " …" if len(numbers) > UNKNOWN_SHOWN else ""
    return ", ".join(numbers[:UNKNOWN_SHOWN]) + rest
