"""Rounds of reminders and digests. A round is decided from rows alone, so a round begun again repeats nothing."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.learning.notices.models import Notice
from lms.learning.notices.services import send_waiting, tell
from lms.learning.record.models import Enrolment
from lms.learning.reminders import mails, queries
from lms.learning.reminders.models import ReminderPolicy, ReminderRun
from lms.learning.reminders.queries import Decided
from lms.learning.reminders.rules import LeftOut, monday_of
from lms.lib.working_days import WorkingDays, days_from, may_send
from lms.people import audit
from lms.people.models import User
from lms.people.working_days import working_days

BATCH = 500
Kind = ReminderRun.Kind


def tick(*, at: datetime) -> int:
    """Do what is due at this moment, and nothing in quiet hours; return how many mails went out."""
    policy, days = ReminderPolicy.current(), working_days()
    local = timezone.localtime(at)
    if not policy.is_on or not may_send(local, days=days, hours=policy.hours):
        return 0
    remind_today(at=at)
    if policy.has_digest and is_digest_day(local.date(), days):
        send_digests(at=at)
    return send_waiting(at=at)


def is_digest_day(on: date, days: WorkingDays) -> bool:
    """Tell whether supervisors hear today: on Monday, or on the week's first open day when Monday is a holiday."""
    return days.on_or_after(monday_of(on)) == on


def next_digest_day(on: date, days: WorkingDays) -> date:
    """Return the first day from this one on on which supervisors hear."""
    return next(day for day in days_from(on) if is_digest_day(day, days))


def remind_today(*, at: datetime) -> ReminderRun:
    """Tell everybody whose step has come; a round that is over for the day is left alone."""
    on = timezone.localdate(at)
    run = _begun(Kind.DAILY, on, at=at)
    if run.finished_at:
        return run
    schedule = ReminderPolicy.current().schedule
    decided = queries.decisions(queries.due_soon(on, schedule), on, schedule)
    _tell(run, decided, at=at)
    told = Notice.objects.filter(kind=Notice.Kind.REMINDER, on=on).exclude(step="")
    return _finished(run, told=told.count(), at=at)


def send_digests(*, at: datetime) -> ReminderRun:
    """Tell supervisors of their week, once a week."""
    on = timezone.localdate(at)
    run = _begun(Kind.DIGEST, on, at=at)
    if run.finished_at:
        return run
    teams = queries.teams(on)
    worth_telling = [team for team in teams if team.is_worth_telling]
    tell(mails.digest_messages(worth_telling, on), at=at)
    run.counts = {"nothing_to_tell": len(teams) - len(worth_telling)}
    return _finished(run, told=Notice.objects.filter(kind=Notice.Kind.DIGEST, on=on).count(), at=at)


@transaction.atomic
def remind_by_hand(
    rows: QuerySet[Enrolment], *, selection: dict[str, str], request_key: str, by: User, at: datetime
) -> ReminderRun:
    """Tell the people HR chose, whatever their next step; a second click is the same round. Mails wait for the day."""
    repeated = ReminderRun.objects.filter(request_key=request_key).first()
    if repeated:
        return repeated
    on = timezone.localdate(at)
    run = ReminderRun.objects.create(
        kind=Kind.HAND, on=on, by=by, selection=selection, request_key=request_key, started_at=at
    )
    decided = queries.decisions(rows, on, ReminderPolicy.current().schedule, by_hand=True)
    told = _tell(run, decided, at=at)
    details = {**selection, "rows": told}
    audit.record("reminder.sent", actor=by, at=at, target=str(run.uuid), details=details)
    return _finished(run, told=told, at=at)


def _begun(kind: "ReminderRun.Kind", on: date, *, at: datetime) -> ReminderRun:
    run, _is_new = ReminderRun.objects.get_or_create(kind=kind, on=on, defaults={"started_at": at})
    return run


def _tell(run: ReminderRun, decided: Iterable[Decided], *, at: datetime) -> int:
    """Tell whom the decisions name, count the others by reason; return how many are told now."""
    on = timezone.localdate(at)
    reasons: Counter[str] = Counter()
    told = 0
    for batch in batched(decided, BATCH):
        wanted = [one for one in batch if one.decision.is_sent]
        told += tell(mails.reminder_messages(wanted, on), at=at)
        reasons.update(one.decision.reason for one in batch if one.decision.reason)
    run.counts = {reason: reasons[reason] for reason in LeftOut if reasons[reason]}
    return told


def _finished(run: ReminderRun, *, told: int, at: datetime) -> ReminderRun:
    run.told, run.finished_at = told, at
    run.save(update_fields=["told", "counts", "finished_at"])
    return run
