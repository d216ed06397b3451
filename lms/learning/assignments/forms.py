"""Forms of rules and exemptions."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum.models import Course, FrameworkVersion, Programme, TalentGroup
from lms.learning.assignments.models import AssignmentRule
from lms.learning.assignments.words import ROLE_CHOICES
from lms.learning.named_choices import NamedChoiceField, NamedMultipleChoiceField
from lms.lib.calendar import fiscal_year, fiscal_year_label
from lms.people.forms import StaffNumberField, everyone
from lms.people.models import Department, Posting, Rank, WorkingGroup
from lms.people.queries import department_choices
from lms.people.working_days import working_days

AUDIENCE_FIELDS = ("groups", "ranks", "departments", "working_groups", "roles", "employments", "joined_from")


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RuleCoursesField(NamedMultipleChoiceField):
    def label_from_instance(self, obj: Course) -> str:
        label = super().label_from_instance(obj)
        return label if obj.live else gettext("%(course)s (not offered now)") % {"course": label}


class RuleForm(forms.ModelForm[AssignmentRule]):
    """A draft rule: what, for whom, until when."""

    fiscal_year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    programme = NamedChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.all(),
        required=False,
        help_text=_("Its published courses, as they are on the day; each for the groups it is meant for."),
    )
    courses = RuleCoursesField(
        label=_("Courses"),
        queryset=Course.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For everybody the rule reaches."),
    )
    takes_everyone = forms.BooleanField(
        label=_("Everyone"), required=False, help_text=_("Narrowed by whatever is chosen below.")
    )
    groups = NamedMultipleChoiceField(
        label=_("Talent groups"),
        queryset=TalentGroup.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ranks = NamedMultipleChoiceField(
        label=_("Ranks"),
        queryset=Rank.objects.order_by("order"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    departments = NamedMultipleChoiceField(
        label=_("Departments"),
        queryset=Department.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With all below them."),
    )
    working_groups = NamedMultipleChoiceField(
        label=_("Working groups"),
        queryset=WorkingGroup.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=ROLE_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    employments = forms.MultipleChoiceField(
        label=_("Kinds of employment"),
        choices=Posting.Employment,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = AssignmentRule
        fields = (
            "name",
            "fiscal_year",
            "programme",
            "courses",
            "takes_everyone",
            "groups",
            "ranks",
            "departments",
            "working_groups",
            "roles",
            "employments",
            "joined_from",
            "starts_on",
            "due_on",
            "joiner_days",
            "return_days",
            "is_yearly",
        )
        widgets = {"joined_from": day_input(), "starts_on": day_input(), "due_on": day_input()}
        labels = {
            "name": _("Name of the rule"),
            "joined_from": _("Joiners from"),
            "starts_on": _("Starts on"),
            "due_on": _("Due date for all"),
            "joiner_days": _("Days for joiners and people reached later"),
            "return_days": _("Days after a return from leave"),
            "is_yearly": _("To be taken every fiscal year"),
        }
        help_texts = {
            "joined_from": _("Only people who joined on this day or later."),
            "due_on": _("Left empty, everybody has the days below. On a closed day it moves to the next open one."),
            "joiner_days": _("Nobody has less time than the due date for all gives."),
            "is_yearly": _("Completions of earlier years then don’t count; otherwise having done it once is enough."),
        }

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = sorted({fiscal_year(on), fiscal_year(on) + 1, *filter(None, [self.instance.fiscal_year])})
        self._choices("fiscal_year", [(year, fiscal_year_label(year)) for year in years])
        framework = FrameworkVersion.objects.on(on).order_by("-valid_from", "-pk").values("pk")[:1]
        self._offer("programme", Programme.objects.filter(framework__in=framework).order_by("order", "pk"))
        self._offer("groups", TalentGroup.objects.filter(framework__in=framework).order_by("precedence"))
        # A renewed rule may name the next year's course before it is published.
        own = self.instance.courses.values("pk") if self.instance.pk else []
        offered = Course.objects.filter(Q(live=True, versions__isnull=False) | Q(pk__in=own)).distinct()
        self._offer("courses", offered.order_by("code", "title", "pk").only("code", "title", "title_en", "live"))
        self._choices("departments", department_choices(on))
        if not self.instance.pk:
            # The empty row has both, as nothing.
            self.initial.update(starts_on=on, fiscal_year=fiscal_year(on))

    def _choices(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = choices

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("programme") and not data.get("courses"):
            self.add_error("courses", _("Choose a programme or at least one course."))
        if not data.get("takes_everyone") and not any(data.get(name) for name in AUDIENCE_FIELDS):
            self.add_error("takes_everyone", _("Say for whom the rule is: tick “everyone”, or choose below."))
        starts_on, due_on = data.get("starts_on"), data.get("due_on")
        if starts_on and due_on and due_on <= starts_on:
            self.add_error("due_on", _("The due date must come after the day the rule starts."))
        elif due_on:
            # What HR reads on the page is the day that people are given.
            data["due_on"] = working_days().on_or_after(due_on)
        return data


class ExemptionForm(forms.Form):
    """Who need not take what, why, and until when."""

    staff_no = StaffNumberField(among=everyone)
    course = NamedChoiceField(
        label=_("Course"),
        queryset=Course.objects.filter(live=True).order_by("code", "title", "pk").only("code", "title", "title_en"),
        error_messages={"required": _("Choose the course.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        min_length=4,
        help_text=_("For example: took the same course at the prefecture, document number 45."),
        error_messages={
            "required": _("Say why, so that it can be followed later."),
            "min_length": _("Say why in a few words, so that it can be followed later."),
        },
    )
    until = forms.DateField(label=_("Until"), required=False, widget=day_input(), help_text=_("Empty means for good."))
