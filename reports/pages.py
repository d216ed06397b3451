"""Which committee page an address speaks of: a frozen release, or for HR a preview of one."""

from dataclasses import dataclass
from datetime import date

from assessments.models import Cycle
from lms.lib import clock
from reports.figures import source_of
from reports.frozen import release_of
from reports.models import Snapshot
from reports.queries import cycle_for
from reports.release import Release, released

PREVIEW = "preview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A committee page and the number it goes by; a preview has not left HR."""

    release: Release
    number: str
    snapshot: Snapshot | None = None


def newest_release(cycle: Cycle | None = None) -> Page | None:
    """Return the newest release, of a cycle when one is named."""
    snapshots = Snapshot.objects.released()
    if cycle:
        snapshots = snapshots.filter(cycle=cycle)
    snapshot = snapshots.order_by("-cycle__reference_on", "-id").first()
    return Page(release=release_of(snapshot), number=snapshot.number, snapshot=snapshot) if snapshot else None


def preview(on: date, code: str | None = None) -> Page:
    """Return what a release of the day's cycle would say; raise NoCycleError or CannotProtectError."""
    earlier = [release_of(row) for row in Snapshot.objects.released().order_by("id")]
    return Page(release=released(source_of(cycle_for(on, code), on), earlier), number=PREVIEW)


def page_for(cycle: Cycle | None, on: date | None, *, may_preview: bool) -> Page | None:
    """Return the newest release; to HR also a preview, of a day that is named or while nothing is released."""
    page = None if on else newest_release(cycle)
    if page or not may_preview:
        return page
    return preview(on or clock.today(), cycle.code if cycle else None)
