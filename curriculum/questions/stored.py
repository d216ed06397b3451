"""Questions as rows of a published quiz: `QuizItem` columns to and from `Question`. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from curriculum.questions.shape import Choice, Number, Pair, Question, QuestionKind


def columns_of(question: Question) -> dict[str, Any]:
    """Return the kind, words, choices and answer of a question as its row keeps them."""
    return {
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "explanation": question.explanation,
        "choices": _rows(question),
        "answer": _answer(question),
    }


def _rows(question: Question) -> list[dict[str, Any]]:
    if question.kind is QuestionKind.MATCHING:
        return [{"key": pair.key, "text": pair.text, "match": pair.match} for pair in question.pairs]
    return [{"key": each.key, "text": each.text, "is_correct": each.is_correct} for each in question.choices]


def _answer(question: Question) -> dict[str, Any]:
    match question.kind:
        case QuestionKind.MATCHING:
            return {"distractors": list(question.distractors)}
        case QuestionKind.NUMERIC if question.number:
            number = question.number
            return {"value": str(number.value), "tolerance": str(number.tolerance), "unit": number.unit}
        case QuestionKind.SHORT_TEXT:
            return {"accepted": list(question.accepted), "is_exact": question.is_exact}
        case _:
            return {}


def question_from(
    *,
    key: UUID,
    kind: str,
    text: str,
    explanation: str,
    choices: Sequence[Mapping[str, Any]],
    answer: Mapping[str, Any],
) -> Question:
    """Return the question that a row keeps."""
    is_matching = kind == QuestionKind.MATCHING
    return Question(
        key=key,
        kind=QuestionKind(kind),
        text=text,
        explanation=explanation,
        choices=()
        if is_matching
        else tuple(
            Choice(key=each["key"], text=each["text"], is_correct=bool(each.get("is_correct"))) for each in choices
        ),
        pairs=tuple(Pair(key=each["key"], text=each["text"], match=each["match"]) for each in choices)
        if is_matching
        else (),
        distractors=tuple(answer.get("distractors", ())),
        number=_number(answer) if "value" in answer else None,
        accepted=tuple(answer.get("accepted", ())),
        is_exact=bool(answer.get("is_exact")),
    )


def _number(answer: Mapping[str, Any]) -> Number:
    return Number(value=Decimal(answer["value"]), tolerance=Decimal(answer["tolerance"]), unit=answer["unit"])
