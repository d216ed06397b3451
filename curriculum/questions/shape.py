"""A question as a plain value, whatever it was drafted in or imported from. Pure.

Answers travel as a list of texts. Its meaning depends on the kind: the keys of the choices that were made; for an
ordering the keys of all steps in order; for a matching "left=match" for each left side; else the text that was written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TRUE, FALSE = "true", "false"
PAIRING = "="


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("one right answer")
    MULTIPLE = "multiple", _("several right answers")
    TRUE_FALSE = "true_false", _("true or false")
    ORDERING = "ordering", _("ordering")
    MATCHING = "matching", _("matching")
    NUMERIC = "numeric", pgettext_lazy("question kind", "number")
    SHORT_TEXT = "short_text", _("short text")


CHOICE_KINDS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE})
WRITTEN_KINDS = frozenset({QuestionKind.NUMERIC, QuestionKind.SHORT_TEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice; the steps of an ordering are choices in their right order, all of them correct."""

    key: str
    text: str
    is_correct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A left side of a matching question and what belongs to it."""

    key: str
    text: str
    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """The right number, how far off an answer may be, and the unit that is shown and may be written."""

    value: Decimal | None
    tolerance: Decimal = Decimal(0)
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. Of the fields below `explanation`, those of its kind are filled."""

    key: UUID
    kind: QuestionKind
    text: str
    explanation: str = ""
    choices: tuple[Choice, ...] = ()
    pairs: tuple[Pair, ...] = ()
    distractors: tuple[str, ...] = ()
    number: Number | None = None
    accepted: tuple[str, ...] = ()
    is_exact: bool = False

    @property
    def right_answers(self) -> int:
        return sum(choice.is_correct for choice in self.choices)

    @property
    def matches(self) -> dict[str, str]:
        """What can be chosen on the right of a matching question, by key; the key tells nothing of the left side."""
        texts = dict.fromkeys([*(pair.match for pair in self.pairs), *self.distractors])
        return {match_key(self.key, text): text for text in texts if text}


def match_key(question: UUID, text: str) -> str:
    return uuid5(question, f"match:{text}").hex


def of_choices(choices: Sequence[Choice]) -> QuestionKind:
    """More than one right answer makes a question where several must be ticked."""
    return QuestionKind.MULTIPLE if sum(choice.is_correct for choice in choices) > 1 else QuestionKind.SINGLE


def true_or_false(*, is_true: bool | None) -> tuple[Choice, ...]:
    """Return the two choices; None when the author has not said which is right."""
    return (
        Choice(key=TRUE, text="", is_correct=is_true is True),
        Choice(key=FALSE, text="", is_correct=is_true is False),
    )
