"""Actions on a cycle: plan, decide, open batch by batch, take somebody in late, close."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments import opening
from assessments.errors import Refused
from assessments.locks import cycle_moved, locked_cycle
from assessments.models import Assessment, Cycle, Decision, Exclusion
from assessments.states import CONFIRMED_STATES, CycleMove, CycleState
from assessments.terms import Setting, decided_value
from lms.lib.calendar import wareki
from lms.people import audit
from lms.people.models import User

LATER_FIELDS = frozenset({"closes_on", "calibration_opens_on", "calibration_closes_on"})
"""What may still change once a cycle is open; the rest has been shown to people and answered against."""


@transaction.atomic
def plan_cycle(cycle: Cycle, *, by: User, at: datetime) -> Cycle:
    """Store a new cycle that HR has filled in."""
    cycle.planned_by = by
    cycle.save(force_insert=True)
    audit.record("cycle.planned", actor=by, at=at, target=cycle.code)
    return cycle


@transaction.atomic
def change_plan(cycle: Cycle, changes: Mapping[str, Any], *, by: User, at: datetime) -> Cycle:
    """Change settings of a cycle: all of them while it is planned, afterwards only its last days."""
    held = locked_cycle(cycle)
    changed = {name: value for name, value in changes.items() if getattr(held, name) != value}
    if held.state == CycleState.CLOSED:
        raise Refused(_("This cycle is closed, so nothing about it changes any more."))
    is_begun = held.state == CycleState.OPEN or held.opening_requested_at is not None
    if is_begun and not LATER_FIELDS.issuperset(changed):
        raise Refused(_("The cycle has been opened: only its last day and the calibration can still be changed."))
    before = {name: getattr(held, name) for name in changed}
    for name, value in changed.items():
        setattr(held, name, value)
    if changed:
        held.save(update_fields=list(changed))
        details = {name: {"before": str(before[name]), "after": str(value)} for name, value in changed.items()}
        audit.record("cycle.changed", actor=by, at=at, target=held.code, details=details)
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who approved, when, under which document number."""

    decided_by: str
    decided_on: date
    document_no: str


@transaction.atomic
def decide(
    cycle: Cycle, settings: Collection[Setting], approval: Approval, *, by: User, at: datetime
) -> list[Decision]:
    """Record that settings were approved as they stand now; a later change shows as not decided."""
    held = locked_cycle(cycle)
    rows = Decision.objects.bulk_create(
        Decision(
            cycle=held,
            setting=setting,
            what=f"{held.code}: {setting.value}",
            value=decided_value(setting, held),
            decided_by=approval.decided_by,
            decided_on=approval.decided_on,
            document_no=approval.document_no,
            recorded_by=by,
            recorded_at=at,
        )
        for setting in settings
    )
    details = {"settings": sorted(settings), "document_no": approval.document_no}
    audit.record("cycle.decided", actor=by, at=at, target=held.code, details=details)
    return rows


# Opening


@transaction.atomic
def request_opening(cycle: Cycle, *, by: User, at: datetime) -> Cycle:
    """Note that the cycle is to be opened; the task that follows opens it, and a sweep if that task is lost."""
    held = locked_cycle(cycle)
    cycle_moved(held, CycleMove.OPEN)
    held.opening_requested_at, held.opening_requested_by, held.opening_touched_at = at, by, at
    held.opening_done, held.opening_total = 0, 0
    held.save(
        update_fields=[
            "opening_requested_at",
            "opening_requested_by",
            "opening_touched_at",
            "opening_done",
            "opening_total",
        ]
    )
    audit.record("cycle.opening_requested", actor=by, at=at, target=held.code)
    return held


