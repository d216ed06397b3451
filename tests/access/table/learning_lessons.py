"""A lesson is read and finished by its learner alone."""

from collections.abc import Mapping
from uuid import UUID

from tests.access.rows import Row
from tests.access.table.learning_record import lesson
from tests.cast import Cast


def question(cast: Cast) -> Mapping[str, object]:
    return {**lesson(cast), "question": UUID(int=1)}


ROWS = [
    # Alice's request carries no place, which is a bad one; a stranger does not get that far.
    Row(url="learning:lesson-place", build=lesson, method="POST", others=404, roles={"alice": 400}),
    Row(url="learning:lesson-finish", build=lesson, method="POST", others=404, roles={"alice": 302}),
    # Nobody's lesson has this question.
    Row(url="learning:lesson-answer", build=question, method="POST", others=404, roles={"alice": 404}),
]
