"""A lesson as its reader meets it: its blocks, and at the questions what was answered so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wagtail.blocks import StreamValue

from curriculum.models import Module
from curriculum.questions.asking import Asked
from curriculum.questions.check_questions import CheckQuestion, read_check_questions
from lms.learning.lessons.models import CheckAnswer
from lms.learning.record.models import Enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedHere:
    """A check question with the last answer, if any; `asked` draws its inputs."""

    check_question: CheckQuestion
    answer: CheckAnswer | None

    @property
    def asked(self) -> Asked:
        question = self.check_question.question
        chosen = self.answer.chosen if self.answer else []
        return Asked(question=question, chosen=chosen, name=f"answer-{question.key}")

    @property
    def is_checked(self) -> bool:
        return self.answer is not None and self.answer.is_right is not None

    @property
    def is_right(self) -> bool:
        return bool(self.answer and self.answer.is_right)

    @property
    def feedback(self) -> list[tuple[str, str]]:
        return self.check_question.said_of(self.answer.chosen) if self.answer else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One block of a lesson; `question` where it is one."""

    block: StreamValue.StreamChild
    question: AskedHere | None


def parts_of(body: StreamValue, answers: Iterable[CheckAnswer] = ()) -> list[Part]:
    """Return the lesson's blocks in order, questions with this learner's answers."""
    by_question: Mapping[str, CheckAnswer] = {str(answer.question): answer for answer in answers}
    questions = {str(each.key): each for each in read_check_questions(body.get_prep_value())}
    return [
        Part(block=block, question=asked_here(questions[block.id], by_question) if block.id in questions else None)
        for block in body
    ]


def asked_here(question: CheckQuestion, answers: Mapping[str, CheckAnswer]) -> AskedHere:
    return AskedHere(check_question=question, answer=answers.get(str(question.key)))


def answers_in(enrolment: Enrolment, module: Module) -> list[CheckAnswer]:
    return list(CheckAnswer.objects.filter(enrolment=enrolment, module=module))
