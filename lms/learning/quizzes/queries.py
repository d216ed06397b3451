"""What a quiz's pages show: the questions with what was answered, and how an attempt went."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from curriculum.models import Module, QuizContent, QuizItem
from curriculum.questions.asking import Asked
from curriculum.questions.shape import Question
from lms.learning.quizzes.drawing import Candidate
from lms.learning.quizzes.models import ExtraTime, QuizAnswer, QuizAttempt
from lms.learning.record.models import Enrolment
from lms.people.models import User


def items_of(attempt: QuizAttempt) -> list[QuizItem]:
    """Return the questions of an attempt in the order they are asked."""
    items = QuizItem.objects.filter(quiz__module=attempt.module_id)
    if not attempt.asked:
        return list(items.order_by("order"))
    found = {item.pk: item for item in items.filter(pk__in=attempt.asked)}
    return [found[pk] for pk in attempt.asked]


def asked(attempt: QuizAttempt, chosen: Mapping[int, Sequence[str]]) -> list[Asked]:
    """Return an attempt's questions, each with what was answered so far."""
    return [
        Asked(
            question=item.question,
            chosen=chosen.get(item.pk, ()),
            name=f"answer-{item.uuid}",
            seed=attempt.uuid.hex,
            uuid=item.uuid,
        )
        for item in items_of(attempt)
    ]


def chosen_in(attempt: QuizAttempt) -> dict[int, list[str]]:
    """Return what was answered in an attempt by question."""
    return dict(QuizAnswer.objects.filter(attempt=attempt).values_list("item_id", "chosen"))


def questions_in(attempt: QuizAttempt) -> dict[int, Question]:
    return {item.pk: item.question for item in items_of(attempt)}


def attempts_of(enrolment: Enrolment, module: Module) -> list[QuizAttempt]:
    """Return every attempt at a quiz, the newest first."""
    return list(QuizAttempt.objects.filter(enrolment=enrolment, module=module).order_by("-number"))


def candidates(quiz: QuizContent) -> list[Candidate]:
    rows = quiz.items.order_by("order").values_list("pk", "draw")
    return [Candidate(pk=pk, draw=draw) for pk, draw in rows]


def draw_counts(quiz: QuizContent) -> dict[UUID, int]:
    return {UUID(draw["key"]): draw["count"] for draw in quiz.draws}


def asked_count(quiz: QuizContent) -> int:
    """Return how many questions an attempt asks."""
    rows = candidates(quiz)
    pools = {draw: sum(row.draw == draw for row in rows) for draw in draw_counts(quiz)}
    drawn = sum(min(count, pools[draw]) for draw, count in draw_counts(quiz).items())
    return sum(row.draw is None for row in rows) + drawn


def extra_time_of(person: User, on: date) -> list[int | None]:
    """Return the grants of extra time that hold for a person."""
    return list(ExtraTime.objects.filter(person=person).on(on).values_list("percent", flat=True))
