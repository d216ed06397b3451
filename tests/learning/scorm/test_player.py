"""The player's pages on the LMS origin and its shell on the content origin."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from curriculum.models import PackageVersion
from lms.learning.models import Attempt, ModuleProgress, ScormSession
from lms.learning.record.states import ProgressState
from lms.learning.scorm import services, tokens
from lms.learning.scorm.states import AttemptState, Ending, SessionState
from tests.cast import Cast
from tests.factories.scorm import Played, scorm_course
from tests.scorm.generator import Edition, ItemSpec, PackageSpec

pytestmark = pytest.mark.django_db

SEVERAL = (
    ItemSpec(
        id="part",
        title="基礎編",
        children=(
            ItemSpec(id="i1", title="第1章", file="index.html"),
            ItemSpec(id="i2", title="第2章", file="two.html"),
        ),
    ),
    ItemSpec(id="hidden", title="隠し", file="hidden.html", is_visible=False),
    ItemSpec(id="page", title="資料", file="page.html", kind="asset"),
)


@pytest.fixture
def played(cast: Cast) -> Played:
    return scorm_course(cast.alice)


@pytest.fixture
def alice(client: Client, cast: Cast) -> Client:
    client.force_login(cast.alice)
    return client


@pytest.fixture
def content() -> Client:
    return Client(headers={"host": "content.testserver"})


def place(played: Played, action: str = "") -> str:
    return f"/learn/e/{played.enrolment.uuid}/{played.module.uuid}/{action}"


def open_shell(content: Client, page: Any) -> dict[str, Any]:
    """Follow the page's frame to the content origin and read what the shell is given."""
    address = re.search(r'src="http://content\.testserver(/play/[^"]+)"', page.content.decode())
    assert address
    shell = content.get(address[1])
    assert shell.status_code == 200
    state = re.search(r'<script id="launch" type="application/json">(.*?)</script>', shell.content.decode())
    assert state
    found: dict[str, Any] = json.loads(state[1])
    return found


def send(content: Client, state: dict[str, Any], cmi: dict[str, Any], kind: str = "autosave") -> Any:
    state["sequence"] += 1
    body = json.dumps({"kind": kind, "cmi": cmi})
    return content.post(f"{state['base']}commit?n={state['sequence']}", body, content_type="application/json")


def test_from_the_page_to_the_record_and_back(alice: Client, content: Client, played: Played) -> None:
    page = alice.get(place(played))
    assert page.status_code == 200
    assert "unload=*" in page["Permissions-Policy"]
    state = open_shell(content, page)
    assert state["standard"] == "scorm12"
    assert content.get(state["launch"]).status_code == 200
    assert dict(state["preload"])["cmi.core.student_name"] == played.enrolment.learner.name
    send(content, state, {"core": {"lesson_status": "passed", "score": {"raw": "90"}}}, "terminate")
    end = alice.get(place(played, "end/"))
    assert "90%" in end.content.decode()
    assert ModuleProgress.objects.get().state == ProgressState.COMPLETED


def test_shell_may_be_framed_by_the_lms_alone(alice: Client, content: Client, played: Played) -> None:
    page = alice.get(place(played))
    token = tokens.launch_token(ScormSession.objects.get().uuid)
    shell = content.get(f"/play/{token}/")
    assert "frame-ancestors http://testserver" in shell["Content-Security-Policy"]
    assert "script-src 'self'" in shell["Content-Security-Policy"]
    assert not shell.cookies
    assert "http://content.testserver" in page["Content-Security-Policy"]
    assert "http://content.testserver" not in re.sub(r"frame-src[^;]*", "", page["Content-Security-Policy"])


def test_data_of_a_package_cannot_break_out_of_the_shell(alice: Client, content: Client, played: Played) -> None:
    state = open_shell(content, alice.get(place(played)))
    evil = "</script><script>alert(1)</script>\u2028\ud800"
    send(content, state, {"suspend_data": evil}, "leave")
    again = open_shell(content, alice.get(place(played)))
    assert dict(again["preload"])["cmi.suspend_data"] == evil


