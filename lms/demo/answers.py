"""What people answered in the demo's tests, so that the statistics of their questions have something to say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from curriculum.models import QuizItem
from lms.learning.models import ModuleProgress, QuizAnswer, QuizAttempt
from lms.learning.record.states import ProgressState

BATCH = 2000
# How often a question is missed beside the others, in their order.
HARDNESS = (1, 2, 5, 3, 2)
# Who failed at first, and how much of the test.
FAILED_FIRST = 0.25
MISSED_AT_FIRST = (0.4, 0.6, 0.8)
TAKEN = timedelta(minutes=4)


class Passed(NamedTuple):
    """A test as the learning record has it."""

    enrolment: int
    module: int
    at: datetime
    score: Decimal


@dataclass(frozen=True, kw_only=True)
class Sat:
    """One attempt with its answers, not saved yet."""

    attempt: QuizAttempt
    answers: Sequence[QuizAnswer]


def sit_tests(codes: Iterable[str], random: Random) -> None:
    """Give everyone who passed the test of one of these courses the attempts that led there."""
    for code in codes:
        items = list(QuizItem.objects.filter(quiz__module__course_version__course__code=code).order_by("order"))
        passed = ModuleProgress.objects.filter(
            module__quiz__items__in=items[:1],
            state=ProgressState.COMPLETED,
            score__isnull=False,
            completed_at__isnull=False,
        )
        rows = passed.order_by("pk").values_list("enrolment_id", "module_id", "completed_at", "score")
        sat = [each for row in map(Passed._make, rows) for each in _attempts(row, items, random)]
        QuizAttempt.objects.bulk_create([each.attempt for each in sat], batch_size=BATCH)
        QuizAnswer.objects.bulk_create([answer for each in sat for answer in each.answers], batch_size=BATCH)


def _attempts(passed: Passed, items: Sequence[QuizItem], random: Random) -> Iterator[Sat]:
    shares = [1 - float(passed.score)]
    if random.random() < FAILED_FIRST:
        shares.insert(0, random.choice(MISSED_AT_FIRST))
    for number, share in enumerate(shares, start=1):
        yield _sat(passed, items, number, share, len(shares) - number, random)


def _sat(passed: Passed, items: Sequence[QuizItem], number: int, share: float, later: int, random: Random) -> Sat:
    """Return an attempt that missed a share of the questions, `later` attempts before the one that was passed."""
    missed = _missed(items, round(share * len(items)), random)
    at = passed.at - later * 2 * TAKEN
    attempt = QuizAttempt(
        enrolment_id=passed.enrolment,
        module_id=passed.module,
        number=number,
        state=QuizAttempt.State.SUBMITTED,
        started_at=at - TAKEN,
        asked=[item.pk for item in items],
        submitted_at=at,
        score=Decimal(len(items) - len(missed)) / len(items),
        passed=later == 0,
    )
    answers = [
        QuizAnswer(
            attempt=attempt,
            item=item,
            chosen=_chosen(item, is_right=item not in missed, random=random),
            answered_at=at,
            is_right=item not in missed,
        )
        for item in items
    ]
    return Sat(attempt=attempt, answers=answers)


def _missed(items: Sequence[QuizItem], count: int, random: Random) -> set[QuizItem]:
    missed: set[QuizItem] = set()
    while len(missed) < count:
        missed.update(random.choices(items, weights=[HARDNESS[item.order % len(HARDNESS)] for item in items]))
    return missed


def _chosen(item: QuizItem, *, is_right: bool, random: Random) -> list[str]:
    keys = [choice["key"] for choice in item.choices if choice["is_correct"] == is_right]
    return keys if is_right else [random.choice(keys)]
