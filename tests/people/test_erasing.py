"""Erasing what lines of the trail say: the chain goes on, and nobody else may do the same unseen."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from lms.people import audit
from lms.people.models import AuditEvent
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def lines() -> list[AuditEvent]:
    person = UserFactory()
    deeds = ("role.granted", "sign_in.succeeded", "report.exported", "role.ended")
    return [
        audit.record(deed, actor=person, subject=person, at=AT, target=f"t{number}", details={"ip": f"10.0.0.{number}"})
        for number, deed in enumerate(deeds)
    ]


def test_erased_lines_say_nothing_and_the_chain_is_whole(lines: list[AuditEvent]):
    assert audit.erase(lines[1:3], actor=None, at=AT) == 2
    said = list(AuditEvent.objects.order_by("sequence").values_list("target", "details__ip"))
    assert said[:4] == [("t0", "10.0.0.0"), ("", None), ("", None), ("t3", "10.0.0.3")]
    seal = AuditEvent.objects.get(action=audit.ERASED)
    assert set(seal.details["lines"]) == {"2", "3"}
    assert "10.0.0" not in str(seal.details)
    assert audit.first_broken_line() is None


def test_who_did_what_to_whom_and_when_stays(lines: list[AuditEvent]):
    audit.erase(lines[1:2], actor=None, at=AT)
    line = AuditEvent.objects.get(sequence=2)
    assert (line.action, line.actor_id, line.subject_id, line.at) == (
        "sign_in.succeeded",
        lines[1].actor_id,
        lines[1].subject_id,
        AT,
    )


def test_erasing_twice_changes_nothing(lines: list[AuditEvent]):
    audit.erase(lines[1:3], actor=None, at=AT)
    assert audit.erase(AuditEvent.objects.filter(sequence__in=[2, 3]), actor=None, at=AT) == 0
    assert AuditEvent.objects.filter(action=audit.ERASED).count() == 1


def test_more_lines_can_be_erased_later(lines: list[AuditEvent]):
    audit.erase(lines[2:3], actor=None, at=AT)
    audit.erase(lines[0:1], actor=None, at=AT)
    assert audit.first_broken_line() is None


def test_seal_itself_is_never_erased(lines: list[AuditEvent]):
    audit.erase(lines[:1], actor=None, at=AT)
    assert audit.erase(AuditEvent.objects.filter(action=audit.ERASED), actor=None, at=AT) == 0


def test_long_erasure_takes_several_seals(lines: list[AuditEvent], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit, "LINES_A_SEAL", 3)
    assert audit.erase(lines, actor=None, at=AT) == 4
    assert AuditEvent.objects.filter(action=audit.ERASED).count() == 2
    assert audit.first_broken_line() is None


def test_line_emptied_without_a_seal_is_broken(lines: list[AuditEvent]):
    audit.erase(lines[3:], actor=None, at=AT)
    AuditEvent.objects.filter(sequence=2).update(target="", details={})
    assert audit.first_broken_line() == 2


@pytest.mark.parametrize("change", [{"action": "role.ended"}, {"actor": None}, {"subject": None}, {"target": "t9"}])
def test_erased_line_that_is_changed_afterwards_is_broken(lines: list[AuditEvent], change: dict[str, object]):
    audit.erase(lines[1:2], actor=None, at=AT)
    AuditEvent.objects.filter(sequence=2).update(**change)
    assert audit.first_broken_line() == 2


def test_emptied_line_with_a_forged_seal_is_broken(lines: list[AuditEvent]):
    """A seal must be chained like any other line: one that is written over is found itself."""
    audit.erase(lines[1:2], actor=None, at=AT)
    AuditEvent.objects.filter(sequence=3).update(target="", details={})
    seal = AuditEvent.objects.get(action=audit.ERASED)
    third = AuditEvent.objects.get(sequence=3)
    seal.details["lines"]["3"] = audit.remains_hash(third)
    seal.save()
    assert audit.first_broken_line() in (2, 3)


def test_missing_line_is_still_found(lines: list[AuditEvent]):
    audit.erase(lines[1:2], actor=None, at=AT)
    AuditEvent.objects.filter(sequence=3).delete()
    assert audit.first_broken_line() == 2 or audit.first_broken_line() == 3


def test_moment_in_the_citys_own_time_reads_back_whole():
    """A database gives every moment back in UTC, whatever zone it was written in."""
    audit.record("role.granted", actor=None, at=AT.astimezone(ZoneInfo("Asia/Tokyo")))
    assert audit.first_broken_line() is None
