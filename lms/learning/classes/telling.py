"""Turns the news that services left behind into notices; their mails go out in office hours."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.learning.classes.models import ClassNotice
from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message, tell
from lms.lib.calendar import wareki
from lms.people.models import RaterAssignment, User

Kind = ClassNotice.Kind
BATCH = 500
SENTENCES: Mapping[str, str | Promise] = {
    Kind.CONSENT: gettext_lazy("%(name)s has applied for this class and asks for your consent."),
    Kind.SEAT: gettext_lazy("You have a seat. Put the date into your calendar from the page below."),
    Kind.WAITING: gettext_lazy("The date is full; you are on the waiting list and move up when a seat comes free."),
    Kind.DECLINED: gettext_lazy("Your supervisor did not consent: %(note)s"),
    Kind.CHANGED: gettext_lazy("Time or place have changed. This is how it is now."),
    Kind.CALLED_OFF: gettext_lazy("The date is called off. You can choose another one."),
    Kind.REPLACED: gettext_lazy("Somebody else goes in your place. You need not do anything."),
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
    with translation.override("ja"):
        told = tell([message for row in news for message in messages_of(row)], at=at)
    ClassNotice.objects.filter(pk__in=[row.pk for row in news]).update(sent_at=at)
    return told


def messages_of(news: ClassNotice) -> Iterator[Message]:
    """Yield what is to be said: to the learner, or to who is asked for consent."""
    application = news.application
    enrolment = application.enrolment
    if news.kind == Kind.DECLINED and not application.consent_note:
        return  # The learner has seen the refusal on the page and applied anew.
    is_request = news.kind == Kind.CONSENT
    own = reverse("learning:resume", args=[enrolment.uuid])
    for person in raters_of(enrolment.learner, news.at) if is_request else [enrolment.learner]:
        yield Message(
            person_id=person.pk,
            kind=Notice.Kind.CLASS,
            key=f"class:{news.pk}:{person.pk}",
            subject=subject_of(news),
            body=body_of(news),
            url=reverse("learning:class-team") if is_request else own,
            has_mailbox=bool(person.email),
            enrolment_id=None if is_request else enrolment.pk,
        )


def raters_of(learner: User, at: datetime) -> list[User]:
    """Return who is asked: the first raters on the day, else the second ones."""
    raters = RaterAssignment.objects.filter(person=learner).on(timezone.localdate(at)).select_related("rater")
    first = [row.rater for row in raters if row.role == RaterAssignment.Role.FIRST]
    return first or [row.rater for row in raters]


def subject_of(news: ClassNotice) -> str:
    course = news.application.session.module.course_version.title
    return _("Class: %(kind)s (%(course)s)") % {"kind": news.get_kind_display(), "course": course}


def body_of(news: ClassNotice) -> str:
    application = news.application
    session = application.session
    begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    said = str(SENTENCES[news.kind]) % {"name": application.enrolment.learner.name, "note": application.consent_note}
    return "\n".join(
        [
            said,
            "",
            session.module.course_version.title,
            f"{wareki(begins.date())} {begins:%H:%M}–{ends:%H:%M}",
            session.place,
        ]
    )
