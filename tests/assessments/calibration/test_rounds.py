"""Planning, opening, judging and closing a round."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assessments.calibration import queries, services
from assessments.calibration.models import CalibrationRater, CalibrationRating, Vignette
from assessments.calibration.services import Written
from assessments.calibration.states import CalibrationState, Obstacle, obstacles, shows_results, takes_ratings
from assessments.errors import Refused
from curriculum.models import TalentGroup
from lms.people.models import AuditEvent
from tests.assessments.calibration.rounds import AT, another_rater, judge_all, open_round, planned_round
from tests.cast import Cast

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("cases", "raters", "closes_on", "expected"),
    [
        (6, 2, TODAY, []),
        (5, 2, TODAY, [Obstacle.CASES]),
        (7, 2, TODAY, [Obstacle.CASES]),
        (6, 1, TODAY, [Obstacle.RATERS]),
        (6, 2, TODAY - timedelta(days=1), [Obstacle.OVER]),
        (0, 0, TODAY - timedelta(days=1), [Obstacle.CASES, Obstacle.RATERS, Obstacle.OVER]),
    ],
)
def test_what_is_in_the_way_of_opening(cases: int, raters: int, closes_on: date, expected: list[Obstacle]) -> None:
    assert obstacles(cases=cases, planned_cases=6, raters=raters, closes_on=closes_on, on=TODAY) == expected


@pytest.mark.parametrize("state", CalibrationState)
@pytest.mark.parametrize("shift", [-2, -1, 0, 1, 2])
def test_nobody_may_judge_once_results_can_be_seen(state: CalibrationState, shift: int) -> None:
    opens_on, closes_on = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    on = TODAY + timedelta(days=shift)
    may_judge = takes_ratings(state, opens_on=opens_on, closes_on=closes_on, on=on)
    assert may_judge == (state == CalibrationState.OPEN and shift in (-1, 0, 1))
    assert not (may_judge and shows_results(state, closes_on=closes_on, on=on))


def test_opening_asks_first_and_second_raters_of_the_group_once(cast: Cast) -> None:
    round_ = open_round(cast)
    asked = set(CalibrationRater.objects.filter(calibration=round_).values_list("person_id", flat=True))
    assert asked == {cast.supervisor.pk, cast.second.pk}
    with pytest.raises(Refused):
        services.open_calibration(round_, by=cast.hr, at=AT)
    assert AuditEvent.objects.filter(action="calibration.opened").count() == 1


def test_a_round_without_its_cases_cannot_open(cast: Cast) -> None:
    round_ = planned_round(cast, cases=2)
    services.drop_case(round_, Vignette.objects.order_by("pk").first())
    with pytest.raises(Refused, match=str(Obstacle.CASES.label)):
        services.open_calibration(round_, by=cast.hr, at=AT)
    assert not CalibrationRater.objects.exists()


def test_cases_stay_as_they_are_once_it_is_open(cast: Cast) -> None:
    round_ = open_round(cast)
    vignette = Vignette.objects.order_by("pk").first()
    with pytest.raises(Refused):
        services.drop_case(round_, vignette)
    with pytest.raises(Refused):
        services.write_case(round_, Written(title="三", text="…"), request_key="late", by=cast.hr, at=AT)
    assert not Vignette.objects.filter(request_key="late").exists(), "nothing half done"


def test_a_case_of_another_group_is_refused(cast: Cast) -> None:
    round_ = planned_round(cast, cases=1)
    stranger = Vignette.objects.create(
        group=TalentGroup.objects.get(key="leader_wg"),
        title="WG",
        text="…",
        request_key="x",
        written_by=cast.hr,
        written_at=AT,
    )
    with pytest.raises(Refused):
        services.take_case(round_, stranger)


def test_sending_a_form_twice_changes_nothing(cast: Cast) -> None:
    round_ = open_round(cast)
    rater = CalibrationRater.objects.select_related("calibration").get(person=cast.supervisor)
    case = round_.cases.order_by("order").first()
    for _ in range(2):
        services.judge_case(rater, case, level=4, reason="", request_key="k", at=AT)
    assert CalibrationRating.objects.count() == 1


def test_the_newest_judgement_counts_and_the_older_stays(cast: Cast) -> None:
    round_ = open_round(cast)
    rater = CalibrationRater.objects.select_related("calibration").get(person=cast.supervisor)
    case = round_.cases.order_by("order").first()
    services.judge_case(rater, case, level=4, reason="", request_key="1", at=AT)
    services.judge_case(rater, case, level=None, reason="", request_key="2", at=AT)
    assert queries.newest_ratings(round_) == {(rater.pk, case.pk): None}
    assert CalibrationRating.objects.count() == 2


def test_after_the_period_nothing_is_saved(cast: Cast) -> None:
    round_ = open_round(cast)
    rater = CalibrationRater.objects.select_related("calibration").get(person=cast.supervisor)
    late = datetime(2099, 4, 2, tzinfo=UTC)
    with pytest.raises(Refused):
        services.judge_case(rater, round_.cases.first(), level=4, reason="", request_key="k", at=late)


def test_results_count_every_rater_once_a_case(cast: Cast) -> None:
    round_ = open_round(cast, more_raters=3)
    judge_all(round_)
    for result in queries.case_results(round_):
        assert result.levels == (0, 0, 0, 5, 0, 0)
        assert result.as_intended == 5
        assert result.is_shown_to_raters
    assert queries.calibration_agreement(round_) is None, "20 pairs are too few"


def test_agreement_is_shown_from_thirty_pairs(cast: Cast) -> None:
    round_ = open_round(cast, cases=3, more_raters=3)
    judge_all(round_)
    figures = queries.calibration_agreement(round_)
    assert figures is not None
    assert (figures.pairs, figures.exact, figures.alpha) == (30, 1, None)


def test_the_collection_keeps_a_case_for_the_next_round(cast: Cast) -> None:
    open_round(cast)
    again = services.plan(
        services.Planned(
            name="次回",
            group=TalentGroup.objects.get(key="all_staff"),
            opens_on=TODAY,
            closes_on=TODAY,
            planned_cases=2,
            with_second_raters=False,
        ),
        request_key="next",
        by=cast.hr,
        at=AT,
    )
    offered = queries.collection(again)
    assert len(offered) == 2
    services.take_case(again, offered[0])
    assert queries.collection(again) == offered[1:]


@pytest.mark.parametrize("raters", [1, 8])
def test_progress_asks_the_same_number_of_questions(cast: Cast, raters: int, django_assert_num_queries: object) -> None:
    round_ = open_round(cast, more_raters=raters)
    with django_assert_num_queries(3):  # type: ignore[operator]
        lines = queries.progress_of(round_, TODAY)
    assert len(lines) == raters + 2


def test_first_raters_alone_when_second_raters_stay_out(cast: Cast) -> None:
    group = TalentGroup.objects.select_related("framework").get(key="all_staff")
    rater = another_rater(cast)
    assert set(queries.raters_of(group, TODAY, with_second=False)) == {cast.supervisor.pk, rater.pk}
