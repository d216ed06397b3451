"""A lesson is read and finished by its learner alone."""

from tests.access.rows import Row
from tests.access.table.learning_record import lesson

ROWS = [
    # Alice's request carries no place, which is a bad one; a stranger does not get that far.
    Row(url="learning:lesson-place", build=lesson, method="POST", others=404, roles={"alice": 400}),
    Row(url="learning:lesson-finish", build=lesson, method="POST", others=404, roles={"alice": 302}),
]
