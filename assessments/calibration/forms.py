"""What browsers send about calibrations."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.calibration.models import CASES
from assessments.calibration.services import Planned, Written
from assessments.forms import BELOW, COMMENT_LENGTH, NO_GROUNDS, RATINGS, KeyedForm
from assessments.models import Cycle
from assessments.states import BELOW_LEVEL_1
from assessments.wording import level_label
from curriculum.models import TalentGroup

MOST_CASES = 20


class GroupField(forms.ModelChoiceField[TalentGroup]):
    def label_from_instance(self, obj: TalentGroup) -> str:
        return obj.name


class CycleField(forms.ModelChoiceField[Cycle]):
    def label_from_instance(self, obj: Cycle) -> str:
        return obj.name


class PlanForm(KeyedForm):
    """A new round."""

    name = forms.CharField(
        label=_("Title of the calibration"),
        max_length=100,
        help_text=_("Raters read it, for example: calibration before the R8 mid-year round."),
    )
    group = GroupField(
        queryset=TalentGroup.objects.none(),
        label=_("Talent group"),
        help_text=_("The cases are judged by this group's five sentences. Its raters take part."),
    )
    opens_on = forms.DateField(label=_("Opens on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closes_on = forms.DateField(label=_("Closes on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    planned_cases = forms.IntegerField(label=_("Number of cases"), min_value=2, max_value=MOST_CASES, initial=CASES)
    with_second_raters = forms.BooleanField(label=_("Second raters take part too"), required=False, initial=True)

    def __init__(self, groups: Sequence[TalentGroup], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments, passed on
        field = self.fields["group"]
        if isinstance(field, GroupField):
            field.queryset = TalentGroup.objects.filter(pk__in=[group.pk for group in groups]).order_by("precedence")

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        opens_on, closes_on = self.cleaned_data.get("opens_on"), self.cleaned_data.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", _("Choose a day on or after the day it opens."))
        return cleaned

    @property
    def planned(self) -> Planned:
        data = self.cleaned_data
        return Planned(
            name=data["name"],
            group=data["group"],
            opens_on=data["opens_on"],
            closes_on=data["closes_on"],
            planned_cases=data["planned_cases"],
            with_second_raters=data["with_second_raters"],
        )


def level_choices() -> list[tuple[str, str]]:
    levels = [(str(level), level_label(level)) for level in range(1, 6)]
    return [("", gettext("None")), (BELOW, level_label(BELOW_LEVEL_1)), *levels]


class CaseForm(KeyedForm):
    """A new case."""

    title = forms.CharField(label=_("Title"), max_length=100)
    text = forms.CharField(
        label=_("What happened"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A fictitious person's work in a few sentences: facts and dates, no verdict. No real names."),
    )
    expected = forms.ChoiceField(
        label=_("Intended level"),
        choices=level_choices,
        required=False,
        help_text=_("Raters see it with the reason after the round; leave it empty where there is none."),
    )
    expected_because = forms.CharField(
        label=_("Why this level"), max_length=COMMENT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    @property
    def written(self) -> Written:
        chosen = self.cleaned_data["expected"]
        return Written(
            title=self.cleaned_data["title"],
            text=self.cleaned_data["text"],
            expected_level=RATINGS[chosen] if chosen else None,
            expected_because=self.cleaned_data["expected_because"],
        )


class JudgementForm(KeyedForm):
    """One rater's judgement of one case."""

    level = forms.ChoiceField(
        choices=[(value, value) for value in RATINGS],
        error_messages={"required": _("Choose a level, or that there are no grounds to judge.")},
    )
    reason = forms.CharField(max_length=COMMENT_LENGTH, required=False)

    @property
    def chosen(self) -> int | None:
        return RATINGS[self.cleaned_data["level"]]


def value_of(level: int | None) -> str:
    """Return the value of the button that stands for a judgement."""
    if level is None:
        return NO_GROUNDS
    return BELOW if level == BELOW_LEVEL_1 else str(level)


class AgreementForm(forms.Form):
    """Which cycle's agreement HR looks at."""

    cycle = CycleField(
        queryset=Cycle.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Cycle"),
        empty_label=_("The newest closed cycle"),
        error_messages={"invalid_choice": _("There is no such cycle. Choose one from the list.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments, passed on
        field = self.fields["cycle"]
        if isinstance(field, CycleField):
            field.queryset = Cycle.objects.exclude(opened_at=None).order_by("-reference_on", "-pk")
