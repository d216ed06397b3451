"""What the staff register keeps, and how it forgets a person: the pseudonym, the account, the audit trail's words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_, or_
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, PageSubscription
from wagtail.users.models import UserProfile

from lms.lib import clock
from lms.lib.calendar import fiscal_year
from lms.operations.retention.classes import FILES, TRAIL
from lms.operations.retention.models import Hold
from lms.operations.retention.registry import PERSON, Erased, FolderKeeper, PersonKeeper, register
from lms.operations.retention.rules import (
    PSEUDONYM,
    as_stored,
    first_of_year,
    mentions,
    names_of,
    new_code,
    spellings,
)
from lms.people import audit
from lms.people.models import (
    AuditEvent,
    Posting,
    RaterAssignment,
    RoleGrant,
    RosterChange,
    RosterJournal,
    RosterLoad,
    TemporaryPassword,
    User,
    WorkingGroupMembership,
)
from lms.people.models.roster import WORKING_STATES

EVENTS_AT_ONCE = 2000


def midnight(on: date) -> datetime:
    """Return the moment a day begins in the city."""
    return timezone.make_aware(datetime.combine(on, time.min))


def connect() -> None:
    register(
        PersonKeeper(record_class=PERSON, erase=forget),
        FolderKeeper(record_class=FILES, due=rosters_due, erase=erase_roster),
        FolderKeeper(record_class=TRAIL, due=trail_due, erase=erase_trail),
    )


def forget(person: User, before: date) -> Erased:
    """Put a pseudonym in a person's place, close the account, and take their name out of the trail's words.

    What counts for statistics stays: the days of posting, department, rank, group. The day of joining becomes the
    first of its fiscal year; a job title, which may be one person's alone, is dropped for the rank it stands for.
    """
    if person.forgotten_at:
        return Erased()
    rows = erase_mentions(person) + erase_account(person) + erase_details(person)
    code = new_code()
    person.staff_no = f"x-{code}"
    person.name, person.family_name, person.given_name, person.kana = f"{PSEUDONYM}{code}", "", "", ""
    person.email, person.language, person.weekly_minutes = "", "", User._meta.get_field("weekly_minutes").default
    person.joined_on = person.joined_on and first_of_year(fiscal_year(person.joined_on))
    person.is_active = person.is_superuser = False
    person.last_login = None
    person.set_unusable_password()
    person.forgotten_at = clock.now()
    person.save()
    return Erased(rows=rows + 1, files=avatars(person))


def erase_account(person: User) -> int:
    """Delete every way of signing in and what remembers one."""
    person.groups.clear()
    person.user_permissions.clear()
    gone = [
        TemporaryPassword.objects.filter(person=person),
        EmailAddress.objects.filter(user=person),
        Authenticator.objects.filter(user=person),
        SocialAccount.objects.filter(user=person),
        APIToken.objects.filter(user=person),
        EditingSession.objects.filter(user=person),
        FormState.objects.filter(user=person),
        PageSubscription.objects.filter(user=person),
        Session.objects.filter(pk__in=list(sessions_of(person))),
    ]
    return sum(rows.delete()[0] for rows in gone)


def sessions_of(person: User) -> Iterator[str]:
    """Yield the sessions of a person, and all that are over: what they hold cannot be asked of the database."""
    for session in Session.objects.iterator():
        is_theirs = session.get_decoded().get("_auth_user_id") == str(person.pk)
        if is_theirs or session.expire_date < clock.now():
            yield session.session_key


def avatars(person: User) -> tuple[str, ...]:
    """Return the picture a person chose in the editor, and drop the profile that names it."""
    profiles = list(UserProfile.objects.filter(user=person))
    UserProfile.objects.filter(user=person).delete()
    return tuple(profile.avatar.name for profile in profiles if profile.avatar)


def erase_details(person: User) -> int:
    """End what is still open and empty what was written beside dated facts; drop their lines of roster loads."""
    open_grants = RoleGrant.objects.filter(person=person, valid_to=None)
    open_grants.filter(valid_from__lt=person.left_on).update(valid_to=person.left_on)
    open_grants.delete()
    emptied = [
        Posting.objects.filter(person=person).exclude(title="").update(title=""),
        WorkingGroupMembership.objects.filter(person=person).exclude(document_no="").update(document_no=""),
        RaterAssignment.objects.filter(Q(person=person) | Q(rater=person)).exclude(reason="").update(reason=""),
        Hold.objects.filter(person=person).exclude(note="").update(note=""),
        RosterChange.objects.filter(staff_no=person.staff_no).delete()[0],
        # A journal serves undoing alone, and names everyone its load touched.
        past_journals().delete()[0],
    ]
    return sum(emptied)


def past_journals() -> QuerySet[RosterJournal]:
    undo_over = clock.now() - timedelta(days=settings.ROSTER_UNDO_DAYS)
    return RosterJournal.objects.filter(load__applied_at__lt=undo_over)


# The audit trail


def erase_mentions(person: User) -> int:
    """Erase target and details of the trail's lines that hold the person's name, number or address."""
    words = called(person)
    lines = AuditEvent.objects.annotate(said=Cast("details", TextField()))
    maybe = lines.filter(may_name(person, "target", "said")).order_by("sequence")
    named = [event for event in maybe if mentions([event.target, event.details], words)]
    return audit.erase(named, actor=None, at=clock.now())


def called(person: User) -> frozenset[str]:
    return names_of(staff_no=person.staff_no, name=person.name, email=person.email)


def may_name(person: User, *fields: str) -> Q:
    """Return the condition that some field may name a person; it finds more than stands by itself."""
    found = Q()
    for group in spellings(staff_no=person.staff_no, name=person.name, email=person.email):
        for field in fields:
            parts = [reduce(or_, (Q(**{f"{field}__contains": each}) for each in as_stored(part))) for part in group]
            found |= reduce(and_, parts)
    return found


def trail_due(before: date) -> Mapping[str, int]:
    """Return the lines that still say something, by month: 2020-04 and how many."""
    lines = AuditEvent.objects.filter(at__lt=midnight(before)).exclude(action=audit.ERASED)
    said = lines.exclude(target="", details={})
    held = Hold.objects.standing().exclude(person=None).values("person")
    # `actor` and `subject` may be empty, and an empty one is in no list: ask for each.
    said = said.exclude(actor__isnull=False, actor__in=held).exclude(subject__isnull=False, subject__in=held)
    months = said.annotate(month=TruncMonth("at")).values_list("month", flat=True)
    return dict(sorted(Counter(f"{month:%Y-%m}" for month in months.iterator()).items()))


def erase_trail(month: str, before: date) -> Erased:
    """Erase what a month's lines say; those about people with a hold stay as they are."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=31)).replace(day=1)
    held = set(Hold.objects.standing().exclude(person=None).values_list("person", flat=True))
    lines = AuditEvent.objects.filter(at__gte=midnight(first), at__lt=midnight(min(after, before)))
    due = [event for event in lines.order_by("sequence") if not held & {event.actor_id, event.subject_id}]
    return Erased(rows=audit.erase(due, actor=None, at=clock.now(), target=month))


# Roster files


def rosters_due(before: date) -> Mapping[str, int]:
    loads = (
        RosterLoad.objects.filter(uploaded_at__lt=midnight(before)).exclude(file="").exclude(state__in=WORKING_STATES)
    )
    return {f"roster:{uuid}": 1 for uuid in loads.order_by("pk").values_list("uuid", flat=True)}


def erase_roster(reference: str, before: date) -> Erased:
    """Delete a roster's file and the lines that name people; that it was loaded, and how many lines, stays."""
    kind, _colon, uuid = reference.partition(":")
    if kind != "roster":
        return Erased()
    load = RosterLoad.objects.filter(uuid=UUID(uuid)).exclude(file="").first()
    if load is None:
        return Erased()
    rows = load.changes.all().delete()[0] + RosterJournal.objects.filter(load=load).delete()[0]
    name, load.file = load.file.name or "", ""
    load.save(update_fields=["file"])
    return Erased(rows=rows + 1, files=(name,))
