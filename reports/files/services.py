"""Asking for a file, building it, fetching it, and letting it go."""

import errno
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation

from lms.people import audit
from lms.people.models import User
from reports.files.kinds import KINDS, Asked, Made, NothingToList
from reports.files.models import AGAIN_STATES, WORKING_STATES, ReportFile
from reports.learning.lists import WRITERS, taken_out

KEPT_FOR = timedelta(days=7)
PROGRESS_STEPS = 50
State, Failure = ReportFile.State, ReportFile.Failure

type Progress = Callable[[int], None]


@transaction.atomic
def ask_for_file(
    listing: str, *, query: str, file_format: str, purpose: str, language: str, by: User, at: datetime
) -> ReportFile:
    """Note who wants which list and what for; the trail has it before anything is built."""
    file = ReportFile.objects.create(
        listing=listing,
        query=query,
        file_format=file_format,
        purpose=purpose,
        language=language,
        asked_by=by,
        asked_at=at,
        touched_at=at,
    )
    details = {"list": listing, "filters": query, "format": file_format, "purpose": purpose}
    audit.record("report.asked", actor=by, at=at, target=str(file.uuid), details=details)
    return file


def build_file(file: ReportFile, *, at: datetime) -> None:
    """Build what was asked for; a second run builds it anew, and the first to finish is the one that is kept."""
    working = ReportFile.objects.filter(pk=file.pk, state__in=WORKING_STATES)
    if not working.update(state=State.BUILDING, rows_done=0, rows_total=0, touched_at=at):
        return
    try:
        with translation.override(file.language):
            made = make(file)
            working.update(rows_total=len(made.listing.rows))
            body = WRITERS[file.file_format](made.listing, _noted(file, len(made.listing.rows)))
        _keep(file, made, body, at=at)
    except NothingToList:
        note_failure(file, Failure.GONE, at=at)
    except OSError as error:
        note_failure(file, Failure.ROOM if error.errno == errno.ENOSPC else Failure.BROKEN, at=at)
        raise


def make(file: ReportFile) -> Made:
    """Return the list a file asks for, with the line that says who took it out."""
    asked_at = timezone.localtime(file.asked_at)
    taken = taken_out(file.asked_by.name, asked_at.isoformat(timespec="minutes"), file.purpose)
    asked = Asked(query=QueryDict(file.query), today=asked_at.date(), by=file.asked_by, taken=taken)
    return KINDS[file.listing].make(asked)


def _noted(file: ReportFile, total: int) -> Progress:
    """Return what a writer tells its rows to; the row of the file hears of some fifty of them."""
    step = max(1, total // PROGRESS_STEPS)

    def progress(done: int) -> None:
        if done % step == 0 or done == total:
            ReportFile.objects.filter(pk=file.pk).update(rows_done=done)

    return progress


@transaction.atomic
def _keep(file: ReportFile, made: Made, body: bytes, *, at: datetime) -> None:
    held = ReportFile.objects.select_for_update(no_key=True).get(pk=file.pk)
    if held.state != State.BUILDING:
        return
    held.state = State.READY
    held.title = made.listing.title
    held.filename = f"{made.name}.{held.file_format}"
    held.rows_done = held.rows_total = len(made.listing.rows)
    held.size, held.sha256 = len(body), hashlib.sha256(body).hexdigest()
    held.touched_at, held.expires_at = at, at + KEPT_FOR
    # The stored name says nothing of the list; the name it goes by is a column.
    held.file.save(f"{held.uuid}.{held.file_format}", ContentFile(body), save=False)
    held.save()
    details = {"rows": held.rows_total, "sha256": held.sha256, "purpose": held.purpose, "file": held.filename}
    audit.record("report.exported", actor=held.asked_by, at=at, target=held.filename, details=details)


def note_failure(file: ReportFile, failure: ReportFile.Failure, *, at: datetime) -> None:
    """Note why a file could not be built; its page says what to do."""
    rows = ReportFile.objects.filter(pk=file.pk, state__in=WORKING_STATES)
    rows.update(state=State.FAILED, failure=failure, touched_at=at)


def ask_again(file: ReportFile, *, at: datetime) -> bool:
    """Put a failed or expired file back in line; tell whether it may be."""
    rows = ReportFile.objects.filter(pk=file.pk, state__in=AGAIN_STATES)
    return bool(rows.update(state=State.WAITING, failure="", rows_done=0, rows_total=0, touched_at=at))


def note_fetched(file: ReportFile, *, by: User, at: datetime) -> None:
    """Put on record that a file was fetched."""
    details = {"sha256": file.sha256, "purpose": file.purpose}
    audit.record("report.downloaded", actor=by, at=at, target=file.filename, details=details)


@transaction.atomic
def let_go(*, at: datetime) -> int:
    """Delete the files whose time is up and return how many; their rows stay."""
    over = list(ReportFile.objects.over(at=at).select_for_update(no_key=True))
    for file in over:
        file.file.delete(save=False)
        file.state, file.touched_at = State.EXPIRED, at
        file.save(update_fields=["state", "file", "touched_at"])
    return len(over)
