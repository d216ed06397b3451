"""Opening, taking over and starting over."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from curriculum.models import Module, PackageItem, PackageVersion
from lms.learning.record.models import Enrolment
from lms.learning.record.outcomes import Outcome
from lms.learning.record.states import Completion
from lms.learning.scorm import cmi, courses, requirements, tokens
from lms.learning.scorm.cmi import Standard
from lms.learning.scorm.models import Attempt, CmiState, ScormSession
from lms.learning.scorm.sequencing.process import process
from lms.learning.scorm.sequencing.requests import choice
from lms.learning.scorm.services import settling
from lms.learning.scorm.states import AttemptState, Ending, Mode, SessionState
from lms.lib.prepared import prepared

TRIES = 3
LIVE = timedelta(seconds=90)  # an open player speaks every half minute, a hidden one every minute


class OpenElsewhere(Exception):
    """Another window is playing this attempt right now."""

    def __init__(self, session: ScormSession) -> None:
        super().__init__(str(session))
        self.session = session


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """One launch, ready for the player shell."""

    session: ScormSession
    token: str


def launch(
    enrolment: Enrolment,
    module: Module,
    item: PackageItem,
    *,
    at: datetime,
    mode: Mode = Mode.NORMAL,
    takes_over: bool = True,
) -> Launch:
    """Open a session on an item: of the open attempt, or of a new one.

    An older session of the attempt is taken over; with `takes_over` false only one that nothing is heard of any
    more, and OpenElsewhere is raised for one that another window is playing.
    """
    for left in reversed(range(TRIES)):
        try:
            session = _launch(enrolment, module, item, mode=mode, takes_over=takes_over, at=at)
        except IntegrityError:
            # Another launch was quicker with the attempt or its one open session: meet what it made.
            if not left:
                raise
        else:
            break
    return Launch(session=session, token=tokens.launch_token(session.uuid))


@transaction.atomic
def _launch(
    enrolment: Enrolment, module: Module, item: PackageItem, *, mode: Mode, takes_over: bool, at: datetime
) -> ScormSession:
    if mode is Mode.NORMAL:
        end_open_session(enrolment, module, spare_live_at=None if takes_over else at)
        state = _open_state(enrolment, module, item, at=at)
    else:
        state = _looked_at(enrolment, module, item, at=at)
    rules = requirements.from_item(
        mastery_score=item.mastery_score,
        completion_threshold=item.completion_threshold,
        sequencing=item.sequencing or {},
        data_maps=item.data_maps,
    )
    if mode is Mode.NORMAL and _is_opened(state.attempt, item):
        rules = replace(rules, is_sequenced=True)
    session = ScormSession(
        attempt=state.attempt,
        cmi=state,
        learner_id=enrolment.learner_id,
        standard=item.version.standard,
        requirements=rules.as_json(),
        mode=mode,
        started_at=at,
        last_at=at,
    )
    begin(session, state)
    if mode is not Mode.NORMAL:
        _show_only(session, state)
    session.save()
    if not item.is_sco and mode is Mode.NORMAL:
        # A page that cannot speak is learned by being shown (SCORM 2004 SN 4.6.5).
        settling.settle(session, Outcome(completion=Completion.COMPLETED), at=at)
    return session


def _show_only(session: ScormSession, state: CmiState) -> None:
    """To look again shows what was left; to look around begins with nothing (RTE 4.2.12)."""
    is_review = session.mode == Mode.REVIEW
    session.data = state.data if is_review else "{}"
    session.entry = "" if is_review and state.ended else "ab-initio"


def begin(session: ScormSession, state: CmiState) -> None:
    """Give a session what its item was left with: data, total time, and the word with which the package enters."""
    standard = Standard(session.standard)
    values = cmi.loads(state.data)
    before = cmi.Before(
        ending=Ending(state.ended), exit=values.get(cmi.EXIT[standard], ""), has_progress=cmi.has_progress(values)
    )
    session.entry = cmi.entry(standard, before)
    is_fresh = cmi.starts_afresh(standard, session.entry)
    session.data = "{}" if is_fresh else state.data
    session.total_time = Decimal(0) if is_fresh else state.total_time


def _open_state(enrolment: Enrolment, module: Module, item: PackageItem, *, at: datetime) -> CmiState:
    """Return the item's data in the open attempt; make both where there are none."""
    found = _state_of.first(enrolment.pk, module.pk, item.pk)
    return found or CmiState.objects.create(attempt=open_attempt(enrolment, module, item.version, at=at), item=item)


