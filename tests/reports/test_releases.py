"""Freezing, re-releasing, sending links."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from assessments.models import Assessment, Cycle
from reports.definitions import FIGURES
from reports.frozen import is_intact, release_of
from reports.models import Delivery, Snapshot
from reports.schedule import freeze_what_is_due, months_due, send_links
from reports.services import freeze_month, freeze_release, month_ends, subscribe
from reports.suppression import SMALLEST
from tests.cast import Cast

AT = datetime(2026, 11, 2, 3, tzinfo=UTC)


def test_what_is_due_is_frozen_once(two_cycles: list[Cycle]) -> None:
    freeze_what_is_due(at=AT)
    numbers = set(Snapshot.objects.values_list("number", flat=True))
    assert numbers == {"R8-1-1", "R8-2-1", "M-2026-06", "M-2026-07", "M-2026-08", "M-2026-09", "M-2026-10"}
    freeze_what_is_due(at=AT + timedelta(hours=1))
    assert Snapshot.objects.count() == len(numbers)
    assert all(is_intact(row) for row in Snapshot.objects.all())
    assert list(months_due(date(2026, 11, 2))) == []


def test_an_unchanged_cycle_keeps_its_number(two_cycles: list[Cycle]) -> None:
    first = freeze_release(two_cycles[0], by=None, at=AT)
    assert freeze_release(two_cycles[0], by=None, at=AT) == first


def test_frozen_figures_stay_when_rows_change(two_cycles: list[Cycle]) -> None:
    frozen = freeze_release(two_cycles[1], by=None, at=AT)
    before = release_of(frozen).figures
    Assessment.objects.filter(cycle=two_cycles[1], level=4).update(level=2)
    assert release_of(Snapshot.objects.get(pk=frozen.pk)).figures == before


def test_a_second_release_does_not_tell_the_one_person_corrected(two_cycles: list[Cycle]) -> None:
    first = release_of(freeze_release(two_cycles[1], by=None, at=AT))
    corrected = Assessment.objects.filter(cycle=two_cycles[1], level=1).first()
    corrected.level = 3
    corrected.save()
    second = freeze_release(two_cycles[1], by=None, at=AT)
    assert second.number == "R8-2-2"
    after = release_of(second)
    for old, new in zip(first.figures.groups, after.figures.groups, strict=True):
        for figure in FIGURES:
            change = abs(new.counts[figure.key] - old.counts[figure.key])
            if figure.shown and 0 < change < SMALLEST:
                assert not (first.shows(old.key, figure.key) and after.shows(new.key, figure.key))


def test_months_are_those_that_are_over() -> None:
    days = list(month_ends(date(2026, 12, 1), since=date(2026, 9, 15)))
    assert days == [date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)]
    assert list(month_ends(date(2026, 9, 30), since=date(2026, 9, 1))) == []


def test_a_link_goes_out_once_and_holds_no_figures(cast: Cast, two_cycles: list[Cycle]) -> None:
    cast.committee.email = "committee@city.example"
    cast.committee.save()
    subscribe(cast.committee, Snapshot.Kind.RELEASE, by=cast.hr, at=AT - timedelta(days=9))
    freeze_release(two_cycles[1], by=None, at=AT)
    assert send_links(at=AT) == 1
    assert send_links(at=AT) == 0
    assert Delivery.objects.count() == 1
    assert mail.outbox[0].to == ["committee@city.example"]
    assert "/reports/?number=R8-2-1" in mail.outbox[0].body
    assert "%" not in mail.outbox[0].body


def test_who_lost_the_role_gets_no_link(cast: Cast, two_cycles: list[Cycle]) -> None:
    cast.alice.email = "alice@city.example"
    cast.alice.save()
    subscribe(cast.alice, Snapshot.Kind.MONTH, by=cast.hr, at=AT - timedelta(days=9))
    freeze_month(date(2026, 10, 31), at=AT)
    assert send_links(at=AT) == 0


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def test_hr_releases_a_cycle_by_hand(hr: Client, cast: Cast, two_cycles: list[Cycle]) -> None:
    page = hr.get("/reports/releases/").content.decode()
    assert "未公表" in page
    assert hr.post("/reports/releases/of/R8-2/").status_code == 302
    assert Snapshot.objects.get().frozen_by == cast.hr


def test_hr_adds_and_removes_a_reader(hr: Client, cast: Cast) -> None:
    form = {"staff_no": cast.committee.staff_no, "kind": "release"}
    assert hr.post("/reports/releases/links/", form).status_code == 302
    assert cast.committee.report_subscriptions.count() == 1
    assert hr.post(f"/reports/releases/links/release/{cast.committee.pk}/stop/").status_code == 302
    assert cast.committee.report_subscriptions.count() == 0


@pytest.mark.parametrize(("who", "words"), [("alice", "権限がありません"), (None, "職員番号999999の職員はいません")])
def test_a_reader_who_could_not_open_it_is_refused(hr: Client, cast: Cast, who: str | None, words: str) -> None:
    staff_no = getattr(cast, who).staff_no if who else "999999"
    response = hr.post("/reports/releases/links/", {"staff_no": staff_no, "kind": "release"})
    assert response.status_code == 422
    assert words in response.content.decode()
