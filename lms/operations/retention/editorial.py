"""What stands in the editor about a person: pages and comments are listed, past drafts and the editor's log erased.

A page is the city's own text, and a deletion doesn't rewrite it. What nobody opens any more goes with the person:
drafts that a later one replaced, comments that are settled, lines of the editor's log.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_serializable_data_for_fields
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry, Revision, WorkflowState

from lms.operations.retention.registry import PERSON, Erased, PersonKeeper, Shelf, Text, put_up, register
from lms.operations.retention.rules import mentions
from lms.operations.retention.staff import called, may_name
from lms.operations.retention.words import ERASED_TEXT
from lms.people.models import User

COMMENTS = "wagtail_admin_comments"


def connect() -> None:
    put_up(
        Shelf(name=_("Pages"), read=pages),
        Shelf(name=_("Comments on pages"), read=comments),
        Shelf(name=_("Names of pictures"), read=lambda: titles(get_image_model())),
        Shelf(name=_("Names of documents"), read=lambda: titles(get_document_model())),
    )
    register(PersonKeeper(record_class=PERSON, erase=forget))


# Listed


def pages() -> Iterator[Text]:
    return with_drafts(Page.objects.select_related("latest_revision").order_by("path").specific())


def with_drafts(rows: Iterable[Any]) -> Iterator[Text]:
    """Yield what rows say and what their newest drafts say; comments are told apart."""
    for row in rows:
        draft = row.latest_revision.content if row.latest_revision else {}
        drafted = {name: value for name, value in draft.items() if name != COMMENTS}
        yield Text(title=str(row), says=[get_serializable_data_for_fields(row), drafted], row=row)


def comments() -> Iterator[Text]:
    """Yield comments by the page they stand on; settled ones are erased with the person."""
    for comment in Comment.objects.filter(resolved_at=None).select_related("page").order_by("pk"):
        yield Text(title=str(comment.page), says=comment.text, row=comment.page)
    replies = CommentReply.objects.filter(comment__resolved_at=None).select_related("comment__page")
    for reply in replies.order_by("pk"):
        yield Text(title=str(reply.comment.page), says=reply.text, row=reply.comment.page)


def titles(model: Any) -> Iterator[Text]:
    rows = model.objects.order_by("pk")
    return (Text(title=row.title, says=[row.title, row.file.name], row=row) for row in rows)


# Erased


def forget(person: User, before: date) -> Erased:
    return Erased(rows=erase_drafts(person) + erase_comments(person) + erase_log(person))


def erase_drafts(person: User) -> int:
    """Delete past drafts that name a person; the comments made on them stay."""
    words = called(person)
    maybe = past_drafts().annotate(said=Cast("content", TextField())).filter(may_name(person, "said")).order_by("pk")
    named = [row.pk for row in maybe.iterator() if mentions(row.content, words) and not row.is_latest_revision()]
    Comment.objects.filter(revision_created__in=named).update(revision_created=None)
    Revision.objects.filter(pk__in=named).delete()
    return len(named)


def past_drafts() -> QuerySet[Revision]:
    """Return drafts but those that are being approved or wait for their day, as Wagtail's own purge does."""
    being_approved = Q(
        task_states__workflow_state__status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    )
    return Revision.objects.filter(approved_go_live_at=None).exclude(being_approved)


def erase_comments(person: User) -> int:
    words = called(person)
    settled = Comment.objects.exclude(resolved_at=None).prefetch_related("replies")
    said = ((one.pk, [one.text, [reply.text for reply in one.replies.all()]]) for one in settled)
    named = [pk for pk, texts in said if mentions(texts, words)]
    Comment.objects.filter(pk__in=named).delete()
    return len(named)


def erase_log(person: User) -> int:
    """Empty what lines of the editor's log say; who did what to which page and when stays."""
    words, rows = called(person), 0
    for model in (PageLogEntry, ModelLogEntry):
        lines = model.objects.annotate(said=Cast("data", TextField())).filter(may_name(person, "label", "said"))
        named = [line.pk for line in lines if mentions([line.label, line.data], words)]
        rows += model.objects.filter(pk__in=named).update(label=ERASED_TEXT, data={})
    return rows
