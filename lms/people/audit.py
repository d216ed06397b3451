"""The audit trail: append and check a hash-chained line (R15)."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from lms.people.models import AuditCheck, AuditEvent, User

GENESIS = "0" * 64
ERASED = "audit.erased"
"""The deed of erasing what lines say beyond who, what, whom and when; see `erase`."""
LINES_A_SEAL = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line to be written: "area.verb", about whom, on what."""

    action: str
    subject_id: UUID | None = None
    target: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def record(
    action: str,
    *,
    actor: User | None,
    at: datetime,
    subject: User | None = None,
    target: str = "",
    details: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Append one line. `action` reads "area.verb", such as "assessment.viewed"."""
    entry = Entry(action=action, subject_id=subject.pk if subject else None, target=target, details=details or {})
    return record_all([entry], actor=actor, at=at)[0]


@transaction.atomic
def record_all(entries: Iterable[Entry], *, actor: User | None, at: datetime) -> list[AuditEvent]:
    """Append several lines of one deed, in order, in one write."""
    # Every writer waits for the one first line, then reads the newest: no two lines follow the same one. (Locking
    # the newest itself would not do: who waited for it would still take it for the newest.)
    AuditEvent.objects.select_for_update(no_key=True).filter(sequence=1).first()
    last = AuditEvent.objects.order_by("-sequence").first()
    return AuditEvent.objects.bulk_create(_chained(entries, last, actor=actor, at=at), batch_size=500)


def record_each(
    action: str, *, actor: User | None, at: datetime, subjects: Iterable[User], target: str = ""
) -> list[AuditEvent]:
    """Append one line for each subject, in one go however many there are."""
    entries = [Entry(action=action, subject_id=subject.pk, target=target) for subject in subjects]
    return record_all(entries, actor=actor, at=at)


def _chained(
    entries: Iterable[Entry], last: AuditEvent | None, *, actor: User | None, at: datetime
) -> Iterator[AuditEvent]:
    written, previous = (last.sequence, last.hash) if last else (0, GENESIS)
    for sequence, entry in enumerate(entries, start=written + 1):
        event = AuditEvent(
            sequence=sequence,
            at=at,
            actor_id=actor.pk if actor else None,
            action=entry.action,
            subject_id=entry.subject_id,
            target=entry.target,
            details=dict(entry.details),
            previous_hash=previous,
        )
        event.hash = event_hash(event)
        previous = event.hash
        yield event


def event_hash(event: AuditEvent) -> str:
    """Return the SHA-256 over the line before and this line's facts."""
    facts = [
        event.previous_hash,
        event.sequence,
        event.at.astimezone(UTC).isoformat(),
        str(event.actor_id),
        event.action,
        str(event.subject_id),
        event.target,
        event.details,
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def remains_hash(event: AuditEvent) -> str:
    """Return the SHA-256 over what an erased line still says; its own hash, which others follow, is part of it."""
    facts = [
        event.previous_hash,
        event.sequence,
        event.at.astimezone(UTC).isoformat(),
        str(event.actor_id),
        event.action,
        str(event.subject_id),
        event.hash,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@transaction.atomic
def erase(events: Iterable[AuditEvent], *, actor: User | None, at: datetime, target: str = "") -> int:
    """Take target and details off lines whose term is over, and seal what is left of them in new lines.

    The hash of an erased line stays, so that the chain goes on through it, but no longer follows from its facts.
    What is left is sealed: a later line, chained like any other, holds the hash of it. A line without target and
    details that no seal knows is broken, and so is an erased one that somebody changes afterwards.
    """
    erased = [event for event in events if event.action != ERASED and (event.target or event.details)]
    if not erased:
        return 0
    for event in erased:
        event.target, event.details = "", {}
    AuditEvent.objects.bulk_update(erased, ["target", "details"], batch_size=LINES_A_SEAL)
    seals = [
        {str(event.sequence): remains_hash(event) for event in erased[first : first + LINES_A_SEAL]}
        for first in range(0, len(erased), LINES_A_SEAL)
    ]
    entries = [Entry(action=ERASED, target=target, details={"lines": seal, "rows": len(seal)}) for seal in seals]
    record_all(entries, actor=actor, at=at)
    return len(erased)


def check_chain(*, at: datetime) -> AuditCheck:
    """Walk along the whole trail and keep the result."""
    broken_at = first_broken_line()
    return AuditCheck.objects.create(at=at, lines=AuditEvent.objects.count(), broken_at=broken_at)


def first_broken_line() -> int | None:
    """Return the sequence of the first line that was changed or follows a gap; None while the chain is whole."""
    previous = GENESIS
    unsealed: dict[str, str] = {}
    for expected, event in enumerate(AuditEvent.objects.order_by("sequence").iterator(), start=1):
        if event.sequence != expected or event.previous_hash != previous:
            return min([expected, *map(int, unsealed)])
        if event.hash != event_hash(event):
            if event.target or event.details:
                return min([expected, *map(int, unsealed)])
            unsealed[str(expected)] = remains_hash(event)
        elif event.action == ERASED:
            for sequence, remains in event.details["lines"].items():
                if unsealed.get(sequence) == remains:
                    del unsealed[sequence]
        previous = event.hash
    return min(map(int, unsealed), default=None)