@prepared
def _state_of(enrolment: int, module: int, item: int) -> QuerySet[CmiState]:
    of_attempt = {"attempt__enrolment": enrolment, "attempt__module": module, "attempt__state": AttemptState.OPEN}
    return CmiState.objects.select_related("attempt").filter(**of_attempt, item=item)


def _looked_at(enrolment: Enrolment, module: Module, item: PackageItem, *, at: datetime) -> CmiState:
    """Return the item's data of the latest attempt that has any, whether that attempt is open or over."""
    states = CmiState.objects.filter(attempt__enrolment=enrolment, attempt__module=module, item=item)
    found = states.select_related("attempt").order_by("-attempt__number").first()
    return found or _open_state(enrolment, module, item, at=at)


def _is_opened(attempt: Attempt, item: PackageItem) -> bool:
    """Note in a sequenced course that its current activity is open now; tell whether the course is one."""
    tree = courses.tree_of_version(item.version.uuid)
    if tree is None:
        return False
    course = courses.load(attempt, tree, locks=True)
    if course.tracking.current != item.identifier:
        trial = course.copy()
        if not process(trial, choice(item.identifier)).code:
            course = trial
    course.tracking.is_waiting = False
    courses.save(attempt, course)
    return True


def open_attempt(enrolment: Enrolment, module: Module, version: PackageVersion, *, at: datetime) -> Attempt:
    """Return the open attempt, or begin one on a package version."""
    attempts = Attempt.objects.filter(enrolment=enrolment, module=module)
    found = attempts.filter(state=AttemptState.OPEN).first()
    if found and found.package_version_id == version.pk:
        return found
    # The learner was moved to another version since: what this attempt holds is kept, but nothing goes on with it.
    attempts.filter(state=AttemptState.OPEN).update(state=AttemptState.CLOSED, ended_at=at)
    number = attempts.aggregate(last=Max("number"))["last"] or 0
    return Attempt.objects.create(
        enrolment=enrolment, module=module, number=number + 1, package_version=version, started_at=at
    )


def end_open_session(
    enrolment: Enrolment, module: Module, *, spare_live_at: datetime | None = None, own: UUID | None = None
) -> None:
    """Take the open attempt over from the session that is open on it, if any: nothing it sends from now on is kept.

    A session that another window plays is spared when told so, and OpenElsewhere raised; `own` is this window's.
    """
    for session in _open_sessions(enrolment.pk, module.pk):
        if spare_live_at and session.uuid != own and is_live(session, spare_live_at):
            raise OpenElsewhere(session)
        settling.supersede(session)


@prepared
def _open_sessions(enrolment: int, module: int) -> QuerySet[ScormSession]:
    sessions = ScormSession.objects.filter(attempt__enrolment=enrolment, attempt__module=module)
    own = sessions.filter(state=SessionState.OPEN, mode=Mode.NORMAL)
    return own.select_for_update(no_key=True, of=("self",))


def is_live(session: ScormSession, at: datetime) -> bool:
    """Tell whether a window is playing this open session: it has spoken, and not long ago."""
    return session.last_at > session.started_at and at - session.last_at < LIVE


@transaction.atomic
def take_over(enrolment: Enrolment, module: Module) -> None:
    """End the session that another window holds, so that this one may launch."""
    end_open_session(enrolment, module)


@transaction.atomic
def start_over(enrolment: Enrolment, module: Module, *, at: datetime) -> None:
    """Close the open attempt, keeping all it holds; the next launch begins a new one."""
    end_open_session(enrolment, module)
    open_attempts = Attempt.objects.filter(enrolment=enrolment, module=module, state=AttemptState.OPEN)
    open_attempts.update(state=AttemptState.CLOSED, ended_at=at)
