"""What a first rater reads of the people on the screen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assessments.comments import CommentReason, comment_reasons
from assessments.models import Answer, Assessment, Confirmation, Cycle, Evidence
from assessments.queries.answers import Sentence, choices_of, handed_in, ladder, newest_answer, newest_answers
from assessments.queries.evidence import evidence_counts, evidence_of
from assessments.queries.past import LastLevel, history, last_levels
from assessments.states import CONFIRMED_STATES, UNFINISHED_STATES, AssessmentState, Choice, View
from assessments.visibility import Stage, Viewer, sight


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfView:
    """A self-assessment as a rater may see it."""

    level: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """One person on the rating screen. `self_view` is None until the rater may see it."""

    uuid: UUID
    person_name: str
    person_kana: str
    staff_no: str
    title: str
    group_id: int
    group_name: str
    state: AssessmentState
    last: LastLevel | None
    evidence_count: int
    self_submitted: bool
    is_judged: bool
    level: int | None
    comment: str
    saved_at: datetime | None
    needs_comment: frozenset[CommentReason]
    returned_because: str
    self_view: SelfView | None
    extended_to: date | None

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED_STATES

    @property
    def is_confirmed(self) -> bool:
        return self.state in CONFIRMED_STATES


def rating_rows(assessments: QuerySet[Assessment], cycle: Cycle) -> list[RatingRow]:
    """Return the people somebody rates first in a cycle, in kana order, blind where the rule says so."""
    rows = list(assessments.select_related("cycle", "person", "group").order_by("person__kana", "person__staff_no"))
    keys = [row.pk for row in rows]
    last = last_levels([row.person_id for row in rows], before=cycle)
    counts = evidence_counts(keys)
    ratings = newest_answers(keys, View.SUPERVISOR)
    returns = return_reasons([row.pk for row in rows if row.state == AssessmentState.RETURNED])
    return [
        _rating_row(
            row,
            last=last.get((row.person_id, row.group.key)),
            count=counts.get(row.pk, 0),
            rating=ratings.get(row.pk),
            returned_because=returns.get(row.pk, ""),
        )
        for row in rows
    ]


def _rating_row(
    row: Assessment, *, last: LastLevel | None, count: int, rating: Answer | None, returned_because: str
) -> RatingRow:
    seen = sight(Viewer.FIRST_RATER, stage_of(row))
    is_judged = row.supervisor_saved_at is not None
    level = row.supervisor_level if is_judged else None
    comment = rating.comment if rating else ""
    needs = (
        comment_reasons(
            level=level,
            last_level=last.level if last else None,
            self_level=row.self_level,
            limits=row.cycle.comment_limits,
        )
        if is_judged and not comment
        else frozenset()
    )
    return RatingRow(
        uuid=row.uuid,
        person_name=row.person.name,
        person_kana=row.person.kana,
        staff_no=row.person.staff_no,
        title=row.title,
        group_id=row.group_id,
        group_name=row.group.name,
        state=AssessmentState(row.state),
        last=last,
        evidence_count=count if seen.evidence else 0,
        self_submitted=row.self_submitted_at is not None,
        is_judged=is_judged,
        level=level,
        comment=comment,
        saved_at=rating.at if rating else None,
        needs_comment=needs,
        returned_because=returned_because,
        self_view=SelfView(level=row.self_level) if seen.self_view else None,
        extended_to=row.extended_to,
    )


def stage_of(assessment: Assessment) -> Stage:
    """Return how far an assessment has come, as the rule of blindness asks it."""
    return Stage(
        state=AssessmentState(assessment.state),
        self_submitted=assessment.self_submitted_at is not None,
        supervisor_saved=assessment.supervisor_saved_at is not None,
    )


def return_reasons(assessments: Collection[int]) -> dict[int, str]:
    """Return why a rating was last sent back, by assessment, in one query."""
    rows = Confirmation.objects.filter(assessment__in=assessments, verdict=Confirmation.Verdict.RETURNED)
    return dict(rows.order_by("pk").values_list("assessment_id", "reason"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of a rater's people are done."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done


def rating_tally(assessments: QuerySet[Assessment]) -> Tally:
    """Return a first rater's progress in one query."""
    counts = assessments.aggregate(total=Count("pk"), left=Count("pk", filter=Q(state__in=UNFINISHED_STATES)))
    return Tally(done=counts["total"] - counts["left"], total=counts["total"])


def next_unfinished(assessments: QuerySet[Assessment], after: Assessment | None = None) -> UUID | None:
    """Return the next person left to rate in the order of the screen, starting again from the top."""
    rows = assessments.order_by("person__kana", "person__staff_no")
    keys = list(rows.values_list("uuid", "state"))
    start = next((place for place, (uuid, _) in enumerate(keys) if after and uuid == after.uuid), -1) + 1
    return next((uuid for uuid, state in keys[start:] + keys[:start] if state in UNFINISHED_STATES), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One assessment opened by a rater: evidence, the person's own answers and earlier levels, as far as seen."""

    assessment: UUID
    evidence: list[Evidence]
    self_choices: Mapping[int, Choice]
    supervisor_choices: Mapping[int, Choice]
    history: list[LastLevel]
    sentences: list[Sentence]


def detail(assessment: Assessment, who: Viewer) -> Detail:
    """Return what a viewer may see of one assessment."""
    seen = sight(who, stage_of(assessment))
    return Detail(
        assessment=assessment.uuid,
        evidence=list(evidence_of(assessment)) if seen.evidence else [],
        self_choices=choices_of(handed_in(assessment)) if seen.self_view else {},
        supervisor_choices=choices_of(newest_answer(assessment, View.SUPERVISOR)) if seen.supervisor_view else {},
        history=history(assessment),
        sentences=ladder(assessment.group_id),
    )


def comment_of(assessment: Assessment) -> str:
    """Return the first rater's comment once the second rater may read it."""
    rating = newest_answer(assessment, View.SUPERVISOR) if stage_of(assessment).rating_done else None
    return rating.comment if rating else ""
