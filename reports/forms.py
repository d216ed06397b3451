"""Filters of the reports, read from the address."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle
from lms.lib import clock
from lms.people.access import has_role
from lms.people.forms import StaffNumberField
from lms.people.models import User
from reports.access import READERS
from reports.cohorts import Filters, cohort_choices
from reports.models import Snapshot


class CycleField(forms.ModelChoiceField[Cycle]):
    """A choice of cycles by name."""

    def label_from_instance(self, obj: Cycle) -> str:
        return obj.name


class FiguresForm(forms.Form):
    """Which figures: a cycle and the day they are as of; both may be left out."""

    cycle = CycleField(
        queryset=Cycle.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Cycle"),
        empty_label=_("The newest closed cycle"),
        error_messages={"invalid_choice": _("There is no such cycle. Choose one from the list.")},
    )
    as_of = forms.DateField(
        required=False,
        label=_("As of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter the day as 2026-11-23.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        cycles = self.fields["cycle"]
        if isinstance(cycles, CycleField):
            cycles.queryset = Cycle.objects.exclude(opened_at=None).order_by("-reference_on")

    def clean_as_of(self) -> date | None:
        on: date | None = self.cleaned_data["as_of"]
        if on is not None and on > clock.today():
            raise forms.ValidationError(_("Choose today or an earlier day: nobody knows later figures."))
        return on


class CommitteeForm(FiguresForm):
    """What the committee chooses among: the cycles that were released to it, each as of the day it closed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["as_of"]
        cycles = self.fields["cycle"]
        if isinstance(cycles, CycleField):
            released = Snapshot.objects.released().values("cycle")
            cycles.queryset = Cycle.objects.filter(pk__in=released).order_by("-reference_on")


class TargetForm(forms.Form):
    """An approved target share, with who approved it and under which document."""

    LEVELS = ((3, _("Level 3 (Knowledge) or above")), (4, _("Level 4 (Ability) or above")))

    level = forms.TypedChoiceField(label=_("Level"), choices=LEVELS, coerce=int)
    group = forms.ChoiceField(label=_("Talent group"), required=False)
    percent = forms.IntegerField(
        label=_("Share of everyone in scope, in per cent"),
        min_value=1,
        max_value=100,
        error_messages={"invalid": _("Enter a whole number from 1 to 100.")},
    )
    decided_by = forms.CharField(label=_("Approved by"), max_length=100)
    decided_on = forms.DateField(
        label=_("Approved on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter the day as 2026-11-23.")},
    )
    document_no = forms.CharField(label=_("Document number"), max_length=50)

    def __init__(self, *args: object, groups: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["group"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Every group")), *groups]


class SubscriptionForm(forms.Form):
    """Somebody to send a link to when figures are frozen."""

    staff_no = StaffNumberField()
    kind = forms.ChoiceField(label=_("Which report"), choices=Snapshot.Kind.choices)

    def clean(self) -> dict[str, object]:
        """Refuse people who could not open what the link leads to."""
        data: dict[str, object] = super().clean() or {}
        person, kind = data.get("staff_no"), data.get("kind")
        if isinstance(person, User) and not has_role(person, *READERS[str(kind)], on=clock.today()):
            self.add_error("staff_no", _("This person has no role that may see these figures. Grant it first."))
        return data


class CohortForm(FiguresForm):
    """The explorer's filters; each one stands in the address."""

    base = CycleField(
        queryset=Cycle.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Base cycle"),
        empty_label=_("The baseline"),
        error_messages={"invalid_choice": _("There is no such cycle. Choose one from the list.")},
    )
    group = forms.ChoiceField(label=_("Talent group"), required=False)
    tier = forms.ChoiceField(label=_("Tier"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    working_group = forms.ChoiceField(label=_("Working group"), required=False)
    joined = forms.TypedChoiceField(label=_("Joined in"), required=False, coerce=int, empty_value=None)
    programme = forms.ChoiceField(label=_("Programme"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cycles, base = self.fields["cycle"], self.fields["base"]
        if isinstance(cycles, CycleField) and isinstance(base, CycleField):
            base.queryset = cycles.queryset
        for name, choices in cohort_choices(clock.today()).items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *choices]

    def clean(self) -> dict[str, object]:
        """Refuse a base cycle that is not earlier: rises would be shown as falls."""
        data: dict[str, object] = super().clean() or {}
        cycle, base = data.get("cycle"), data.get("base")
        if isinstance(cycle, Cycle) and isinstance(base, Cycle) and base.reference_on > cycle.reference_on:
            self.add_error("base", _("Choose a base cycle that is earlier than the other."))
        return data

    def filters(self) -> Filters:
        """Return what a valid form asks for."""
        asked = self.cleaned_data
        department, working_group = asked["department"], asked["working_group"]
        return Filters(
            as_of=asked["as_of"] or clock.today(),
            cycle=asked["cycle"].code if asked["cycle"] else None,
            base=asked["base"].code if asked["base"] else None,
            group=asked["group"],
            tier=asked["tier"],
            department=UUID(department) if department else None,
            working_group=UUID(working_group) if working_group else None,
            joined=asked["joined"],
            programme=asked["programme"],
        )


class SavedViewForm(forms.Form):
    """A name for the address as it stands."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, required=False)
