"""Signed words of the content origin: who may play, and who may fetch a package's files.

Neither needs a web session: a launch outlives the sign-in it began with (SCORM.md T4), and files are checked without a
database (T25).
"""

import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

LAUNCH_LIFE = timedelta(hours=36)  # longer than any sitting; a page that stays open is given a new one in time
RENEW_AFTER = timedelta(hours=6)
FILES_LIFE = timedelta(hours=36)
FILES_STEP = timedelta(hours=12)  # a relaunch within this time finds its files in the browser's cache

VIEWING_LIFE = timedelta(hours=4)

_browsing = signing.TimestampSigner(salt="lms.learning.scorm.browsing")
_viewing = signing.TimestampSigner(salt="lms.learning.scorm.viewing")
_launch = signing.TimestampSigner(salt="lms.learning.scorm.launch")
_files = signing.Signer(salt="lms.learning.scorm.files")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Refused(Exception):
    """The word is forged, damaged or too old."""


@dataclass(frozen=True, slots=True)
class LaunchToken:
    session: UUID
    age: timedelta

    @property
    def is_old(self) -> bool:
        return self.age > RENEW_AFTER


def launch_token(session: UUID) -> str:
    """Sign the right to play one session."""
    return _launch.sign(session.hex)


def read_launch_token(token: str) -> LaunchToken:
    try:
        value = _launch.unsign(token, max_age=LAUNCH_LIFE)
        made_at = signing.b62_decode(token.split(":")[1])
        return LaunchToken(session=UUID(value), age=timedelta(seconds=time.time() - made_at))
    except (signing.BadSignature, ValueError) as error:
        raise Refused from error


def files_prefix(sha256: str, attempt: UUID, *, at: datetime) -> str:
    """Sign the right to fetch one package's files for one attempt, as a path segment.

    It stands in the path, not in the query, so that a package's relative links keep it. Its end falls on whole
    steps, so that it stays the same for a while.
    """
    step = int(FILES_STEP.total_seconds())
    ends = (int((at + FILES_LIFE).timestamp()) // step + 1) * step
    return _files.sign(f"{sha256}.{attempt.hex}.{ends:x}")


def read_files_prefix(prefix: str) -> str:
    """Return the digest of the package whose files may be fetched now."""
    try:
        sha256, _attempt, ends = _files.unsign(prefix).split(".")
        is_over = int(ends, 16) < time.time()
    except (signing.BadSignature, ValueError) as error:
        raise Refused from error
    if is_over or not _SHA256.fullmatch(sha256):
        raise Refused
    return sha256


@dataclass(frozen=True, slots=True)
class ViewingToken:
    """What may be looked at: one item of a module, with the data of one enrolment."""

    enrolment: int
    module: int
    item: int


def viewing_token(enrolment: int, module: int, item: int) -> str:
    """Sign the right to see a package with a learner's data; it lets nobody write."""
    return _viewing.sign(f"{enrolment}.{module}.{item}")


def read_viewing_token(token: str) -> ViewingToken:
    try:
        return ViewingToken(*map(int, _viewing.unsign(token, max_age=VIEWING_LIFE).split(".")))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Refused from error


@dataclass(frozen=True, slots=True)
class BrowsingToken:
    """Who looks around, and in which item."""

    person: UUID
    item: int


def browsing_token(person: UUID, item: int) -> str:
    """Sign the right to look around in a package; it lets nobody write."""
    return _browsing.sign(f"{person.hex}.{item}")


def read_browsing_token(token: str) -> BrowsingToken:
    try:
        person, item = _browsing.unsign(token, max_age=VIEWING_LIFE).split(".")
        return BrowsingToken(person=UUID(person), item=int(item))
    except (signing.BadSignature, ValueError) as error:
        raise Refused from error
