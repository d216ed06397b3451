"""Marking a quiz. Pure rules: right or wrong per question, the score, the pass mark, and who may try again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from curriculum.questions.marking import is_right
from curriculum.questions.shape import Question

SCORE_STEP = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A marked attempt; `right` holds the keys of the questions answered right."""

    right: frozenset[int]
    total: int
    passed: bool

    @property
    def score(self) -> Decimal:
        """The share answered right, 0 to 1."""
        return (Decimal(len(self.right)) / self.total).quantize(SCORE_STEP) if self.total else Decimal(0)


def mark(questions: Mapping[int, Question], answers: Mapping[int, Sequence[str]], *, pass_percent: int) -> Marked:
    """Mark an attempt: `curriculum.questions.marking` says of each question whether it is right.

    The pass mark is compared in whole numbers: 4 of 5 is 80 per cent, with no rounding on the way.
    """
    right = frozenset(key for key, question in questions.items() if is_right(question, answers.get(key, ())))
    passed = 100 * len(right) >= pass_percent * len(questions) and bool(questions)
    return Marked(right=right, total=len(questions), passed=passed)


def needed(total: int, pass_percent: int) -> int:
    """Return how many right answers pass: the smallest number at or above the pass mark."""
    return -(-total * pass_percent // 100)


def attempts_left(*, used: int, allowed: int | None) -> int | None:
    """Return how many attempts remain; None when there is no limit."""
    return None if allowed is None else max(allowed - used, 0)


def may_try_again(*, passed: bool, used: int, allowed: int | None) -> bool:
    """A passed quiz is over; otherwise there may be another try while attempts remain."""
    return not passed and attempts_left(used=used, allowed=allowed) != 0
