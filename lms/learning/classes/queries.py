"""Reads for the class pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from curriculum.models import CourseVersion, Module
from lms.learning.classes.access import applications_of_own_people, class_modules, sessions_for, supervised_by
from lms.learning.classes.models import (
    GONE_STATES,
    PENDING_STATES,
    RECORDED_STATES,
    SEATED_STATES,
    ClassApplication,
    ClassSession,
)
from lms.learning.classes.seating import Claim, waiting_order
from lms.learning.record.models import Enrolment
from lms.lib.prepared import prepared
from lms.people.models import User
from lms.people.queries import department_labels

State = ClassApplication.State
CLAIM_FIELDS = ("pk", "source", "applied_at")
# How many days supervisors see who of their people was at a class.
LOOKING_BACK = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """A date with its seats, and this learner's own place at it if they have one."""

    session: ClassSession
    taken: int
    waiting: int = 0
    # Seats whose attendance is not recorded.
    open: int = 0
    own: ClassApplication | None = None

    @property
    def free(self) -> int:
        return max(self.session.capacity - self.taken, 0)

    def is_ahead(self, at: datetime) -> bool:
        """Tell whether the date is still to come or under way, and nothing is recorded of this learner yet."""
        is_recorded = self.own is not None and self.own.state in RECORDED_STATES
        return self.session.ends_at > at and self.session.called_off_at is None and not is_recorded


def dates_for_learner(enrolment: Enrolment, module: Module, at: datetime) -> list[Seats]:
    """Return the dates to come, and past ones where this learner was on the list."""
    own = {
        application.session_id: application
        for application in ClassApplication.objects.filter(enrolment=enrolment)
        .exclude(state=State.CANCELLED)
        .select_related("consent_by")
    }
    ahead = Q(starts_at__gt=at, called_off_at=None) | Q(pk__in=own)
    sessions = _with_seats(sessions_for(module).filter(ahead)).order_by("starts_at", "pk")
    return [Seats(session=row, taken=row.taken, waiting=row.waiting, own=own.get(row.pk)) for row in sessions]


def dates_for_organisers(module: Module, at: datetime) -> list[Seats]:
    """Return every date of a class: those to come, the next first, then the earlier ones, the last first."""
    sessions = _with_seats(sessions_for(module)).order_by("starts_at", "pk")
    rows = [Seats(session=row, taken=row.taken, waiting=row.waiting, open=row.open) for row in sessions]
    ahead = [row for row in rows if row.session.starts_at > at]
    return ahead + [row for row in reversed(rows) if row.session.starts_at <= at]


def _with_seats(sessions: QuerySet[ClassSession]) -> "QuerySet[Any]":
    """Add `taken`, the seats that are gone, `open`, those of them without a mark, and how many are `waiting`."""
    seated = Count("applications", filter=Q(applications__state__in=SEATED_STATES))
    waiting = Count("applications", filter=Q(applications__state=State.WAITING))
    unmarked = Count("applications", filter=Q(applications__state=State.APPLIED))
    return sessions.annotate(taken=seated, waiting=waiting, open=unmarked)


