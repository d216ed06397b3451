"""Sequenced packages through the pages and the record: what a learner meets, and what is kept of it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from lms.learning.models import (
    Attempt,
    CmiState,
    GlobalObjective,
    ModuleProgress,
    OutcomeRecord,
    ScormSession,
    SequencingState,
)
from lms.learning.record.states import ProgressState
from lms.learning.scorm.states import SessionState
from tests.cast import Cast
from tests.factories.scorm import Played, scorm_course
from tests.learning.scorm.test_player import open_shell, place
from tests.scorm.generator import Edition, ItemSpec, PackageSpec

pytestmark = pytest.mark.django_db

FLOW = '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>'
FLOW_ONLY = '<imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>'
LOCKED_UNTIL_PASSED = """<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule>
<imsss:ruleConditions conditionCombination="any">
<imsss:ruleCondition referencedObjective="seen" operator="not" condition="satisfied"/>
<imsss:ruleCondition referencedObjective="seen" operator="not" condition="objectiveStatusKnown"/></imsss:ruleConditions>
<imsss:ruleAction action="disabled"/></imsss:preConditionRule></imsss:sequencingRules>
<imsss:objectives><imsss:primaryObjective/><imsss:objective objectiveID="seen">
<imsss:mapInfo targetObjectiveID="jp.lg.test.first" readSatisfiedStatus="true"/></imsss:objective></imsss:objectives>
</imsss:sequencing>"""
WRITES = """<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="mine" satisfiedByMeasure="true">
<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>
<imsss:mapInfo targetObjectiveID="jp.lg.test.first" writeSatisfiedStatus="true" writeNormalizedMeasure="true"/>
</imsss:primaryObjective></imsss:objectives></imsss:sequencing>"""
HIDDEN = """<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>
<imsss:ruleCondition condition="always"/></imsss:ruleConditions><imsss:ruleAction action="hiddenFromChoice"/>
</imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing>"""


def item(name: str, title: str = "", sequencing: str = "", **options: Any) -> ItemSpec:
    return ItemSpec(id=name, title=title or f"ページ{name}", file=f"{name}.html", sequencing=sequencing, **options)


def package(*items: ItemSpec, sequencing: str = FLOW) -> PackageSpec:
    return PackageSpec(edition=Edition.V2004_4, items=items, sequencing=sequencing)


LOCKED = package(item("a", sequencing=WRITES), item("b", sequencing=LOCKED_UNTIL_PASSED))


class Person:
    """A learner's browser: the page on the LMS and the shell on the content origin."""

    def __init__(self, client: Client, played: Played) -> None:
        self.client, self.played = client, played
        self.content = Client(headers={"host": "content.testserver"})
        self.state: dict[str, Any] = {}

    def play(self, query: str = "") -> Any:
        """Open the player, through the redirect that follows a choice; return the page."""
        page = self.client.get(place(self.played) + query, follow=True)
        if b"data-player " in page.content:
            self.state = open_shell(self.content, page)
        return page

    def say(self, cmi: dict[str, Any], kind: str = "commit", **more: Any) -> Any:
        self.state["sequence"] += 1
        body = json.dumps({"kind": kind, "cmi": cmi, **more})
        address = f"{self.state['base']}commit?n={self.state['sequence']}"
        answer = self.content.post(address, body, content_type="application/json")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def ask(self, request: str) -> Any:
        """Use a button of the player."""
        data = {"request": request, "session": self.state.get("session", "")}
        page = self.client.post(place(self.played, "navigate/"), data, follow=True)
        if b"data-player " in page.content:
            self.state = open_shell(self.content, page)
        return page

    @property
    def shown(self) -> str:
        """The id of the item whose session is open."""
        session = ScormSession.objects.get(uuid=self.state["session"])
        assert session.state == SessionState.OPEN
        return session.cmi.item.identifier


