"""Actions on one person's assessment: handing in, rating, confirming, returning, evidence.

Answers and confirmations are appended; the level columns of `Assessment` are their fold. Every action locks the
assessment first and repeats harmlessly: what a browser sends twice carries a key.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.comments import CommentReason, comment_reasons
from assessments.errors import Refused
from assessments.evidence import EvidenceProblem, completion_problem, missing_evidence, note_problem
from assessments.levels import LEVELS, Choices, Judgement, judge
from assessments.locks import REFUSALS, is_open, moved, must_be_open
from assessments.locks import locked as take
from assessments.locks import locked_all as take_all
from assessments.models import Answer, AnswerLine, Assessment, Confirmation, Evidence
from assessments.queries import can_answer_self, choices_of, last_levels, newest_answer, newest_answers
from assessments.queries.evidence import is_accepted, is_work_of
from assessments.sources import Source, day_of, kind_of, pointer
from assessments.states import CONFIRMED_STATES, AnswerScale, AssessmentState, Move, View, after
from assessments.wording import level_label
from curriculum.models import LevelDescriptor
from lms.learning.record.models import Enrolment
from lms.people import audit
from lms.people.models import User

# Self-assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a save led to: the assessment as it now stands, the answer that counts, and what it amounts to."""

    assessment: Assessment
    answer: Answer
    judgement: Judgement
    needs_comment: frozenset[CommentReason] = frozenset()


def note_purpose_shown(assessment: Assessment, *, at: datetime) -> None:
    """Remember when the person first saw what the assessment is for (R19)."""
    Assessment.objects.filter(pk=assessment.pk, notice_shown_at__isnull=True).update(notice_shown_at=at)


@transaction.atomic
def save_self(
    assessment: Assessment, answers: Choices, *, request_key: str, by: User, at: datetime, draft: bool
) -> Saved:
    """Keep a draft of a self-assessment, or hand it in; the same request key a second time changes nothing."""
    locked = take(assessment)
    judgement = judge(answers, locked.cycle.level_rule)
    repeated = _repeated(locked, View.SELF, request_key)
    if repeated:
        return Saved(assessment=locked, answer=repeated, judgement=judgement)
    must_be_open(locked)
    if not can_answer_self(locked):
        raise Refused(_("Your rater has already rated you, so the self-assessment can no longer be changed."))
    _must_be_offered(locked, answers)
    if not draft:
        _must_be_whole(locked, answers, judgement)
    unchanged = _unchanged(locked, View.SELF, answers, is_draft=draft)
    if draft and unchanged:
        return Saved(assessment=locked, answer=unchanged, judgement=judgement)
    answer = _append(locked, View.SELF, answers, judgement, request_key=request_key, by=by, at=at, is_draft=draft)
    if not draft:
        locked.self_level, locked.self_submitted_at = judgement.level, at
        _settle_rating(locked)
        locked.save(update_fields=["self_level", "self_submitted_at", "state"])
        audit.record("assessment.handed_in", actor=by, subject=locked.person, at=at, target=locked.cycle.code)
    return Saved(assessment=locked, answer=answer, judgement=judgement)


def _must_be_offered(assessment: Assessment, answers: Choices) -> None:
    if not set(answers.values()) <= set(AnswerScale(assessment.cycle.answer_scale).offered):
        raise Refused(_("This cycle does not offer that answer. Choose one of those on the page."))


def _must_be_whole(assessment: Assessment, answers: Choices, judgement: Judgement) -> None:
    """Refuse to hand in while a sentence lacks its answer, or an answer the evidence this cycle requires."""
    if not judgement.is_complete:
        raise Refused(_("Answer all five sentences before you hand in."))
    attached = set(Evidence.objects.standing().filter(assessment=assessment).values_list("level", flat=True))
    missing = missing_evidence(answers, assessment.cycle.evidence_needs, attached)
    if missing:
        sentence = _("%(level)s needs evidence in this cycle. Attach what shows it, or change the answer.")
        raise Refused(sentence % {"level": level_label(missing[0])})


def _settle_rating(assessment: Assessment) -> None:
    """Hold a finished rating again when the self-assessment that came in later makes its comment necessary."""
    if assessment.state != AssessmentState.RATED:
        return
    rating = newest_answer(assessment, View.SUPERVISOR)
    if rating and not rating.comment and _needed(assessment, rating.level):
        assessment.state = moved(assessment, Move.HOLD)


# Rating


