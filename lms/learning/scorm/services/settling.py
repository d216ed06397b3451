"""What a commit or an ending changes: the session, its item, its attempt, the module.

Whoever calls holds the lock on the attempt's open session, and so on all of it; the enrolment is locked last, inside
`record_outcome`.
"""

from datetime import datetime

from django.db.models import Sum

from curriculum.models import PackageItem
from lms.learning.record.outcomes import Outcome, Settled, fold
from lms.learning.record.services import record_outcome
from lms.learning.record.states import Completion, Success
from lms.learning.scorm import cmi, courses, durations, status
from lms.learning.scorm.cmi import Reading, Standard
from lms.learning.scorm.models import Attempt, CmiState, ScormSession
from lms.learning.scorm.requirements import Requirements
from lms.learning.scorm.sequencing import reports
from lms.learning.scorm.sequencing.activities import Tree
from lms.learning.scorm.sequencing.course import Course
from lms.learning.scorm.sequencing.ending import take_report
from lms.learning.scorm.sequencing.rollup import roll_up
from lms.learning.scorm.services import statements
from lms.learning.scorm.states import ENDINGS, CommitKind, Ending, Mode, SessionState

SESSION_FIELDS = (
    *("data", "last_sequence", "last_at", "session_time", "seconds", "is_reported"),
    *("state", "ending", "ended_at", "wish"),
)


def save_session(session: ScormSession) -> None:
    statements.update_session(session, SESSION_FIELDS)


def take(session: ScormSession, reading: Reading, kind: CommitKind, *, at: datetime) -> None:
    """Fold a commit into the session's data, and settle what follows when that says something new, or is the end."""
    standard = Standard(session.standard)
    rules = Requirements.from_json(session.requirements)
    before = cmi.loads(session.data)
    values = cmi.fold(before, reading)
    has_finished = kind is CommitKind.TERMINATE
    if has_finished and standard is Standard.SCORM12:
        values[cmi.STATUS[standard]] = status.finished_status_12(
            values.get(cmi.STATUS[standard], ""),
            raw=status.number(values.get("cmi.core.score.raw", "")),
            mastery=rules.mastery_score,
            mode=Mode(session.mode),
        )
    session.data = cmi.dumps(values)
    session.session_time = reading.values.get(cmi.SESSION_TIME[standard], session.session_time)
    _count_time(session, at=at)
    has_ended = has_finished and values.get(cmi.EXIT[standard]) != "suspend"
    outcome = status.outcome_of(standard, values, rules, has_ended=has_ended)
    if kind in ENDINGS:
        settle(session, outcome, ending=ENDINGS[kind], at=at)
    elif outcome != status.outcome_of(standard, before, rules, has_ended=False):
        settle(session, outcome, at=at)


def _count_time(session: ScormSession, *, at: datetime) -> None:
    # A run-time starts at zero; only a package that reports a time has said something.
    reported = durations.parse(session.session_time) or None
    session.is_reported = reported is not None
    session.seconds = durations.learning_seconds(reported, at - session.started_at)


def settle(session: ScormSession, outcome: Outcome, *, at: datetime, ending: Ending = Ending.NONE) -> None:
    """Fold an outcome into the item, and what that changes into attempt and module.

    The module hears of it when its own outcome changes, and of the learning time when the session ends.
    """
    state = CmiState.objects.select_related("attempt__enrolment", "attempt__module").get(pk=session.cmi_id)
    attempt = state.attempt
    is_sequenced = Requirements.from_json(session.requirements).is_sequenced
    tree = courses.tree_of_attempt(attempt) if is_sequenced else None
    is_news = _settle(state, outcome)
    if tree is not None and (is_news or ending):
        is_news = _settle(attempt, _course_outcome(session, state, tree, ending=ending))
    elif is_news:
        is_news = _settle(attempt, _module_outcome(attempt, state))
    if is_news:
        attempt.save(update_fields=["completion", "success", "score"])
    if ending:
        close(session, SessionState.CLOSED, ending, at=at)
        _hand_over(session, state)
    state.last_at = at
    state.save()
    if is_news or ending:
        _record(session, attempt, at=at)


