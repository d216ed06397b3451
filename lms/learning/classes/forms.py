"""Forms of the class pages."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from lms.learning.classes.models import ClassApplication, ClassSession
from lms.learning.classes.queries import Attendee
from lms.learning.classes.services import Date, Mark
from lms.learning.handed_in import RequestKeyForm
from lms.people.forms import StaffNumberField
from lms.people.models import User
from lms.templatetags.ui import moment

State = ClassApplication.State
BETWEEN_NUMBERS = re.compile(r"[\s,、,]+")


class DateForm(RequestKeyForm):
    """When, where and for how many."""

    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=200)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=2000)
    instructor = forms.CharField(label=_("Instructor"), max_length=200, required=False)
    required_percent = forms.IntegerField(
        label=_("Counts from (per cent of the time)"),
        min_value=1,
        max_value=100,
        initial=80,
        help_text=_("Whoever is late or leaves early must be there for at least this share."),
    )
    needs_consent = forms.BooleanField(
        label=_("The supervisor's consent is needed"),
        required=False,
        initial=True,
        help_text=_("An application waits until the applicant's first or second rater consents."),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("The end must come after the beginning."))
        return data

    @property
    def date(self) -> Date:
        data = self.cleaned_data
        return Date(
            starts_at=self._moment("begins"),
            ends_at=self._moment("ends"),
            place=data["place"],
            capacity=data["capacity"],
            instructor=data["instructor"],
            needs_consent=data["needs_consent"],
            required_percent=data["required_percent"],
        )

    def _moment(self, name: str) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data[name]))


def as_filled_in(session: ClassSession) -> dict[str, Any]:
    """Return a date as its form shows it."""
    begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    same = ("place", "capacity", "instructor", "required_percent", "needs_consent")
    times = {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
    return times | {name: getattr(session, name) for name in same}


class PeopleForm(forms.Form):
    """People by staff number, one or many: designated, or as they signed the paper sheet."""

    staff_no = forms.CharField(
        label=_("Staff numbers"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, or with spaces between. They are enrolled in the course if they are not yet."),
    )
    people: Sequence[User] = ()

    def clean_staff_no(self) -> str:
        text: str = self.cleaned_data["staff_no"]
        numbers = list(dict.fromkeys(number for number in BETWEEN_NUMBERS.split(text) if number))
        found = {user.staff_no: user for user in User.objects.filter(staff_no__in=numbers, is_active=True)}
        unknown = [number for number in numbers if number not in found]
        if unknown:
            message = _("Nobody has the staff number %(numbers)s. Check it; nobody was put on the list.")
            raise forms.ValidationError(message, params={"numbers": say(", ").join(unknown)})
        self.people = [found[number] for number in numbers]
        return text


class SubstituteForm(forms.Form):
    """Who goes instead, by staff number."""

    staff_no = StaffNumberField(label=_("Staff number of who goes instead"))


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("The applicant reads it."),
        error_messages={"required": _("Write why you refuse; the applicant reads it.")},
    )


class PersonChoice(forms.ModelChoiceField[User]):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.staff_no})"


class DateChoice(forms.ModelChoiceField[ClassSession]):
    """A date with its course, as a line of a list."""

    def label_from_instance(self, obj: ClassSession) -> str:
        return f"{moment(timezone.localtime(obj.starts_at))} {obj.module.course_version.name} ({obj.place})"


class NominateForm(forms.Form):
    """Which of one's people goes to which date."""

    session = DateChoice(queryset=ClassSession.objects.none(), to_field_name="uuid", label=_("Class and date"))
    person = PersonChoice(queryset=User.objects.none(), to_field_name="staff_no", label=_("Who goes"))

    def __init__(self, *args: Any, dates: QuerySet[ClassSession], people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("session", dates), ("person", people)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
            field.queryset = choices


class AttendanceForm(forms.Form):
    """One mark for each line of the sheet; a line left alone stays open, or counts as present when asked to."""

    rest = forms.ChoiceField(choices=[(State.ATTENDED, State.ATTENDED.label)], required=False)

    def __init__(self, *args: Any, attendees: Sequence[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attendees = [line for line in attendees if line.has_seat]
        longest = max((line.application.session.minutes for line in self.attendees), default=0)
        for line in self.attendees:
            key = line.application.uuid
            self.fields[f"mark-{key}"] = forms.ChoiceField(
                choices=[(State.ATTENDED, State.ATTENDED.label), (State.ABSENT, State.ABSENT.label)],
                required=False,
                label=line.person.name,
            )
            for name, words in (("late", _("%(name)s, minutes late")), ("early", _("%(name)s, minutes left early"))):
                self.fields[f"{name}-{key}"] = forms.IntegerField(
                    required=False, min_value=0, max_value=longest, label=words % {"name": line.person.name}
                )

    @property
    def marks(self) -> dict[ClassApplication, Mark]:
        read = {line.application: self._mark(line.application) for line in self.attendees}
        return {application: mark for application, mark in read.items() if mark}

    def _mark(self, application: ClassApplication) -> Mark | None:
        data, key = self.cleaned_data, application.uuid
        given = data[f"mark-{key}"] or (data["rest"] if application.state == State.APPLIED else "")
        if not given:
            return None
        # A page without the minutes (the rest as present) keeps what the check-in said.
        late = data[f"late-{key}"]
        return Mark(
            is_present=given == State.ATTENDED,
            late=application.late_minutes if late is None else late,
            left_early=data[f"early-{key}"] or 0,
        )