@transaction.atomic
def rate(
    assessment: Assessment, answers: Choices | None, *, comment: str, request_key: str, by: User, at: datetime
) -> Saved:
    """Save the supervisor's view; it goes to the second rater once it has a level and the comment the rule asks for.

    `answers` is None while only a comment has been written: that is kept, and nothing is revealed by it.
    """
    locked = take(assessment)
    if answers is None and locked.supervisor_saved_at is not None:
        answers = choices_of(newest_answer(locked, View.SUPERVISOR))
    judgement = judge(answers or {}, locked.cycle.level_rule)
    repeated = _repeated(locked, View.SUPERVISOR, request_key)
    if repeated:
        return Saved(assessment=locked, answer=repeated, judgement=judgement)
    must_be_open(locked)
    comment = comment.strip()
    needed = _needed(locked, judgement.level) if answers and not comment else frozenset()
    held = answers is None or bool(needed)
    unchanged = _unchanged(locked, View.SUPERVISOR, answers or {}, is_draft=held, comment=comment)
    if unchanged:
        return Saved(assessment=locked, answer=unchanged, judgement=judgement, needs_comment=needed)
    state = moved(locked, Move.HOLD if held else Move.RATE)
    answer = _append(
        locked,
        View.SUPERVISOR,
        answers or {},
        judgement,
        request_key=request_key,
        by=by,
        at=at,
        is_draft=held,
        comment=comment,
    )
    if answers is not None:
        _fold_rating(locked, judgement, state=state, by=by, at=at)
    return Saved(assessment=locked, answer=answer, judgement=judgement, needs_comment=needed)


def _fold_rating(
    assessment: Assessment, judgement: Judgement, *, state: AssessmentState, by: User, at: datetime
) -> None:
    is_change = assessment.supervisor_saved_at is None or assessment.supervisor_level != judgement.level
    assessment.state = state
    assessment.supervisor_level, assessment.supervisor_saved_at = judgement.level, at
    assessment.save(update_fields=["state", "supervisor_level", "supervisor_saved_at"])
    if is_change:
        audit.record("assessment.rated", actor=by, subject=assessment.person, at=at, target=assessment.cycle.code)


def _needed(assessment: Assessment, level: int | None) -> frozenset[CommentReason]:
    last = last_levels([assessment.person_id], before=assessment.cycle).get(
        (assessment.person_id, assessment.group.key)
    )
    return comment_reasons(
        level=level,
        last_level=last.level if last else None,
        self_level=assessment.self_level,
        limits=assessment.cycle.comment_limits,
    )


# Confirming


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """Which assessments were confirmed, and which were left because their rating had changed or was not finished."""

    confirmed: tuple[Assessment, ...]
    left: tuple[Assessment, ...]


@transaction.atomic
def confirm(
    assessments: Iterable[Assessment], *, by: User, at: datetime, seen: Mapping[int, int] | None = None
) -> Confirmed:
    """Confirm ratings: each person's level becomes the supervisor's.

    `seen` maps an assessment to the answer the second rater had on screen; a rating changed since is left for another
    look. What is already confirmed stays as it is, so a double click confirms once.
    """
    locked = take_all(assessments)
    newest = newest_answers([row.pk for row in locked], View.SUPERVISOR)
    ready = [row for row in locked if _is_ready(row, newest.get(row.pk), seen)]
    Confirmation.objects.bulk_create(
        Confirmation(
            assessment=row,
            verdict=Confirmation.Verdict.CONFIRMED,
            answer=newest[row.pk],
            level=row.supervisor_level,
            by=by,
            at=at,
        )
        for row in ready
    )
    for row in ready:
        row.state, row.level, row.confirmed_at = moved(row, Move.CONFIRM), row.supervisor_level, at
    Assessment.objects.bulk_update(ready, ["state", "level", "confirmed_at"], batch_size=500)
    _record_each("assessment.confirmed", ready, by=by, at=at)
    left = [row for row in locked if row.state not in CONFIRMED_STATES]
    return Confirmed(confirmed=tuple(ready), left=tuple(left))


def _is_ready(assessment: Assessment, rating: Answer | None, seen: Mapping[int, int] | None) -> bool:
    if rating is None or after(assessment.state, Move.CONFIRM) is None:
        return False
    return is_open(assessment) and (seen is None or seen.get(assessment.pk) == rating.pk)


@transaction.atomic
def return_rating(assessment: Assessment, *, reason: str, by: User, at: datetime) -> Assessment:
    """Send a rating back to the first rater with a reason; sending the same rating back twice changes nothing."""
    locked = take(assessment)
    must_be_open(locked)
    if locked.state == AssessmentState.RETURNED:
        return locked
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why you return this rating."))
    state = moved(locked, Move.RETURN)
    rating = newest_answer(locked, View.SUPERVISOR)
    if rating is None:
        raise Refused(REFUSALS[Move.RETURN])
    Confirmation.objects.create(
        assessment=locked,
        verdict=Confirmation.Verdict.RETURNED,
        answer=rating,
        level=rating.level,
        reason=reason,
        by=by,
        at=at,
    )
    locked.state = state
    locked.save(update_fields=["state"])
    audit.record("assessment.returned", actor=by, subject=locked.person, at=at, target=locked.cycle.code)
    return locked


# Evidence


