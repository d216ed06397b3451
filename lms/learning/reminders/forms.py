"""What HR selects, the city's reminder settings and its own calendar."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from curriculum.models import Course, FrameworkVersion, TalentGroup
from curriculum.talent_groups import places_on
from lms.learning.handed_in import RequestKeyForm
from lms.learning.named_choices import NamedChoiceField
from lms.learning.reminders.models import ReminderPolicy
from lms.learning.reminders.not_done import Selection
from lms.lib.calendar import fiscal_year
from lms.people.models import ClosedDay


class Span(models.TextChoices):
    """Which due dates are looked at."""

    YEAR = "", pgettext_lazy("due dates", "this fiscal year")
    LATE = "late", pgettext_lazy("due dates", "passed")
    WEEK = "week", pgettext_lazy("due dates", "within 7 days")
    LAST = "last", pgettext_lazy("due dates", "last fiscal year")


class SelectionForm(forms.Form):
    """The filters of the not-done list; what is not known is ignored, so that an old link still shows it."""

    course = NamedChoiceField(
        label=_("Course"), queryset=Course.objects.none(), required=False, empty_label=pgettext_lazy("filter", "All")
    )
    group = NamedChoiceField(
        label=_("Talent group"),
        queryset=TalentGroup.objects.none(),
        required=False,
        empty_label=pgettext_lazy("filter", "All"),
    )
    due = forms.ChoiceField(label=_("Due dates"), choices=Span, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        framework = FrameworkVersion.objects.on(on).order_by("-valid_from", "-pk").values("pk")[:1]
        groups = TalentGroup.objects.filter(framework__in=framework).order_by("precedence")
        due = Course.objects.filter(live=True, versions__enrolments__due_on__isnull=False)
        offered = Course.objects.filter(pk__in=due.values("pk")).order_by("code", "title", "pk")
        self._offer("course", offered.only("code", "title", "title_en"))
        self._offer("group", groups)

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = rows

    def selection(self) -> Selection:
        self.is_valid()
        found = self.cleaned_data
        course, group, span = found.get("course"), found.get("group"), found.get("due", "")
        return Selection(
            on=self.on,
            course=course.pk if course else None,
            people=people_of(group, self.on) if group else None,
            since=since_of(span, self.on),
            until=until_of(span, self.on),
            only_late=span == Span.LATE,
        )

    def in_words(self) -> dict[str, str]:
        """Return what was chosen, for the run's own record."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in ("course", "group")}
        words = {name: str(row.name) for name, row in chosen.items() if row}
        span = self.cleaned_data.get("due", "")
        return words | ({"due": span} if span else {})


def people_of(group: TalentGroup, on: date) -> frozenset[UUID]:
    """Return the people of a talent group on a date, those shown there again among them."""
    places = places_on(group.framework, on)
    return frozenset(
        person
        for person, spot in places.items()
        if spot.group_id == group.pk or (group.takes_wg_members and spot.is_secondary_wg)
    )


def since_of(span: str, on: date) -> date | None:
    if span == Span.WEEK:
        return on
    year = fiscal_year(on) - (1 if span == Span.LAST else 0)
    return None if span == Span.LATE else date(year, 4, 1)


def until_of(span: str, on: date) -> date | None:
    """Return the last due date looked at."""
    if span == Span.LATE:
        return on - timedelta(days=1)
    if span == Span.WEEK:
        return on + timedelta(days=7)
    year = fiscal_year(on) - (1 if span == Span.LAST else 0)
    return date(year + 1, 3, 31)


class SendForm(RequestKeyForm):
    """The button under the preview."""


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


class PolicyForm(forms.ModelForm[ReminderPolicy]):
    class Meta:
        model = ReminderPolicy
        fields = ("is_on", "has_digest", "first_days", "last_days", "late_every", "opens", "closes")
        widgets = {name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in ("opens", "closes")}


class ClosedDayForm(forms.ModelForm[ClosedDay]):
    class Meta:
        model = ClosedDay
        fields = ("on", "name", "is_open")
        widgets = {"on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        labels = {"on": _("Day"), "name": _("What for"), "is_open": _("City hall is open on this day")}
        help_texts = {
            "name": _("For example: system maintenance, election."),
            "is_open": _("Tick this for a weekend or holiday on which the city works all the same."),
        }
