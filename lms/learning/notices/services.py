"""Telling people, and sending the mails that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPServerDisconnected
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.learning.notices.models import Notice
from lms.learning.notices.queries import unread_key
from lms.learning.record.models import Enrolment
from lms.learning.record.states import OPEN_STATES
from lms.people.models import User
from lms.people.queries import away_on

BATCH = 1000
# A mail takes seconds; one claimed for this long lost its worker.
LOST_AFTER = timedelta(minutes=10)
# These speak of learning still to be done: completion, leave or a retired course makes them pointless.
ABOUT_WORK = frozenset({Notice.Kind.ASSIGNED, Notice.Kind.REMINDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one person is to be told; `has_mailbox` decides whether a mail goes out beside the notice."""

    person_id: UUID
    kind: Notice.Kind
    key: str
    subject: str
    body: str
    url: str
    has_mailbox: bool
    enrolment_id: int | None = None
    step: str = ""


def tell(messages: Sequence[Message], *, at: datetime) -> int:
    """Keep what people are to be told; return how many of it was new. What was said before is not said again."""
    before = _known(messages)
    Notice.objects.bulk_create(
        [_notice(message, at) for message in messages if message.key not in before],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    return len(_known(messages) - before)


def _known(messages: Sequence[Message]) -> set[str]:
    keys = [message.key for message in messages]
    known: set[str] = set()
    for start in range(0, len(keys), BATCH):
        known |= set(Notice.objects.filter(key__in=keys[start : start + BATCH]).values_list("key", flat=True))
    return known


def _notice(message: Message, at: datetime) -> Notice:
    return Notice(
        person_id=message.person_id,
        kind=message.kind,
        key=message.key,
        enrolment_id=message.enrolment_id,
        step=message.step,
        on=timezone.localdate(at),
        at=at,
        subject=message.subject,
        body=message.body,
        url=message.url,
        mail=Notice.Mail.QUEUED if message.has_mailbox else Notice.Mail.NONE,
    )


def send_waiting(*, at: datetime, limit: int = 500) -> int:
    """Send the mails that wait, oldest first; return how many went out. The caller minds the quiet hours."""
    note_lost(at=at)
    waiting = Notice.objects.filter(mail=Notice.Mail.QUEUED).order_by("pk").values_list("pk", flat=True)
    return sum(send_one(pk, at=at) for pk in list(waiting[:limit]))


def note_lost(*, at: datetime) -> int:
    """Say of mails whose worker died that nobody knows whether they left; they are not sent again."""
    lost = Notice.objects.filter(mail=Notice.Mail.SENDING, claimed_at__lt=at - LOST_AFTER)
    return lost.update(mail=Notice.Mail.UNSURE)


def send_one(pk: int, *, at: datetime) -> bool:
    """Claim one mail and send it; tell whether it went out."""
    notice = claim(pk, at=at)
    if notice is None:
        return False
    notice.mail = deliver(notice)
    notice.mailed_at = at if notice.mail == Notice.Mail.SENT else None
    notice.save(update_fields=["mail", "mailed_at"])
    return notice.mail == Notice.Mail.SENT


@transaction.atomic
def claim(pk: int, *, at: datetime) -> Notice | None:
    """Take one waiting mail for sending; None when another worker has it or it is no longer needed."""
    waiting = Notice.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    notice = waiting.filter(pk=pk, mail=Notice.Mail.QUEUED).first()
    if notice is None:
        return None
    is_wanted = still_wanted(notice, at=at)
    notice.mail, notice.claimed_at = Notice.Mail.SENDING if is_wanted else Notice.Mail.DROPPED, at
    notice.save(update_fields=["mail", "claimed_at"])
    return notice if is_wanted else None


def still_wanted(notice: Notice, *, at: datetime) -> bool:
    """Tell whether a mail still makes sense: its reader is there, and what it asks for is not done yet."""
    today = timezone.localdate(at)
    reader = User.objects.in_office(today).filter(pk=notice.person_id, is_active=True).exclude(email="")
    if not reader.exists():
        return False
    if notice.kind not in ABOUT_WORK:
        return True
    if away_on(today).filter(pk=notice.person_id).exists():
        return False
    return notice.enrolment_id is None or open_and_offered().filter(pk=notice.enrolment_id).exists()


def open_and_offered() -> QuerySet[Enrolment]:
    """Return the enrolments with something left to do, of courses that are not retired."""
    return Enrolment.objects.filter(state__in=OPEN_STATES, course_version__course__live=True)


def deliver(notice: Notice) -> "Notice.Mail":
    """Hand a mail to the mail server and return what became of it."""
    message = EmailMessage(
        subject=notice.subject,
        body=f"{notice.body}\n\n{settings.LMS_ORIGIN}{notice.url}\n",
        to=[notice.person.email],
        # The same id on every try lets mail servers drop a copy as well.
        headers={"Message-ID": f"<{notice.uuid}@{settings.MAIL_ID_DOMAIN}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except SMTPServerDisconnected:
        return Notice.Mail.UNSURE
    except (ConnectionRefusedError, SMTPException):
        return Notice.Mail.FAILED
    except OSError:
        return Notice.Mail.UNSURE
    return Notice.Mail.SENT


def mark_read(person: User, *, at: datetime) -> int:
    """Mark what a person has been told as read; return how much of it was new."""
    cache.delete(unread_key(person))
    return Notice.objects.unread().filter(person=person).update(read_at=at)
