"""What survives a bad network: the record equals a plain model's, whatever was lost, repeated, late or cut off.

The oracle is a few lines: what was last stored is what is there, and a status once earned stays. It knows nothing of
sequences, deltas or folds.
"""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.learning.models import ScormCommit, ScormSession
from lms.learning.record.models import ModuleProgress
from lms.learning.scorm import cmi, services
from lms.learning.scorm.services import Launch
from tests.cast import Cast, make_cast
from tests.factories.scorm import AT, Played, scorm_course

STATUSES = ("incomplete", "completed", "passed", "failed")
PLACES = ("lesson_location", "lesson_status", "session_time")


@dataclass
class Browser:
    """The transport in few lines: numbered messages of what differs from what was answered, kept until answered."""

    launched: Launch
    minutes: int = 0
    sequence: int = 0
    values: dict[str, str] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)
    kept: list[tuple[int, bytes]] = field(default_factory=list)

    def message(self, kind: str = "commit") -> tuple[int, bytes]:
        changed = {name: text for name, text in self.values.items() if self.answered.get(name) != text}
        core = {name: text for name, text in changed.items() if name in PLACES}
        tree: dict[str, Any] = {"core": core} if core else {}
        if "suspend_data" in changed:
            tree["suspend_data"] = changed["suspend_data"]
        self.sequence += 1
        return self.sequence, json.dumps({"kind": kind, "cmi": tree}).encode()

    def arrive(self, message: tuple[int, bytes]) -> int:
        self.minutes += 1
        sequence, body = message
        at = self.launched.session.started_at + timedelta(minutes=self.minutes)
        return services.commit(self.launched.token, sequence, body, at=at).status


calls = st.lists(
    st.one_of(
        st.tuples(st.just("lesson_status"), st.sampled_from(STATUSES)),
        st.tuples(st.just("lesson_location"), st.sampled_from(("p1", "p2", "p3"))),
        st.tuples(st.just("suspend_data"), st.text(max_size=20)),
        st.tuples(st.just("session_time"), st.sampled_from(("00:00:10", "00:01:00"))),
        # What becomes of the message under way: it arrives, is lost, its answer is lost, or an old one comes again.
        st.tuples(st.just("!"), st.sampled_from(("arrives", "is lost", "answer is lost", "repeats"))),
    ),
    min_size=1,
    max_size=12,
)


def play(browser: Browser, script: list[tuple[str, str]], server: dict[str, str], told: list[str]) -> None:
    """Run a script; `server` becomes what an observer would say was stored, `told` every status that arrived."""
    for name, value in script:
        if name != "!":
            browser.values[name] = value
            continue
        if value == "repeats":
            # Only what has arrived can come again; what was lost on the way is gone.
            if browser.kept:
                assert browser.arrive(browser.kept[0]) == 200
            continue
        message = browser.message()
        if value == "is lost":
            continue
        assert browser.arrive(message) == 200
        browser.kept.append(message)
        server.update(browser.values)
        told.append(browser.values.get("lesson_status", ""))
        if value == "arrives":
            browser.answered = dict(browser.values)


def stored(launched: Launch) -> Mapping[str, str]:
    session = ScormSession.objects.get(pk=launched.session.pk)
    return cmi.loads(session.data)


def expected(server: Mapping[str, str]) -> dict[str, str]:
    named = {("cmi." if name == "suspend_data" else "cmi.core.") + name: text for name, text in server.items()}
    return {name: text for name, text in named.items() if text}


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=calls, second=calls)
def test_record_is_the_oracle_s_whatever_the_network_does(
    cast: Cast, first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        played = scorm_course(cast.alice)
        told: list[str] = []
        server: dict[str, str] = {}
        browser = Browser(services.launch(played.enrolment, played.module, played.item, at=AT))
        play(browser, first, server, told)
        assert {name: text for name, text in stored(browser.launched).items() if text} == expected(server)
        # The browser is killed here; the next launch gives back what was last stored.
        again = services.launch(played.enrolment, played.module, played.item, at=AT + timedelta(hours=1))
        assert {name: text for name, text in cmi.loads(again.session.data).items() if text} == expected(server)
        other = Browser(again)
        play(other, second, server, told)
        assert {name: text for name, text in stored(again).items() if text} == expected(server)
        # SCORM 1.2: a failed item is completed and failed.
        assert is_complete(played) == bool({"completed", "passed", "failed"} & set(told))
        transaction.set_rollback(True)


def is_complete(played: Played) -> bool:
    progress = ModuleProgress.objects.filter(enrolment=played.enrolment).first()
    return progress is not None and progress.completion == "completed"


PAIRS = 100


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time is all that SQLite knows")
def test_a_hundred_pairs_of_writers_lose_nothing() -> None:
    """Two requests at once, a hundred times: both are kept in order, or the older is told it is old news."""
    played = scorm_course(make_cast().alice)
    launched = services.launch(played.enrolment, played.module, played.item, at=AT)

    def write(sequence: int) -> int:
        core = {"lesson_location": f"p{sequence}", "lesson_status": "incomplete"}
        body = json.dumps({"kind": "commit", "cmi": {"core": core}}).encode()
        try:
            return services.commit(launched.token, sequence, body, at=AT + timedelta(seconds=sequence)).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for pair in range(PAIRS):
            assert list(pool.map(write, (2 * pair + 1, 2 * pair + 2))) == [200, 200]
            session = ScormSession.objects.get(pk=launched.session.pk)
            newest = 2 * pair + 2
            assert session.last_sequence == newest
            assert cmi.loads(session.data)["cmi.core.lesson_location"] == f"p{newest}"
    kept = ScormCommit.objects.filter(session=launched.session).values_list("sequence", flat=True)
    assert len(set(kept)) == len(kept)
    assert set(range(2, 2 * PAIRS + 1, 2)) <= set(kept)
