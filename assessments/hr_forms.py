"""What HR fills in about cycles, parsed once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.cycles import Approval
from assessments.evidence import EvidenceNeed, need_at
from assessments.governing import Attention, Late
from assessments.levels import LEVELS
from assessments.models import Chair, Cycle, Reply
from assessments.preview import LEFT_OUT, Problem
from assessments.reminding import STEPS
from assessments.scope import BY_EMPLOYMENT, BY_KIND, TakesIn
from assessments.terms import Setting
from assessments.wording import level_label
from lms.people.forms import StaffNumberField, in_office
from lms.people.models import DepartmentPeriod

REASON_LENGTH = 200
TEXT_LENGTH = 4000
BOTH_CHAIRS = "both"
RESERVED_CODES = frozenset({"new"})
"""Words that stand in an address where a cycle's code would."""


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "input-short", **(attrs or {})})


class PlanForm(forms.ModelForm[Cycle]):
    """Everything about a cycle that HR decides before it opens."""

    excluded_kinds = forms.MultipleChoiceField(
        label=_("Left out while"),
        choices=[(reason.value, reason.label) for reason in BY_KIND],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    excluded_employments = forms.MultipleChoiceField(
        label=_("Kinds of employment left out"),
        choices=[(reason.value, reason.label) for reason in BY_EMPLOYMENT],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Cycle
        fields: ClassVar[list[str]] = [
            "code",
            "name_ja",
            "name_en",
            "framework",
            "opens_on",
            "closes_on",
            "reference_on",
            "is_baseline",
            "takes_in",
            "movers_since",
            "excluded_kinds",
            "excluded_employments",
            "purpose_ja",
            "purpose_en",
            "answer_scale",
            "level_rule",
            "has_second_rater",
            "comment_high_level",
            "comment_big_change",
            "comment_big_gap",
            "comment_readers",
            "objection_days",
            "calibration_opens_on",
            "calibration_closes_on",
        ]
        widgets: ClassVar[Mapping[str, forms.Widget]] = {
            **{
                name: DayInput()
                for name in (
                    "opens_on",
                    "closes_on",
                    "reference_on",
                    "movers_since",
                    "calibration_opens_on",
                    "calibration_closes_on",
                )
            },
            "takes_in": forms.RadioSelect(),
            "answer_scale": forms.RadioSelect(),
            "level_rule": forms.RadioSelect(),
            "comment_readers": forms.RadioSelect(),
            "purpose_ja": forms.Textarea(attrs={"rows": 3}),
            "purpose_en": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[Mapping[str, object]] = {
            "code": _("Short and for good, such as R9-1."),
            "reference_on": _("Group, department and raters are those of this day."),
            "movers_since": _("For a cycle of joiners and movers: who joined, moved, was promoted or came back since."),
            "purpose_ja": _("Stands on every form. Empty: the words of the framework."),
            "comment_high_level": _("Empty: never for this reason."),
            "comment_big_change": _("Empty: never for this reason."),
            "comment_big_gap": _("Empty: never for this reason."),
            "has_second_rater": _("Without one, the first rater confirms their own list."),
        }

    SECTIONS: ClassVar[list[tuple[object, tuple[str, ...]]]] = [
        (_("Name and days"), ("code", "name_ja", "name_en", "framework", "opens_on", "closes_on", "reference_on")),
        (_("Who takes part"), ("takes_in", "movers_since", "excluded_kinds", "excluded_employments", "is_baseline")),
        (_("Purpose notice"), ("purpose_ja", "purpose_en")),
        (
            _("Answers and level"),
            ("answer_scale", "level_rule", *(f"evidence_{level}" for level in LEVELS)),
        ),
        (
            _("Raters and comments"),
            ("has_second_rater", "comment_high_level", "comment_big_change", "comment_big_gap", "comment_readers"),
        ),
        (_("Afterwards"), ("objection_days", "calibration_opens_on", "calibration_closes_on")),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in LEVELS:
            self.fields[f"evidence_{level}"] = forms.ChoiceField(
                label=_("Evidence for %(level)s") % {"level": level_label(level)},
                choices=EvidenceNeed.choices,
                initial=need_at(self.instance.evidence_needs, level),
            )
        for name in ("comment_high_level", "comment_big_change", "comment_big_gap"):
            highest = LEVELS[-1]
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                min_value=1,
                max_value=highest,
                required=False,
                widget=forms.NumberInput(attrs={"class": "input-short"}),
            )
        if self.instance.pk:
            self.fields["code"].disabled = True
        self.fields["framework"].label = _("Edition of the talent framework")
        self.fields["code"].error_messages["unique"] = _("Another cycle has this code. Choose another, such as R9-1.")

    def sections(self) -> list[tuple[object, list[forms.BoundField]]]:
        """Return the fields as the page groups them."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in RESERVED_CODES:
            raise forms.ValidationError(_("This word cannot be a code. Choose another, such as R9-1."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._in_order("opens_on", "closes_on", _("The cycle must close on or after the day it opens."))
        ends_late = _("The calibration must end on or after the day it begins.")
        self._in_order("calibration_opens_on", "calibration_closes_on", ends_late)
        if data.get("takes_in") == TakesIn.MOVERS and not data.get("movers_since"):
            self.add_error("movers_since", _("Say since which day people must have joined or moved."))
        self.instance.evidence_needs = self.evidence_needs
        return data

    def _in_order(self, first: str, last: str, sentence: object) -> None:
        begins, ends = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if begins and ends and ends < begins:
            self.add_error(last, str(sentence))

    @property
    def evidence_needs(self) -> dict[str, str]:
        wanted = {str(level): self.cleaned_data.get(f"evidence_{level}", "") for level in LEVELS}
        return {level: need for level, need in wanted.items() if need and need != EvidenceNeed.NONE}

    @property
    def changes(self) -> dict[str, Any]:
        """What the form says of every setting, for a cycle that exists."""
        names = [name for name in self.Meta.fields if name != "code"]
        return {name: self.cleaned_data[name] for name in names} | {"evidence_needs": self.evidence_needs}


class DecisionForm(forms.Form):
    """Who approved which settings, when, under which document number."""

    settings = forms.MultipleChoiceField(
        label=_("Settings approved as they stand"),
        choices=Setting.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the settings that were approved.")},
    )
    decided_by = forms.CharField(
        label=_("Decided by"),
        max_length=100,
        help_text=_("The body or office, such as DX推進委員会."),
        error_messages={"required": _("Say who approved.")},
    )
    decided_on = forms.DateField(
        label=_("Decided on"), widget=DayInput, error_messages={"required": _("Say when it was approved.")}
    )
    document_no = forms.CharField(label=_("Document number"), max_length=50, required=False)

    @property
    def approval(self) -> Approval:
        data = self.cleaned_data
        return Approval(decided_by=data["decided_by"], decided_on=data["decided_on"], document_no=data["document_no"])

    @property
    def chosen(self) -> list[Setting]:
        return [Setting(value) for value in self.cleaned_data["settings"]]


class PreviewFilter(forms.Form):
    """How the lineup of a cycle is narrowed down; what makes no sense is passed over."""

    q = forms.CharField(label=_("Name or staff number of person or rater"), required=False, max_length=100)
    show = forms.ChoiceField(
        label=_("People shown"),
        required=False,
        choices=[("", _("Everyone who takes part")), (LEFT_OUT, _("Left out")), *Problem.choices],
    )

    @property
    def chosen(self) -> tuple[str, str]:
        """Return what to show, and the words looked for."""
        self.is_valid()
        return self.cleaned_data.get("show", ""), self.cleaned_data.get("q", "")


class PeopleFilter(forms.Form):
    """How the people of a cycle are narrowed down; what makes no sense is passed over."""

    q = forms.CharField(label=_("Name or staff number"), required=False, max_length=100)
    department = forms.ChoiceField(label=_("Department"), required=False)
    late = forms.ChoiceField(label=_("Late with"), required=False, choices=[("", _("Anyone")), *Late.choices])
    attention = forms.ChoiceField(
        label=_("Needs a look"), required=False, choices=[("", _("Anyone")), *Attention.choices]
    )
    rater = forms.CharField(label=_("Rater (staff number)"), required=False, max_length=20)

    def __init__(self, *args: Any, departments: Iterable[DepartmentPeriod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(row.department_id), row.name) for row in departments]
        choice = self.fields["department"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", _("All departments")), *places]


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Say why. The reason stays in the trail.")},
    )


class ReassignForm(forms.Form):
    """Another rater for the people ticked: one by number, or those whom the organisation names today."""

    chair = forms.ChoiceField(
        label=_("Which rater"),
        choices=[*Chair.choices, (BOTH_CHAIRS, _("both, as the organisation names them today"))],
        initial=Chair.FIRST,
    )
    rater = StaffNumberField(
        label=_("New rater (staff number)"),
        among=in_office,
        required=False,
        help_text=_("Empty: the rater whom the organisation names today."),
    )
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("chair") == BOTH_CHAIRS and data.get("rater"):
            self.add_error("rater", _("One person is never both raters. Leave this empty, or choose one chair."))
        return data


class ExtendForm(forms.Form):
    until = forms.DateField(
        label=_("New last day"),
        widget=DayInput,
        required=False,
        help_text=_("Empty: the extension ends, and the cycle’s own last day holds again."),
    )
    reason = reason_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < self.today:
            raise forms.ValidationError(_("This day is past. Enter today or a later day."))
        return until


class AddPersonForm(forms.Form):
    person = StaffNumberField(among=in_office)
    reason = reason_field()


class DeputyForm(forms.Form):
    """Who stands in for whom, in which chairs, from when until when."""

    rater = StaffNumberField(label=_("Rater (staff number)"))
    deputy = StaffNumberField(label=_("Deputy (staff number)"), among=in_office)
    chairs = forms.MultipleChoiceField(
        label=_("Stands in as"),
        choices=Chair.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Chair.FIRST],
        error_messages={"required": _("Tick at least one.")},
    )
    since = forms.DateField(label=_("From"), widget=DayInput)
    until = forms.DateField(label=_("To and including"), widget=DayInput, required=False)
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not come before the first."))
        return data


class RemindForm(forms.Form):
    steps = forms.MultipleChoiceField(
        label=_("Who is late with"),
        choices=[(step.value, step.label) for step in STEPS],
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def chosen(self) -> list[Late]:
        return [Late(value) for value in self.cleaned_data["steps"]]


class ReplyForm(forms.Form):
    """HR's reply to an objection."""

    verdict = forms.ChoiceField(
        label=_("What follows"),
        choices=Reply.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what follows from the objection.")},
    )
    text = forms.CharField(
        label=_("Reply"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the reply. The person reads it.")},
    )
