"""HR's pages and the raters' page."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.calibration import services
from assessments.calibration.models import Calibration, CalibrationRating, Vignette
from lms.people.models import AuditEvent
from tests.assessments.calibration.rounds import AT, judge_all, open_round, planned_round
from tests.cast import Cast


def page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(f"assessments:{name}", args=args)).content.decode()


def test_hr_plans_writes_and_opens(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    group = client.get(reverse("assessments:calibration_new")).context["form"].fields["group"].queryset.last()
    answer = client.post(
        reverse("assessments:calibration_new"),
        {
            "request_key": "k",
            "name": "目線合わせ",
            "group": group.pk,
            "opens_on": "2026-11-01",
            "closes_on": "2099-03-31",
            "planned_cases": "2",
            "with_second_raters": "on",
        },
    )
    round_ = Calibration.objects.get()
    assert answer["Location"] == reverse("assessments:calibration", args=[round_.uuid])
    for number in (1, 2):
        case = {"request_key": f"c{number}", "title": f"事例{number}", "text": "様式を直した", "expected": "below1"}
        client.post(reverse("assessments:calibration_write", args=[round_.uuid]), case)
    assert [row.expected_level for row in Vignette.objects.all()] == [0, 0]
    client.post(reverse("assessments:calibration_open", args=[round_.uuid]))
    round_.refresh_from_db()
    assert round_.state == "open"


def test_a_period_that_ends_before_it_begins_is_named(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    answer = client.post(
        reverse("assessments:calibration_new"),
        {
            "request_key": "k",
            "name": "目線合わせ",
            "opens_on": "2026-11-02",
            "closes_on": "2026-11-01",
            "planned_cases": "6",
        },
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["closes_on"]


def test_while_it_is_open_hr_sees_who_has_judged_and_not_how(client: Client, cast: Cast) -> None:
    round_ = open_round(cast, cases=3, more_raters=3)
    judge_all(round_)
    client.force_login(cast.hr)
    before = page(client, "calibration", round_.uuid)
    assert cast.supervisor.name in before
    assert "Krippendorff" not in before
    services.close_calibration(round_, by=cast.hr, at=AT)
    assert "Krippendorff" in page(client, "calibration", round_.uuid)


def test_a_rater_judges_and_changes_their_mind(client: Client, cast: Cast) -> None:
    round_ = open_round(cast)
    client.force_login(cast.supervisor)
    assert reverse("assessments:calibration_cases", args=[round_.uuid]) in page(client, "home")
    address = reverse("assessments:calibration_judge", args=[round_.uuid, 1])
    for key, level in (("1", "3"), ("2", "none")):
        answer = client.post(address, {"request_key": key, "level": level}, headers={"hx-request": "true"})
        assert answer.status_code == 200
    assert [row.level for row in CalibrationRating.objects.order_by("pk")] == [3, None]
    assert "2件中1件" in answer.content.decode()
    assert "2件中1件" in page(client, "calibration_cases", round_.uuid)


def test_a_reason_without_a_level_is_not_saved_and_says_so(client: Client, cast: Cast) -> None:
    round_ = open_round(cast)
    client.force_login(cast.supervisor)
    address = reverse("assessments:calibration_judge", args=[round_.uuid, 1])
    answer = client.post(address, {"request_key": "1", "reason": "成果"}, headers={"hx-request": "true"})
    assert "field-error" in answer.content.decode()
    assert not CalibrationRating.objects.exists()


def test_afterwards_a_rater_sees_the_others_only_when_there_are_five(client: Client, cast: Cast) -> None:
    round_ = open_round(cast)
    judge_all(round_)
    services.close_calibration(round_, by=cast.hr, at=AT)
    client.force_login(cast.supervisor)
    found = page(client, "calibration_cases", round_.uuid)
    assert "5人に満たない" in found
    assert cast.second.name not in found


def test_a_planned_round_is_nobody_s_business_but_hr_s(client: Client, cast: Cast) -> None:
    round_ = planned_round(cast)
    client.force_login(cast.supervisor)
    assert client.get(reverse("assessments:calibration_cases", args=[round_.uuid])).status_code == 404


@pytest.mark.parametrize("with_cycle", [False, True])
def test_looking_at_agreement_is_noted_once_there_is_something_to_see(
    client: Client, cast: Cast, with_cycle: bool
) -> None:
    from tests.factories.assessments import open_cycle_for

    if with_cycle:
        cycle = open_cycle_for(cast)
        cycle.state = "closed"
        cycle.save()
    client.force_login(cast.hr)
    assert client.get(reverse("assessments:agreement")).status_code == 200
    assert AuditEvent.objects.filter(action="agreement.viewed").count() == with_cycle
