"""Taking a package file in piece by piece: it may stop at any byte and go on from there, and cancelling leaves nothing.

The pieces are written to one file below PACKAGES_ROOT, which every machine shares; the row says how much of it counts.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from curriculum.models import Package, PackageUpload, PackageVersion
from lms.people.models import User

from .limits import DEFAULT_LIMITS, MIB

FOLDER = ".receiving"
PIECE = 8 * MIB
READ = 256 * 1024
SPARE = 512 * MIB  # what a full disk would take from everybody else
KEPT_FOR = timedelta(days=3)
UNPACKED = 2  # the file itself and what it unpacks to


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much more may be uploaded, in bytes: what the city allows, and what the disk holds."""

    left: int

    @property
    def megabytes(self) -> int:
        return max(self.left, 0) // MIB


class TooLargeError(Exception):
    """The file exceeds what one package may have."""


class NoRoomError(Exception):
    """There is no room for the file; `room` says how much there is."""

    def __init__(self, room: Room) -> None:
        super().__init__(f"{room.megabytes} MB left")
        self.room = room


class CancelledError(Exception):
    """The upload was cancelled, or handed to the import, while the piece was under way."""


class OutOfStepError(Exception):
    """The piece does not begin where the last one ended; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(str(received))
        self.received = received


def room() -> Room:
    """Return what may still be uploaded; uploads under way count as a whole."""
    kept = PackageVersion.objects.aggregate(total=Sum("size"))["total"] or 0
    receiving = PackageUpload.objects.filter(state=PackageUpload.State.RECEIVING)
    coming = receiving.aggregate(total=Sum("size"))["total"] or 0
    folder = Path(settings.PACKAGES_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    on_disk = (shutil.disk_usage(folder).free - SPARE) // UNPACKED
    return Room(left=min(settings.PACKAGES_QUOTA - kept, on_disk) - coming)


@transaction.atomic
def begin(*, filename: str, size: int, modified: str, package: Package | None, by: User, at: datetime) -> PackageUpload:
    """Begin an upload, or return the one of the same file that this person began before and did not finish."""
    if size > DEFAULT_LIMITS.package_bytes:
        raise TooLargeError
    known = PackageUpload.objects.filter(
        uploaded_by=by,
        state=PackageUpload.State.RECEIVING,
        filename=_plain(filename),
        size=size,
        modified=modified,
        package=package,
    )
    found = known.order_by("-pk").first()
    if found:
        return found
    left = room()
    if size > left.left:
        raise NoRoomError(left)
    return PackageUpload.objects.create(
        filename=_plain(filename),
        size=size,
        modified=modified,
        package=package,
        state=PackageUpload.State.RECEIVING,
        uploaded_by=by,
        uploaded_at=at,
    )


def _plain(filename: str) -> str:
    return Path(filename.replace("\\", "/")).name[-255:] or "package.zip"


def take_piece(upload: PackageUpload, offset: int, stream: Stream, *, length: int) -> PackageUpload:
    """Write one piece at its place; one that is out of step is refused, and a torn one counts as far as it came.

    The piece is read from the network before anything is locked: on SQLite a lock is everybody's, and a slow line
    may take a minute.
    """
    _refuse_out_of_step(upload, offset, length)
    folder = part_of(upload).parent
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as piece:
        came = _copy(stream, piece.write, length)
        piece.seek(0)
        return _append(upload, offset, piece, length=came)


def _refuse_out_of_step(upload: PackageUpload, offset: int, length: int) -> None:
    if offset != upload.received or offset + length > upload.size or length > PIECE:
        raise OutOfStepError(upload.received)


@transaction.atomic
def _append(upload: PackageUpload, offset: int, piece: Stream, *, length: int) -> PackageUpload:
    receiving = PackageUpload.objects.filter(pk=upload.pk, state=PackageUpload.State.RECEIVING)
    locked = receiving.select_for_update().first()
    if locked is None:
        raise CancelledError
    _refuse_out_of_step(locked, offset, length)
    path = part_of(locked)
    with path.open("r+b" if path.exists() else "xb") as file:
        # What a piece that failed left behind the counted bytes is written over.
        file.seek(offset)
        locked.received = offset + _copy(piece, file.write, length)
        file.flush()
        os.fsync(file.fileno())
    locked.save(update_fields=["received"])
    return locked


def _copy(stream: Stream, write: Callable[[bytes], int], length: int) -> int:
    done = 0
    while done < length:
        piece = stream.read(min(READ, length - done))
        if not piece:
            break
        done += write(piece)
    return done


@transaction.atomic
def finish(upload: PackageUpload) -> PackageUpload:
    """Hand a file that has come in whole to the import; doing it again changes nothing."""
    locked = PackageUpload.objects.select_for_update().get(pk=upload.pk)
    if locked.state != PackageUpload.State.RECEIVING:
        return locked
    if locked.received != locked.size:
        raise OutOfStepError(locked.received)
    locked.state = PackageUpload.State.WAITING
    locked.save(update_fields=["state"])
    from .tasks import import_upload

    transaction.on_commit(lambda: import_upload.delay(str(locked.uuid)))
    return locked


@transaction.atomic
def cancel(upload: PackageUpload) -> bool:
    """Forget an upload that is not imported yet, with all it left on disk; an import under way notices and stops."""
    locked = PackageUpload.objects.select_for_update().filter(pk=upload.pk).first()
    if locked is None or locked.is_final:
        return False
    if locked.file:
        locked.file.delete(save=False)
    part_of(locked).unlink(missing_ok=True)
    locked.delete()
    return True


def part_of(upload: PackageUpload) -> Path:
    """Return where an upload's pieces lie."""
    return Path(settings.PACKAGES_ROOT) / FOLDER / f"{upload.uuid}.zip"


def forget_abandoned(*, at: datetime) -> None:
    """Drop uploads that nobody went on with, and pieces whose upload is gone."""
    for upload in PackageUpload.objects.filter(
        state=PackageUpload.State.RECEIVING, uploaded_at__lt=at - KEPT_FOR
    ).order_by("pk"):
        cancel(upload)
    for path in (Path(settings.PACKAGES_ROOT) / FOLDER).glob("*.zip"):
        if path.stat().st_mtime < (at - KEPT_FOR).timestamp():
            path.unlink(missing_ok=True)