def place_in_queue(application: ClassApplication) -> int:
    """Return how many stand before somebody on the waiting list, themselves included."""
    rows = ClassApplication.objects.filter(session=application.session_id, state=State.WAITING)
    claims = [Claim(key=pk, source=source, applied_at=at) for pk, source, at in rows.values_list(*CLAIM_FIELDS)]
    return 1 + [claim.key for claim in waiting_order(claims)].index(application.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A line of the sheet: who, from where, and whether they came."""

    application: ClassApplication
    department: str

    @property
    def person(self) -> User:
        return self.application.enrolment.learner

    @property
    def has_seat(self) -> bool:
        return self.application.state in SEATED_STATES


def sheet(session: ClassSession) -> list[Attendee]:
    """Return everyone on the list of a date by kana, with the full department of their main post on that day."""
    applications = list(
        session.applications.exclude(state__in=GONE_STATES)
        .select_related("enrolment__learner", "substitute_for__enrolment__learner")
        .order_by("enrolment__learner__kana", "enrolment__learner__staff_no")
    )
    where = department_labels({row.enrolment.learner_id for row in applications}, timezone.localdate(session.starts_at))
    return [Attendee(application=row, department=where.get(row.enrolment.learner_id, "")) for row in applications]


def queue(attendees: Sequence[Attendee]) -> list[Attendee]:
    """Return who is on the waiting list, in the order in which they move up."""
    waiting = {line.application.pk: line for line in attendees if line.application.state == State.WAITING}
    claims = [
        Claim(key=pk, source=line.application.source, applied_at=line.application.applied_at)
        for pk, line in waiting.items()
    ]
    return [waiting[claim.key] for claim in waiting_order(claims)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A class as organisers list it: the next date, and dates whose attendance is still open."""

    module: Module
    next_at: datetime | None
    open_sheets: int


def class_lines(at: datetime) -> Sequence[ClassLine]:
    """Return every class of a published course, by course code, in two queries."""
    newer = CourseVersion.objects.filter(
        course=OuterRef("course_version__course"), number__gt=OuterRef("course_version__number")
    )
    modules = list(
        class_modules()
        .filter(~Exists(newer), course_version__course__live=True)
        .order_by("course_version__course__code", "order", "pk")
        .defer("course_version__course__modules")
        .fetch_mode(models.FETCH_RAISE)
    )
    unmarked = Exists(ClassApplication.objects.filter(session=OuterRef("pk"), state=State.APPLIED))
    sessions = (
        ClassSession.objects.filter(module__key__in=[module.key for module in modules], called_off_at=None)
        .annotate(is_unmarked=unmarked)
        .order_by("starts_at")
        .values_list("module__key", "starts_at", "is_unmarked")
    )
    ahead: dict[object, datetime] = {}
    unfinished: dict[object, int] = {}
    for key, starts_at, is_unmarked in sessions:
        if starts_at > at:
            ahead.setdefault(key, starts_at)
        elif is_unmarked:
            unfinished[key] = unfinished.get(key, 0) + 1
    return [
        ClassLine(module=module, next_at=ahead.get(module.key), open_sheets=unfinished.get(module.key, 0))
        for module in modules
    ]


def consents_waiting(person: User, at: datetime) -> QuerySet[ClassApplication]:
    """Return applications a supervisor is to answer, the next class first."""
    asked = _asked(applications_of_own_people(person, timezone.localdate(at)), at)
    return asked.order_by("session__starts_at", "applied_at", "pk").fetch_mode(models.FETCH_RAISE)


def number_to_consent(person: User, at: datetime) -> int:
    """Count the applications a supervisor is to answer."""
    return len(_to_consent(person.pk, timezone.localdate(at), at))


@prepared
def _to_consent(person: UUID, on: date, at: datetime) -> QuerySet[ClassApplication, int]:
    applications = ClassApplication.objects.filter(enrolment__learner__in=supervised_by(person, on))
    return _asked(applications, at).values_list("pk", flat=True)


def _asked(applications: QuerySet[ClassApplication], at: datetime) -> QuerySet[ClassApplication]:
    return applications.filter(state=State.ASKED, session__starts_at__gt=at, session__called_off_at=None)


def places_of_own_people(person: User, at: datetime) -> QuerySet[ClassApplication]:
    """Return who of a supervisor's people goes to which class, the next first."""
    coming = applications_of_own_people(person, timezone.localdate(at)).filter(
        state__in=PENDING_STATES - {State.ASKED}, session__ends_at__gt=at, session__called_off_at=None
    )
    return coming.order_by("session__starts_at", "enrolment__learner__kana", "pk").fetch_mode(models.FETCH_RAISE)


def attendance_of_own_people(person: User, at: datetime) -> QuerySet[ClassApplication]:
    """Return which of a supervisor's people were at which class in the last three months, the latest first."""
    recorded = applications_of_own_people(person, timezone.localdate(at)).filter(
        state__in=RECORDED_STATES, session__starts_at__gt=at - timedelta(days=LOOKING_BACK)
    )
    return recorded.order_by("-session__starts_at", "enrolment__learner__kana", "pk").fetch_mode(models.FETCH_RAISE)


def dates_ahead(at: datetime) -> QuerySet[ClassSession]:
    """Return every date that is still to come, the next first."""
    ahead = ClassSession.objects.filter(starts_at__gt=at, called_off_at=None, module__course_version__course__live=True)
    return ahead.select_related("module__course_version__course").order_by("starts_at", "pk")


def next_class(person: User, at: datetime) -> ClassApplication | None:
    """Return the next class somebody has a seat at."""
    return _held.first(person.pk, at)


@prepared
def _held(person: UUID, at: datetime) -> QuerySet[ClassApplication]:
    held = ClassApplication.objects.filter(
        enrolment__learner=person, state=State.APPLIED, session__ends_at__gt=at, session__called_off_at=None
    )
    return held.select_related("session", "enrolment__course_version").order_by("session__starts_at", "pk")[:1]
