"""A question inside a lesson (確認の問い): the quiz's question with words for each choice. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from curriculum.questions.marking import is_right
from curriculum.questions.shape import Question
from curriculum.questions.stream import CHOICES, Json, children, read_question, text_of

CHECK_QUESTION = "check_question"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckQuestion:
    """`feedback` holds what is said of a choice, by its key; without words a choice has none."""

    question: Question
    feedback: Mapping[str, str]
    must_answer: bool

    @property
    def key(self) -> UUID:
        return self.question.key

    def is_right(self, chosen: Sequence[str]) -> bool:
        return is_right(self.question, chosen)

    def said_of(self, chosen: Sequence[str]) -> list[tuple[str, str]]:
        """Return (choice, words) for each choice that was made and has words, in the question's order."""
        made = (choice for choice in self.question.choices if choice.key in chosen)
        return [(choice.text, self.feedback[choice.key]) for choice in made if choice.key in self.feedback]


def read_check_questions(body: Iterable[Json]) -> Iterator[CheckQuestion]:
    """Yield the check questions of a lesson's stored body, in order."""
    return (read_check_question(block) for block in body if block["type"] == CHECK_QUESTION)


def read_check_question(block: Json) -> CheckQuestion:
    value: Json = block["value"] or {}
    key = UUID(block["id"])
    said = {id: text_of(each, "feedback") for id, each in children(value, "choices", within=key)}
    return CheckQuestion(
        question=read_question({"type": CHOICES, "id": block["id"], "value": value}, within=key),
        feedback={id: words for id, words in said.items() if words},
        must_answer=bool(value.get("must_answer")),
    )
