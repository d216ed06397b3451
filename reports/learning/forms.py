"""Filters of the learning reports, read from the address, and what a file is asked for with."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle
from curriculum.models import Course
from lms.lib.calendar import fiscal_year
from lms.people.trail.forms import PurposeForm
from reports.learning.frames import reported_courses
from reports.learning.lists import WRITERS
from reports.learning.queries import top_departments

SECURITY = "elearning_security"
"""The plan's programme whose mandatory course auditors ask for; it comes first."""
WRONG_DAY = {"invalid": _("Enter the day as 2026-11-23.")}


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, error_messages=WRONG_DAY, **options)


class CourseField(forms.ModelChoiceField[Course]):
    def label_from_instance(self, obj: Course) -> str:
        return f"{obj.code} {obj.name}".strip()


class CycleField(forms.ModelChoiceField[Cycle]):
    def label_from_instance(self, obj: Cycle) -> str:
        return obj.name


class DayForm(forms.Form):
    """A day; today when left out. No day after today has figures."""

    as_of = day_field(_("As of"))

    def __init__(self, today: date, asked: Mapping[str, Any]) -> None:
        # What is left out stands in the fields as it is understood.
        super().__init__({"as_of": today.isoformat()} | {key: value for key, value in asked.items() if value})
        self.today = today

    def clean_as_of(self) -> date | None:
        on: date | None = self.cleaned_data["as_of"]
        if on is not None and on > self.today:
            raise forms.ValidationError(_("Choose today or an earlier day: nobody knows later figures."))
        return on

    @property
    def on(self) -> date:
        return self.cleaned_data.get("as_of") or self.today


class CompletionForm(DayForm):
    """The learning page: a day and a 部."""

    department = forms.TypedChoiceField(label=_("Department"), required=False, coerce=int, empty_value=None)

    def __init__(self, today: date, asked: Mapping[str, Any]) -> None:
        super().__init__(today, asked)
        field = self.fields["department"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("The whole city")), *((str(pk), name) for pk, name in top_departments(today))]

    @property
    def below(self) -> int | None:
        below: int | None = self.cleaned_data.get("department")
        return below


class AuditForm(DayForm):
    """The audit list: a course, a day, and since when a completion counts."""

    course = CourseField(
        queryset=Course.objects.none(),
        to_field_name="slug",
        required=False,
        label=_("Course"),
        empty_label=None,
        error_messages={"invalid_choice": _("There is no such course. Choose one from the list.")},
    )
    since = day_field(_("Completions since"), help_text=_("Left empty: since 1 April of the same fiscal year."))

    field_order = ("course", "as_of", "since")

    def __init__(self, today: date, asked: Mapping[str, Any]) -> None:
        courses = reported_courses()
        first = courses.filter(programme__key=SECURITY, is_mandatory=True).first() or courses.first()
        given = {key: value for key, value in asked.items() if value}
        super().__init__(today, ({"course": first.slug} if first else {}) | given)
        field = self.fields["course"]
        if isinstance(field, CourseField):
            field.queryset = courses

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since = cleaned.get("since")
        if since and since > self.on:
            self.add_error("since", _("This day lies after the day of the list. Choose an earlier one."))
        return cleaned

    @property
    def first_day(self) -> date:
        return self.cleaned_data.get("since") or date(fiscal_year(self.on), 4, 1)


class FileForm(PurposeForm):
    """What the file is for, and its kind."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in WRITERS])


class MovesForm(forms.Form):
    """Two cycles to set side by side."""

    base = CycleField(queryset=Cycle.objects.none(), to_field_name="code", label=_("Cycle before"), empty_label=None)
    cycle = CycleField(queryset=Cycle.objects.none(), to_field_name="code", label=_("Cycle after"), empty_label=None)

    def __init__(self, cycles: Sequence[Cycle], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Cycle.objects.filter(pk__in=[cycle.pk for cycle in cycles]).select_related("framework")
        for name in ("base", "cycle"):
            field = self.fields[name]
            if isinstance(field, CycleField):
                field.queryset = rows.order_by("-reference_on", "-pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        base, cycle = cleaned.get("base"), cleaned.get("cycle")
        if base and cycle and base.reference_on >= cycle.reference_on:
            self.add_error("cycle", _("Choose a cycle after the first one."))
        return cleaned
