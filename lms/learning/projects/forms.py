"""Forms of the project pages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from curriculum.models import Module
from lms.learning.handed_in import RequestKeyForm, check_upload
from lms.learning.projects.models import Project, Review
from lms.learning.projects.progress import TIME_STEP
from lms.learning.projects.services import Spent
from lms.learning.rubric import RubricForm
from lms.people.models import User, WorkingGroup
from lms.templatetags.ui import minutes as in_words

# What most entries are: one press each.
QUICK_MINUTES = (15, 30, 60, 120, 180, 240)
LONGEST_MINUTES = 12 * 60


class DateInput(forms.DateInput):
    """A native date field; browsers want ISO dates in any language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def one_of[M: Model](rows: Iterable[M], model: type[M], *, label: str) -> "forms.ModelChoiceField[M]":
    """Return a field that offers these rows by uuid; the only one there is stands chosen."""
    offered = list(rows)
    queryset = model._default_manager.filter(pk__in=[row.pk for row in offered])
    field = forms.ModelChoiceField(queryset, to_field_name="uuid", label=label)
    choices: list[tuple[object, object]] = [(row.uuid, str(row)) for row in offered]  # type: ignore[attr-defined]  # both models have one
    field.choices = choices if len(choices) == 1 else [("", _("Choose")), *choices]
    return field


class StartForm(forms.Form):
    """Start a project: which group, which programme module, what it is called."""

    title = forms.CharField(
        max_length=200, label=_("What the project is called"), help_text=_("For example: shorter waits at the counter")
    )

    def __init__(self, *args: Any, groups: Iterable[WorkingGroup], modules: Iterable[Module], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = one_of(groups, WorkingGroup, label=str(_("Working group")))
        self.fields["module"] = one_of(modules, Module, label=str(_("Programme of the project")))
        self.order_fields(["group", "module", "title"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        pair = {"working_group": data.get("group"), "module": data.get("module")}
        if all(pair.values()) and Project.objects.filter(**pair).exists():
            self.add_error("module", _("This working group already works on this programme. Choose another one."))
        return data


class PartForm(RequestKeyForm):
    """One of several forms on a page: the ids of its fields begin with its name."""

    part = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.part}-%s"} | kwargs)


class TaskForm(PartForm):
    part = "task"
    title = forms.CharField(max_length=200, label=_("Task"))
    due_on = forms.DateField(required=False, label=_("By when"), widget=DateInput())

    def __init__(self, *args: Any, team: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = list(team)
        assignee = forms.ModelChoiceField(
            User.objects.filter(pk__in=[person.pk for person in people]),
            to_field_name="staff_no",
            required=False,
            label=_("Who"),
        )
        assignee.choices = [("", _("nobody yet")), *((person.staff_no, person.name) for person in people)]
        self.fields["assignee"] = assignee
        self.order_fields(["title", "assignee", "due_on"])


class HandInForm(PartForm):
    part = "hand-in"
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, Word, Excel, PowerPoint, picture, video or zip, up to 50 MB.")
    )
    note = forms.CharField(
        label=_("Note for the mentor"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What has changed, what you would like advice on."),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        check_upload(file)
        return file


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=_("Summary of the result"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you changed, what it brought, and who else could use it. Three sentences are enough."),
    )


class ReviewForm(RubricForm):
    """A verdict, words, and a level of 1 to 4 for each criterion of the rubric."""

    verdict = forms.ChoiceField(
        choices=[
            (Review.Verdict.ACCEPTED, _("Accept: the next phase opens")),
            (Review.Verdict.RETURNED, _("Return: another version follows")),
        ],
        widget=forms.RadioSelect,
        label=_("Verdict"),
        error_messages={"required": _("Choose whether you accept or return this version.")},
    )
    comment = forms.CharField(
        label=_("Comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is good, and what to do next. The whole team reads it."),
        error_messages={"required": _("Write what is good and what to do next; the team reads it.")},
    )


class TimeForm(PartForm):
    part = "time"
    on = forms.DateField(label=_("Day"), widget=DateInput())
    is_overtime = forms.BooleanField(required=False, label=_("Outside working hours"))
    note = forms.CharField(required=False, max_length=200, label=_("What you did"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = range(TIME_STEP, LONGEST_MINUTES + TIME_STEP, TIME_STEP)
        self.fields["minutes"] = forms.TypedChoiceField(
            label=_("Time spent"), coerce=int, choices=[(step, in_words(step)) for step in steps]
        )
        self.order_fields(["on", "minutes"])

    @property
    def spent(self) -> Spent:
        data = self.cleaned_data
        return Spent(on=data["on"], minutes=data["minutes"], is_overtime=data["is_overtime"], note=data["note"].strip())


class PeriodForm(forms.Form):
    """From which day to which."""

    since = forms.DateField(label=_("First day"), widget=DateInput())
    until = forms.DateField(label=_("Last day"), widget=DateInput())

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        since: date | None = data.get("since")
        until: date | None = data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first. Choose a later one."))
        return data
