"""Setting a term, placing a hold, proposing a deletion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.operations.retention.models import Hold
from lms.operations.retention.registry import RecordClass
from lms.operations.retention.services import term_problem
from lms.people.forms import StaffNumberField, everyone


class TermForm(forms.Form):
    years = forms.IntegerField(
        label=_("Kept for how many years"), widget=forms.NumberInput(attrs={"class": "input-short"})
    )
    document_no = forms.CharField(
        label=_("Document number of the decision"), max_length=50, required=False, help_text=_("Such as 職第12号.")
    )

    def __init__(self, record_class: RecordClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record_class = record_class
        term = record_class.term
        self.fields["years"].help_text = _("Between %(least)d and %(most)d; %(years)d are proposed.") % {
            "least": term.least,
            "most": term.most,
            "years": term.years,
        }

    def clean_years(self) -> int:
        years: int = self.cleaned_data["years"]
        if problem := term_problem(self.record_class.key, years):
            raise forms.ValidationError(problem)
        return years


class HoldForm(forms.Form):
    """Whose records are kept, and why. Everybody's, where no number is given and the box is ticked."""

    staff_no = StaffNumberField(among=everyone, required=False)
    is_everybody = forms.BooleanField(
        label=_("Everybody’s records"), required=False, help_text=_("Such as for an audit of the whole system.")
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *Hold.Reason.choices])
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("A document number is enough; the note is deleted with the person’s name."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one person or everybody, not both and not nobody."""
        data: dict[str, Any] = super().clean() or {}
        if "staff_no" in data and bool(data["staff_no"]) == bool(data.get("is_everybody")):
            self.add_error("staff_no", _("Enter a staff number, or tick “Everybody’s records”."))
        return data


class ProposalForm(forms.Form):
    document_no = forms.CharField(
        label=_("Document number"), max_length=50, required=False, help_text=_("Of the draft (起案), if there is one.")
    )
    note = forms.CharField(label=_("Note for who approves"), max_length=200, required=False)
