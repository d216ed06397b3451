"""Walking a sequenced package: what a learner or a package asks for becomes the item that is shown next.

Each step is one transaction that holds the attempt's sequencing row. What a package asked for as it finished is kept
with its session and followed at the next step, unless the learner has asked for something else by then (SN 5.6.6).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from curriculum.models import Module, PackageItem, PackageVersion
from lms.learning.record.models import Enrolment
from lms.learning.scorm import cmi, courses
from lms.learning.scorm.models import Attempt, CmiState, ScormSession
from lms.learning.scorm.sequencing import reports
from lms.learning.scorm.sequencing.activities import Activity, Tree
from lms.learning.scorm.sequencing.course import Course
from lms.learning.scorm.sequencing.ending import take_report
from lms.learning.scorm.sequencing.outlook import Outlook, outlook
from lms.learning.scorm.sequencing.process import process
from lms.learning.scorm.sequencing.requests import Request, Result, Word, choice, read
from lms.learning.scorm.services import launches, settling
from lms.learning.scorm.states import Ending, SessionState

# cmi.exit asks for the end of the course, whatever else was asked for (RTE 4.2.8).
ENDS_COURSE = frozenset({"time-out", "logout"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a step has led: to an item, to the end, or nowhere, `is_refused` when that was not for the learner."""

    item: PackageItem | None = None
    has_ended: bool = False
    is_refused: bool = False


@transaction.atomic
def walk(
    enrolment: Enrolment,
    module: Module,
    version: PackageVersion,
    request: Request | None,
    *,
    at: datetime,
    own: UUID | None = None,
) -> Step:
    """Follow a request, or go on where the learner was left.

    `own` is the session of the window that asks; another window that is playing raises OpenElsewhere.
    """
    launches.end_open_session(enrolment, module, spare_live_at=at, own=own)
    attempt = launches.open_attempt(enrolment, module, version, at=at)
    tree = courses.tree_of_attempt(attempt)
    if tree is None:
        raise ValueError("not a sequenced package")
    course = courses.load(attempt, tree, locks=True)
    before = course.copy()
    _refresh(course, attempt)
    result = _asked(course, attempt, request) if request else _go_on(course, attempt)
    if course.tracking != before.tracking:
        courses.save(attempt, course)
        settling.settle_course(attempt, course, at=at)
    item = None
    if result.delivered:
        item = PackageItem.objects.select_related("version").get(
            version_id=attempt.package_version_id, identifier=result.delivered.id
        )
    return Step(item=item, has_ended=result.has_ended, is_refused=bool(result.code))


def _refresh(course: Course, attempt: Attempt) -> None:
    """Bring what the current activity has reported since it was opened into the course."""
    current = course.current
    if current is not None and course.is_active(current) and not course.tracking.is_waiting:
        state = CmiState.objects.select_related("item").filter(attempt=attempt, item__identifier=current.id).first()
        if state is not None:
            has_finished = state.ended == Ending.FINISHED or not state.item.is_sco
            take_report(course, current, reports.report_of(cmi.loads(state.data), has_finished=has_finished))


def _asked(course: Course, attempt: Attempt, request: Request) -> Result:
    """Follow a request on a copy, and keep what came of it unless it was refused."""
    if course.current is None and course.suspended is not None:
        # The learner comes back and asks at once: the suspended session is taken up, then the request is followed.
        process(course, Request(word=Word.RESUME_ALL))
        course.tracking.is_waiting = False
        _refresh(course, attempt)
    if course.current is None and request.word is Word.CONTINUE:
        return _go_on(course, attempt)
    return _tried(course, request)


def _tried(course: Course, request: Request) -> Result:
    trial = course.copy()
    result = process(trial, request)
    if not result.code:
        course.tracking = trial.tracking
    return result


def _go_on(course: Course, attempt: Attempt) -> Result:
    """Show the learner what comes next: what the package asked for, the open item, the next one, or a fitting one."""
    current = course.current
    if current is not None and course.is_active(current):
        if course.tracking.is_waiting:
            return Result(delivered=current)
        for request in _wishes(course, attempt, current):
            if not (result := _tried(course, request)).code:
                return result
        if course.of(current).is_suspended:
            course.of(current).is_suspended = False
            course.tracking.is_waiting = True
            return Result(delivered=current)
    following = _tried(course, Request(word=_way_on(course)))
    return following if following.delivered or following.has_ended else _fitting(course, attempt)


def _way_on(course: Course) -> Word:
    if course.current is not None:
        return Word.CONTINUE
    return Word.RESUME_ALL if course.suspended is not None else Word.START


def _wishes(course: Course, attempt: Attempt, current: Activity) -> Iterator[Request]:
    """Yield what the last session of the open item asked for as it finished."""
    sessions = ScormSession.objects.filter(attempt=attempt, cmi__item__identifier=current.id, ending=Ending.FINISHED)
    session = sessions.select_related("cmi").order_by("-pk").first()
    if session is None or session.cmi.ended != Ending.FINISHED:
        return
    if cmi.loads(session.cmi.data).get("cmi.exit") in ENDS_COURSE:
        yield Request(word=Word.EXIT_ALL)
    elif request := read(session.wish):
        yield request


def _fitting(course: Course, attempt: Attempt) -> Result:
    """Choose for the learner where flow leads nowhere: the first item not done yet, else the first there is."""
    done = set(
        CmiState.objects.filter(attempt=attempt, completion="completed").values_list("item__identifier", flat=True)
    )
    leaves = course.leaves()
    ordered = [leaf for leaf in leaves if leaf.id not in done] + [leaf for leaf in leaves if leaf.id in done]
    for leaf in sorted(ordered, key=lambda leaf: not leaf.is_visible):
        result = _tried(course, choice(leaf.id))
        if result.delivered or result.has_ended:
            return result
    return Result(code="nothing to show")


# What the player and the package ask


def outlook_of(session: ScormSession, tree: Tree, values: cmi.Values | None = None) -> Outlook:
    """Return which requests are valid as a session stands, or would stand with these values."""
    course = courses.load(session.attempt, tree)
    current = course.current
    if current is not None and course.is_active(current):
        found = _values_of(session) if values is None else values
        take_report(course, current, reports.report_of(found, has_finished=True))
    return outlook(course)


def _values_of(session: ScormSession) -> cmi.Values:
    """Return a session's data; those of an ended one lie with its item."""
    if session.state == SessionState.OPEN:
        return cmi.loads(session.data)
    return cmi.loads(CmiState.objects.values_list("data", flat=True).get(pk=session.cmi_id))


def navigation_of(session: ScormSession, values: cmi.Values | None = None) -> dict[str, object] | None:
    """Return the outlook in the form in which the player hears it; None in a course that is not sequenced."""
    tree = courses.tree_of_attempt(session.attempt)
    return outlook_of(session, tree, values).as_json() if tree else None


def outlook_at(attempt: Attempt, tree: Tree) -> Outlook:
    """Return which requests are valid between two sessions."""
    course = courses.load(attempt, tree)
    _refresh(course, attempt)
    return outlook(course)
