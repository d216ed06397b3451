"""Setting dates for a class, applying for one, and recording who came.

Locks are taken in one order: the enrolment, then the date. Whoever moves up from the waiting list is moved under the
date's lock alone, which everybody who changes an application before the class begins holds as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from curriculum.models import Module
from lms.learning.classes import presence
from lms.learning.classes.models import (
    GONE_STATES,
    PENDING_STATES,
    SEATED_STATES,
    ClassApplication,
    ClassNotice,
    ClassSession,
)
from lms.learning.classes.seating import Claim, moving_up
from lms.learning.record.models import Enrolment
from lms.learning.record.outcomes import Outcome
from lms.learning.record.services import enrol, record_outcome
from lms.learning.record.states import Completion, EnrolmentState, Success
from lms.people import audit
from lms.people.models import User

State = ClassApplication.State
Source = ClassApplication.Source
Kind = ClassNotice.Kind
NOTES = 400


class Refusal(Exception):
    """A step a class date does not allow now; `code` says why, in `words.REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """When, where and for how many; whether the supervisor is asked, and how much presence counts."""

    starts_at: datetime
    ends_at: datetime
    place: str
    capacity: int
    instructor: str = ""
    needs_consent: bool = False
    required_percent: int = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One line of the attendance sheet: there or not, and for how long not."""

    is_present: bool
    late: int = 0
    left_early: int = 0


# Dates


@transaction.atomic
def set_date(module: Module, date: Date, *, request_key: str, by: User, at: datetime) -> ClassSession:
    """Set a date for a class; a form sent twice sets one."""
    given = asdict(date) | {"created_by": by}
    session, is_new = ClassSession.objects.get_or_create(module=module, request_key=request_key, defaults=given)
    if is_new:
        audit.record("class.date_set", actor=by, at=at, target=str(session.uuid))
    return session


@transaction.atomic
def change_date(session: ClassSession, date: Date, *, by: User, at: datetime) -> ClassSession:
    """Change a date that is still to come; more seats move the waiting list up.

    Raises Refusal for fewer seats than are taken: nobody loses a seat they were told of. Whoever is on the list is
    told when time or place change.
    """
    locked = locked_session(session)
    _must_be_open(locked, at)
    if date.capacity < seats_taken(locked):
        raise Refusal("too_few_seats")
    is_news = (locked.starts_at, locked.ends_at, locked.place) != (date.starts_at, date.ends_at, date.place)
    for name, value in asdict(date).items():
        setattr(locked, name, value)
    locked.save()
    audit.record("class.date_changed", actor=by, at=at, target=str(locked.uuid))
    if is_news:
        _tell(locked.applications.filter(state__in=PENDING_STATES), Kind.CHANGED, at=at)
    fill_seats(locked, at=at)
    return locked


@transaction.atomic
def call_off(session: ClassSession, *, by: User, at: datetime) -> ClassSession:
    """Call a date off; applications stay on record and free people for another date. Twice changes nothing."""
    locked = locked_session(session)
    if locked.called_off_at is not None:
        return locked
    if locked.applications.filter(state__in=[State.ATTENDED, State.PARTLY]).exists():
        raise Refusal("attended_already")
    locked.called_off_at = at
    locked.save(update_fields=["called_off_at"])
    _tell(locked.applications.filter(state__in=PENDING_STATES), Kind.CALLED_OFF, at=at)
    audit.record("class.called_off", actor=by, at=at, target=str(locked.uuid))
    return locked


def locked_session(session: ClassSession) -> ClassSession:
    found = ClassSession.objects.select_for_update(no_key=True, of=("self",)).select_related("module")
    return found.get(pk=session.pk)


def _must_be_open(session: ClassSession, at: datetime) -> None:
    if session.called_off_at is not None:
        raise Refusal("called_off")
    if session.starts_at <= at:
        raise Refusal("begun")


# Getting a place


@transaction.atomic
def apply(enrolment: Enrolment, session: ClassSession, *, at: datetime) -> ClassApplication:
    """Ask for a seat at a date that is still to come; applying twice keeps the one application.

    The supervisor is asked first where the date says so; a full date puts the learner on its waiting list. Raises
    Refusal when the date is over or called off, or when the learner has a place at another one.
    """
    return _claim(enrolment, session, source=Source.OWN, by=None, at=at)


def nominate(session: ClassSession, person: User, *, by: User, at: datetime) -> ClassApplication:
    """Send one's own person to a class (推薦): the supervisor's consent is in it."""
    return _send(session, person, source=Source.NOMINATED, by=by, at=at)


def designate(session: ClassSession, person: User, *, by: User, at: datetime) -> ClassApplication:
    """Put somebody on the list (指名) before the class begins; later, who signed the paper sheet."""
    return _send(session, person, source=Source.DESIGNATED, by=by, at=at)


@transaction.atomic
def _send(
    session: ClassSession, person: User, *, source: "ClassApplication.Source", by: User, at: datetime
) -> ClassApplication:
    session = ClassSession.objects.select_related("module__course_version").get(pk=session.pk)
    enrolment = own_enrolment(person, session.module) or enrol(
        person, session.module.course_version, source=Enrolment.Source.ASSIGNED, by=by, at=at
    )
    if session.starts_at > at:
        return _claim(enrolment, session, source=source, by=by, at=at)
    return _came_on_the_day(enrolment, session, by=by, at=at)


def _claim(
    enrolment: Enrolment,
    session: ClassSession,
    *,
    source: "ClassApplication.Source",
    by: User | None,
    at: datetime,
) -> ClassApplication:
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    locked = locked_session(session)
    application = ClassApplication.objects.filter(session=locked, enrolment=enrolment).first()
    if application and application.state not in GONE_STATES:
        # Whoever sends somebody that has asked already consents by it.
        return consent(application, by=by, at=at) if by and application.state == State.ASKED else application
    _must_be_open(locked, at)
    held = set(places_of(enrolment, locked.module).values_list("state", flat=True))
    if held:
        raise Refusal("attended_before" if State.ATTENDED in held else "applied_elsewhere")
    application = application or ClassApplication(session=locked, enrolment=enrolment)
    application.source, application.applied_at = source, at
    application.consent_by, application.consent_at, application.consent_note = by, at if by else None, ""
    if by is None and locked.needs_consent:
        application.state = State.ASKED
        application.save()
        _tell([application], Kind.CONSENT, at=at)
    else:
        _give_place(application, locked)
        if by is not None:
            _tell_place(application, at=at)
            _record(f"class.{source}", application, by=by, at=at)
    return application


def _give_place(application: ClassApplication, session: ClassSession) -> None:
    """Give a seat while there is one and nobody waits for it, else a place on the waiting list."""
    is_free = seats_taken(session) < session.capacity
    application.state = State.APPLIED if is_free else State.WAITING
    application.save()


def _came_on_the_day(enrolment: Enrolment, session: ClassSession, *, by: User, at: datetime) -> ClassApplication:
    """Put somebody on the sheet of a class that has begun; seats are not counted any more."""
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if locked_session(session).called_off_at is not None:
        raise Refusal("called_off")
    application, is_new = ClassApplication.objects.get_or_create(
        session=session, enrolment=enrolment, defaults={"applied_at": at, "source": Source.ON_THE_DAY}
    )
    if application.state in GONE_STATES | {State.ASKED, State.WAITING}:
        application.state, application.source = State.APPLIED, Source.ON_THE_DAY
        application.save(update_fields=["state", "source"])
    if is_new:
        _record("class.on_the_day", application, by=by, at=at)
    return application


def own_enrolment(person: User, module: Module) -> Enrolment | None:
    """Return the enrolment by which a person takes this class, whichever version of the course it is on."""
    taken = Enrolment.objects.exclude(state=EnrolmentState.CANCELLED).filter(
        learner=person, course_version__modules__key=module.key, course_version__course=module.course_version.course
    )
    return taken.order_by("-course_version__number").first()


def places_of(enrolment: Enrolment, module: Module) -> QuerySet[ClassApplication]:
    """Return what binds a learner at this class: asked for, waited for, held or attended, and not called off."""
    held = ClassApplication.objects.filter(enrolment=enrolment, session__module__key=module.key)
    return held.filter(state__in=[*PENDING_STATES, State.ATTENDED], session__called_off_at=None)


def seats_taken(session: ClassSession) -> int:
    return session.applications.filter(state__in=SEATED_STATES).count()


# Consent


@transaction.atomic
def consent(application: ClassApplication, *, by: User, at: datetime) -> ClassApplication:
    """Consent to an application: a seat, or a place on the waiting list. Twice changes nothing."""
    current, session = _lock(application)
    if current.state != State.ASKED:
        return current
    _must_be_open(session, at)
    current.consent_by, current.consent_at, current.consent_note = by, at, ""
    _give_place(current, session)
    _tell_place(current, at=at)
    _record("class.consented", current, by=by, at=at)
    return current


@transaction.atomic
def decline(application: ClassApplication, *, note: str, by: User, at: datetime) -> ClassApplication:
    """Refuse consent; the learner reads the reason. Raises Refusal without one."""
    current, session = _lock(application)
    if current.state != State.ASKED:
        return current
    _must_be_open(session, at)
    if not note.strip():
        raise Refusal("reason_missing")
    current.state = State.DECLINED
    current.consent_by, current.consent_at, current.consent_note = by, at, note.strip()[:NOTES]
    current.save()
    _tell([current], Kind.DECLINED, at=at)
    _record("class.declined", current, by=by, at=at)
    return current


def _lock(application: ClassApplication) -> tuple[ClassApplication, ClassSession]:
    """Return an application and its date as they are under both locks."""
    Enrolment.objects.select_for_update(no_key=True).get(pk=application.enrolment_id)
    session = locked_session(application.session)
    current = ClassApplication.objects.select_related("enrolment__learner").get(pk=application.pk)
    current.session = session
    return current, session


# Giving back, moving up, sending somebody else


@transaction.atomic
def cancel(application: ClassApplication, *, at: datetime) -> ClassApplication:
    """Give a place back before the class begins; the next on the waiting list moves up. Twice changes nothing."""
    current, session = _lock(application)
    if current.state == State.CANCELLED:
        return current
    if current.state not in PENDING_STATES or session.starts_at <= at:
        raise Refusal("begun")
    current.state = State.CANCELLED
    current.save(update_fields=["state"])
    fill_seats(session, at=at)
    return current


@transaction.atomic
def take_off(application: ClassApplication, *, by: User, at: datetime) -> ClassApplication:
    """Take somebody off the list before the class begins, for whoever cannot do it themselves; they are told.

    The next on the waiting list moves up. Twice changes nothing.
    """
    current, session = _lock(application)
    if current.state in GONE_STATES:
        return current
    _must_be_open(session, at)
    current.state = State.CANCELLED
    current.save(update_fields=["state"])
    _tell([current], Kind.TAKEN_OFF, at=at)
    _record("class.taken_off", current, by=by, at=at)
    fill_seats(session, at=at)
    return current


def fill_seats(session: ClassSession, *, at: datetime) -> list[ClassApplication]:
    """Give free seats to the waiting list, in order; the date is locked by the caller."""
    if session.called_off_at is not None or session.starts_at <= at:
        return []
    waiting = {row.pk: row for row in session.applications.filter(state=State.WAITING)}
    claims = [Claim(key=row.pk, source=row.source, applied_at=row.applied_at) for row in waiting.values()]
    up = [waiting[claim.key] for claim in moving_up(claims, session.capacity - seats_taken(session))]
    for row in up:
        row.state = State.APPLIED
        row.save(update_fields=["state"])
    _tell(up, Kind.SEAT, at=at)
    return up


@transaction.atomic
def substitute(application: ClassApplication, person: User, *, by: User, at: datetime) -> ClassApplication:
    """Let somebody else go instead: they take the seat or the place in the queue, even on the day itself.

    Raises Refusal once attendance is recorded, for the same person, and for who has a place at this class already.
    """
    module = ClassSession.objects.select_related("module__course_version").get(pk=application.session_id).module
    enrolment = own_enrolment(person, module) or enrol(
        person, module.course_version, source=Enrolment.Source.ASSIGNED, by=by, at=at
    )
    both = sorted({application.enrolment_id, enrolment.pk})
    list(Enrolment.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    current, session = _lock(application)
    _must_be_replaceable(current, enrolment, session, at)
    made = ClassApplication.objects.filter(session=session, enrolment=enrolment).first()
    if made and made.state not in GONE_STATES:
        raise Refusal("has_a_place")
    made = made or ClassApplication(session=session, enrolment=enrolment)
    made.state, made.applied_at = current.state, current.applied_at
    if current.state == State.ASKED:
        _give_place(made, session)
    made.source, made.substitute_for = Source.SUBSTITUTE, current
    made.consent_by, made.consent_at = by, at
    made.save()
    current.state = State.CANCELLED
    current.save(update_fields=["state"])
    _tell([current], Kind.REPLACED, at=at)
    _tell_place(made, at=at)
    _record("class.substituted", made, by=by, at=at)
    return made


def _must_be_replaceable(
    application: ClassApplication, enrolment: Enrolment, session: ClassSession, at: datetime
) -> None:
    if session.called_off_at is not None:
        raise Refusal("called_off")
    if application.state not in PENDING_STATES or session.ends_at <= at:
        raise Refusal("recorded_already")
    if enrolment.pk == application.enrolment_id or places_of(enrolment, session.module).exists():
        raise Refusal("has_a_place")


# Being there


@transaction.atomic
def check_in(session: ClassSession, person: User, *, at: datetime) -> ClassApplication:
    """Note that somebody on the list is there, from an hour before the class until its end.

    The first time counts, and how late it was; the organiser's sheet then has the mark set. Raises Refusal for who
    has no seat, and outside the hours.
    """
    if session.called_off_at is not None:
        raise Refusal("called_off")
    if at < session.starts_at - presence.DOORS_OPEN:
        raise Refusal("too_early")
    if at > session.ends_at:
        raise Refusal("over")
    found = ClassApplication.objects.filter(session=session, enrolment__learner=person, state__in=SEATED_STATES)
    application = found.select_for_update(no_key=True, of=("self",)).first()
    if application is None:
        raise Refusal("not_on_list")
    if application.checked_in_at is None and application.recorded_at is None:
        application.checked_in_at = at
        application.late_minutes = min(presence.minutes_late(session.starts_at, at), session.minutes)
        application.save(update_fields=["checked_in_at", "late_minutes"])
    return application


def checked_in(session: ClassSession, person: User) -> ClassApplication | None:
    """Return the place of who has checked in already."""
    found = ClassApplication.objects.filter(session=session, enrolment__learner=person, state__in=SEATED_STATES)
    return found.filter(checked_in_at__isnull=False).first()


@transaction.atomic
def record_attendance(session: ClassSession, marks: Mapping[ClassApplication, Mark], *, by: User, at: datetime) -> int:
    """Record who came and for how long; being there long enough completes the module. Return how many were new.

    Raises Refusal before the class begins, and when somebody who was there is to be marked as absent: what a
    learner has achieved is not taken back.
    """
    if session.starts_at > at:
        raise Refusal("not_begun")
    if session.called_off_at is not None:
        raise Refusal("called_off")
    return sum(
        _mark(application, mark, by=by, at=at)
        for application, mark in sorted(marks.items(), key=lambda pair: pair[0].enrolment_id)
    )


def _mark(application: ClassApplication, mark: Mark, *, by: User, at: datetime) -> bool:
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=application.enrolment_id)
    current = ClassApplication.objects.select_related("session__module", "enrolment__learner").get(pk=application.pk)
    state = _state_of(mark, current.session)
    if current.state == State.ATTENDED:
        if state == State.ATTENDED:
            return False
        raise Refusal("attended_already")
    late, left_early = (mark.late, mark.left_early) if mark.is_present else (0, 0)
    if (current.state, current.late_minutes, current.left_early_minutes) == (state, late, left_early):
        return False
    current.state, current.late_minutes, current.left_early_minutes = state, late, left_early
    current.recorded_by, current.recorded_at = by, at
    current.save()
    _record("class.attendance_recorded", current, by=by, at=at)
    if state == State.ATTENDED:
        _complete(enrolment, current, by=by, at=at)
    return True


def _state_of(mark: Mark, session: ClassSession) -> "ClassApplication.State":
    if not mark.is_present:
        return State.ABSENT
    is_enough = presence.counts(
        session.minutes, late=mark.late, left_early=mark.left_early, required_percent=session.required_percent
    )
    return State.ATTENDED if is_enough else State.PARTLY


def _complete(enrolment: Enrolment, application: ClassApplication, *, by: User, at: datetime) -> None:
    """Record the outcome on the module of the version the learner is on."""
    session = application.session
    module = Module.objects.get(course_version_id=enrolment.course_version_id, key=session.module.key)
    minutes = presence.minutes_present(
        session.minutes, late=application.late_minutes, left_early=application.left_early_minutes
    )
    outcome = Outcome(completion=Completion.COMPLETED, success=Success.UNKNOWN, seconds=minutes * 60)
    record_outcome(enrolment, module, outcome, source=f"class:{session.uuid}:{application.pk}", by=by, at=at)


# Telling and keeping


def _tell_place(application: ClassApplication, *, at: datetime) -> None:
    _tell([application], Kind.SEAT if application.state == State.APPLIED else Kind.WAITING, at=at)


def _tell(applications: Iterable[ClassApplication], kind: "ClassNotice.Kind", *, at: datetime) -> None:
    """Leave a notice to be sent; the same news of the same moment is left once."""
    rows = [ClassNotice(application=row, kind=kind, at=at) for row in applications]
    ClassNotice.objects.bulk_create(rows, ignore_conflicts=True)


def _record(action: str, application: ClassApplication, *, by: User, at: datetime) -> None:
    learner = application.enrolment.learner
    details = {"state": application.state}
    audit.record(action, actor=by, at=at, subject=learner, target=str(application.session.uuid), details=details)
