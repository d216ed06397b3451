"""Looking around in a package: what authors and HR see, and that nothing of it is recorded."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from lms.learning.models import ScormSession
from lms.learning.scorm import services, tokens
from lms.learning.scorm.states import Mode
from tests.cast import Cast
from tests.factories.scorm import AT, Played, scorm_course
from tests.scorm.generator import Edition, ItemSpec, PackageSpec

pytestmark = pytest.mark.django_db

SEVERAL = (
    ItemSpec(id="i1", title="第1章", file="index.html"),
    ItemSpec(id="i2", title="第2章", file="two.html"),
    ItemSpec(id="hidden", title="隠し", file="hidden.html", is_visible=False),
)
BROWSED = {
    Edition.V12: {"cmi.core.lesson_mode": "browse", "cmi.core.credit": "no-credit", "cmi.core.entry": "ab-initio"},
    Edition.V2004_4: {"cmi.mode": "browse", "cmi.credit": "no-credit", "cmi.entry": "ab-initio"},
}


@pytest.fixture
def content() -> Client:
    return Client(headers={"host": "content.testserver"})


@pytest.fixture
def author(client: Client, cast: Cast) -> Client:
    client.force_login(cast.author)
    return client


def module_address(played: Played) -> str:
    return f"/learn/modules/{played.module.uuid}/browse/"


def version_address(played: Played) -> str:
    return f"/learn/packages/{played.version.uuid}/browse/"


def open_shell(content: Client, page: Any) -> dict[str, Any]:
    address = re.search(r'src="http://content\.testserver(/browse/[^"]+)"', page.content.decode())
    assert address
    shell = content.get(address[1])
    state = re.search(r'<script id="launch" type="application/json">(.*?)</script>', shell.content.decode())
    assert state
    found: dict[str, Any] = json.loads(state[1])
    return found


def rows() -> dict[str, list[Any]]:
    """Return every row of learning and of the trail; who is signed in is no part of a record."""
    models = [*apps.get_app_config("learning").get_models(), apps.get_model("people", "AuditEvent")]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("edition", BROWSED)
def test_package_hears_that_it_is_only_looked_at(author: Client, cast: Cast, content: Client, edition: Edition) -> None:
    played = scorm_course(cast.alice, PackageSpec(edition=edition))
    state = open_shell(content, author.get(module_address(played)))
    told = dict(state["preload"])
    assert {name: told[name] for name in BROWSED[edition]} == BROWSED[edition]
    assert cast.author.name in told.values()
    assert content.get(state["launch"]).status_code == 200


def test_looking_around_changes_no_row(author: Client, cast: Cast, content: Client) -> None:
    played = scorm_course(cast.alice)
    launched = services.launch(played.enrolment, played.module, played.item, at=AT)
    body = json.dumps({"kind": "commit", "cmi": {"suspend_data": "花子の続き"}}).encode()
    services.commit(launched.token, 1, body, at=AT + timedelta(minutes=1))
    before = rows()
    for address in (module_address(played), version_address(played)):
        state = open_shell(content, author.get(address))
        assert "花子の続き" not in dict(state["preload"]).values()
        assert state["isViewing"]
        assert state["base"] == ""
    assert rows() == before


def test_right_to_look_around_is_no_right_to_play(author: Client, cast: Cast, content: Client) -> None:
    played = scorm_course(cast.alice)
    word = tokens.browsing_token(cast.author.pk, played.item.pk)
    assert content.get(f"/browse/{word}/").status_code == 200
    assert content.get(f"/view/{word}/").status_code == 401
    assert content.get(f"/play/{word}/").status_code == 401
    answer = content.post(f"/play/{word}/commit?n=1", "{}", content_type="application/json")
    assert answer.status_code == 401
    assert content.get(f"/browse/{tokens.viewing_token(1, 1, 1)}/").status_code == 401
    cast.author.is_active = False
    cast.author.save()
    assert content.get(f"/browse/{word}/").status_code == 401


def test_items_are_chosen_from_the_contents_and_hidden_ones_are_not_there(
    author: Client, cast: Cast, content: Client
) -> None:
    played = scorm_course(cast.alice, PackageSpec(items=SEVERAL))
    page = author.get(module_address(played), {"item": "i2"})
    assert open_shell(content, page)["title"] == "第2章"
    assert "第1章" in page.content.decode()
    assert author.get(module_address(played), {"item": "hidden"}).status_code == 404
    assert author.get(module_address(played), {"item": "nothing"}).status_code == 404


def test_course_page_leads_there_for_authors_and_not_for_learners(client: Client, cast: Cast) -> None:
    played = scorm_course(cast.alice)
    course = played.enrolment.course_version.course
    for person, is_offered in ((cast.author, True), (cast.hr, True), (cast.alice, False)):
        client.force_login(person)
        text = client.get(f"/learn/{course.slug}/").content.decode()
        assert (module_address(played) in text) is is_offered


def test_package_page_leads_there(author: Client, cast: Cast) -> None:
    played = scorm_course(cast.alice)
    text = author.get(f"/admin/packages/inspect/{played.version.package_id}/").content.decode()
    assert version_address(played) in text


def test_looking_again_at_what_is_done_changes_no_result(client: Client, cast: Cast) -> None:
    """Review has a session, so that it can be seen who looked; state, attempt and outcome stay as they were."""
    played = scorm_course(cast.alice)
    launched = services.launch(played.enrolment, played.module, played.item, at=AT)
    body = json.dumps({"kind": "terminate", "cmi": {"core": {"lesson_status": "passed", "score": {"raw": "90"}}}})
    services.commit(launched.token, 1, body.encode(), at=AT + timedelta(minutes=1))
    before = rows()
    again = services.launch(
        played.enrolment, played.module, played.item, mode=Mode.REVIEW, at=AT + timedelta(minutes=2)
    )
    worse = json.dumps({"kind": "terminate", "cmi": {"core": {"lesson_status": "failed", "score": {"raw": "1"}}}})
    assert services.commit(again.token, 1, worse.encode(), at=AT + timedelta(minutes=3)).status == 200
    after = rows()
    assert ScormSession.objects.filter(mode=Mode.REVIEW).count() == 1
    for name in before.keys() - {"ScormSession", "ScormCommit"}:
        assert after[name] == before[name], name