@pytest.fixture
def learn(client: Client, cast: Cast) -> Any:
    client.force_login(cast.alice)

    def begin(spec: PackageSpec) -> Person:
        person = Person(client, scorm_course(cast.alice, spec))
        person.play()
        return person

    return begin


def toc_link(page: Any, name: str) -> bool:
    """Whether the table of contents offers an item as a link; it must be listed."""
    html = page.content.decode()
    assert f'data-item="{name}"' in html
    return f'href="?item={name}" data-item="{name}"' in html.replace(' role="link" aria-disabled="true"', "")


PASSED = {"success_status": "passed", "completion_status": "completed", "score": {"scaled": "0.8"}}


def test_continue_and_previous_lead_through_the_package(learn: Any) -> None:
    person = learn(package(item("a"), item("b"), item("c")))
    assert person.shown == "a"
    person.say(PASSED, "terminate")
    person.ask("continue")
    assert person.shown == "b"
    person.say(PASSED, "terminate")
    person.ask("previous")
    assert person.shown == "a"


def test_what_the_package_asks_for_is_followed(learn: Any) -> None:
    person = learn(package(item("a"), item("b"), item("c")))
    person.say(PASSED, "terminate", wish="{target=c}choice")
    person.play()
    assert person.shown == "c"
    assert ScormSession.objects.order_by("pk").first().wish == "{target=c}choice"


def test_the_learner_goes_before_the_package(learn: Any) -> None:
    person = learn(package(item("a"), item("b"), item("c")))
    person.say(PASSED, "terminate", wish="continue")
    person.play("?item=c")
    assert person.shown == "c"


def test_locked_until_the_first_part_is_passed(learn: Any) -> None:
    person = learn(LOCKED)
    page = person.play()
    assert not toc_link(page, "b")
    answer = person.say({"score": {"scaled": "0.5"}})
    assert "b" not in answer["navigation"]["choice"]
    assert answer["navigation"]["continue"] is False
    answer = person.say({"score": {"scaled": "0.9"}})
    assert "b" in answer["navigation"]["choice"]
    assert answer["navigation"]["continue"] is True


def test_a_refused_choice_says_so_and_loses_nothing(learn: Any) -> None:
    person = learn(LOCKED)
    person.say({"location": "p3"}, "leave")
    before = SequencingState.objects.get().data
    page = person.client.get(place(person.played) + "?item=b")
    assert page.status_code == 302
    assert page["Location"].endswith("/end/")
    assert [message.level_tag for message in get_messages(page.wsgi_request)] == ["warning"]
    after = SequencingState.objects.get().data
    assert after["current"] == before["current"] == "a"
    person.play()
    assert person.shown == "a"
    assert dict(person.state["preload"])["cmi.location"] == "p3"


def test_what_would_be_valid_is_answered_without_keeping_anything(learn: Any) -> None:
    person = learn(LOCKED)
    body = json.dumps({"kind": "commit", "cmi": {"score": {"scaled": "1"}}})
    answer = person.content.post(f"{person.state['base']}navigation", body, content_type="application/json")
    assert answer.json()["navigation"]["continue"] is True
    assert person.state["navigation"]["continue"] is False
    assert not CmiState.objects.exclude(score=None).exists()
    assert person.content.post("/play/forged/navigation", body, content_type="application/json").status_code == 401


def test_a_closed_window_is_a_suspended_session(learn: Any) -> None:
    person = learn(package(item("a"), item("b")))
    person.say(PASSED, "terminate", wish="continue")
    person.play()
    person.say({"location": "p2"}, "leave")
    person.play()
    assert person.shown == "b"
    assert dict(person.state["preload"])["cmi.entry"] == "resume"
    assert SequencingState.objects.get().data["activities"]["b"]["attempts"] == 1


def test_a_window_that_vanished_is_a_suspended_session(learn: Any) -> None:
    person = learn(package(item("a"), item("b")))
    person.ask("continue")
    person.say({"location": "p2"})
    ScormSession.objects.filter(state=SessionState.OPEN).update(last_at="2026-01-01T00:00:00Z")
    person.play()
    assert person.shown == "b"
    assert dict(person.state["preload"])["cmi.location"] == "p2"


