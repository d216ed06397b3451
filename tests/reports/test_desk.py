from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lms.learning.extensions.services import ask
from lms.lib import clock
from lms.people.models import RoleGrant, RosterLoad
from reports.desk import Waiting, waiting_for
from reports.places import AREAS, areas_for
from tests.cast import Cast
from tests.factories import EnrolmentFactory

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 1, tzinfo=UTC))


def tiles(cast: Cast) -> dict[str, Waiting]:
    # A grant is read once a request.
    cast.hr.__dict__.pop("_grants_on", None)
    cast.hr.__dict__.pop("_reach_of", None)
    return {tile.href: tile for tile in waiting_for(cast.hr, TODAY)}


def test_nothing_waits_on_a_quiet_day(cast: Cast) -> None:
    assert tiles(cast) == {}


def test_what_waits_is_counted_as_on_the_page_it_leads_to(cast: Cast, client: Client) -> None:
    EnrolmentFactory(learner=cast.alice, due_on=date(2026, 11, 2))
    EnrolmentFactory(learner=cast.charlie, due_on=date(2026, 11, 23))
    EnrolmentFactory(learner=cast.charlie, due_on=TODAY)
    late = tiles(cast)[reverse("learning:not-done")]
    client.force_login(cast.hr)
    assert late.value == 2
    assert client.get(late.href).context["total"].late == 2


def test_a_request_says_how_long_it_has_waited(cast: Cast) -> None:
    enrolment = EnrolmentFactory(learner=cast.alice, due_on=date(2026, 11, 30))
    asked_at = datetime(2026, 11, 20, 1, tzinfo=UTC)
    ask(enrolment, reason="busy", words="窓口の繁忙期", wished_on=date(2026, 12, 11), request_key="k", at=asked_at)
    tile = tiles(cast)[reverse("learning:extensions")]
    assert (tile.value, tile.note) == (1, "最も古いものは4日待っています")


def test_only_what_lies_within_reach_waits(cast: Cast) -> None:
    EnrolmentFactory(learner=cast.alice, due_on=date(2026, 11, 2))
    RosterLoad.objects.create(
        filename="r9.csv", sha256="0" * 64, as_of=TODAY, state="ready", uploaded_at=clock.now(), touched_at=clock.now()
    )
    assert set(tiles(cast)) == {reverse("learning:not-done"), reverse("people:roster")}
    grant = RoleGrant.objects.get(person=cast.hr)
    grant.department = cast.charlie.postings.get().department
    grant.save()
    assert tiles(cast) == {}


@pytest.mark.parametrize(("role", "is_city"), [("hr", True), ("hr", False), ("admin", True)])
def test_every_place_that_is_shown_opens(cast: Cast, client: Client, role: str, *, is_city: bool) -> None:
    person = getattr(cast, role)
    if not is_city:
        RoleGrant.objects.filter(person=person).update(department=cast.department)
    client.force_login(person)
    shown = {place.url_name for area in areas_for(person, TODAY) for place in area.places}
    known = {place.url_name for area in AREAS for place in area.places}
    opened = {name for name in known if client.get(reverse(name)).status_code == 200}
    assert shown == opened
    assert (shown == known) == (role == "hr" and is_city)
