"""What falls due by itself: releases when cycles close, months that end, and links to those who asked for them.

Everything here looks at rows, not at when it last ran: after a day without a worker the next run catches up, and a
run that dies half way is finished by the next.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.models import Cycle
from lms.people.access import has_role
from lms.people.models import User
from reports.access import READERS
from reports.completion_tables import freeze_completion, releases_without_completion
from reports.department_tables import freeze_departments, releases_without_table
from reports.models import Delivery, Snapshot, Subscription
from reports.queries import NoCycleError
from reports.services import closed_cycles_without_release, freeze_month, freeze_release, month_ends
from reports.suppression import CannotProtectError

log = logging.getLogger(__name__)

LINKS_FOR = timedelta(days=14)
"""A link older than this is no news; whoever subscribes later gets none for it."""


def freeze_what_is_due(*, at: datetime) -> None:
    """Freeze closed cycles that the committee cannot read yet, and months that are over."""
    for cycle in closed_cycles_without_release():
        try:
            freeze_release(cycle, by=None, at=at)
        except CannotProtectError as error:
            # HR sees the cycle among those not released, and decides.
            log.warning("cycle %s cannot be released: %s", cycle.code, error)
    for month in months_due(timezone.localdate(at)):
        try:
            freeze_month(month, at=at)
        except NoCycleError:
            continue


def freeze_tables(*, at: datetime) -> None:
    """Freeze the tables by department that released cycles lack.

    Each is half a minute of solving, so it is the night's work and not done with the rest.
    """
    for snapshot in releases_without_completion():
        try:
            freeze_completion(snapshot, at=at)
        except CannotProtectError as error:
            log.warning("release %s gets no completions by department: %s", snapshot.number, error)
    for snapshot in releases_without_table():
        try:
            freeze_departments(snapshot, at=at)
        except CannotProtectError as error:
            log.warning("release %s gets no table by department: %s", snapshot.number, error)


def months_due(today: date) -> Iterator[date]:
    """Yield the ends of months since the first cycle that are over and not frozen."""
    first = Cycle.objects.exclude(opened_at=None).order_by("reference_on").first()
    if first is None:
        return
    frozen = set(Snapshot.objects.filter(kind=Snapshot.Kind.MONTH).values_list("as_of", flat=True))
    yield from (day for day in month_ends(today, since=first.reference_on) if day not in frozen)


def send_links(*, at: datetime) -> int:
    """Send each subscriber a link to each new snapshot once; return how many were sent."""
    since = at - LINKS_FOR
    sent = 0
    for snapshot in Snapshot.objects.filter(frozen_at__gte=since).defer("source").order_by("id"):
        for person in recipients(snapshot, on=timezone.localdate(at)):
            sent += send_link(snapshot, person, at=at)
    return sent


def recipients(snapshot: Snapshot, *, on: date) -> Iterator[User]:
    """Yield the subscribers who may read a snapshot today and have no link to it yet."""
    waiting = (
        Subscription.objects.filter(kind=snapshot.kind, added_at__lte=snapshot.frozen_at)
        .exclude(person__in=Delivery.objects.filter(snapshot=snapshot).values("person"))
        .select_related("person")
        .order_by("id")
    )
    for subscription in waiting:
        person = subscription.person
        if person.email and person.is_active and has_role(person, *READERS[snapshot.kind], on=on):
            yield person


@transaction.atomic
def send_link(snapshot: Snapshot, person: User, *, at: datetime) -> bool:
    """Note and send one link; a mail that cannot be sent is not noted and is tried again."""
    _delivery, is_new = Delivery.objects.get_or_create(snapshot=snapshot, person=person, defaults={"sent_at": at})
    if is_new:
        with override(person.mail_language):
            link_mail(snapshot, person).send()
    return is_new


def link_mail(snapshot: Snapshot, person: User) -> EmailMessage:
    """Return the mail: what is new and where to sign in; no figure is in it."""
    address = f"{settings.LMS_ORIGIN}{reverse('reports:levels')}?number={snapshot.number}"
    body = _(
        "%(name)s,\n\nfigures on DX talent have been frozen as number %(number)s.\nSign in to read them:\n"
        "%(address)s\n\nThis mail holds no figures. The DX talent team"
    ) % {"name": person.name, "number": snapshot.number, "address": address}
    return EmailMessage(
        subject=_("Report %(number)s can be read") % {"number": snapshot.number}, body=body, to=[person.email]
    )
