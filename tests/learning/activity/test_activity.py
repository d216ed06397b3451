"""DX活動記録: the person sees it first; activity, role, result, hours and no level."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from lms.learning.activity import access
from lms.learning.activity.models import ActivityRecord
from lms.learning.activity.services import decide, prepare
from lms.people.models import AuditEvent
from tests.cast import Cast

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = AT.date()
ACTIVITY = {
    "title": "窓口案内の見直し",
    "group": "窓口WG",
    "theme": "窓口",
    "role": "leader",
    "since": "2026-05-01",
    "until": "2026-10-30",
    "result": "待ち時間を3割短くした。",
    "minutes": 1230,
}


@pytest.fixture
def record(cast: Cast) -> ActivityRecord:
    row = prepare(cast.alice, by=cast.hr, at=AT)
    row.activities = [ACTIVITY]
    row.save()
    return row


@pytest.mark.parametrize("who", ["hr", "supervisor", "second"])
def test_nobody_reads_it_before_the_person_has_released_it(cast: Cast, record: ActivityRecord, who: str) -> None:
    reader = getattr(cast, who)
    assert not access.readable(reader, on=TODAY).exists()
    decide(record, releases=True, remark="", by=cast.alice, at=AT)
    assert access.readable(reader, on=TODAY).get() == record
    assert not access.readable(cast.charlie, on=TODAY).exists()


def test_refused_record_stays_with_the_person(cast: Cast, record: ActivityRecord) -> None:
    decide(record, releases=False, remark="", by=cast.alice, at=AT)
    assert not access.readable(cast.hr, on=TODAY).exists()
    assert access.readable(cast.alice, on=TODAY).exists()
    decide(record, releases=True, remark="", by=cast.alice, at=AT)
    record.refresh_from_db()
    assert record.state == ActivityRecord.State.REFUSED


def test_only_the_person_decides(cast: Cast, record: ActivityRecord) -> None:
    decide(record, releases=True, remark="", by=cast.hr, at=AT)
    record.refresh_from_db()
    assert record.state == ActivityRecord.State.WAITING


def test_asking_again_brings_the_waiting_record_up_to_date(cast: Cast, record: ActivityRecord) -> None:
    assert prepare(cast.alice, by=cast.supervisor, at=AT).pk == record.pk
    assert ActivityRecord.objects.count() == 1


def test_paper_holds_activity_role_result_hours_and_no_level(client: Client, cast: Cast, record) -> None:
    decide(record, releases=True, remark="次は他の課へ広げたい。", by=cast.alice, at=AT)
    client.force_login(cast.hr)
    body = client.get(f"/activity/{record.uuid}.pdf").content
    text = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).split())
    for words in ("窓口案内の見直し", "リーダー", "待ち時間を3割短くした。", "20時間30分", "次は他の課へ広げたい。"):
        assert words in text
    assert "令和" in text
    assert "2026-" not in text
    assert "レベル" not in text
    assert "ADKAR" not in text
    assert AuditEvent.objects.filter(action="activity.exported", subject=cast.alice, actor=cast.hr).exists()


def test_person_sees_and_releases_on_screen(client: Client, cast: Cast, record: ActivityRecord) -> None:
    client.force_login(cast.alice)
    assert "窓口案内の見直し" in client.get("/me/activity/").content.decode()
    client.post(f"/me/activity/{record.uuid}/", {"verdict": "release", "remark": "はい"})
    record.refresh_from_db()
    assert (record.state, record.remark) == (ActivityRecord.State.RELEASED, "はい")


def test_asking_for_a_stranger_is_refused_in_words(client: Client, cast: Cast) -> None:
    client.force_login(cast.supervisor)
    response = client.post("/activity/", {"staff_no": cast.charlie.staff_no})
    assert response.status_code == 422
    client.post("/activity/", {"staff_no": cast.alice.staff_no})
    assert ActivityRecord.objects.get().person == cast.alice