@transaction.atomic
def attach_evidence(
    assessment: Assessment,
    *,
    level: int,
    by: User,
    at: datetime,
    request_key: str,
    source: Source | None = None,
    note: str = "",
    happened_on: date | None = None,
) -> Evidence:
    """Attach completed learning, an accepted work or a dated note to one sentence; what is attached stays one."""
    locked = take(assessment)
    existing = _attached(locked, level=level, source=source, request_key=request_key)
    if existing:
        return existing
    must_be_open(locked)
    if locked.state in CONFIRMED_STATES:
        raise Refused(_("This assessment is confirmed, so its evidence can no longer be changed."))
    note = note.strip()
    problem = (
        _source_problem(locked, source, level)
        if source
        else note_problem(note, happened_on, today=timezone.localdate(at))
    )
    if problem:
        raise Refused(EVIDENCE_REFUSALS[problem])
    return Evidence.objects.create(
        assessment=locked,
        level=level,
        kind=kind_of(source),
        **pointer(source),
        note="" if source else note,
        happened_on=day_of(source) if source else happened_on,
        request_key=request_key,
        added_by=by,
        added_at=at,
    )


def _attached(assessment: Assessment, *, level: int, source: Source | None, request_key: str) -> Evidence | None:
    known = Evidence.objects.filter(assessment=assessment)
    repeated = known.filter(request_key=request_key).first()
    if repeated or source is None:
        return repeated
    return known.standing().filter(level=level, **pointer(source)).first()


def _source_problem(assessment: Assessment, source: Source, level: int) -> EvidenceProblem | None:
    """Return why a source cannot stand for a level. What was made at work and accepted is a fact at any level."""
    if isinstance(source, Enrolment):
        if source.learner_id != assessment.person_id:
            return EvidenceProblem.NOT_THEIRS
        supports_to = source.course_version.course.supports_level_to
        return completion_problem(is_completed=source.completed_at is not None, supports_to=supports_to, level=level)
    if not is_work_of(assessment.person, source):
        return EvidenceProblem.NOT_THEIRS
    return None if is_accepted(source) else EvidenceProblem.NOT_ACCEPTED


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by: User, at: datetime) -> None:
    """Take a piece of evidence back; the row stays, marked with who and when."""
    locked = take(evidence.assessment)
    must_be_open(locked)
    if locked.state in CONFIRMED_STATES:
        raise Refused(_("This assessment is confirmed, so its evidence can no longer be changed."))
    Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True).update(withdrawn_at=at, withdrawn_by=by)


EVIDENCE_REFUSALS = {
    EvidenceProblem.NOT_THEIRS: _("Only learning that this person completed can be attached."),
    EvidenceProblem.NOT_COMPLETED: _("This learning is not completed yet. Attach it once it is."),
    EvidenceProblem.NOT_ACCEPTED: _("This has not been accepted yet. Attach it once it is."),
    EvidenceProblem.LEVEL_TOO_HIGH: _(
        "Completing this course does not show this level. Write a note about what you did at work, with its date."
    ),
    EvidenceProblem.NO_NOTE: _("Write what happened, or choose completed learning."),
    EvidenceProblem.NO_DATE: _("Enter the date on which it happened."),
    EvidenceProblem.IN_FUTURE: _("The date lies in the future. Enter the date on which it happened."),
}


# What the actions share


def _repeated(assessment: Assessment, view: View, request_key: str) -> Answer | None:
    return Answer.objects.filter(assessment=assessment, view=view, request_key=request_key).first()


def _unchanged(
    assessment: Assessment, view: View, answers: Choices, *, is_draft: bool, comment: str = ""
) -> Answer | None:
    """Return the answer that counts when it already says all this: leaving a field saves it once more."""
    newest = newest_answer(assessment, view)
    if newest is None or newest.is_draft != is_draft or newest.comment != comment:
        return None
    return newest if choices_of(newest) == dict(answers) else None


def _append(
    assessment: Assessment,
    view: View,
    answers: Choices,
    judgement: Judgement,
    *,
    request_key: str,
    by: User,
    at: datetime,
    is_draft: bool,
    comment: str = "",
) -> Answer:
    """Append an answer with each sentence's text as it was shown."""
    answer = Answer.objects.create(
        assessment=assessment,
        view=view,
        is_draft=is_draft,
        by=by,
        at=at,
        request_key=request_key,
        level=judgement.level,
        has_skip=judgement.has_skip,
        comment=comment,
    )
    ladder = {row.level: row for row in LevelDescriptor.objects.filter(group=assessment.group_id)} if answers else {}
    AnswerLine.objects.bulk_create(
        AnswerLine(answer=answer, level=level, descriptor=ladder[level], text=ladder[level].text, choice=answers[level])
        for level in LEVELS
        if level in answers
    )
    return answer


def _record_each(action: str, assessments: Collection[Assessment], *, by: User, at: datetime) -> None:
    people: list[User] = [row.person for row in assessments]
    codes: set[str] = {row.cycle.code for row in assessments}
    audit.record_each(action, actor=by, at=at, subjects=people, target=", ".join(sorted(codes)))
