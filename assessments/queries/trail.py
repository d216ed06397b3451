"""What happened to one assessment after it was rated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from assessments.models import Assessment, Confirmation, Extension, Objection, RaterChange, Reply
from assessments.terms import CommentReaders
from lms.lib.calendar import wareki


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """One thing that happened to an assessment after it was rated. `written_by` is empty where `who` wrote the text."""

    at: datetime
    what: str
    who: str
    text: str
    written_by: str = ""
    level: int | None = None
    has_level: bool = False


def trail_of(assessment: Assessment, *, for_subject: bool = False) -> list[TrailLine]:
    """Return what happened to an assessment, oldest first.

    The person reads what concerns them: confirmed levels, their objections and the replies. HR also reads returns,
    changes of rater and extensions.
    """
    lines = [*_verdict_lines(assessment, for_subject=for_subject), *_objection_lines(assessment)]
    if not for_subject:
        lines += [*_rater_lines(assessment), *_extension_lines(assessment)]
    return sorted(lines, key=lambda line: line.at)


def _verdict_lines(assessment: Assessment, *, for_subject: bool) -> Iterable[TrailLine]:
    rows = Confirmation.objects.filter(assessment=assessment).select_related("answer__by", "by")
    reads_comment = not for_subject or assessment.cycle.comment_readers == CommentReaders.SUBJECT
    for row in rows:
        is_confirmed = row.verdict == Confirmation.Verdict.CONFIRMED
        if for_subject and not is_confirmed:
            continue
        comment = row.answer.comment if reads_comment else ""
        yield TrailLine(
            at=row.at,
            what=row.get_verdict_display(),
            who=row.by.name,
            text=comment if is_confirmed else row.reason,
            written_by=row.answer.by.name if is_confirmed and comment else "",
            level=row.level,
            has_level=True,
        )


def _objection_lines(assessment: Assessment) -> Iterable[TrailLine]:
    for row in Objection.objects.filter(assessment=assessment).select_related("by", "reply__by"):
        yield TrailLine(at=row.at, what=str(Objection._meta.verbose_name), who=row.by.name, text=row.text)
        reply = getattr(row, "reply", None)
        if reply:
            what = f"{Reply._meta.verbose_name}: {reply.get_verdict_display()}"
            yield TrailLine(at=reply.at, what=what, who=reply.by.name, text=reply.text)


def _rater_lines(assessment: Assessment) -> Iterable[TrailLine]:
    for row in RaterChange.objects.filter(assessment=assessment).select_related("former", "rater", "by"):
        change = f"{row.former.name if row.former else '－'} → {row.rater.name if row.rater else '－'}"
        yield TrailLine(at=row.at, what=f"{row.get_chair_display()}: {change}", who=row.by.name, text=row.reason)


def _extension_lines(assessment: Assessment) -> Iterable[TrailLine]:
    for row in Extension.objects.filter(assessment=assessment).select_related("by"):
        what = f"{Extension._meta.get_field('until').verbose_name} {wareki(row.until)}"
        yield TrailLine(at=row.at, what=what, who=row.by.name, text=row.reason)


def with_parties(objections: QuerySet[Objection]) -> QuerySet[Objection]:
    """Load what a page says of an objection."""
    return objections.select_related(
        "by",
        "confirmation__by",
        "assessment__cycle",
        "assessment__group",
        "assessment__person",
        "assessment__first_rater",
        "assessment__second_rater",
    )


def objection_list(objections: QuerySet[Objection]) -> list[Objection]:
    """Return objections with whether they have a reply (`is_answered`), waiting ones first, longest waiting on top."""
    rows = with_parties(objections).annotate(is_answered=Q(reply__isnull=False))
    return list(rows.order_by("is_answered", "at", "pk"))
