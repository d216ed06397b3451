"""Shared data (adl.data): what one item wrote another reads, as the manifest lets both (CAM 5.1.10, RTE 4.3.1)."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from curriculum.models import PackageItem
from lms.learning.models import ScormCommit, SharedData
from lms.learning.scorm import services, sharing
from lms.learning.scorm.learning_record import learning_record
from lms.learning.scorm.queries import shell_state
from lms.learning.scorm.requirements import Store
from tests.cast import Cast
from tests.factories.scorm import AT, Played, scorm_course
from tests.learning.scorm.test_walking import FLOW, Person
from tests.scorm.generator import Edition, ItemSpec, PackageSpec

pytestmark = pytest.mark.django_db


def data(*maps: str) -> str:
    return f"<adlcp:data>{''.join(f'<adlcp:map {one}/>' for one in maps)}</adlcp:data>"


NOTES = 'targetID="jp.lg.test.notes"'
WRITES = data(f'{NOTES} readSharedData="false"')
READS = data(f'{NOTES} writeSharedData="false"', 'targetID="jp.lg.test.own"')
PACKAGE = PackageSpec(
    edition=Edition.V2004_4,
    items=(
        ItemSpec(id="a", title="調べる", file="a.html", sequencing=WRITES),
        ItemSpec(id="b", title="まとめる", file="b.html", sequencing=READS),
    ),
    sequencing=FLOW,
)
WITHIN = replace(PACKAGE, organisation=' adlcp:sharedDataGlobalToSystem="false"')


@pytest.fixture
def learn(client: Client, cast: Cast) -> Any:
    client.force_login(cast.alice)

    def begin(spec: PackageSpec) -> Person:
        person = Person(client, scorm_course(cast.alice, spec))
        person.play()
        return person

    return begin


def stores(person: Person) -> dict[str, str | None]:
    return {store["targetID"]: store.get("store") for store in person.state["stores"]}


@pytest.mark.parametrize("spec", [PACKAGE, WITHIN], ids=["of the learner", "of the attempt"])
def test_one_item_reads_what_another_wrote(learn: Any, spec: PackageSpec) -> None:
    person = learn(spec)
    assert stores(person) == {"jp.lg.test.notes": None}
    person.say({}, stores={"jp.lg.test.notes": "窓口\n\ud800\x00"})
    person.say({}, "terminate", wish="continue")
    person.play()
    assert person.shown == "b"
    assert stores(person) == {"jp.lg.test.notes": "窓口\n\ud800\x00", "jp.lg.test.own": None}
    recorded = learning_record(person.played.enrolment)["items"]
    assert [item["shared_data"] for item in recorded] == [{"jp.lg.test.notes": "窓口\n\ud800\x00"}] * 2


def test_a_store_that_may_not_be_read_does_not_reach_the_browser(learn: Any) -> None:
    person = learn(PACKAGE)
    person.say({}, "leave", stores={"jp.lg.test.notes": "secret"})
    person.play()
    assert stores(person) == {"jp.lg.test.notes": None}


def test_what_an_item_may_not_write_is_refused_and_named(learn: Any) -> None:
    person = learn(PACKAGE)
    person.say({}, "terminate", stores={"jp.lg.test.notes": "first"}, wish="continue")
    person.play()
    person.say({}, stores={"jp.lg.test.notes": "forged", "jp.lg.test.own": "mine", "jp.lg.other": "x"})
    refused = ScormCommit.objects.order_by("pk").last().refused
    assert refused.splitlines() == ["adl.data: jp.lg.test.notes", "adl.data: jp.lg.other"]
    assert {row.identifier: row.store for row in SharedData.objects.all()} == {
        "jp.lg.test.notes": '"first"',
        "jp.lg.test.own": '"mine"',
    }


@pytest.mark.parametrize(("spec", "outlives"), [(PACKAGE, True), (WITHIN, False)])
def test_shared_data_outlive_the_attempt_unless_the_course_keeps_them(
    learn: Any, spec: PackageSpec, *, outlives: bool
) -> None:
    person = learn(spec)
    person.say({}, "terminate", stores={"jp.lg.test.notes": "kept"})
    person.play("?item=b")
    assert stores(person)["jp.lg.test.notes"] == "kept"
    person.say({}, "leave")
    person.client.post(f"/learn/e/{person.played.enrolment.uuid}/{person.played.module.uuid}/start-over/")
    person.play("?item=b")
    assert stores(person)["jp.lg.test.notes"] == ("kept" if outlives else None)


def test_two_courses_of_one_learner_share_by_name_and_two_learners_do_not(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    first = Person(client, scorm_course(cast.alice, PACKAGE))
    first.play()
    first.say({}, "terminate", stores={"jp.lg.test.notes": "from the first"})
    other = replace(PACKAGE, title="別のコース")
    second = Person(client, scorm_course(cast.alice, other))
    second.play("?item=b")
    assert stores(second)["jp.lg.test.notes"] == "from the first"
    client.force_login(cast.charlie)
    stranger = Person(client, scorm_course(cast.charlie, other))
    stranger.play("?item=b")
    assert stores(stranger)["jp.lg.test.notes"] is None


def test_looking_again_shows_them_and_changes_nothing(learn: Any) -> None:
    person = learn(PACKAGE)
    person.say({}, "terminate", stores={"jp.lg.test.notes": "kept"}, wish="continue")
    person.play()
    person.say({}, "terminate", stores={"jp.lg.test.own": "mine"})
    before = list(SharedData.objects.order_by("pk").values())
    person.play("?mode=review&item=b")
    assert stores(person) == {"jp.lg.test.notes": "kept", "jp.lg.test.own": "mine"}
    person.say({}, "terminate", stores={"jp.lg.test.own": "forged"})
    assert list(SharedData.objects.order_by("pk").values()) == before


def test_what_was_written_later_stays(cast: Cast) -> None:
    """A browser that was offline hands in what it kept; the newer text from another place is not undone."""
    played = scorm_course(cast.alice, PACKAGE)
    launch = services.launch(played.enrolment, played.module, played.item, at=AT)
    name = {"jp.lg.test.notes": "new"}
    sharing.save(launch.session, name, at=AT.replace(hour=12))
    sharing.save(launch.session, {"jp.lg.test.notes": "old"}, at=AT.replace(hour=11))
    assert SharedData.objects.get().store == '"new"'
    sharing.save(launch.session, {"jp.lg.test.notes": "newest"}, at=AT.replace(hour=13))
    assert SharedData.objects.get().store == '"newest"'


def test_kept_text_is_replayed_at_the_next_launch(cast: Cast) -> None:
    played = scorm_course(cast.alice, PACKAGE)
    lost = services.launch(played.enrolment, played.module, played.item, at=AT)
    again = services.launch(played.enrolment, played.module, played.item, at=AT.replace(hour=12))
    body = (
        f'{{"session":"{lost.session.uuid.hex}","sequence":1,"kind":"commit","at":"{AT.isoformat()}",'
        '"stores":{"jp.lg.test.notes":"offline"},"cmi":{}}'
    )
    assert services.replay(again.token, body.encode(), at=AT.replace(hour=12))
    assert SharedData.objects.get().store == '"offline"'


@pytest.mark.parametrize("wrong", ['{"n": 1}', '["x"]', '"x"'])
def test_stores_that_are_no_texts_are_refused(cast: Cast, wrong: str) -> None:
    played = scorm_course(cast.alice, PACKAGE)
    launch = services.launch(played.enrolment, played.module, played.item, at=AT)
    body = f'{{"kind":"commit","cmi":{{}},"stores":{wrong}}}'.encode()
    assert services.commit(launch.token, 1, body, at=AT).status == 400


def test_long_name_is_kept_by_its_digest(cast: Cast) -> None:
    long = "jp.lg.test." + "長" * 400
    spec = replace(PACKAGE, items=(ItemSpec(id="a", title="a", file="a.html", sequencing=data(f'targetID="{long}"')),))
    played = scorm_course(cast.alice, spec)
    launch = services.launch(played.enrolment, played.module, played.item, at=AT)
    sharing.save(launch.session, {long: "kept"}, at=AT)
    assert sharing.load(cast.alice.pk, None, [Store(target=long)]) == {long: "kept"}


def test_an_item_without_shared_data_costs_no_query(cast: Cast, django_assert_num_queries: Any) -> None:
    played = scorm_course(cast.alice)
    launch = services.launch(played.enrolment, played.module, played.item, at=AT)
    with django_assert_num_queries(0):
        assert sharing.load(cast.alice.pk, None, []) == {}
        sharing.save(launch.session, {"forged": "x"}, at=AT)
    assert shell_state(launch.session.uuid, launch.token, at=AT)["stores"] == []


def test_migration_fills_packages_imported_before(cast: Cast) -> None:
    played: Played = scorm_course(cast.alice, WITHIN)
    wanted = list(PackageItem.objects.order_by("pk").values_list("identifier", "data_maps"))
    assert wanted[0] == ("a", [{"target": "jp.lg.test.notes", "read": False, "write": True, "is_global": False}])
    PackageItem.objects.filter(version=played.version).update(data_maps=[])
    fill = import_module("curriculum.migrations.0004_fill_data_maps").fill
    for _ in range(2):
        fill(apps, None)
        assert list(PackageItem.objects.order_by("pk").values_list("identifier", "data_maps")) == wanted