@pytest.mark.parametrize("person", ["charlie", "supervisor", "hr", "admin"])
def test_nobody_else_may_play(client: Client, cast: Cast, played: Played, person: str) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(place(played)).status_code == 404
    assert client.get(place(played, "end/")).status_code == 404
    assert client.post(place(played, "take-over/")).status_code == 404
    assert client.post(place(played, "start-over/")).status_code == 404


def test_forged_or_old_right_shows_what_to_do(content: Client, played: Played) -> None:
    response = content.get("/play/nonsense/")
    assert response.status_code == 401
    assert "http://testserver" in response.content.decode()


def test_second_window_is_asked_only_while_the_first_speaks(alice: Client, content: Client, played: Played) -> None:
    state = open_shell(content, alice.get(place(played)))
    assert content.post(f"{state['base']}ping").status_code == 200
    asked = alice.get(place(played))
    assert "learning/scorm/take_over.html" in [template.name for template in asked.templates]
    assert ScormSession.objects.count() == 1
    taken = alice.post(place(played, "take-over/"), follow=True)
    assert "learning/scorm/player.html" in [template.name for template in taken.templates]
    assert content.post(f"{state['base']}ping").json()["reason"] == SessionState.SUPERSEDED
    ScormSession.objects.update(last_at=timezone.now() - timedelta(minutes=5))
    silent = alice.get(place(played))
    assert "learning/scorm/player.html" in [template.name for template in silent.templates]


def test_two_first_launches_make_one_attempt(played: Played) -> None:
    at = timezone.now()
    first = services.launch(played.enrolment, played.module, played.item, at=at)
    second = services.launch(played.enrolment, played.module, played.item, at=at)
    assert first.session.attempt_id == second.session.attempt_id
    assert Attempt.objects.count() == 1
    assert ScormSession.objects.filter(state=SessionState.OPEN).get() == second.session


def test_starting_over_begins_a_new_attempt(alice: Client, content: Client, played: Played) -> None:
    state = open_shell(content, alice.get(place(played)))
    send(content, state, {"core": {"lesson_status": "completed"}, "suspend_data": "old"}, "terminate")
    page = alice.post(place(played, "start-over/"), follow=True)
    fresh = open_shell(content, page)
    assert "cmi.suspend_data" not in dict(fresh["preload"])
    assert list(Attempt.objects.order_by("number").values_list("number", "state")) == [
        (1, AttemptState.CLOSED),
        (2, AttemptState.OPEN),
    ]


def test_open_attempt_stays_on_its_package_version(alice: Client, content: Client, played: Played, cast: Cast) -> None:
    alice.get(place(played))
    newer = scorm_course(cast.hr, PackageSpec(title="新版")).version
    played.module.scorm.package_version = newer
    played.module.scorm.save()
    assert alice.get(place(played)).context["package"].version == played.version
    services.start_over(played.enrolment, played.module, at=timezone.now())
    assert alice.get(place(played)).context["package"].version == newer
    assert PackageVersion.objects.count() == 2


def test_right_to_write_is_renewed_for_its_owner(alice: Client, cast: Cast, content: Client, played: Played) -> None:
    alice.get(place(played))
    session = ScormSession.objects.get()
    url = f"/learn/sessions/{session.uuid}/renew/"
    token = alice.get(url).json()["token"]
    assert content.post(f"/play/{token}/ping").status_code == 200
    alice.force_login(cast.charlie)
    assert alice.get(url).status_code == 404
    alice.logout()
    assert alice.get(url).status_code == 302


# Several items


@pytest.fixture
def several(cast: Cast) -> Played:
    return scorm_course(cast.alice, PackageSpec(items=SEVERAL))


def test_contents_show_what_may_be_chosen(alice: Client, several: Played) -> None:
    page = alice.get(place(several))
    lines = [(line.item.title, line.depth, line.is_launchable) for line in page.context["toc"]]
    assert lines == [("基礎編", 0, False), ("第1章", 1, True), ("第2章", 1, True), ("資料", 0, True)]
    assert page.context["item"].identifier == "i1"
    assert page.context["next_item"].identifier == "i2"


