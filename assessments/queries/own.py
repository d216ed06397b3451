"""A person's own assessments."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from assessments.levels import LEVELS
from assessments.models import Answer, Assessment, Chair, Confirmation, Cycle, Deputy
from assessments.queries.answers import Sentence, ladder, ladders
from assessments.states import CONFIRMED_STATES, AssessmentState, CycleState, View
from assessments.terms import CommentReaders
from lms.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTurn:
    """One's own part in an open cycle: whether it waits for one's answers, and whether a draft is there."""

    assessment: Assessment
    waits: bool
    has_draft: bool


def own_turns(person: User) -> list[OwnTurn]:
    """Return a person's part in every open cycle, what waits for them first and by its last day, in two queries."""
    drafts = Answer.objects.filter(assessment=OuterRef("pk"), view=View.SELF)
    rows = (
        Assessment.objects.filter(person=person, cycle__state=CycleState.OPEN)
        .select_related("cycle", "group")
        .annotate(has_answers=Exists(drafts))
    )
    turns = [
        OwnTurn(
            assessment=row,
            waits=row.self_submitted_at is None and can_answer_self(row),
            has_draft=row.self_submitted_at is None and row.has_answers,
        )
        for row in rows
    ]
    return sorted(turns, key=lambda turn: (not turn.waits, turn.assessment.due_on, turn.assessment.pk))


def can_answer_self(assessment: Assessment) -> bool:
    """Tell whether the self-assessment may still be saved.

    Not once a level was confirmed (after an objection the person has read the rater's view), nor may it be changed
    under a rater who saw it.
    """
    if assessment.state in CONFIRMED_STATES or assessment.reopened_at is not None:
        return False
    return assessment.self_submitted_at is None or assessment.supervisor_saved_at is None


def deputies_of(assessment: Assessment, *, on: date) -> list[Deputy]:
    """Return who sits in the chair of one of its raters on a day, in one query. Nobody is deputy for themselves."""
    chairs = Q(rater=assessment.first_rater_id, chair=Chair.FIRST) | Q(
        rater=assessment.second_rater_id, chair=Chair.SECOND
    )
    rows = Deputy.objects.on(on).filter(chairs, cycle=assessment.cycle_id).exclude(deputy=assessment.person_id)
    return list(rows.select_related("rater", "deputy").order_by("chair", "pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MyLevel:
    """One cycle as its subject sees it: the confirmed level with everything said about it, or how far it is."""

    cycle: Cycle
    group_name: str
    state: AssessmentState
    is_confirmed: bool
    level: int | None
    sentence: str
    next_level: int | None
    next_sentence: str
    self_level: int | None
    self_submitted_at: datetime | None
    comment: str
    rated_by: str
    confirmed_by: str
    confirmed_at: datetime | None


def my_levels(person: User) -> list[MyLevel]:
    """Return a person's assessments, newest first, as the person may see them, in five queries at most.

    What comes next is said of the newest confirmed level alone.
    """
    rows = list(
        Assessment.objects.filter(person=person)
        .exclude(cycle__state=CycleState.PLANNED)
        .select_related("cycle", "group")
        .order_by("-cycle__reference_on", "-pk")
    )
    keys = [row.pk for row in rows if row.state in CONFIRMED_STATES]
    verdicts = {
        row.assessment_id: row
        for row in Confirmation.objects.filter(assessment__in=keys, verdict=Confirmation.Verdict.CONFIRMED)
        .select_related("answer__by", "by")
        .order_by("pk")
    }
    sentences = ladders({row.group_id for row in rows})
    found = [_my_level(row, verdicts.get(row.pk), sentences[row.group_id]) for row in rows]
    newest = next((item for item in found if item.is_confirmed), None)
    return [item if item is newest else replace(item, next_level=None, next_sentence="") for item in found]


def my_result(assessment: Assessment) -> MyLevel | None:
    """Return the confirmed result of one assessment as its subject sees it, None before."""
    if assessment.state not in CONFIRMED_STATES:
        return None
    verdict = (
        Confirmation.objects.filter(assessment=assessment, verdict=Confirmation.Verdict.CONFIRMED)
        .select_related("answer__by", "by")
        .order_by("-pk")
        .first()
    )
    return _my_level(assessment, verdict, ladder(assessment.group_id))


def _my_level(row: Assessment, verdict: Confirmation | None, sentences: list[Sentence]) -> MyLevel:
    texts = {sentence.level: sentence.text for sentence in sentences}
    level = row.level if verdict else None
    following = level + 1 if level is not None and level < LEVELS[-1] else None
    return MyLevel(
        cycle=row.cycle,
        group_name=row.group.name,
        state=AssessmentState(row.state),
        is_confirmed=verdict is not None,
        level=level,
        sentence=texts.get(level or 0, ""),
        next_level=following,
        next_sentence=texts.get(following or 0, ""),
        self_level=row.self_level,
        self_submitted_at=row.self_submitted_at,
        comment=verdict.answer.comment if verdict and row.cycle.comment_readers == CommentReaders.SUBJECT else "",
        rated_by=verdict.answer.by.name if verdict else "",
        confirmed_by=verdict.by.name if verdict else "",
        confirmed_at=row.confirmed_at if verdict else None,
    )
