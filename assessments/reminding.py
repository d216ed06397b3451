"""督促: one mail a day at most to whoever is late in a cycle; who gets none is said with the reason."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from assessments.governing import LATE, Late
from assessments.models import Assessment, Cycle, CycleReminder
from assessments.states import CycleState
from lms.learning.reminders.models import ReminderPolicy
from lms.lib.working_days import next_sending
from lms.people import audit
from lms.people.models import Posting, User
from lms.people.models.organisation import OUT_OF_SCOPE_KINDS
from lms.people.working_days import working_days

logger = logging.getLogger(__name__)

STEPS = (Late.SELF, Late.FIRST, Late.SECOND)
# Longer than city hall is ever closed: the turn of the year between two weekends.
GIVE_UP_AFTER = timedelta(days=14)


class NoMail(models.TextChoices):
    """Why somebody who is late gets no mail."""

    NO_MAILBOX = "no_mailbox", pgettext_lazy("reminder", "no mailbox; tell them through their department")
    AWAY = "away", pgettext_lazy("reminder", "on leave or seconded")
    LEFT = "left", pgettext_lazy("reminder", "has left")
    TODAY = "today", pgettext_lazy("reminder", "already reminded today")


def no_mail(*, has_mailbox: bool, has_left: bool, is_away: bool, was_reminded: bool) -> NoMail | None:
    """Return why a late person is left out of a reminder, or None when they get one."""
    found = {
        NoMail.LEFT: has_left,
        NoMail.AWAY: is_away,
        NoMail.TODAY: was_reminded,
        NoMail.NO_MAILBOX: not has_mailbox,
    }
    return next((reason for reason, applies in found.items() if applies), None)


def may_mail(at: datetime) -> bool:
    """Tell whether mail may go out: on the city's working days, within its hours (R02)."""
    return goes_out_at(at) == at


def goes_out_at(at: datetime) -> datetime:
    """Return when mail asked for at a moment goes out: then, or at the next opening of city hall."""
    return next_sending(timezone.localtime(at), days=working_days(), hours=ReminderPolicy.current().hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who would be reminded now, and who is late but gets no mail."""

    people: list[User]
    left_out: list[tuple[NoMail, list[User]]]


def plan(rows: QuerySet[Assessment], cycle: Cycle, steps: Collection[Late], *, on: date) -> Plan:
    """Return whom a reminder about these assessments reaches: each late person once, whatever they are late with."""
    late = _late_people(rows, steps)
    people = list(User.objects.filter(pk__in=late).order_by("kana", "staff_no"))
    away = set(
        Posting.objects.on(on).filter(person__in=late, kind__in=OUT_OF_SCOPE_KINDS).values_list("person_id", flat=True)
    )
    reminded = set(CycleReminder.objects.filter(cycle=cycle, on=on).values_list("person_id", flat=True))
    reasons = {
        person.pk: no_mail(
            has_mailbox=bool(person.email),
            has_left=person.left_on is not None and person.left_on <= on,
            is_away=person.pk in away,
            was_reminded=person.pk in reminded,
        )
        for person in people
    }
    left_out = [(reason, [person for person in people if reasons[person.pk] is reason]) for reason in NoMail]
    return Plan(
        people=[person for person in people if reasons[person.pk] is None],
        left_out=[(reason, several) for reason, several in left_out if several],
    )


def _late_people(rows: QuerySet[Assessment], steps: Collection[Late]) -> set[UUID]:
    who = {Late.SELF: "person", Late.FIRST: "first_rater", Late.SECOND: "second_rater"}
    found: set[UUID] = set()
    for step in steps:
        found |= set(rows.filter(LATE[step]).order_by().values_list(who[step], flat=True)) - {None}
    return found


@transaction.atomic
def request_reminders(cycle: Cycle, people: Iterable[User], *, by: User, at: datetime) -> list[CycleReminder]:
    """Note whom to remind; a task sends. Pressing twice, or two officers at once, reminds nobody twice a day."""
    on = timezone.localdate(at)
    rows = [CycleReminder(cycle=cycle, person=person, on=on, by=by, requested_at=at) for person in people]
    CycleReminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    audit.record(
        "cycle.reminded", actor=by, at=at, target=cycle.code, details={"people": len(rows), "on": on.isoformat()}
    )
    return rows


def send_waiting(*, at: datetime) -> int:
    """Send what waits, one by one, so that a crash repeats at most one mail; nothing at night or on days off.

    Whoever has done their part since, and what has waited too long, is passed over.
    """
    if not may_mail(at):
        return 0
    waiting = CycleReminder.objects.filter(sent_at=None, requested_at__gt=at - GIVE_UP_AFTER).order_by("pk")
    return sum(_sent(key, at=at) for key in waiting.values_list("pk", flat=True))


def _sent(key: int, *, at: datetime) -> bool:
    """Send one; what the mail server refuses stays waiting and keeps nobody else from theirs."""
    try:
        return _send(key, at=at)
    except (OSError, SMTPException):
        logger.exception("Reminder %s could not be sent", key)
        return False


@transaction.atomic
def _send(key: int, *, at: datetime) -> bool:
    held = CycleReminder.objects.select_for_update(no_key=True, of=("self",), skip_locked=True)
    row = held.select_related("cycle", "person").filter(pk=key, sent_at=None).first()
    if row is None:
        return False
    owed = owes(row.person, row.cycle)
    CycleReminder.objects.filter(pk=key).update(sent_at=at)
    if owed:
        mail(row.person, row.cycle, owed).send()
    return bool(owed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What one person still has to do in a cycle: how many people, and until when."""

    step: Late
    count: int
    due_on: date


def owes(person: User, cycle: Cycle) -> list[Owed]:
    """Return what a person is late with, step by step."""
    if cycle.state != CycleState.OPEN:
        return []
    mine = {Late.SELF: Q(person=person), Late.FIRST: Q(first_rater=person), Late.SECOND: Q(second_rater=person)}
    found = []
    for step in STEPS:
        rows = list(Assessment.objects.filter(mine[step], LATE[step], cycle=cycle).select_related("cycle"))
        if rows:
            found.append(Owed(step=step, count=len(rows), due_on=min(row.due_on for row in rows)))
    return found


def mail(person: User, cycle: Cycle, owed: list[Owed]) -> EmailMessage:
    """Write the mail: what to do, until when, where. It says nothing of any level."""
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "cycle": cycle,
            "owed": owed,
            "address": f"{settings.LMS_ORIGIN}{reverse('assessments:home')}",
        }
        subject = _("Reminder: %(cycle)s") % {"cycle": cycle.name}
        return EmailMessage(subject, render_to_string("assessments/mail/reminder.txt", context), to=[person.email])