def test_item_is_chosen_by_its_identifier(alice: Client, several: Played) -> None:
    assert alice.get(place(several) + "?item=i2").context["item"].identifier == "i2"
    assert alice.get(place(several) + "?item=hidden").status_code == 404
    assert alice.get(place(several) + "?item=part").status_code == 404


def test_module_is_complete_when_every_item_is(alice: Client, content: Client, several: Played) -> None:
    for identifier in ("i1", "i2"):
        state = open_shell(content, alice.get(f"{place(several)}?item={identifier}"))
        send(content, state, {"core": {"lesson_status": "completed"}}, "terminate")
        assert ModuleProgress.objects.get().state == ProgressState.IN_PROGRESS
    assert alice.get(place(several, "end/")).context["item"].identifier == "page"
    alice.get(f"{place(several)}?item=page")
    hidden = next(item for item in several.items if item.identifier == "hidden")
    launch = services.launch(several.enrolment, several.module, hidden, at=timezone.now())
    body = json.dumps({"kind": "terminate", "cmi": {"core": {"lesson_status": "completed"}}}).encode()
    services.commit(launch.token, 1, body, at=timezone.now())
    assert ModuleProgress.objects.get().state == ProgressState.COMPLETED


def test_player_goes_on_where_it_was_left(alice: Client, content: Client, several: Played) -> None:
    state = open_shell(content, alice.get(f"{place(several)}?item=i2"))
    send(content, state, {"core": {"lesson_status": "incomplete"}}, "leave")
    assert alice.get(place(several)).context["item"].identifier == "i2"
    state = open_shell(content, alice.get(place(several)))
    send(content, state, {"core": {"lesson_status": "completed"}}, "terminate")
    assert alice.get(place(several)).context["item"].identifier == "i1"


# SCORM 2004


def test_2004_starts_afresh_after_a_normal_end_and_keeps_the_result(alice: Client, content: Client, cast: Cast) -> None:
    played = scorm_course(cast.alice, PackageSpec(edition=Edition.V2004_4))
    state = open_shell(content, alice.get(place(played)))
    assert state["library"].endswith("scorm2004.min.js")
    done = {"completion_status": "completed", "success_status": "passed", "score": {"scaled": "0.9"}}
    send(content, state, done | {"suspend_data": "x", "session_time": "PT10M"}, "terminate")
    again = dict(open_shell(content, alice.get(place(played)))["preload"])
    assert again["cmi.entry"] == "ab-initio"
    assert again["cmi.total_time"] == "PT0S"
    assert "cmi.suspend_data" not in again
    assert ModuleProgress.objects.get().success == "passed"


def test_2004_resumes_what_was_suspended(alice: Client, content: Client, cast: Cast) -> None:
    played = scorm_course(cast.alice, PackageSpec(edition=Edition.V2004_3))
    state = open_shell(content, alice.get(place(played)))
    send(content, state, {"exit": "suspend", "suspend_data": "x", "session_time": "PT10M0.5S"}, "terminate")
    again = dict(open_shell(content, alice.get(place(played)))["preload"])
    assert (again["cmi.entry"], again["cmi.total_time"], again["cmi.suspend_data"]) == ("resume", "PT10M0.5S", "x")
    assert ModuleProgress.objects.get().state == ProgressState.IN_PROGRESS


# What a browser kept


def kept(state: dict[str, Any], cmi: dict[str, Any], sequence: int = 5, kind: str = "autosave") -> str:
    facts = {"session": state["session"], "sequence": sequence, "at": timezone.now().isoformat(), "kind": kind}
    return json.dumps({**facts, "cmi": cmi})


def replay(content: Client, state: dict[str, Any], body: str) -> Any:
    return content.post(f"{state['base']}replay", body, content_type="application/json")