def test_suspend_all_resumes_where_it_was(learn: Any) -> None:
    person = learn(package(item("a"), item("b")))
    person.ask("continue")
    person.say({"location": "p2", "exit": "suspend"}, "terminate")
    page = person.ask("suspendAll")
    assert page.redirect_chain[-1][0].endswith("/end/")
    assert SequencingState.objects.get().data["suspended"] == "b"
    person.play()
    assert person.shown == "b"
    assert dict(person.state["preload"])["cmi.entry"] == "resume"


def test_time_out_ends_the_course_whatever_was_asked(learn: Any) -> None:
    person = learn(package(item("a"), item("b")))
    person.say({"exit": "time-out"}, "terminate", wish="continue")
    page = person.play()
    assert page.redirect_chain[-1][0].endswith("/end/")


def test_flow_only_offers_no_links(learn: Any) -> None:
    person = learn(package(item("a"), item("b"), sequencing=FLOW_ONLY))
    page = person.play()
    assert not toc_link(page, "a")
    assert not toc_link(page, "b")
    assert 'data-navigate="continue"' in page.content.decode()


def test_hidden_from_choice_is_not_listed_but_flow_reaches_it(learn: Any) -> None:
    person = learn(package(item("a"), item("b", "秘密のページ", sequencing=HIDDEN), item("c")))
    page = person.play()
    assert "秘密のページ" not in page.content.decode()
    page = person.ask("continue")
    assert person.shown == "b"
    assert "秘密のページ" in page.content.decode()


def test_buttons_the_package_hides(learn: Any) -> None:
    hides = """<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
<adlnav:hideLMSUI>suspendAll</adlnav:hideLMSUI><adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI>
</adlnav:navigationInterface></adlnav:presentation>"""
    person = learn(package(item("a", sequencing=hides), item("b")))
    html = person.play().content.decode()
    assert 'data-navigate="previous"' in html
    assert not any(f'data-navigate="{word}"' in html for word in ("continue", "suspendAll", "exitAll"))
    html = person.ask("continue").content.decode()
    assert all(f'data-navigate="{word}"' in html for word in ("continue", "previous", "suspendAll", "exitAll"))


def test_choice_without_flow_shows_no_next(learn: Any) -> None:
    person = learn(package(item("a"), item("b"), sequencing=""))
    html = person.play().content.decode()
    assert 'data-navigate="continue"' not in html
    assert 'href="?item=b"' in html


# What is recorded


def test_rollup_by_rule_and_weight_reaches_the_enrolment(learn: Any) -> None:
    weighted = """<imsss:sequencing><imsss:controlMode flow="true"/><imsss:rollupRules>
<imsss:rollupRule childActivitySet="any"><imsss:rollupConditions><imsss:rollupCondition condition="completed"/>
</imsss:rollupConditions><imsss:rollupAction action="completed"/></imsss:rollupRule></imsss:rollupRules>
<imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.7
</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>"""
    weight = '<imsss:sequencing><imsss:rollupRules objectiveMeasureWeight="3"/></imsss:sequencing>'
    person = learn(package(item("a", sequencing=weight), item("b"), sequencing=weighted))
    person.say({"score": {"scaled": "0.9"}, "completion_status": "completed"}, "terminate", wish="continue")
    progress = ModuleProgress.objects.get()
    assert (progress.completion, progress.success, str(progress.score)) == ("completed", "failed", "0.675000")
    person.play()
    person.say({"score": {"scaled": "0.5"}, "completion_status": "completed"}, "terminate")
    progress.refresh_from_db()
    assert (progress.state, progress.success, str(progress.score)) == (ProgressState.COMPLETED, "passed", "0.800000")


