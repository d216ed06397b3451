"""HR and authors look into a learner's record, within their scope, and what they change is audited."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from curriculum.models import CourseVersion
from lms.learning.models import Attempt, CmiState, ModuleProgress, OutcomeRecord, ScormCommit, ScormSession
from lms.learning.record.states import EnrolmentState, ProgressState
from lms.learning.scorm import services, tokens
from lms.learning.scorm.services import Launch
from lms.people.models import AuditEvent, RoleGrant
from tests.cast import Cast
from tests.factories.learning import EnrolmentFactory
from tests.factories.scorm import AT, Played, scorm_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(cast: Cast) -> Played:
    return scorm_course(cast.alice)


@pytest.fixture
def content() -> Client:
    return Client(headers={"host": "content.testserver"})


def launch(played: Played, minutes: int = 0) -> Launch:
    return services.launch(played.enrolment, played.module, played.item, at=AT + timedelta(minutes=minutes))


def send(launched: Launch, sequence: int, cmi: Mapping[str, Any], kind: str = "commit", **more: object) -> None:
    body = json.dumps({"kind": kind, "cmi": cmi, **more}).encode()
    reply = services.commit(launched.token, sequence, body, at=AT + timedelta(minutes=sequence))
    assert reply.status == 200


def page(client: Client, played: Played) -> str:
    return client.get(f"/learn/support/{played.enrolment.uuid}/", headers={"Accept-Language": "en"}).content.decode()


def act(client: Client, played: Played, deed: str, reason: str = "電話で確認した") -> int:
    address = f"/learn/support/{played.enrolment.uuid}/{played.module.uuid}/{deed}/"
    return client.post(address, {"reason": reason}).status_code


def test_hr_reads_why_and_that_is_audited(client: Client, cast: Cast, played: Played) -> None:
    send(launch(played), 1, {"core": {"lesson_status": "incomplete"}})
    client.force_login(cast.hr)
    assert "it has not shown all that it wants to show" in page(client, played)
    line = AuditEvent.objects.get(action="learning_record.viewed")
    assert (line.actor, line.subject) == (cast.hr, cast.alice)


def test_call_log_shows_calls_values_and_what_was_refused(client: Client, cast: Cast, played: Played) -> None:
    launched = launch(played)
    calls = [["10:00:00.000", "LMSSetValue", ["cmi.core.score.raw", "0,85"], "false", "405"], ["broken"]]
    send(launched, 1, {"core": {"lesson_location": "p7", "score": {"raw": "0,85"}}}, calls=calls)
    client.force_login(cast.hr)
    text = client.get(f"/learn/support/sessions/{launched.session.uuid}/").content.decode()
    assert "LMSSetValue(cmi.core.score.raw, 0,85)" in text
    assert "cmi.core.lesson_location" in text
    assert text.count("cmi.core.score.raw") == 2


def test_call_log_shows_what_no_encoding_holds(client: Client, cast: Cast, played: Played) -> None:
    launched = launch(played)
    calls = [["10:00:00.000", "LMSSetValue", ["cmi.suspend_data", "\ud83d"], "true", "0"]]
    send(launched, 1, {"suspend_data": "half \ud83d\u0000"}, calls=calls)
    client.force_login(cast.hr)
    text = client.get(f"/learn/support/sessions/{launched.session.uuid}/").content.decode()
    assert "half \ufffd\ufffd" in text
    assert "LMSSetValue(cmi.suspend_data, \ufffd)" in text


def test_hr_of_another_department_sees_nobody(client: Client, cast: Cast, played: Played) -> None:
    elsewhere = cast.charlie.postings.get().department
    RoleGrant.objects.filter(person=cast.hr).update(department=elsewhere)
    client.force_login(cast.hr)
    assert client.get(f"/learn/support/{played.enrolment.uuid}/").status_code == 404
    assert cast.alice.name not in client.get("/learn/support/").content.decode()
    RoleGrant.objects.filter(person=cast.hr).update(department=cast.department)
    assert cast.alice.name in client.get("/learn/support/").content.decode()


def test_author_sees_learners_of_own_courses(client: Client, cast: Cast, played: Played) -> None:
    client.force_login(cast.author)
    assert client.get(f"/learn/support/{played.enrolment.uuid}/").status_code == 404
    course = played.enrolment.course_version.course
    course.owner = cast.author
    course.save()
    assert client.get(f"/learn/support/{played.enrolment.uuid}/").status_code == 200


def test_author_who_wrote_on_a_course_sees_its_learners(client: Client, cast: Cast, played: Played) -> None:
    played.enrolment.course_version.course.save_revision(user=cast.author)
    client.force_login(cast.author)
    assert client.get(f"/learn/support/{played.enrolment.uuid}/").status_code == 200


def test_credit_completes_with_the_giver_and_the_reason(client: Client, cast: Cast, played: Played) -> None:
    client.force_login(cast.hr)
    assert act(client, played, "credit") == 302
    progress = ModuleProgress.objects.get()
    assert progress.state == ProgressState.COMPLETED
    played.enrolment.refresh_from_db()
    assert played.enrolment.state == EnrolmentState.COMPLETED
    assert OutcomeRecord.objects.get().by == cast.hr
    line = AuditEvent.objects.get(action="learning_record.credited")
    assert (line.subject, line.details["purpose"]) == (cast.alice, "電話で確認した")
    assert act(client, played, "credit") == 302
    assert OutcomeRecord.objects.count() == 1


def test_credit_without_a_reason_changes_nothing(client: Client, cast: Cast, played: Played) -> None:
    client.force_login(cast.hr)
    assert act(client, played, "credit", reason="") == 422
    assert not OutcomeRecord.objects.exists()


def test_credit_makes_a_failed_result_pass(client: Client, cast: Cast, played: Played) -> None:
    send(launch(played), 1, {"core": {"lesson_status": "failed"}}, "terminate")
    client.force_login(cast.hr)
    act(client, played, "credit")
    assert ModuleProgress.objects.get().state == ProgressState.COMPLETED


def test_reset_lets_the_next_launch_begin_anew_and_keeps_the_record(client: Client, cast: Cast, played: Played) -> None:
    send(launch(played), 1, {"core": {"lesson_status": "incomplete", "lesson_location": "p7"}})
    client.force_login(cast.hr)
    assert act(client, played, "reset") == 302
    again = launch(played, minutes=30)
    assert (again.session.entry, again.session.data) == ("ab-initio", "{}")
    assert Attempt.objects.count() == 2
    assert ScormCommit.objects.count() == 1
    assert AuditEvent.objects.filter(action="learning_record.reset", subject=cast.alice).exists()


@pytest.mark.parametrize("deed", ["reset", "credit"])
def test_nobody_changes_their_own_record(client: Client, cast: Cast, deed: str) -> None:
    own = scorm_course(cast.hr)
    client.force_login(cast.hr)
    assert act(client, own, deed) == 404


def rows() -> list[object]:
    models = (Attempt, CmiState, ScormSession, ScormCommit, ModuleProgress, OutcomeRecord)
    return [list(model.objects.order_by("pk").values()) for model in models]  # type: ignore[attr-defined]  # each has one


def test_viewing_as_the_learner_changes_nothing(client: Client, content: Client, cast: Cast, played: Played) -> None:
    launched = launch(played)
    send(launched, 1, {"core": {"lesson_status": "incomplete", "lesson_location": "p7"}, "suspend_data": "しおり"})
    before = rows()
    client.force_login(cast.hr)
    response = client.get(f"/learn/support/{played.enrolment.uuid}/{played.module.uuid}/view/")
    shell = content.get("/view/" + response.context["look"].shell.split("/view/")[1])
    text = shell.content.decode()
    assert "p7" in text
    assert '"isViewing": true' in text
    assert '"cmi.core.lesson_mode", "review"' in text
    assert rows() == before
    assert AuditEvent.objects.filter(action="learning_record.shown", subject=cast.alice).exists()
    send(launched, 2, {"core": {"lesson_location": "p8"}})  # the learner goes on undisturbed


def test_right_to_look_is_no_right_to_write(content: Client, played: Played) -> None:
    launch(played)
    token = tokens.viewing_token(played.enrolment.pk, played.module.pk, played.item.pk)
    assert content.get(f"/view/{token}/").status_code == 200
    assert content.get(f"/play/{token}/").status_code == 401
    answer = content.post(f"/play/{token}/commit?n=1", "{}", content_type="application/json")
    assert answer.status_code == 400 or answer.status_code == 401
    assert content.get(f"/view/{token}x/").status_code == 401


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_takes_the_same_queries_for_one_and_for_many(client: Client, cast: Cast, played: Played) -> None:
    client.force_login(cast.hr)
    one = queries_of(client, "/learn/support/")
    version = CourseVersion.objects.get(pk=played.enrolment.course_version_id)
    for person in (cast.supervisor, cast.second, cast.committee, cast.auditor, cast.admin):
        EnrolmentFactory(learner=person, course_version=version)
    assert queries_of(client, "/learn/support/") <= one


def test_page_takes_the_same_queries_for_one_session_and_for_ten(client: Client, cast: Cast, played: Played) -> None:
    client.force_login(cast.hr)
    send(launch(played), 1, {"core": {"lesson_status": "incomplete"}})
    address = f"/learn/support/{played.enrolment.uuid}/"
    one = queries_of(client, address)
    for minute in range(1, 10):
        send(launch(played, minute), 1, {"core": {"lesson_location": f"p{minute}"}})
    assert queries_of(client, address) <= one


def test_the_pages_belong_to_hr_for_hr_alone(client: Client, cast: Cast) -> None:
    for person, is_hr in ((cast.hr, True), (cast.author, False)):
        client.force_login(person)
        page = client.get("/learn/support/")
        current = [item.url for item in page.context["nav"] if item.current]
        assert ("/hr/" in current) is is_hr
        assert ('<li><a href="/hr/">人事</a></li>' in page.text) is is_hr
