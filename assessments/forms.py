"""What browsers send about assessments, parsed once."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.levels import LEVELS, Choices, choices_for
from assessments.queries import RatingRow, Sentence
from assessments.states import BELOW_LEVEL_1, Choice

COMMENT_LENGTH = 2000
NO_GROUNDS = "none"
BELOW = "below1"
RATINGS: dict[str, int | None] = {BELOW: BELOW_LEVEL_1, **{str(level): level for level in LEVELS}, NO_GROUNDS: None}


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent; a form without it is not bound, an empty sending is one with errors."""
    return request.POST if request.method == "POST" else None


class KeyedForm(forms.Form):
    """A form whose second sending changes nothing: the page, or its script for each change, gives it a key."""

    request_key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def key_for(self, action: str) -> str:
        """Return the key of one of the things the same page can ask for."""
        return f"{self.cleaned_data['request_key']}:{action}"


class SelfForm(KeyedForm):
    """Five sentences, each with four choices; `must_be_whole` when it is handed in."""

    def __init__(self, sentences: list[Sentence], *args: Any, must_be_whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sentence in sentences:
            self.fields[field_name(sentence.level)] = forms.ChoiceField(
                label=sentence.text,
                choices=Choice.choices,
                required=must_be_whole,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the four answers.")},
            )

    @property
    def answers(self) -> Choices:
        """The sentences answered so far."""
        given = {level: self.cleaned_data.get(field_name(level)) for level in LEVELS}
        return {level: Choice(value) for level, value in given.items() if value}


def field_name(level: int) -> str:
    return f"answer-{level}"


class EvidenceForm(forms.Form):
    """Evidence for one sentence; its fields carry the level, for all five stand in one page's form."""

    def __init__(self, level: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level = level
        self.fields[f"evidence_key-{level}"] = forms.CharField(max_length=40)
        self.fields[f"source-{level}"] = forms.CharField(required=False, max_length=60)
        self.fields[f"note-{level}"] = forms.CharField(required=False, max_length=COMMENT_LENGTH)
        self.fields[f"happened_on-{level}"] = forms.DateField(required=False)

    @property
    def key(self) -> str:
        value: str = self.cleaned_data[f"evidence_key-{self.level}"]
        return value

    @property
    def source(self) -> str:
        value: str = self.cleaned_data[f"source-{self.level}"]
        return value

    @property
    def note(self) -> str:
        value: str = self.cleaned_data[f"note-{self.level}"]
        return value

    @property
    def happened_on(self) -> date | None:
        value: date | None = self.cleaned_data[f"happened_on-{self.level}"]
        return value


class RatingForm(KeyedForm):
    """One row of the rating screen: a level, or no grounds to judge, and a comment."""

    level = forms.ChoiceField(choices=[(value, value) for value in RATINGS], required=False)
    comment = forms.CharField(max_length=COMMENT_LENGTH, required=False, strip=True)

    @property
    def answers(self) -> Choices | None:
        """The answers that the chosen level stands for; None while no level is chosen."""
        chosen: str = self.cleaned_data["level"]
        return choices_for(RATINGS[chosen]) if chosen else None


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why you return this rating.")},
    )


class ObjectionForm(KeyedForm):
    text = forms.CharField(
        label=_("What you object to, and why"),
        help_text=_("Name the sentence and what you did, with dates where you can."),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you object to, and why.")},
    )


def choice_of(row: RatingRow) -> str:
    """Return the value of the button that is pressed in a row; nothing before the first rating."""
    if not row.is_judged:
        return ""
    if row.level is None:
        return NO_GROUNDS
    return BELOW if row.level == BELOW_LEVEL_1 else str(row.level)
