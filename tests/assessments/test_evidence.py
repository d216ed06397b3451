from datetime import date, timedelta

import pytest

from assessments.errors import Refused
from assessments.models import Assessment, Evidence
from assessments.services import attach_evidence, withdraw_evidence
from lms.learning.models import Enrolment
from lms.people.models import User
from tests.cast import Cast
from tests.factories import CourseFactory, CourseVersionFactory, EnrolmentFactory
from tests.factories.assessments import AT, assessment_of, confirm_at, open_cycle_for


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    open_cycle_for(cast)
    return assessment_of(cast.alice)


def completed(person: User, *, supports_to: int = 3) -> Enrolment:
    version = CourseVersionFactory(course=CourseFactory(supports_level_to=supports_to))
    return EnrolmentFactory(
        learner=person, course_version=version, state="completed", completed_at=AT - timedelta(days=10)
    )


def attach(assessment: Assessment, *, key: str = "k", level: int = 3, **evidence) -> Evidence:
    return attach_evidence(assessment, level=level, request_key=key, by=assessment.person, at=AT, **evidence)


def test_completed_learning_is_attached_with_its_date(cast: Cast, assessment: Assessment) -> None:
    item = attach(assessment, enrolment=completed(cast.alice))
    assert item.kind == Evidence.Kind.COMPLETION
    assert item.happened_on == date(2026, 11, 14)


def test_accepted_project_stands_for_level_4(cast: Cast, assessment: Assessment) -> None:
    item = attach(assessment, level=4, enrolment=completed(cast.alice, supports_to=4))
    assert item.level == 4


def test_course_does_not_stand_for_level_4(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(Refused):
        attach(assessment, level=4, enrolment=completed(cast.alice, supports_to=3))


def test_somebody_elses_learning_is_refused(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(Refused):
        attach(assessment, enrolment=completed(cast.charlie))
    assert not Evidence.objects.exists()


def test_unfinished_learning_is_refused(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(Refused):
        attach(assessment, enrolment=EnrolmentFactory(learner=cast.alice))


def test_note_needs_a_date(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(Refused):
        attach(assessment, level=4, note="様式を直した")
    item = attach(assessment, level=4, note="様式を直した", happened_on=date(2026, 11, 2))
    assert item.kind == Evidence.Kind.NOTE


def test_same_request_twice_is_one_note(assessment: Assessment) -> None:
    for _ in range(2):
        attach(assessment, level=4, note="様式を直した", happened_on=date(2026, 11, 2))
    assert Evidence.objects.count() == 1


def test_same_learning_twice_is_one_piece(cast: Cast, assessment: Assessment) -> None:
    enrolment = completed(cast.alice)
    first = attach(assessment, key="a", enrolment=enrolment)
    assert attach(assessment, key="b", enrolment=enrolment) == first


def test_withdrawn_evidence_stays_on_record_and_can_be_attached_again(cast: Cast, assessment: Assessment) -> None:
    enrolment = completed(cast.alice)
    first = attach(assessment, key="a", enrolment=enrolment)
    withdraw_evidence(first, by=cast.alice, at=AT)
    second = attach(assessment, key="b", enrolment=enrolment)
    assert Evidence.objects.count() == 2
    assert list(Evidence.objects.standing()) == [second]


def test_confirmed_assessment_keeps_its_evidence(cast: Cast, assessment: Assessment) -> None:
    item = attach(assessment, enrolment=completed(cast.alice))
    confirm_at(assessment, 3, cast=cast)
    with pytest.raises(Refused):
        withdraw_evidence(item, by=cast.alice, at=AT)
    with pytest.raises(Refused):
        attach(assessment, key="late", note="後から", happened_on=date(2026, 11, 2))
    assert Evidence.objects.standing().count() == 1
