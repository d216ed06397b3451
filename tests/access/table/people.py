"""Rosters are for HR and administrators, the audit trail for auditors and administrators."""

from collections.abc import Mapping
from datetime import date

from django.core.files.base import ContentFile

from lms.lib import clock
from lms.people.models import RosterLoad
from lms.people.roster import services
from tests.access.rows import Row
from tests.cast import Cast
from tests.people.rosters import as_bytes, line

ROSTER = {"hr": 200, "admin": 200}
ROSTER_STEP = {"hr": 302, "admin": 302}
TRAIL = {"auditor": 200, "admin": 200}


def checked_load(cast: Cast) -> RosterLoad:
    file = ContentFile(as_bytes([line(cast.alice.staff_no)]), name="roster.csv")
    load = services.start_load(file, by=cast.hr, at=clock.now(), as_of=date(2026, 10, 1), form=RosterLoad.Form.DELTA)
    services.check_load(load, at=clock.now())
    return load


def a_load(cast: Cast) -> Mapping[str, object]:
    return {"uuid": checked_load(cast).uuid}


ROWS = [
    Row(url="people:session", others=200, roles={"anonymous": 200}),
    Row(url="people:session", method="POST", others=200, roles={"anonymous": 200}),
    Row(url="people:roster", others=403, roles=ROSTER),
    Row(url="people:roster", method="POST", others=403, roles={"hr": 422, "admin": 422}),
    Row(url="people:roster_load", others=403, roles=ROSTER, build=a_load),
    Row(url="people:roster_progress", others=403, roles=ROSTER, build=a_load),
    Row(url="people:roster_file", others=403, roles=ROSTER, build=a_load),
    Row(url="people:roster_check", method="POST", others=403, roles=ROSTER_STEP, build=a_load),
    Row(url="people:roster_approve", method="POST", others=403, roles=ROSTER_STEP, build=a_load),
    Row(url="people:roster_discard", method="POST", others=403, roles=ROSTER_STEP, build=a_load),
    Row(url="people:roster_undo", method="POST", others=403, roles=ROSTER_STEP, build=a_load),
    Row(url="people:audit", others=403, roles=TRAIL),
    Row(url="people:audit_check", method="POST", others=403, roles={"auditor": 302, "admin": 302}),
    Row(url="people:audit_export", method="POST", others=403, roles={"auditor": 422, "admin": 422}),
]
