"""Rubrics: criteria with four levels in words, and the form that asks for them. Projects and hand-ins share them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

BEST_LEVEL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """How far one criterion is met: its title, the level 1 to 4 and the rubric's words for it."""

    title: str
    level: int
    words: str


def levels_met(rubric: Sequence[Mapping[str, Any]], scores: Mapping[str, int]) -> list[Met]:
    """Return the levels a review gave, in the order of the rubric."""
    return [
        Met(title=row["title"], level=scores[row["key"]], words=row["levels"][scores[row["key"]] - 1])
        for row in rubric
        if row["key"] in scores
    ]


def missing_criteria(rubric: Sequence[Mapping[str, Any]], scores: Mapping[str, int]) -> list[str]:
    """Return the titles of the criteria without a level of 1 to 4."""
    return [str(row["title"]) for row in rubric if scores.get(str(row["key"])) not in range(1, BEST_LEVEL + 1)]


class RubricForm(forms.Form):
    """A level of 1 to 4 for each criterion; needed unless the version goes back (`is_returned`)."""

    def __init__(self, *args: Any, rubric: Iterable[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = list(rubric)
        for criterion in self.rubric:
            self.fields[self._name(criterion)] = forms.TypedChoiceField(
                label=criterion["title"],
                choices=[
                    (number, format_html("<b>{}</b> {}", number, text))
                    for number, text in enumerate(criterion["levels"], start=1)
                ],
                coerce=int,
                empty_value=None,
                required=not self.is_returned,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a level; accepting needs one for every criterion.")},
            )
        self.order_fields([self._name(criterion) for criterion in self.rubric])

    @property
    def is_returned(self) -> bool:
        """Tell whether the answer sent is that another version follows; then a criterion may stay open."""
        return str(self.data.get("verdict", "")) == "returned"

    @staticmethod
    def _name(criterion: Mapping[str, Any]) -> str:
        return f"criterion-{criterion['key']}"

    @property
    def criteria(self) -> list[forms.BoundField]:
        return [self[self._name(criterion)] for criterion in self.rubric]

    @property
    def scores(self) -> dict[str, int]:
        """The levels chosen, by criterion key."""
        chosen = {criterion["key"]: self.cleaned_data.get(self._name(criterion)) for criterion in self.rubric}
        return {key: level for key, level in chosen.items() if level}
