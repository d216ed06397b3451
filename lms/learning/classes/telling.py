"""Turns the news that services left behind into notices; their mails go out in office hours."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lms.learning.classes.models import ClassApplication, ClassNotice
from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message, tell
from lms.learning.texts.kinds import TextKind
from lms.learning.texts.rules import Values
from lms.learning.texts.wording import Wordings, wordings_of
from lms.people.models import RaterAssignment, User
from lms.templatetags.ui import day

Kind = ClassNotice.Kind
State = ClassApplication.State
BATCH = 500
# What a mail says holds while the application stands so; the other kinds stay true.
TRUE_WHILE: Mapping[str, str] = {
    Kind.CONSENT: State.ASKED,
    Kind.SEAT: State.APPLIED,
    Kind.WAITING: State.WAITING,
    Kind.DECLINED: State.DECLINED,
}
TEXTS: Mapping[str, TextKind] = {
    Kind.CONSENT: TextKind.CLASS_CONSENT,
    Kind.SEAT: TextKind.CLASS_SEAT,
    Kind.WAITING: TextKind.CLASS_WAITING,
    Kind.DECLINED: TextKind.CLASS_DECLINED,
    Kind.CHANGED: TextKind.CLASS_CHANGED,
    Kind.CALLED_OFF: TextKind.CLASS_CALLED_OFF,
    Kind.REPLACED: TextKind.CLASS_REPLACED,
    Kind.TAKEN_OFF: TextKind.CLASS_TAKEN_OFF,
}


@transaction.atomic
def pass_on(*, at: datetime) -> int:
    """Pass on what has not been told yet; return how many notices that made. Twice tells nothing twice."""
    waiting = ClassNotice.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).filter(sent_at=None)
    news = list(
        waiting.select_related(
            "application__session__module__course_version", "application__enrolment__learner"
        ).order_by("at", "pk")[:BATCH]
    )
    words = wordings_of(TEXTS[row.kind] for row in news)
    told = tell([message for row in news for message in messages_of(row, words)], at=at)
    ClassNotice.objects.filter(pk__in=[row.pk for row in news]).update(sent_at=at)
    drop_outdated()
    return told


def drop_outdated() -> int:
    """Drop class mails that wait for the office to open and are true no longer; return how many those were.

    A seat given back the same evening is not announced in the morning, and nobody is asked for a consent twice.
    """
    waiting: dict[int, list[int]] = defaultdict(list)
    queued = Notice.objects.filter(kind=Notice.Kind.CLASS, mail=Notice.Mail.QUEUED)
    for pk, key in queued.values_list("pk", "key"):
        waiting[int(key.split(":")[1])].append(pk)
    rows = ClassNotice.objects.filter(pk__in=waiting).order_by("at", "pk")
    news = list(rows.values_list("pk", "kind", "application", "application__state"))
    newest = {(kind, application): pk for pk, kind, application, _state in news}
    outdated = [
        notice
        for pk, kind, application, state in news
        if TRUE_WHILE.get(kind, state) != state or newest[kind, application] != pk
        for notice in waiting[pk]
    ]
    return queued.filter(pk__in=outdated).update(mail=Notice.Mail.DROPPED)


def messages_of(news: ClassNotice, words: Wordings) -> Iterator[Message]:
    """Yield what is to be said: to the learner, or to who is asked for consent."""
    application = news.application
    enrolment = application.enrolment
    if news.kind == Kind.DECLINED and not application.consent_note:
        return  # The learner has seen the refusal on the page and applied anew.
    is_request = news.kind == Kind.CONSENT
    own = reverse("learning:resume", args=[enrolment.uuid])
    for person in raters_of(enrolment.learner, news.at) if is_request else [enrolment.learner]:
        subject, body = words.written(TEXTS[news.kind], person.language, lambda: values_of(news))
        yield Message(
            person_id=person.pk,
            kind=Notice.Kind.CLASS,
            key=f"class:{news.pk}:{person.pk}",
            subject=subject,
            body=body,
            url=reverse("learning:class-team") if is_request else own,
            has_mailbox=bool(person.email),
            enrolment_id=None if is_request else enrolment.pk,
        )


def raters_of(learner: User, at: datetime) -> list[User]:
    """Return who is asked: the first raters on the day, else the second ones."""
    raters = RaterAssignment.objects.filter(person=learner).on(timezone.localdate(at)).select_related("rater")
    first = [row.rater for row in raters if row.role == RaterAssignment.Role.FIRST]
    return first or [row.rater for row in raters]


def values_of(news: ClassNotice) -> Values:
    application = news.application
    session = application.session
    begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {
        "name": application.enrolment.learner.name,
        "course": session.module.course_version.name,
        "day": day(begins.date()),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": session.place,
        "note": application.consent_note,
    }
