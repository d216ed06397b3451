"""Ending a course: it is offered to nobody any more, and who learns it keeps their place.

Whether a course is over is Wagtail's `live`: catalogue, rules, reminders and digests ask that already. What an author
may not publish alone, they may end alone: ending is undone as easily, which brings back exactly what was approved.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from wagtail import hooks
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import log, registry
from wagtail.models import Revision

from curriculum.models import Course
from lms.people.models import User

RETIRED, BROUGHT_BACK = "curriculum.retire", "curriculum.bring_back"
ENDED = frozenset({RETIRED, "wagtail.unpublish", "wagtail.unpublish.scheduled"})
PUBLISHED = frozenset({"wagtail.publish", "wagtail.publish.scheduled"})
# Rooms that know learners say with it what ending a course would mean to them: hook(course, at) -> sentences.
CONSEQUENCES = "describe_end_of_course"


class NotRetiredError(Exception):
    """Only a course that was published and is no longer offered can be brought back."""


@transaction.atomic
def retire_course(course: Course, *, by: User) -> None:
    """End a course; a draft in review goes back to its author and a set time is taken back. Twice is once."""
    stored = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if not stored.live:
        return
    # Wagtail would ask whether somebody may publish; the view has asked whether they may end it.
    UnpublishAction(stored, user=by, log_action=RETIRED).execute(skip_permission_checks=True)
    # An approval given afterwards would publish, and so bring back, what somebody has just ended.
    if review := stored.current_workflow_state:
        review.cancel(user=by)


@transaction.atomic
def bring_back_course(course: Course, *, by: User) -> None:
    """Offer an ended course again, in the version that was last published; later drafts stay drafts."""
    stored = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if stored.live:
        return
    if not stored.is_retired:
        raise NotRetiredError
    stored.live, stored.expired = True, False
    # An end that has passed would end it again within minutes.
    stored.expire_at = None
    stored.live_revision = last_published(stored)
    stored.has_unpublished_changes = stored.live_revision_id != stored.latest_revision_id
    stored.save()
    log(instance=stored, action=BROUGHT_BACK, user=by, revision=stored.live_revision)


def last_published(course: Course) -> Revision | None:
    """Return the revision learners last met; none for a course that was never published from a revision."""
    entries = registry.get_logs_for_instance(course).filter(action__in=PUBLISHED, revision__isnull=False)
    newest = entries.select_related("revision").order_by("-timestamp", "-pk").first()
    return newest.revision if newest else None


def ended_at(course: Course) -> datetime | None:
    """Return when an ended course was last ended, by hand or at a set time; nothing when nobody wrote it down."""
    entries = registry.get_logs_for_instance(course).filter(action__in=ENDED)
    newest: datetime | None = entries.aggregate(newest=Max("timestamp"))["newest"]
    return newest


def consequences(course: Course, at: datetime) -> Iterator[str]:
    """Yield what ending the course would mean to those who learn it, as far as anybody knows."""
    for describe in hooks.get_hooks(CONSEQUENCES):
        yield from describe(course, at)
