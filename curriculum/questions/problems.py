"""What a question lacks before learners can be asked it. Pure; the messages have a place for the question's number."""

from collections.abc import Callable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curriculum.questions.shape import Question, QuestionKind
from curriculum.questions.short_text import answer_key

type Problem = tuple[str, Promise]


def problems_of(question: Question) -> Iterator[Problem]:
    if not question.text:
        yield "no_question_text", _("Question %(number)s has no text.")
    yield from _PROBLEMS[question.kind](question)


def _choice_problems(question: Question) -> Iterator[Problem]:
    if len(question.choices) < 2:
        yield "few_choices", _("Question %(number)s needs at least two choices.")
    if any(not choice.text for choice in question.choices):
        yield "empty_choice", _("Question %(number)s has an empty choice. Write it or remove it.")
    if not question.right_answers:
        yield "no_right_answer", _("Question %(number)s has no right answer. Mark at least one choice.")
    elif question.right_answers == len(question.choices):
        yield "no_wrong_answer", _("In question %(number)s every choice is right. Leave at least one wrong.")


def _true_false_problems(question: Question) -> Iterator[Problem]:
    if not question.right_answers:
        yield "no_right_answer", _("Question %(number)s does not say whether it is true. Choose one.")


def _ordering_problems(question: Question) -> Iterator[Problem]:
    texts = [choice.text for choice in question.choices]
    if len(texts) < 2 or not all(texts):
        yield "few_steps", _("Question %(number)s needs at least two steps, each with words.")
    if len(set(texts)) < len(texts):
        yield "same_steps", _("In question %(number)s two steps read the same, so their order cannot be told.")


def _matching_problems(question: Question) -> Iterator[Problem]:
    if len(question.pairs) < 2 or any(not pair.text or not pair.match for pair in question.pairs):
        yield "few_pairs", _("Question %(number)s needs at least two pairs, each with both sides.")
    elif len(question.matches) < 2:
        yield "one_match", _("In question %(number)s everything belongs to the same. Add another possibility.")


def _numeric_problems(question: Question) -> Iterator[Problem]:
    if question.number is None or question.number.value is None:
        yield "no_number", _("Question %(number)s has no right number.")


def _short_text_problems(question: Question) -> Iterator[Problem]:
    if not any(answer_key(text) for text in question.accepted):
        yield "no_accepted", _("Question %(number)s accepts no answer. Write at least one.")


_PROBLEMS: dict[QuestionKind, Callable[[Question], Iterator[Problem]]] = {
    QuestionKind.SINGLE: _choice_problems,
    QuestionKind.MULTIPLE: _choice_problems,
    QuestionKind.TRUE_FALSE: _true_false_problems,
    QuestionKind.ORDERING: _ordering_problems,
    QuestionKind.MATCHING: _matching_problems,
    QuestionKind.NUMERIC: _numeric_problems,
    QuestionKind.SHORT_TEXT: _short_text_problems,
}
