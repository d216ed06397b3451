"""A question as somebody meets it: shuffled where order would tell, with what was answered so far. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from uuid import UUID

from django.utils.translation import gettext as _

from curriculum.questions.marking import is_answered, is_right, pairing
from curriculum.questions.shape import CHOICE_KINDS, FALSE, PAIRING, TRUE, WRITTEN_KINDS, Question, QuestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice, or one step of an ordering, as the learner meets it."""

    key: str
    text: str
    is_chosen: bool
    is_correct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A left side of a matching question with what can be chosen for it."""

    key: str
    text: str
    options: Sequence[Option]

    @property
    def chosen(self) -> str:
        return next((option.text for option in self.options if option.is_chosen), "")

    @property
    def right(self) -> str:
        return next(option.text for option in self.options if option.is_correct)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with the answer so far. `name` is that of its inputs; `seed` keeps its shuffled order the same;
    `uuid` is that of the published question.
    """

    question: Question
    chosen: Sequence[str]
    name: str
    seed: str = ""
    uuid: UUID | None = None

    @property
    def kind(self) -> str:
        return self.question.kind.value

    @property
    def has_choices(self) -> bool:
        return self.question.kind in CHOICE_KINDS

    @property
    def is_multiple(self) -> bool:
        return self.question.kind is QuestionKind.MULTIPLE

    @property
    def is_written(self) -> bool:
        return self.question.kind in WRITTEN_KINDS

    @property
    def is_answered(self) -> bool:
        return is_answered(self.question, self.chosen)

    @property
    def is_right(self) -> bool:
        return is_right(self.question, self.chosen)

    @property
    def written(self) -> str:
        return self.chosen[0] if self.chosen else ""

    @property
    def is_no_number(self) -> bool:
        """Tell whether something was written that cannot be read as a number."""
        return self.question.kind is QuestionKind.NUMERIC and bool(self.written) and not self.is_answered

    @property
    def options(self) -> list[Option]:
        """The choices in the author's order; the steps of an ordering as they were put, or shuffled at first."""
        texts = {choice.key: choice for choice in self.question.choices}
        keys = list(texts)
        if self.question.kind is QuestionKind.ORDERING:
            keys = [key for key in self.chosen if key in texts] or self._shuffled(keys)
        return [
            Option(
                key=key,
                text=_choice_text(key, texts[key].text),
                is_chosen=key in self.chosen,
                is_correct=texts[key].is_correct,
            )
            for key in keys
        ]

    @property
    def lines(self) -> list[Line]:
        return list(self._lines()) if self.question.kind is QuestionKind.MATCHING else []

    def _lines(self) -> Iterator[Line]:
        chosen = pairing(self.chosen)
        matches = self.question.matches
        keys = sorted(matches, key=lambda key: Random(f"{self.seed}:{key}").random())  # noqa: S311 - no secret
        for pair in self.question.pairs:
            yield Line(
                key=pair.key,
                text=pair.text,
                options=[
                    Option(
                        key=f"{pair.key}{PAIRING}{key}",
                        text=matches[key],
                        is_chosen=chosen.get(pair.key) == key,
                        is_correct=matches[key] == pair.match,
                    )
                    for key in keys
                ],
            )

    def _shuffled(self, keys: list[str]) -> list[str]:
        """Return the keys in another order than the right one, the same each time for one seed."""
        mixed = list(keys)
        random = Random(f"{self.seed}:{self.question.key}")  # noqa: S311 - no secret
        random.shuffle(mixed)
        return mixed if mixed != keys or len(keys) < 2 else [*keys[1:], keys[0]]

    @property
    def steps(self) -> list[str]:
        """An ordering's steps in their right order."""
        return [choice.text for choice in self.question.choices]

    @property
    def right_words(self) -> str:
        """The right answer to a question that is written."""
        question = self.question
        if question.number and question.number.value is not None:
            words = f"{question.number.value:,}{question.number.unit}"
            if not question.number.tolerance:
                return words
            allowed: Decimal = question.number.tolerance
            return _("%(number)s (up to %(tolerance)s off)") % {"number": words, "tolerance": f"{allowed:,}"}
        return _(" or ").join(question.accepted)


def _choice_text(key: str, text: str) -> str:
    if text or key not in (TRUE, FALSE):
        return text
    return _("True") if key == TRUE else _("False")
