"""Recording cycles that were held before this system, in bulk and through the same rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import transaction

from assessments.comments import comment_reasons
from assessments.cycles import close_cycle, open_cycle
from assessments.errors import Refused
from assessments.levels import LEVELS, Choices, judge
from assessments.models import Answer, AnswerLine, Assessment, Confirmation, Cycle
from assessments.queries import LastLevels, last_levels
from assessments.states import AssessmentState, Choice, CycleState, View
from curriculum.models import LevelDescriptor
from lms.people import audit
from lms.people.models import User

BATCH = 500
LINES_AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRating:
    """One person's part in a past cycle: their own answers and their supervisor's, each None when missing."""

    person_id: UUID
    self_answers: Choices | None
    answers: Choices | None
    comment: str = ""


@transaction.atomic
def record_past_cycle(
    cycle: Cycle,
    ratings: Iterable[PastRating],
    *,
    by: User,
    at: datetime,
    comment_where_needed: str = "",
) -> Cycle:
    """Open a planned cycle, record its answers and confirmations, and close it; a closed cycle is left alone.

    Whoever is out of scope on the reference date is passed over; whoever has no rating stays 未評価. A rating that
    needs a comment and has none gets `comment_where_needed`; without that it is refused, as on the screen.
    """
    cycle.refresh_from_db()
    if cycle.state == CycleState.CLOSED:
        return cycle
    open_cycle(cycle, by=by, at=at)
    book = Book(cycle, by=by, at=at, comment_where_needed=comment_where_needed)
    for rating in ratings:
        book.enter(rating)
    book.write()
    return close_cycle(cycle, by=by, at=at)


class Book:
    """The rows of a past cycle, gathered and then written together."""

    def __init__(self, cycle: Cycle, *, by: User, at: datetime, comment_where_needed: str) -> None:
        self.cycle, self.by, self.at = cycle, by, at
        self.comment_where_needed = comment_where_needed
        self.assessments = {row.person_id: row for row in _untouched(cycle)}
        self.last: LastLevels = last_levels(self.assessments, before=cycle)
        self.ladders = _ladders(cycle)
        self.touched: list[Assessment] = []
        self.answers: list[tuple[Answer, Choices]] = []
        self.confirmations: list[Confirmation] = []

    def enter(self, rating: PastRating) -> None:
        """Note one person's part; a second entry for the same person is passed over."""
        assessment = self.assessments.pop(rating.person_id, None)
        if assessment is None:
            return
        if rating.self_answers is not None:
            self._hand_in(assessment, rating.self_answers)
        if rating.answers is not None:
            self._rate_and_confirm(assessment, rating.answers, rating.comment)
        self.touched.append(assessment)

    def _hand_in(self, assessment: Assessment, choices: Choices) -> None:
        answer = self._answer(assessment, View.SELF, choices, by_id=assessment.person_id)
        assessment.self_level, assessment.self_submitted_at = answer.level, self.at

    def _rate_and_confirm(self, assessment: Assessment, choices: Choices, comment: str) -> None:
        rater_id = assessment.first_rater_id or self.by.pk
        answer = self._answer(assessment, View.SUPERVISOR, choices, by_id=rater_id)
        answer.comment = comment or self._comment_for(assessment, answer)
        assessment.supervisor_level = assessment.level = answer.level
        assessment.supervisor_saved_at = assessment.confirmed_at = self.at
        assessment.state = AssessmentState.CONFIRMED
        self.confirmations.append(
            Confirmation(
                assessment=assessment,
                verdict=Confirmation.Verdict.CONFIRMED,
                answer=answer,
                level=answer.level,
                by_id=assessment.second_rater_id or self.by.pk,
                at=self.at,
            )
        )

    def _comment_for(self, assessment: Assessment, answer: Answer) -> str:
        last = self.last.get((assessment.person_id, assessment.group.key))
        needed = comment_reasons(
            level=answer.level,
            last_level=last.level if last else None,
            self_level=assessment.self_level,
            limits=self.cycle.comment_limits,
        )
        if needed and not self.comment_where_needed:
            raise Refused(f"{assessment.person_id}: a comment is required ({', '.join(sorted(needed))})")
        return self.comment_where_needed if needed else ""

    def _answer(self, assessment: Assessment, view: View, choices: Choices, *, by_id: UUID) -> Answer:
        judgement = judge(choices, self.cycle.level_rule)
        answer = Answer(
            assessment=assessment,
            view=view,
            by_id=by_id,
            at=self.at,
            request_key="past",
            level=judgement.level,
            has_skip=judgement.has_skip,
        )
        self.answers.append((answer, choices))
        return answer

    def write(self) -> None:
        """Store everything gathered: answers, their lines with the text as shown, confirmations, the fold."""
        Answer.objects.bulk_create([answer for answer, _ in self.answers], batch_size=BATCH)
        for part in batched(self.answers, LINES_AT_ONCE):
            AnswerLine.objects.bulk_create(
                [line for answer, choices in part for line in self._lines(answer, choices)], batch_size=BATCH
            )
        Confirmation.objects.bulk_create(self.confirmations, batch_size=BATCH)
        Assessment.objects.bulk_update(self.touched, FOLD, batch_size=BATCH)
        details = {"handed_in": self._count(View.SELF), "confirmed": len(self.confirmations)}
        audit.record("cycle.recorded", actor=self.by, at=self.at, target=self.cycle.code, details=details)

    def _lines(self, answer: Answer, choices: Mapping[int, Choice]) -> Iterable[AnswerLine]:
        sentences = self.ladders[answer.assessment.group_id]
        for level in LEVELS:
            if level in choices:
                row = sentences[level]
                yield AnswerLine(answer=answer, level=level, descriptor=row, text=row.text_ja, choice=choices[level])

    def _count(self, view: View) -> int:
        return sum(answer.view == view for answer, _ in self.answers)


FOLD = [
    "state",
    "self_level",
    "self_submitted_at",
    "supervisor_level",
    "supervisor_saved_at",
    "level",
    "confirmed_at",
]


def _untouched(cycle: Cycle) -> Iterable[Assessment]:
    return (
        Assessment.objects.filter(
            cycle=cycle, state=AssessmentState.OPEN, self_submitted_at=None, supervisor_saved_at=None
        )
        .select_related("group")
        .order_by("pk")
    )


def _ladders(cycle: Cycle) -> dict[int, dict[int, LevelDescriptor]]:
    ladders: dict[int, dict[int, LevelDescriptor]] = {}
    for row in LevelDescriptor.objects.filter(group__framework=cycle.framework_id):
        ladders.setdefault(row.group_id, {})[row.level] = row
    return ladders