def close(session: ScormSession, state: SessionState, ending: Ending, *, at: datetime) -> None:
    session.state, session.ending, session.ended_at = state, ending, at


def supersede(session: ScormSession) -> None:
    """End a session, which the caller has locked, at the time it was last heard of; its data go to the item."""
    close(session, SessionState.SUPERSEDED, Ending.LOST, at=session.last_at)
    if session.mode == Mode.NORMAL and session.last_sequence:
        state = CmiState.objects.get(pk=session.cmi_id)
        _hand_over(session, state)
        state.last_at = session.last_at
        state.save()
    save_session(session)


def _hand_over(session: ScormSession, state: CmiState) -> None:
    """Move the data of an ended session to its item; the session's time is now part of the total."""
    state.data, session.data = session.data, "{}"
    state.ended = session.ending
    state.total_time = durations.total(session.total_time, durations.parse(session.session_time))


def _settle(kept: Attempt | CmiState, outcome: Outcome) -> bool:
    """Fold an outcome into the best so far, and tell whether that changed it."""
    before = Settled(completion=Completion(kept.completion), success=Success(kept.success), score=kept.score)
    after = fold(before, outcome)
    kept.completion, kept.success, kept.score = after.completion, after.success, after.score
    return after != before


def _module_outcome(attempt: Attempt, changed: CmiState) -> Outcome:
    """Roll the outcomes of all launchable items up; those never opened count as not attempted."""
    items = PackageItem.objects.filter(version_id=attempt.package_version_id).exclude(launch="")
    settled = {
        pk: Outcome(completion=Completion(completion), success=Success(success), score=score)
        for pk, completion, success, score in CmiState.objects.filter(attempt=attempt).values_list(
            "item_id", "completion", "success", "score"
        )
    }
    settled[changed.item_id] = Outcome(
        completion=Completion(changed.completion), success=Success(changed.success), score=changed.score
    )
    unopened = Outcome(completion=Completion.NOT_ATTEMPTED)
    return status.rolled_up([settled.get(pk, unopened) for pk in items.values_list("pk", flat=True)])


def _course_outcome(session: ScormSession, state: CmiState, tree: Tree, *, ending: Ending) -> Outcome:
    """Roll the item's data up its activity tree. The end of a session is kept there; before, it is only tried."""
    attempt = state.attempt
    course = courses.load(attempt, tree, locks=bool(ending))
    item = PackageItem.objects.get(pk=state.item_id)
    activity = tree.by_id.get(item.identifier)
    if activity is not None:
        has_finished = ending is Ending.FINISHED or not item.is_sco
        take_report(course, activity, reports.report_of(cmi.loads(session.data), has_finished=has_finished))
        if not course.is_active(activity):
            roll_up(course, activity)
    if ending:
        courses.save(attempt, course)
    return _module_outcome(attempt, state) if reports.is_plain(tree) else reports.outcome(course)


def settle_course(attempt: Attempt, course: Course, *, at: datetime) -> None:
    """Fold what a step through the tree has changed into attempt and module."""
    if reports.is_plain(course.tree) or not _settle(attempt, reports.outcome(course)):
        return
    attempt.save(update_fields=["completion", "success", "score"])
    seconds = ScormSession.objects.filter(attempt=attempt).aggregate(total=Sum("seconds"))["total"] or 0
    _record_outcome(attempt, seconds, f"scorm:{attempt.uuid.hex}:step.{course.tracking.steps}", at=at)


def _record(session: ScormSession, attempt: Attempt, *, at: datetime) -> None:
    others = ScormSession.objects.filter(attempt=attempt).exclude(pk=session.pk)
    seconds = (others.aggregate(total=Sum("seconds"))["total"] or 0) + session.seconds
    source = f"scorm:{attempt.uuid.hex}:{session.uuid.hex}.{session.last_sequence}"
    _record_outcome(attempt, seconds, source, at=at)


def _record_outcome(attempt: Attempt, seconds: int, source: str, *, at: datetime) -> None:
    outcome = Outcome(
        completion=Completion(attempt.completion),
        success=Success(attempt.success),
        score=attempt.score,
        seconds=seconds,
    )
    record_outcome(attempt.enrolment, attempt.module, outcome, source=source, by=None, at=at)
