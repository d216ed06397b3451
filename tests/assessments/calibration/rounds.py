"""Calibrations for tests: the cast's supervisor and second rater judge cases of Alice's group."""

from datetime import UTC, date, datetime

from assessments.calibration import services
from assessments.calibration.models import Calibration, CalibrationRater
from assessments.calibration.services import Planned, Written
from curriculum.models import TalentGroup
from lms.people.models import User
from tests.cast import Cast
from tests.factories import PostingFactory, RankFactory, RaterAssignmentFactory, UserFactory

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
FAR = date(2099, 3, 31)


def planned_round(cast: Cast, *, cases: int = 2, closes_on: date = FAR) -> Calibration:
    """Return a planned round with its cases written."""
    planned = Planned(
        name="期首前の目線合わせ",
        group=TalentGroup.objects.get(key="all_staff"),
        opens_on=date(2026, 11, 1),
        closes_on=closes_on,
        planned_cases=cases,
        with_second_raters=True,
    )
    round_ = services.plan(planned, request_key="round", by=cast.hr, at=AT)
    for number in range(1, cases + 1):
        written = Written(
            title=f"事例{number}", text="窓口の様式を直した。", expected_level=3, expected_because="成果がある"
        )
        services.write_case(round_, written, request_key=f"case-{number}", by=cast.hr, at=AT)
    return round_


def open_round(cast: Cast, *, cases: int = 2, more_raters: int = 0) -> Calibration:
    round_ = planned_round(cast, cases=cases)
    for _ in range(more_raters):
        another_rater(cast)
    services.open_calibration(round_, by=cast.hr, at=AT)
    round_.refresh_from_db()
    return round_


def another_rater(cast: Cast) -> User:
    person = UserFactory()
    PostingFactory(person=person, department=cast.department, rank=RankFactory(key="staff"))
    rater = UserFactory()
    RaterAssignmentFactory(person=person, rater=rater)
    return rater


def judge_all(round_: Calibration, level: int | None = 3) -> None:
    """Let every rater give every case one level."""
    for rater in CalibrationRater.objects.filter(calibration=round_).select_related("calibration"):
        for case in round_.cases.all():
            services.judge_case(rater, case, level=level, reason="", request_key="all", at=AT)
