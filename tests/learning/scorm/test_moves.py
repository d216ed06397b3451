"""Replacing a package: running windows keep their version, the author chooses who moves and reads what it costs."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from curriculum.models import PackageVersion
from curriculum.packages.services import import_package
from lms.learning.models import Attempt, Enrolment, ModuleProgress, PackageMove
from lms.learning.record.states import ProgressState
from lms.learning.scorm import moves, queries, services
from lms.learning.scorm.services import Launch
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories.learning import EnrolmentFactory
from tests.factories.scorm import AT, Played, scorm_course
from tests.scorm.generator import ItemSpec, PackageSpec, make_package

pytestmark = pytest.mark.django_db

ALL = list(ProgressState)


@pytest.fixture
def played(cast: Cast) -> Played:
    return scorm_course(cast.alice)


@pytest.fixture
def newer(played: Played, tmp_path: Path) -> PackageVersion:
    path = tmp_path / "newer.zip"
    path.write_bytes(make_package(PackageSpec(items=(ItemSpec(id="i", title="改訂版", file="a.html"),))))
    return import_package(path, by=None, at=AT, package=played.version.package)


def opened(enrolment: Enrolment, played: Played, minutes: int = 0) -> Launch:
    package = queries.package_of(enrolment, played.module)
    return services.launch(enrolment, played.module, package.place, at=AT + timedelta(minutes=minutes))


def send(launched: Launch, sequence: int, cmi: Mapping[str, Any], kind: str = "commit") -> int:
    body = json.dumps({"kind": kind, "cmi": cmi}).encode()
    return services.commit(launched.token, sequence, body, at=AT + timedelta(minutes=sequence)).status


def states_of(version: PackageVersion) -> dict[ProgressState, int]:
    return {group.state: group.people for group in moves.groups(version)}


def test_open_window_goes_on_and_the_next_launch_plays_the_new_version(
    cast: Cast, played: Played, newer: PackageVersion
) -> None:
    launched = opened(played.enrolment, played)
    assert send(launched, 1, {"core": {"lesson_status": "incomplete", "lesson_location": "p7"}}) == 200
    assert moves.move_learners(newer, ALL, by=cast.author, at=AT) == 1
    assert send(launched, 2, {"core": {"lesson_location": "p8"}}) == 200
    again = opened(played.enrolment, played, minutes=60)
    assert again.session.attempt.package_version == newer
    assert (again.session.entry, again.session.data) == ("ab-initio", "{}")
    old = Attempt.objects.get(package_version=played.version)
    assert (old.state, old.cmi_states.get().last_at is not None) == ("closed", True)
    assert opened(played.enrolment, played, minutes=90).session.attempt == again.session.attempt


def test_nobody_moves_unless_the_author_says_so(played: Played, newer: PackageVersion) -> None:
    opened(played.enrolment, played)
    assert opened(played.enrolment, played, minutes=60).session.attempt.package_version == played.version


def test_only_the_chosen_move(cast: Cast, played: Played, newer: PackageVersion) -> None:
    send(opened(played.enrolment, played), 1, {"core": {"lesson_status": "incomplete"}})
    fresh = EnrolmentFactory(learner=cast.charlie, course_version=played.enrolment.course_version)
    done = EnrolmentFactory(learner=cast.second, course_version=played.enrolment.course_version)
    send(opened(done, played), 1, {"core": {"lesson_status": "completed"}}, "terminate")
    assert states_of(newer) == {
        ProgressState.NOT_STARTED: 1,
        ProgressState.IN_PROGRESS: 1,
        ProgressState.COMPLETED: 1,
    }
    assert moves.move_learners(newer, [ProgressState.NOT_STARTED], by=cast.author, at=AT) == 1
    assert PackageMove.objects.get().enrolment == fresh
    assert opened(fresh, played).session.attempt.package_version == newer
    assert states_of(newer) == {ProgressState.IN_PROGRESS: 1, ProgressState.COMPLETED: 1}


def test_what_was_earned_stays(cast: Cast, played: Played, newer: PackageVersion) -> None:
    launched = opened(played.enrolment, played)
    send(launched, 1, {"core": {"lesson_status": "passed", "score": {"raw": "90"}}}, "terminate")
    moves.move_learners(newer, ALL, by=cast.author, at=AT)
    again = opened(played.enrolment, played, minutes=60)
    send(again, 1, {"core": {"lesson_status": "failed", "score": {"raw": "10"}}}, "terminate")
    progress = ModuleProgress.objects.get()
    assert (progress.state, progress.score) == (ProgressState.COMPLETED, pytest.approx(progress.score))
    assert float(progress.score or 0) == 0.9


def test_window_that_was_open_during_the_move_ends_with_what_was_recorded(
    client: Client, cast: Cast, played: Played, newer: PackageVersion
) -> None:
    """Leaving it says that all is saved and that a new version comes next, instead of starting that at once."""
    launched = opened(played.enrolment, played)
    moves.move_learners(newer, ALL, by=cast.author, at=AT)
    send(launched, 1, {"core": {"lesson_status": "incomplete"}}, "leave")
    client.force_login(played.enrolment.learner)
    end = client.get(f"/learn/e/{played.enrolment.uuid}/{played.module.uuid}/end/", headers={"Accept-Language": "en"})
    assert end.status_code == 200
    assert "The package has a new version." in end.content.decode()
    assert "where you stopped" not in end.content.decode()


def test_moving_back_is_a_move_too(cast: Cast, played: Played, newer: PackageVersion) -> None:
    opened(played.enrolment, played)
    moves.move_learners(newer, ALL, by=cast.author, at=AT)
    assert moves.move_learners(played.version, ALL, by=cast.author, at=AT) == 1
    assert queries.package_of(played.enrolment, played.module).version == played.version
    assert PackageMove.objects.count() == 1


def test_page_tells_the_cost_and_moves_and_is_audited(
    client: Client, cast: Cast, played: Played, newer: PackageVersion
) -> None:
    opened(played.enrolment, played)
    client.force_login(cast.author)
    address = f"/admin/package-versions/{newer.pk}/move/"
    text = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "not carried over" in text or "have not begun" in text
    assert client.post(address, {}).status_code == 422
    states = [state.value for state in ProgressState]
    assert client.post(address, {"states": states}).status_code == 302
    assert PackageMove.objects.get().moved_by == cast.author
    assert AuditEvent.objects.get(action="package.moved").details["rows"] == 1


def test_figures_take_one_query_however_many(cast: Cast, played: Played, newer: PackageVersion) -> None:
    for person in (cast.charlie, cast.second, cast.supervisor):
        EnrolmentFactory(learner=person, course_version=played.enrolment.course_version)
    with CaptureQueriesContext(connection) as captured:
        moves.groups(newer)
    assert len(captured) == 1


def test_author_tries_a_version_before_anybody_meets_it(client: Client, cast: Cast, newer: PackageVersion) -> None:
    client.force_login(cast.author)
    response = client.post(f"/admin/package-versions/{newer.pk}/try/")
    page = client.get(response.url)
    assert page.status_code == 200
    trial = Enrolment.objects.get(learner=cast.author)
    assert (trial.source, page.context["package"].version) == (Enrolment.Source.TRIAL, newer)
    assert client.get(f"/admin/packages/inspect/{newer.package_id}/").status_code == 200