def test_silent_parts_complete_the_course_by_being_left(learn: Any) -> None:
    person = learn(package(item("a", sequencing=WRITES.replace("satisfiedByMeasure", "x")), item("b")))
    person.say({}, "terminate", wish="continue")
    assert ModuleProgress.objects.get().state == ProgressState.IN_PROGRESS
    person.play()
    person.say({}, "terminate", wish="exitAll")
    assert ModuleProgress.objects.get().state == ProgressState.COMPLETED


def test_objectives_are_shown_to_the_package_as_they_stand(learn: Any) -> None:
    person = learn(LOCKED)
    person.say({"score": {"scaled": "0.8"}}, "terminate", wish="continue")
    person.play()
    preload = dict(person.state["preload"])
    assert preload["cmi.objectives.0.id"] == "seen"
    assert preload["cmi.objectives.0.success_status"] == "passed"
    assert GlobalObjective.objects.get().data == {"satisfied": True, "measure": "0.8"}


def test_global_objectives_outlive_the_attempt(learn: Any) -> None:
    person = learn(LOCKED)
    person.say({"score": {"scaled": "0.8"}}, "terminate")
    person.client.post(place(person.played, "start-over/"))
    page = person.play()
    assert Attempt.objects.count() == 2
    assert toc_link(page, "b")


def test_objectives_of_the_course_alone_do_not(learn: Any) -> None:
    person = learn(replace(LOCKED, organisation=' adlseq:objectivesGlobalToSystem="false"'))
    person.say({"score": {"scaled": "0.8"}}, "terminate")
    assert toc_link(person.play("?item=b"), "b")
    assert not GlobalObjective.objects.exists()
    person.client.post(place(person.played, "start-over/"))
    assert not toc_link(person.play(), "b")


def test_random_order_is_the_same_at_every_launch(learn: Any) -> None:
    shuffled = """<imsss:sequencing><imsss:controlMode flow="true"/>
<imsss:randomizationControls randomizationTiming="once" reorderChildren="true"/></imsss:sequencing>"""
    person = learn(package(*(item(f"p{number}") for number in range(7)), sequencing=shuffled))
    met = [person.shown]
    for _ in range(6):
        person.say({"exit": ""}, "leave")
        person.play()
        person.say(PASSED, "terminate", wish="continue")
        person.play()
        met.append(person.shown)
    assert sorted(met) == [f"p{number}" for number in range(7)]
    assert ModuleProgress.objects.get().state == ProgressState.IN_PROGRESS
    person.say(PASSED, "terminate", wish="continue")
    assert ModuleProgress.objects.get().state == ProgressState.COMPLETED


def test_walking_off_the_end_leads_to_the_end_page(learn: Any) -> None:
    person = learn(package(item("a"), item("b", sequencing=WRITES)))
    person.ask("continue")
    assert person.state["navigation"]["continue"] is True
    person.say(PASSED, "terminate", wish="continue")
    page = person.play()
    assert page.redirect_chain[-1][0].endswith("/end/")


# Looking only


@pytest.mark.parametrize("spec", [LOCKED, PackageSpec()], ids=["sequenced", "1.2"])
def test_looking_again_changes_nothing(learn: Any, spec: PackageSpec) -> None:
    person = learn(spec)
    person.say({"suspend_data": "mine", "location": "p1"} if spec is LOCKED else {"suspend_data": "mine"}, "leave")
    tables = (Attempt, CmiState, ModuleProgress, OutcomeRecord, SequencingState, GlobalObjective)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    person.play("?mode=review")
    preload = dict(person.state["preload"])
    assert preload["cmi.suspend_data"] == "mine"
    assert "review" in preload.values()
    assert "no-credit" in preload.values()
    person.say({"suspend_data": "forged", "success_status": "passed", "core": {"lesson_status": "passed"}}, "terminate")
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_looking_again_does_not_end_the_window_that_learns(learn: Any) -> None:
    person = learn(LOCKED)
    learning = dict(person.state)
    person.say({"location": "p1"})
    learning["sequence"] = person.state["sequence"]
    person.play("?mode=review")
    person.state = learning
    assert person.say({"location": "p2"})["result"] is True
