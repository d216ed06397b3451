"""Deletion is for HR of the whole city and administrators; names are HR's, terms the administrator's."""

from collections.abc import Mapping

from lms.lib import clock
from lms.operations.models import DeletionRun, Hold
from tests.access.rows import Row
from tests.cast import Cast


def a_hold(cast: Cast) -> Mapping[str, object]:
    hold = Hold.objects.create(person=cast.alice, reason="audit", placed_by=cast.hr, placed_at=clock.now())
    return {"uuid": hold.uuid}


def a_proposal(cast: Cast) -> Mapping[str, object]:
    run = DeletionRun.objects.create(
        fiscal_year=2026, serial=1, on=clock.today(), proposed_by=cast.hr, proposed_at=clock.now()
    )
    return {"uuid": run.uuid}


def a_deletion(cast: Cast) -> Mapping[str, object]:
    run = DeletionRun.objects.create(
        fiscal_year=2026,
        serial=1,
        on=clock.today(),
        state="done",
        proposed_by=cast.hr,
        proposed_at=clock.now(),
        decided_by=cast.admin,
        decided_at=clock.now(),
        finished_at=clock.now(),
    )
    return {"uuid": run.uuid}


BOTH = {"hr": 200, "admin": 200}
DEEDS = {"hr": 302, "admin": 302}
ROWS = [
    Row(url="operations:retention", others=403, roles=BOTH),
    Row(url="operations:retention_people", others=403, roles={"hr": 200}),
    Row(url="operations:retention_terms", others=403, roles=BOTH),
    Row(url="operations:retention_term", others=403, roles={"admin": 200}, build=lambda cast: {"key": "person"}),
    Row(url="operations:holds", others=403, roles={"hr": 200}),
    Row(url="operations:release_hold", method="POST", others=403, roles={"hr": 302}, build=a_hold),
    Row(url="operations:propose_deletion", method="POST", others=403, roles=DEEDS),
    Row(url="operations:deletion", others=403, roles=BOTH, build=a_proposal),
    Row(url="operations:deletion_progress", others=403, roles=BOTH, build=a_proposal),
    Row(url="operations:look_for_names", others=403, roles={"hr": 200}, build=a_proposal),
    Row(url="operations:approve_deletion", method="POST", others=403, roles=DEEDS, build=a_proposal),
    Row(url="operations:reject_deletion", method="POST", others=403, roles=DEEDS, build=a_proposal),
    Row(url="operations:deletion_record", others=403, roles=BOTH, build=a_deletion),
]