def open_cycle(cycle: Cycle, *, by: User | None, at: datetime) -> opening.Opened:
    """Give everyone in scope on the reference date an assessment, bound to group, department and raters of that day.

    Each batch is a transaction of its own under the cycle's lock: two workers take turns, nobody is taken in twice,
    and after a crash the next call goes on where this one stopped. Doing it again on an open cycle adds people who
    have since come into scope on that date and leaves everyone else alone.
    """
    with transaction.atomic():
        cycle_moved(locked_cycle(cycle), CycleMove.OPEN)
    cycle.refresh_from_db()
    candidates = opening.waiting(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(opening_total=F("opening_done") + len(candidates), opening_touched_at=at)
    opened = opening.Opened()
    for batch in opening.batches(candidates):
        opened += _open_batch(cycle, batch, at=at)
    _finish_opening(cycle, opened, by=by, at=at)
    cycle.refresh_from_db()
    return opened


@transaction.atomic
def _open_batch(cycle: Cycle, batch: Collection[opening.Candidate], *, at: datetime) -> opening.Opened:
    held = locked_cycle(cycle)
    cycle_moved(held, CycleMove.OPEN)
    opened = opening.take_in(held, list(batch))
    Cycle.objects.filter(pk=held.pk).update(opening_done=F("opening_done") + len(batch), opening_touched_at=at)
    return opened


@transaction.atomic
def _finish_opening(cycle: Cycle, opened: opening.Opened, *, by: User | None, at: datetime) -> None:
    held = locked_cycle(cycle)
    held.state = cycle_moved(held, CycleMove.OPEN)
    held.opened_by = held.opened_by or by
    held.opened_at = held.opened_at or at
    held.opening_requested_at = None
    held.save(update_fields=["state", "opened_by", "opened_at", "opening_requested_at"])
    details = {"assessments": opened.assessments, "excluded": opened.exclusions}
    audit.record("cycle.opened", actor=by, at=at, target=held.code, details=details)


@transaction.atomic
def take_in_late(cycle: Cycle, person: User, *, on: date, reason: str, by: User, at: datetime) -> Assessment:
    """Take one person into an open cycle by hand, bound to what holds for them on a later day than the reference date.

    For a joiner after the 基準日, or somebody back from leave. Being left out before is lifted; it stays in the trail.
    """
    held = locked_cycle(cycle)
    if held.state != CycleState.OPEN:
        raise Refused(_("People can be added only while the cycle is open."))
    if not reason.strip():
        raise Refused(_("Say why this person is added."))
    if Assessment.objects.filter(cycle=held, person=person).exists():
        raise Refused(_("This person is already in the cycle."))
    held.reference_on = on  # for the look at that day alone; the cycle keeps its own
    found = opening.lineup(held, [person.pk])
    if not found or found[0].group_id is None:
        raise Refused(_("This person has no main post or no talent group on that day."))
    Exclusion.objects.filter(cycle=held, person=person).delete()
    assessment = opening.bound(held, found[0])
    assessment.save(force_insert=True)
    details = {"on": on.isoformat(), "reason": reason.strip()}
    audit.record("cycle.person_added", actor=by, subject=person, at=at, target=held.code, details=details)
    return assessment


# Closing


@transaction.atomic
def close_cycle(cycle: Cycle, *, by: User, at: datetime, today: date | None = None) -> Cycle:
    """Close a cycle: nothing in it changes any more. Closing a closed cycle changes nothing.

    Refused while an extension runs, for the people concerned were told a later day.
    """
    held = locked_cycle(cycle)
    if held.state == CycleState.CLOSED:
        return held
    state = cycle_moved(held, CycleMove.CLOSE)
    _must_not_be_extended(held, today)
    held.state, held.closed_by, held.closed_at = state, by, at
    held.save(update_fields=["state", "closed_by", "closed_at"])
    audit.record("cycle.closed", actor=by, at=at, target=held.code)
    cycle.refresh_from_db()
    return held


def _must_not_be_extended(cycle: Cycle, today: date | None) -> None:
    if today is None:
        return
    running = Assessment.objects.filter(cycle=cycle, extended_to__gte=today).exclude(state__in=CONFIRMED_STATES)
    count, last = running.count(), running.aggregate(last=Max("extended_to"))["last"]
    if count and last:
        words = ngettext(
            "%(count)d person has until %(day)s. Close the cycle after that day, or end the extension first.",
            "%(count)d people have until %(day)s at the latest. Close the cycle after that day, or end the extensions"
            " first.",
            count,
        )
        raise Refused(words % {"count": count, "day": wareki(last)})
