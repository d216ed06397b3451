"""What all readers share: making a question out of words, and refusing one that could not be asked. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curriculum.questions.files import NotTaken
from curriculum.questions.problems import problems_of
from curriculum.questions.shape import (
    Choice,
    Number,
    Pair,
    Question,
    QuestionKind,
    of_choices,
    true_or_false,
)
from lms.lib.ids import uuid7

LONGEST_WORDS = 60


def excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_WORDS else f"{line[: LONGEST_WORDS - 1]}…"


REASONS: dict[str, Promise] = {
    "no_question_text": _("The question has no text."),
    "few_choices": _("It needs at least two choices."),
    "empty_choice": _("One of its choices is empty."),
    "no_right_answer": _("None of its choices is marked right. Mark the right one."),
    "no_wrong_answer": _("All of its choices are right. At least one must be wrong."),
    "few_steps": _("It needs at least two steps, each with words."),
    "same_steps": _("Two of its steps read the same, so their order cannot be told."),
    "few_pairs": _("It needs at least two pairs, each with both sides."),
    "one_match": _("Everything belongs to the same. Add another possibility."),
    "no_accepted": _("It accepts no answer. Write at least one."),
}


def checked(question: Question) -> Question:
    """Return the question, or refuse it with what it lacks."""
    for code, _message in problems_of(question):
        raise NotTaken(REASONS[code])
    return question


def choice_question(text: str, choices: Iterable[tuple[str, bool]], explanation: str = "") -> Question:
    rows = tuple(Choice(key=str(uuid7()), text=words.strip(), is_correct=right) for words, right in choices)
    return checked(
        Question(key=uuid7(), kind=of_choices(rows), text=text.strip(), explanation=explanation.strip(), choices=rows)
    )


def true_false_question(text: str, *, is_true: bool, explanation: str = "") -> Question:
    return checked(
        Question(
            key=uuid7(),
            kind=QuestionKind.TRUE_FALSE,
            text=text.strip(),
            explanation=explanation.strip(),
            choices=true_or_false(is_true=is_true),
        )
    )


def ordering_question(text: str, steps: Sequence[str], explanation: str = "") -> Question:
    rows = tuple(Choice(key=str(uuid7()), text=step.strip(), is_correct=True) for step in steps)
    return checked(
        Question(
            key=uuid7(), kind=QuestionKind.ORDERING, text=text.strip(), explanation=explanation.strip(), choices=rows
        )
    )


def matching_question(
    text: str, pairs: Iterable[tuple[str, str]], distractors: Iterable[str] = (), explanation: str = ""
) -> Question:
    rows = tuple(Pair(key=str(uuid7()), text=left.strip(), match=right.strip()) for left, right in pairs)
    return checked(
        Question(
            key=uuid7(),
            kind=QuestionKind.MATCHING,
            text=text.strip(),
            explanation=explanation.strip(),
            pairs=rows,
            distractors=tuple(words.strip() for words in distractors),
        )
    )


def number_question(
    text: str, value: Decimal, *, tolerance: Decimal = Decimal(0), unit: str = "", explanation: str = ""
) -> Question:
    return checked(
        Question(
            key=uuid7(),
            kind=QuestionKind.NUMERIC,
            text=text.strip(),
            explanation=explanation.strip(),
            number=Number(value=value, tolerance=tolerance, unit=unit.strip()),
        )
    )


def short_text_question(
    text: str, accepted: Iterable[str], *, is_exact: bool = False, explanation: str = ""
) -> Question:
    words = tuple(each.strip() for each in accepted if each.strip())
    return checked(
        Question(
            key=uuid7(),
            kind=QuestionKind.SHORT_TEXT,
            text=text.strip(),
            explanation=explanation.strip(),
            accepted=words,
            is_exact=is_exact,
        )
    )


def content_of(question: Question) -> tuple[object, ...]:
    """Return what makes two questions the same one, whatever their keys."""
    return (
        question.kind,
        question.text,
        tuple((choice.text, choice.is_correct) for choice in question.choices),
        tuple((pair.text, pair.match) for pair in question.pairs),
        question.distractors,
        question.number,
        question.accepted,
        question.is_exact,
    )
