"""Who reaches activity records: the person first, then HR, raters and leaders."""

from collections.abc import Mapping
from datetime import UTC, datetime

from lms.learning.activity.services import decide, prepare
from tests.access.rows import Row
from tests.cast import Cast

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def waiting(cast: Cast) -> Mapping[str, object]:
    return {"uuid": prepare(cast.alice, by=cast.hr, at=AT).uuid}


def released(cast: Cast) -> Mapping[str, object]:
    record = prepare(cast.alice, by=cast.hr, at=AT)
    decide(record, releases=True, remark="", by=cast.alice, at=AT)
    return {"uuid": record.uuid}


READERS = {"alice": 200, "supervisor": 200, "second": 200, "hr": 200}
ROWS = [
    Row(url="learning:activity", others=200),
    Row(url="learning:activity", method="POST", others=302),
    Row(url="learning:activity-decide", build=waiting, method="POST", others=404, roles={"alice": 302}),
    Row(url="learning:activity-others", others=403, roles={"supervisor": 200, "second": 200, "hr": 200}),
    Row(url="learning:activity-others", method="POST", others=403, roles={"supervisor": 422, "second": 422, "hr": 422}),
    Row(url="learning:activity-paper", build=waiting, others=404, roles={"alice": 200}),
    Row(url="learning:activity-paper", build=released, others=404, roles=READERS),
]
