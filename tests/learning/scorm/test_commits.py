"""Commits as a browser sends them, through the content origin."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.learning.models import ModuleProgress, OutcomeRecord, ScormCommit, ScormSession
from lms.learning.record.states import Completion, ProgressState, Success
from lms.learning.scorm import services, tokens
from lms.learning.scorm.services import Launch
from lms.learning.scorm.states import Ending, SessionState
from tests.cast import Cast
from tests.factories.scorm import AT, Played, scorm_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(cast: Cast) -> Played:
    return scorm_course(cast.alice)


@pytest.fixture
def launched(played: Played) -> Launch:
    return services.launch(played.enrolment, played.module, played.item, at=AT)


def core(**values: object) -> dict[str, Any]:
    return {"core": {"lesson_status": "incomplete", **values}}


def send(
    launch: Launch, sequence: int, cmi: dict[str, Any], kind: str = "autosave", minutes: int = 1
) -> services.Reply:
    body = json.dumps({"kind": kind, "cmi": cmi}).encode()
    return services.commit(launch.token, sequence, body, at=AT + timedelta(minutes=minutes))


def restored(played: Played, minutes: int = 60) -> dict[str, str]:
    from lms.learning.scorm import queries

    again = services.launch(played.enrolment, played.module, played.item, at=AT + timedelta(minutes=minutes))
    return dict(queries.preload(again.session, played.item))


def test_commit_is_kept_and_given_back(played: Played, launched: Launch) -> None:
    reply = send(launched, 1, {**core(lesson_location="p7", score={"raw": "0"}), "suspend_data": "続き"})
    assert reply.status == 200
    assert reply.body["result"] is True
    values = restored(played)
    assert values["cmi.suspend_data"] == "続き"
    assert values["cmi.core.lesson_location"] == "p7"
    assert values["cmi.core.score.raw"] == "0"
    assert values["cmi.core.entry"] == "resume"


def test_second_commit_with_same_sequence_changes_nothing(played: Played, launched: Launch) -> None:
    send(launched, 2, {"suspend_data": "new"})
    assert send(launched, 2, {"suspend_data": "other"}).status == 200
    assert send(launched, 1, {"suspend_data": "older"}).status == 200
    assert restored(played)["cmi.suspend_data"] == "new"
    assert ScormCommit.objects.count() == 1


def test_item_that_was_played_and_said_nothing_has_begun(played: Played, launched: Launch) -> None:
    from lms.learning.scorm import queries

    assert queries.package_of(played.enrolment, played.module).state_of(played.item) is ProgressState.NOT_STARTED
    send(launched, 1, {"suspend_data": "p3"}, "leave")
    assert queries.package_of(played.enrolment, played.module).state_of(played.item) is ProgressState.IN_PROGRESS


def test_what_a_commit_leaves_out_stays(played: Played, launched: Launch) -> None:
    send(launched, 1, {**core(), "suspend_data": "kept"})
    send(launched, 2, core(lesson_location="p2"))
    assert restored(played)["cmi.suspend_data"] == "kept"


def test_finish_completes_the_module(played: Played, launched: Launch) -> None:
    send(launched, 1, core(lesson_status="passed", score={"raw": "85", "max": "100", "min": "0"}), "terminate")
    progress = ModuleProgress.objects.get()
    assert (progress.state, progress.success, progress.score) == (
        ProgressState.COMPLETED,
        Success.PASSED,
        Decimal("0.85"),
    )
    session = ScormSession.objects.get()
    assert (session.state, session.ending) == (SessionState.CLOSED, Ending.FINISHED)


def test_repeated_finish_is_harmless(launched: Launch) -> None:
    cmi = core(lesson_status="completed", session_time="00:05:00")
    assert send(launched, 1, cmi, "terminate", minutes=6).status == 200
    assert send(launched, 1, cmi, "terminate", minutes=7).status == 200
    assert OutcomeRecord.objects.count() == 1
    assert ModuleProgress.objects.get().seconds == 300


def test_commit_after_the_end_is_refused(launched: Launch) -> None:
    send(launched, 1, core(), "terminate")
    reply = send(launched, 2, core(lesson_status="passed"))
    assert (reply.status, reply.body["reason"]) == (409, "closed")


def test_later_window_takes_over(played: Played, launched: Launch) -> None:
    send(launched, 1, {**core(), "suspend_data": "first"})
    second = services.launch(played.enrolment, played.module, played.item, at=AT + timedelta(minutes=2))
    reply = send(launched, 2, {"suspend_data": "late"}, minutes=3)
    assert (reply.status, reply.body["reason"]) == (409, "superseded")
    assert services.ping(launched.token, at=AT).status == 409
    assert send(second, 1, {"suspend_data": "second"}, minutes=4).status == 200
    assert restored(played)["cmi.suspend_data"] == "second"


def test_silent_package_is_completed_at_finish_only(launched: Launch) -> None:
    silent = {"core": {"lesson_status": "not attempted"}}
    send(launched, 1, silent)
    assert not OutcomeRecord.objects.exists()
    send(launched, 2, silent, "terminate")
    assert ModuleProgress.objects.get().completion == Completion.COMPLETED


def test_leaving_is_no_finish(played: Played, launched: Launch) -> None:
    send(launched, 1, {"core": {"lesson_status": "not attempted"}, "suspend_data": "x"}, "leave")
    assert ModuleProgress.objects.get().completion != Completion.COMPLETED
    assert restored(played)["cmi.core.entry"] == "resume"


def test_best_result_is_kept_and_latest_data_given_back(played: Played, launched: Launch) -> None:
    send(launched, 1, core(lesson_status="passed", score={"raw": "90"}), "terminate")
    again = services.launch(played.enrolment, played.module, played.item, at=AT + timedelta(minutes=5))
    send(again, 1, core(lesson_status="failed", score={"raw": "10"}), "terminate", minutes=6)
    progress = ModuleProgress.objects.get()
    assert (progress.success, progress.score) == (Success.PASSED, Decimal("0.9"))
    assert restored(played)["cmi.core.lesson_status"] == "failed"


def test_session_time_counts_once_however_often_it_is_reported(played: Played, launched: Launch) -> None:
    for sequence in (1, 2, 3):
        send(launched, sequence, core(session_time="00:10:00"), minutes=11)
    send(launched, 4, core(session_time="00:12:30.5"), "terminate", minutes=13)
    assert restored(played)["cmi.core.total_time"] == "0000:12:30.50"
    assert ModuleProgress.objects.get().seconds == 750


def test_session_without_time_is_measured_by_the_clock(launched: Launch) -> None:
    send(launched, 1, core(session_time="00:00:00"), "leave", minutes=3)
    session = ScormSession.objects.get()
    assert (session.seconds, session.is_reported) == (180, False)


def test_read_only_elements_are_never_taken(played: Played, launched: Launch) -> None:
    forged = {"student_id": "someone", "credit": "no-credit", "lesson_mode": "review", "total_time": "99:00:00"}
    send(launched, 1, {**core(**forged), "student_data": {"mastery_score": "0"}})
    values = restored(played)
    assert values["cmi.core.student_id"] == played.enrolment.learner_id.hex
    assert values["cmi.core.credit"] == "credit"
    assert values["cmi.core.total_time"] == "0000:00:00"


@pytest.mark.parametrize("raw", ["NaN", "Infinity", "0,85", "101", "-1", "1e2", "八十"])
def test_bad_score_is_refused_and_the_rest_kept(played: Played, launched: Launch, raw: str) -> None:
    send(launched, 1, core(lesson_location="p1", score={"raw": raw}))
    values = restored(played)
    assert "cmi.core.score.raw" not in values
    assert values["cmi.core.lesson_location"] == "p1"
    assert "cmi.core.score.raw" in ScormCommit.objects.get().refused


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"kind":"autosave","cmi":NaN}',
        b'{"kind":"x","cmi":{}}',
        b"\xff",
        b'{"kind":"autosave","cmi":[]}',
    ],
)
def test_what_is_no_commit_is_refused(launched: Launch, body: bytes) -> None:
    assert services.commit(launched.token, 1, body, at=AT).status == 400
    assert not ScormCommit.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        "a" * 4096,
        "a" * 4097,
        "あ" * 64_000,
        "a" * 64_001,
        "x" * 200_000,
        "😀" * 32_000,
        "".join(map(chr, range(32))),
        "\ud83d lone \ude00",
        "\u2028\u2029\\\"'",
    ],
    ids=lambda data: f"{len(data)} from {data[:1]!r}",
)
def test_suspend_data_comes_back_as_it_was(played: Played, launched: Launch, data: str) -> None:
    assert send(launched, 1, {**core(), "suspend_data": data}).status == 200
    assert restored(played)["cmi.suspend_data"] == data


def test_token_outlives_the_web_session_but_not_its_time(launched: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    body = json.dumps({"kind": "autosave", "cmi": core()}).encode()
    monkeypatch.setattr("time.time", lambda: AT.timestamp() + 365 * 86400)
    assert services.commit(launched.token, 1, body, at=AT).status == 401


def test_forged_token_is_refused(launched: Launch) -> None:
    other = launched.token[:-1] + ("A" if launched.token[-1] != "A" else "B")
    body = json.dumps({"kind": "autosave", "cmi": core()}).encode()
    assert services.commit(other, 1, body, at=AT).status == 401
    assert services.commit("x", 1, body, at=AT).status == 401


def test_person_who_may_no_longer_sign_in_cannot_write(cast: Cast, launched: Launch) -> None:
    cast.alice.is_active = False
    cast.alice.save()
    assert send(launched, 1, core()).status == 401


def test_old_token_is_renewed_with_the_answer(launched: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "token" not in send(launched, 1, core()).body
    monkeypatch.setattr(tokens, "RENEW_AFTER", timedelta(0))
    renewed = send(launched, 2, core(lesson_location="p")).body["token"]
    assert tokens.read_launch_token(str(renewed)).session == launched.session.uuid


def test_review_changes_nothing(played: Played, launched: Launch) -> None:
    from lms.learning.scorm.states import Mode

    send(launched, 1, {**core(lesson_status="completed"), "suspend_data": "kept"}, "terminate")
    before = list(ModuleProgress.objects.values())
    review = services.launch(
        played.enrolment, played.module, played.item, at=AT + timedelta(minutes=5), mode=Mode.REVIEW
    )
    send(review, 1, {**core(lesson_status="failed", score={"raw": "1"}), "suspend_data": "lost"}, "terminate")
    assert list(ModuleProgress.objects.values()) == before
    assert restored(played)["cmi.suspend_data"] == "kept"


def test_new_attempt_begins_empty_and_keeps_the_best(played: Played, launched: Launch) -> None:
    send(launched, 1, {**core(lesson_status="passed"), "suspend_data": "old"}, "terminate")
    services.start_over(played.enrolment, played.module, at=AT + timedelta(minutes=5))
    values = restored(played)
    assert values["cmi.core.entry"] == "ab-initio"
    assert "cmi.suspend_data" not in values
    assert ModuleProgress.objects.get().success == Success.PASSED


def test_commit_of_place_alone_takes_three_statements(launched: Launch) -> None:
    send(launched, 1, core())
    with CaptureQueriesContext(connection) as queries:
        send(launched, 2, {**core(lesson_location="p2"), "suspend_data": "y"})
    statements = [query["sql"] for query in queries if not query["sql"].startswith(("BEGIN", "COMMIT"))]
    assert len(statements) == 3, statements


def test_lost_session_is_closed_when_last_heard_of(launched: Launch) -> None:
    send(launched, 1, core(), minutes=4)
    assert services.close_lost_sessions(at=AT + timedelta(hours=1)) == 0
    assert services.close_lost_sessions(at=AT + timedelta(days=3)) == 1
    session = ScormSession.objects.get()
    assert (session.ending, session.ended_at) == (Ending.LOST, AT + timedelta(minutes=4))


# Through HTTP


@pytest.fixture
def content(client: Client) -> Client:
    return Client(headers={"host": "content.testserver"})


def post(content: Client, launch: Launch, body: dict[str, Any], n: object = 1, **headers: str) -> Any:
    url = f"/play/{launch.token}/commit?n={n}"
    return content.post(url, json.dumps(body), content_type="text/plain;charset=UTF-8", headers=headers)


def test_commit_over_http_needs_no_cookie_and_sets_none(content: Client, launched: Launch) -> None:
    response = post(content, launched, {"kind": "autosave", "cmi": core()}, origin="http://content.testserver")
    assert response.status_code == 200
    assert response.json()["result"] is True
    assert not response.cookies
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("origin", ["http://testserver", "https://content.testserver", "http://evil.example"])
def test_commit_from_elsewhere_is_refused(content: Client, launched: Launch, origin: str) -> None:
    assert post(content, launched, {"kind": "autosave", "cmi": core()}, origin=origin).status_code == 400
    hidden = {"origin": "null", "sec-fetch-site": "cross-site"}
    assert post(content, launched, {"kind": "autosave", "cmi": core()}, **hidden).status_code == 400


@pytest.mark.parametrize("n", ["", "0", "-1", "x", "٣", "99999999999"])
def test_commit_without_a_number_is_refused(content: Client, launched: Launch, n: str) -> None:
    assert post(content, launched, {"kind": "autosave", "cmi": core()}, n=n).status_code == 400


def test_two_megabytes_are_kept(content: Client, launched: Launch) -> None:
    body = {"kind": "autosave", "cmi": {**core(), "suspend_data": "あ" * 700_000}}
    url = f"/play/{launched.token}/commit?n=1"
    sent = json.dumps(body, ensure_ascii=False).encode()
    assert len(sent) > 2_000_000
    assert content.post(url, sent, content_type="application/json").status_code == 200


def test_lms_origin_has_no_such_address(client: Client, launched: Launch) -> None:
    assert client.post(f"/play/{launched.token}/commit?n=1", b"{}", content_type="text/plain").status_code == 404
