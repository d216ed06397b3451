"""Publishing and retiring at the time an author set: courses and the portal's pages."""

from datetime import datetime

from wagtail.log_actions import log
from wagtail.models import Page, Revision

from curriculum.models import Course
from curriculum.publishing import NotReadyError

PUBLISHABLE: tuple[type[Page] | type[Course], ...] = (Page, Course)


class NotPublishedError(Exception):
    """Something scheduled could not go live; the message names it and says why."""


def publish_what_is_due(*, at: datetime) -> None:
    """Retire what has expired and publish what is due, each by itself.

    What the publish checks refuse by then (a package or page it names may be gone) stays a draft, its schedule is taken
    back, and the error at the end says which and why: one course must not hold up the others, nor be tried for ever.
    """
    for model in PUBLISHABLE:
        for expired in list(model._default_manager.filter(live=True, expire_at__lte=at)):
            expired.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    refused = [reason for revision in due_revisions(at) if (reason := _publish(revision))]
    if refused:
        raise NotPublishedError(" / ".join(refused))


def due_revisions(at: datetime) -> list[Revision]:
    return list(Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at", "pk"))


def _publish(revision: Revision) -> str:
    """Publish a revision and return nothing, or take its schedule back and return why."""
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except NotReadyError as refusal:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(instance=revision.content_object, action="wagtail.schedule.cancel", revision=revision)
        return f"{revision.object_str}: {refusal}"
    return ""
