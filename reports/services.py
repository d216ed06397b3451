"""Freezing figures, telling people about them, and keeping views."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from assessments.models import Cycle, Decision
from lms.people import audit
from lms.people.models import User
from reports.department_tables import papers_about
from reports.figures import source_of
from reports.frozen import fingerprint, release_of, to_json
from reports.models import SavedView, Snapshot, Subscription
from reports.queries import cycle_for
from reports.release import Release, released
from reports.targets import TARGET


@transaction.atomic
def freeze_release(cycle: Cycle, *, by: User | None, at: datetime) -> Snapshot:
    """Freeze a closed cycle for the committee, or return the newest release when nothing has changed since.

    Figures are as of the day the cycle closed. What readers hold already, of this cycle and of others, is taken into
    account. Raises CannotProtectError when nothing more can be released without giving somebody away.
    """
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    source = source_of(cycle, closed_on(cycle))
    earlier = list(Snapshot.objects.released().order_by("id"))
    newest = next((row for row in reversed(earlier) if row.cycle_id == cycle.pk), None)
    if newest and newest.source == to_json(source):
        return newest
    papers, told = papers_about(source)
    release = released(source, [release_of(row) for row in earlier], beside=papers, told=told)
    number = f"{cycle.code}-{1 + sum(row.cycle_id == cycle.pk for row in earlier)}"
    return _freeze(release, cycle, Snapshot.Kind.RELEASE, number=number, by=by, at=at)


@transaction.atomic
def freeze_month(on: date, *, at: datetime) -> Snapshot:
    """Freeze what HR could see at the end of a month, or return what was frozen then."""
    cycle = cycle_for(on)
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    frozen = Snapshot.objects.filter(kind=Snapshot.Kind.MONTH, as_of=on, cycle=cycle).first()
    if frozen:
        return frozen
    return _freeze(released(source_of(cycle, on)), cycle, Snapshot.Kind.MONTH, number=f"M-{on:%Y-%m}", by=None, at=at)


def _freeze(
    release: Release, cycle: Cycle, kind: Snapshot.Kind, *, number: str, by: User | None, at: datetime
) -> Snapshot:
    plain, withheld = to_json(release.source), sorted(release.withheld)
    snapshot = Snapshot.objects.create(
        number=number,
        kind=kind,
        cycle=cycle,
        as_of=release.source.as_of,
        definition=release.source.definition,
        source=plain,
        withheld=withheld,
        sha256=fingerprint(plain, withheld),
        frozen_at=at,
        frozen_by=by,
    )
    details = {"sha256": snapshot.sha256, "definition": snapshot.definition, "withheld": len(withheld)}
    audit.record("report.frozen", actor=by, at=at, target=number, details=details)
    return snapshot


def closed_on(cycle: Cycle) -> date:
    """Return the day in the city on which a cycle closed."""
    if cycle.closed_at is None:
        raise ValueError(f"{cycle.code} has not closed")
    return timezone.localdate(cycle.closed_at)


def closed_cycles_without_release() -> Iterator[Cycle]:
    """Yield the closed cycles that the committee cannot read yet, oldest first."""
    frozen = Snapshot.objects.released().values("cycle")
    yield from Cycle.objects.exclude(closed_at=None).exclude(pk__in=frozen).order_by("reference_on", "pk")


def month_ends(until: date, *, since: date) -> Iterator[date]:
    """Yield the last day of every month that is over before a day."""
    first = until.replace(day=1)
    days: list[date] = []
    while (last := first - timedelta(days=1)) >= since:
        days.append(last)
        first = last.replace(day=1)
    yield from reversed(days)


@transaction.atomic
def approve_target(
    *,
    level: int,
    percent: int,
    group: str,
    decided_by: str,
    decided_on: date,
    document_no: str,
    by: User,
    at: datetime,
) -> Decision:
    """Record that somebody approved a target share; from that day figures are compared with it."""
    value = {"level": level, "percent": percent, "group": group}
    decision = Decision.objects.create(
        what=TARGET, value=value, decided_by=decided_by, decided_on=decided_on, document_no=document_no
    )
    details = {**value, "decided_by": decided_by, "decided_on": decided_on.isoformat(), "document_no": document_no}
    audit.record("report.target_approved", actor=by, at=at, target=TARGET, details=details)
    return decision


@transaction.atomic
def subscribe(person: User, kind: str, *, by: User, at: datetime) -> Subscription:
    """Send somebody a link whenever figures of a kind are frozen; a second call changes nothing."""
    subscription, is_new = Subscription.objects.get_or_create(
        person=person, kind=kind, defaults={"added_by": by, "added_at": at}
    )
    if is_new:
        audit.record("report.subscribed", actor=by, at=at, subject=person, details={"kind": kind})
    return subscription


@transaction.atomic
def unsubscribe(subscription: Subscription, *, by: User, at: datetime) -> None:
    details = {"kind": subscription.kind}
    audit.record("report.unsubscribed", actor=by, at=at, subject=subscription.person, details=details)
    subscription.delete()


def keep_view(person: User, name: str, query: str, *, at: datetime) -> SavedView:
    """Keep an address of the explorer under a name; the same name again replaces it."""
    view, _is_new = SavedView.objects.update_or_create(
        person=person, name=name, defaults={"query": query, "saved_at": at}
    )
    return view