def test_what_could_not_be_sent_is_taken_at_the_next_launch(alice: Client, content: Client, played: Played) -> None:
    lost = open_shell(content, alice.get(place(played)))
    send(content, lost, {"core": {"lesson_status": "incomplete"}, "suspend_data": "sent"})
    ScormSession.objects.update(last_at=timezone.now() - timedelta(minutes=5))
    now = open_shell(content, alice.get(place(played)))
    answer = replay(content, now, kept(lost, {"suspend_data": "unsent"})).json()
    assert answer["taken"] is True
    assert dict(answer["state"]["preload"])["cmi.suspend_data"] == "unsent"
    assert dict(answer["state"]["preload"])["cmi.core.entry"] == "resume"
    assert replay(content, now, kept(lost, {"suspend_data": "unsent"})).json()["taken"] is False


def test_finish_that_could_not_be_sent_still_completes(alice: Client, content: Client, played: Played) -> None:
    lost = open_shell(content, alice.get(place(played)))
    now = open_shell(content, alice.get(place(played)))
    replay(content, now, kept(lost, {"core": {"lesson_status": "passed", "score": {"raw": "80"}}}, kind="terminate"))
    assert ModuleProgress.objects.get().state == ProgressState.COMPLETED
    earlier = ScormSession.objects.order_by("pk").first()
    assert earlier
    assert (earlier.state, earlier.ending) == (SessionState.CLOSED, Ending.FINISHED)


def test_what_the_last_message_had_to_leave_out_is_taken_later(alice: Client, content: Client, played: Played) -> None:
    lost = open_shell(content, alice.get(place(played)))
    lost["sequence"] += 1
    short = {"kind": "leave", "missing": ["suspend_data"], "cmi": {"core": {"lesson_location": "p9"}}}
    content.post(f"{lost['base']}commit?n={lost['sequence']}", json.dumps(short), content_type="application/json")
    now = open_shell(content, alice.get(place(played)))
    whole = kept(lost, {"suspend_data": "long", "core": {"lesson_location": "p8"}}, sequence=lost["sequence"])
    answer = replay(content, now, whole).json()
    assert answer["taken"] is True
    values = dict(answer["state"]["preload"])
    assert (values["cmi.suspend_data"], values["cmi.core.lesson_location"]) == ("long", "p9")
    assert replay(content, now, whole).json()["taken"] is False


def test_what_was_overtaken_is_not_taken(alice: Client, content: Client, played: Played) -> None:
    lost = open_shell(content, alice.get(place(played)))
    between = open_shell(content, alice.get(place(played)))
    send(content, between, {"suspend_data": "newer"}, "leave")
    now = open_shell(content, alice.get(place(played)))
    answer = replay(content, now, kept(lost, {"suspend_data": "older"})).json()
    assert answer["taken"] is False
    assert dict(answer["state"]["preload"])["cmi.suspend_data"] == "newer"


def test_what_belongs_to_somebody_else_is_not_taken(alice: Client, content: Client, played: Played, cast: Cast) -> None:
    mine = open_shell(content, alice.get(place(played)))
    other = services.launch(*foreign(cast), at=timezone.now())
    answer = replay(content, mine, kept({"session": other.session.uuid.hex}, {"suspend_data": "x"})).json()
    assert answer["taken"] is False
    assert not other.session.commits.exists()


def foreign(cast: Cast) -> tuple[Any, Any, Any]:
    played = scorm_course(cast.charlie, PackageSpec(title="別"))
    return played.enrolment, played.module, played.item


@pytest.mark.parametrize(
    "body", ["{}", "x", '{"kind":"autosave","cmi":{},"session":"x","sequence":1,"at":"2026-01-01"}']
)
def test_what_is_nothing_kept_is_refused(alice: Client, content: Client, played: Played, body: str) -> None:
    state = open_shell(content, alice.get(place(played)))
    assert replay(content, state, body).status_code == 400


def test_player_page_needs_few_queries(alice: Client, played: Played, django_assert_max_num_queries: Any) -> None:
    alice.get(place(played))
    with django_assert_max_num_queries(30):
        alice.get(place(played))
