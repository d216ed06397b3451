"""Questions in the course editor's stored (JSON) form: read from it, and written to it by imports. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID, uuid5

from curriculum.questions.shape import (
    Choice,
    Number,
    Pair,
    Question,
    QuestionKind,
    of_choices,
    true_or_false,
)

type Json = Mapping[str, Any]

# The block of a choice question keeps the name it had when it was the only one.
CHOICES = "question"
DRAW = "draw"


def text_of(value: Json, name: str) -> str:
    return (value.get(name) or "").strip()


def children(value: Json, name: str, *, within: UUID) -> Iterator[tuple[str, Any]]:
    """Yield (key, value) of a list's or stream's items; an item without an id gets one from its place."""
    for place, item in enumerate(value.get(name) or ()):
        wrapped = isinstance(item, Mapping) and "value" in item and "type" in item
        key = item.get("id") if wrapped else None
        yield key or str(uuid5(within, f"{name}:{place}")), item["value"] if wrapped else item


def read_questions(stream: Iterable[Json], *, within: UUID) -> tuple[Question, ...]:
    """Return the questions of a stored stream; blocks that are no question are left out.

    An item without a type is a choice question: what there was before there were kinds.
    """
    typed = (block if "type" in block else {"type": CHOICES, "value": block} for block in stream)
    return tuple(
        read_question(block, within=within, place=place)
        for place, block in enumerate(typed)
        if block["type"] in _READERS
    )


def read_question(block: Json, *, within: UUID, place: int = 0) -> Question:
    key = UUID(block["id"]) if block.get("id") else uuid5(within, f"questions:{place}")
    value: Json = block["value"] or {}
    own = _READERS[block["type"]](key, value)
    return Question(key=key, text=text_of(value, "text"), explanation=text_of(value, "explanation"), **own)


def _choices(key: UUID, value: Json) -> dict[str, Any]:
    choices = tuple(
        Choice(key=id, text=text_of(each, "text"), is_correct=bool(each.get("is_correct")))
        for id, each in children(value, "choices", within=key)
    )
    return {"kind": of_choices(choices), "choices": choices}


def _true_false(key: UUID, value: Json) -> dict[str, Any]:
    said = {"true": True, "false": False}.get(value.get("answer") or "")
    return {"kind": QuestionKind.TRUE_FALSE, "choices": true_or_false(is_true=said)}


def _ordering(key: UUID, value: Json) -> dict[str, Any]:
    steps = children(value, "steps", within=key)
    choices = tuple(Choice(key=id, text=(text or "").strip(), is_correct=True) for id, text in steps)
    return {"kind": QuestionKind.ORDERING, "choices": choices}


def _matching(key: UUID, value: Json) -> dict[str, Any]:
    pairs = tuple(
        Pair(key=id, text=text_of(each, "text"), match=text_of(each, "match"))
        for id, each in children(value, "pairs", within=key)
    )
    distractors = tuple((text or "").strip() for _, text in children(value, "distractors", within=key))
    return {"kind": QuestionKind.MATCHING, "pairs": pairs, "distractors": distractors}


def _numeric(key: UUID, value: Json) -> dict[str, Any]:
    number = Number(
        value=_decimal(value.get("value")),
        tolerance=_decimal(value.get("tolerance")) or Decimal(0),
        unit=text_of(value, "unit"),
    )
    return {"kind": QuestionKind.NUMERIC, "number": number}


def _decimal(value: object) -> Decimal | None:
    """Return a number without the zeros at its end, which some databases keep and others don't."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return Decimal(format(found.normalize(), "f")) if found.is_finite() else None


def _short_text(key: UUID, value: Json) -> dict[str, Any]:
    accepted = (str(text or "").strip() for _, text in children(value, "accepted", within=key))
    return {
        "kind": QuestionKind.SHORT_TEXT,
        "accepted": tuple(text for text in accepted if text),
        "is_exact": bool(value.get("is_exact")),
    }


_READERS: dict[str, Callable[[UUID, Json], dict[str, Any]]] = {
    CHOICES: _choices,
    "true_false": _true_false,
    "ordering": _ordering,
    "matching": _matching,
    "numeric": _numeric,
    "short_text": _short_text,
}


def write_question(question: Question) -> dict[str, Any]:
    """Return the block that reads back as the same question."""
    block_type, own = _WRITERS[question.kind](question)
    words = {"text": question.text, "explanation": question.explanation}
    return {"type": block_type, "id": str(question.key), "value": words | own}


type Written = tuple[str, dict[str, Any]]


def _items(values: Iterable[tuple[str, object]]) -> list[dict[str, object]]:
    return [{"type": "item", "id": key, "value": value} for key, value in values]


def _write_choices(question: Question) -> Written:
    rows = ((each.key, {"text": each.text, "is_correct": each.is_correct}) for each in question.choices)
    return CHOICES, {"choices": _items(rows)}


def _write_true_false(question: Question) -> Written:
    said = next((choice.key for choice in question.choices if choice.is_correct), "")
    return "true_false", {"answer": said}


def _write_ordering(question: Question) -> Written:
    return "ordering", {"steps": _items((each.key, each.text) for each in question.choices)}


def _write_matching(question: Question) -> Written:
    pairs = _items((each.key, {"text": each.text, "match": each.match}) for each in question.pairs)
    return "matching", {"pairs": pairs, "distractors": list(question.distractors)}


def _write_numeric(question: Question) -> Written:
    number = question.number or Number(value=None)
    value = None if number.value is None else str(number.value)
    return "numeric", {"value": value, "tolerance": str(number.tolerance), "unit": number.unit}


def _write_short_text(question: Question) -> Written:
    return "short_text", {"accepted": list(question.accepted), "is_exact": question.is_exact}


_WRITERS: dict[QuestionKind, Callable[[Question], Written]] = {
    QuestionKind.SINGLE: _write_choices,
    QuestionKind.MULTIPLE: _write_choices,
    QuestionKind.TRUE_FALSE: _write_true_false,
    QuestionKind.ORDERING: _write_ordering,
    QuestionKind.MATCHING: _write_matching,
    QuestionKind.NUMERIC: _write_numeric,
    QuestionKind.SHORT_TEXT: _write_short_text,
}
