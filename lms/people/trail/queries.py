"""Who saw, changed or exported what about whom, between which days (R15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from lms.people.models import AuditCheck, AuditEvent, RosterChange, RosterLoad, User
from lms.people.trail.words import Sort, action_label, details_in_words, of_sort, sort_of

# Beyond this many people the words are no name any more.
MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What the auditor asks: whom or what, between which days, which sort of deed."""

    words: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = ""

    def __str__(self) -> str:
        parts = (self.words, str(self.since or ""), str(self.until or ""), self.sort)
        return " / ".join(part or "-" for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    sequence: int
    at: datetime
    actor: str
    action: str
    sort: Sort
    subject: str
    target: str
    details: str


def matching_people(words: str) -> list[User]:
    """Return the people the words may mean, by name, kana or staff number."""
    return list(User.objects.matching(words).order_by("kana", "staff_no")[:MOST_PEOPLE]) if words else []


def audit_lines(search: Search, people: Iterable[User]) -> QuerySet[AuditEvent]:
    """Return the lines that answer the question, newest first."""
    events = AuditEvent.objects.select_related("actor", "subject").order_by("-sequence")
    if search.words:
        events = events.filter(_about(search.words, list(people)))
    if search.since:
        events = events.filter(at__gte=_midnight(search.since))
    if search.until:
        events = events.filter(at__lt=_midnight(search.until + timedelta(days=1)))
    return events.filter(of_sort(search.sort)) if search.sort else events


def _about(words: str, people: list[User]) -> Q:
    """A line is about a person who did it or to whom it was done, or whom a roster changed; or about a number."""
    ids: list[UUID] = [person.pk for person in people]
    loads = RosterLoad.objects.filter(
        pk__in=RosterChange.objects.filter(staff_no__in=[person.staff_no for person in people])
        .exclude(kind=RosterChange.Kind.PROBLEM)
        .values("load")
    )
    targets = [str(uuid) for uuid in loads.values_list("uuid", flat=True)] if people else []
    changed_by_roster = Q(target__in=targets, action__in=("roster.applied", "roster.undone"))
    return Q(actor__in=ids) | Q(subject__in=ids) | Q(target__icontains=words) | changed_by_roster


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def in_words(events: Iterable[AuditEvent]) -> list[TrailLine]:
    """Return lines ready to show: metadata, never what was written."""
    events = list(events)
    rosters = _roster_names(events)
    return [
        TrailLine(
            sequence=event.sequence,
            at=event.at,
            actor=_person(event.actor) or _nobody(event.action),
            action=action_label(event.action),
            sort=sort_of(event.action),
            subject=_person(event.subject),
            target=rosters.get(event.target, event.target),
            details=details_in_words(event.details, event.target in rosters),
        )
        for event in events
    ]


def _roster_names(events: list[AuditEvent]) -> dict[str, str]:
    """A roster's line names its file; readers know no uuids."""
    targets = {event.target for event in events if event.action.startswith("roster.") and event.target}
    loads = RosterLoad.objects.filter(uuid__in=targets)
    return {str(uuid): filename for uuid, filename in loads.values_list("uuid", "filename")}


def _person(user: User | None) -> str:
    return f"{user.name} ({user.staff_no})" if user else ""


def _nobody(action: str) -> str:
    """Who did it when nobody was signed in: somebody unknown at the door, or the system itself."""
    return "" if action.startswith("sign_in.") else gettext("the system")


def last_check() -> AuditCheck | None:
    return AuditCheck.objects.order_by("-at", "-pk").first()
