"""Whether an answer is an answer, and whether it is right. Pure.

A question is right or wrong as a whole: half an order is no order, and a mark that people can check by looking is
worth more to them than one of 0.67.
"""

from collections.abc import Sequence

from curriculum.questions.numbers import parse_number
from curriculum.questions.shape import PAIRING, Question, QuestionKind, match_key
from curriculum.questions.short_text import is_accepted

LONGEST_TEXT = 500


def kept(question: Question, given: Sequence[str]) -> list[str]:
    """Return what is kept of what a browser sends: known keys in the question's order, one text, whole orders."""
    match question.kind:
        case QuestionKind.MULTIPLE:
            return [choice.key for choice in question.choices if choice.key in given]
        case QuestionKind.SINGLE | QuestionKind.TRUE_FALSE:
            return [choice.key for choice in question.choices if choice.key in given][:1]
        case QuestionKind.ORDERING:
            keys = {choice.key for choice in question.choices}
            return list(given) if len(given) == len(keys) and set(given) == keys else []
        case QuestionKind.MATCHING:
            chosen = pairing(given)
            known = question.matches
            return [
                f"{pair.key}{PAIRING}{chosen[pair.key]}" for pair in question.pairs if chosen.get(pair.key) in known
            ]
        case _:
            return [text.strip()[:LONGEST_TEXT] for text in given[:1] if text.strip()]


def pairing(given: Sequence[str]) -> dict[str, str]:
    """Return the chosen match by left side."""
    return {left: match for left, sign, match in (text.partition(PAIRING) for text in given) if sign}


def is_answered(question: Question, chosen: Sequence[str]) -> bool:
    """Tell whether the answer is whole: every left side matched, a number that can be read."""
    if not chosen:
        return False
    if question.kind is QuestionKind.MATCHING:
        return len(chosen) == len(question.pairs)
    if question.kind is QuestionKind.NUMERIC and question.number:
        return parse_number(chosen[0], unit=question.number.unit) is not None
    return True


def is_right(question: Question, chosen: Sequence[str]) -> bool:
    """Tell whether an answer is right; a question without a right answer cannot be answered right."""
    if not chosen:
        return False
    match question.kind:
        case QuestionKind.ORDERING:
            return list(chosen) == [choice.key for choice in question.choices]
        case QuestionKind.MATCHING:
            matches = question.matches
            answers = pairing(chosen)
            return bool(question.pairs) and all(
                matches.get(answers.get(pair.key, "")) == pair.match for pair in question.pairs
            )
        case QuestionKind.NUMERIC:
            return _is_near(question, chosen[0])
        case QuestionKind.SHORT_TEXT:
            return is_accepted(chosen[0], question.accepted, is_exact=question.is_exact)
        case _:
            return set(chosen) == {choice.key for choice in question.choices if choice.is_correct}


def right_answer(question: Question) -> list[str]:
    """Return an answer that is right, as it would be kept; empty when the question has none."""
    match question.kind:
        case QuestionKind.MATCHING:
            return [f"{pair.key}{PAIRING}{match_key(question.key, pair.match)}" for pair in question.pairs]
        case QuestionKind.NUMERIC:
            number = question.number
            return [] if number is None or number.value is None else [str(number.value)]
        case QuestionKind.SHORT_TEXT:
            return list(question.accepted[:1])
        case _:
            return [choice.key for choice in question.choices if choice.is_correct]


def _is_near(question: Question, text: str) -> bool:
    number = question.number
    if number is None or number.value is None:
        return False
    given = parse_number(text, unit=number.unit)
    return given is not None and abs(given - number.value) <= number.tolerance
