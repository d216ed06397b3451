"""One origin a package: below a wildcard, what one package keeps in the browser is out of the others' reach."""

import json
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from lms.learning.models import ScormCommit
from lms.learning.scorm import tokens
from tests.cast import Cast
from tests.factories.scorm import AT, Played, scorm_course
from tests.scorm.generator import PackageSpec

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wildcard(settings: LazySettings) -> None:
    settings.CONTENT_HOST = "*.content.testserver"
    settings.ALLOWED_HOSTS = ["testserver", ".content.testserver"]


@pytest.fixture
def played(cast: Cast) -> Played:
    return scorm_course(cast.alice)


@pytest.fixture
def other(cast: Cast) -> Played:
    return scorm_course(cast.alice, PackageSpec(title="別の教材"))


def host(played: Played) -> str:
    return f"{played.version.sha256[:40]}.content.testserver"


def shell_address(client: Client, cast: Cast, played: Played) -> tuple[str, str]:
    """Return host and path of the shell that the player's page frames."""
    client.force_login(cast.alice)
    page = client.get(f"/learn/e/{played.enrolment.uuid}/{played.module.uuid}/").content.decode()
    found = re.search(r'src="http://([^/"]+)(/play/[^"]+)"', page)
    assert found
    assert f'data-content-origin="http://{found[1]}"' in page
    return found[1], found[2]


def state_of(response: Any) -> dict[str, Any]:
    text = response.content.decode()
    found = re.search(r'<script id="launch" type="application/json">(.*?)</script>', text)
    assert found
    state: dict[str, Any] = json.loads(found[1])
    return state


def test_each_package_has_its_own_origin(client: Client, cast: Cast, played: Played, other: Played) -> None:
    one, _path = shell_address(client, cast, played)
    another, _path = shell_address(client, cast, other)
    assert (one, another) == (host(played), host(other))
    assert one != another


def test_package_plays_and_saves_on_its_own_origin(client: Client, cast: Cast, played: Played, other: Played) -> None:
    own, path = shell_address(client, cast, played)
    content = Client(headers={"host": own})
    state = state_of(content.get(path))
    assert content.get(state["launch"]).status_code == 200
    body = json.dumps({"kind": "commit", "cmi": {"suspend_data": "x"}})
    for origin, status in ((host(other), 400), (own, 200)):
        headers = {"origin": f"http://{origin}"}
        sent = content.post(f"{path}commit?n=1", body, content_type="application/json", headers=headers)
        assert sent.status_code == status
    assert ScormCommit.objects.count() == 1


def test_files_are_served_on_their_package_s_origin_alone(played: Played, other: Played) -> None:
    prefix = tokens.files_prefix(played.version.sha256, played.enrolment.uuid, at=AT)
    address = f"/c/{prefix}/index.html"
    assert Client(headers={"host": host(other)}).get(address).status_code == 404


@pytest.mark.parametrize("name", ["", "evil.", "a.b."])
def test_no_name_below_the_wildcard_reaches_the_lms(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.admin)
    below = f"{name}content.testserver" if name else f"{'0' * 40}.content.testserver"
    for path in ("/learn/", "/admin/", "/accounts/login/"):
        assert client.get(path, headers={"host": below}).status_code == 404
