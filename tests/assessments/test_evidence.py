from datetime import date, timedelta

import pytest

from assessments.errors import Refused
from assessments.models import Assessment, Evidence
from assessments.queries import offered, offers_for
from assessments.services import attach_evidence, withdraw_evidence
from lms.learning.handins.services import review
from lms.learning.models import Enrolment, HandInReview
from lms.people.models import User
from tests.cast import Cast
from tests.factories import CourseFactory, CourseVersionFactory, EnrolmentFactory
from tests.factories.assessments import AT, assessment_of, confirm_at, open_cycle_for
from tests.factories.handins import handed_in
from tests.factories.projects import accept, hand_in, make_team


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
    item = attach(assessment, source=completed(cast.alice))
    assert item.kind == Evidence.Kind.COMPLETION
    assert item.happened_on == date(2026, 11, 14)


def test_accepted_hand_in_is_a_fact_at_any_level_with_the_day_it_came_in(cast: Cast, assessment: Assessment) -> None:
    version = handed_in(cast.alice)
    with pytest.raises(Refused, match="まだ認められていません"):
        attach(assessment, level=5, source=version)
    review(version, verdict=HandInReview.Verdict.ACCEPTED, comment="", by=cast.supervisor, at=AT)
    item = attach(assessment, level=5, source=version)
    assert (item.kind, item.happened_on) == (Evidence.Kind.HAND_IN, date(2026, 11, 23))
    assert item.title.endswith(" / 提出")
    assert attach(assessment, key="again", level=5, source=version) == item


def test_accepted_project_result_stands_for_everyone_in_its_team_alone(cast: Cast, assessment: Assessment) -> None:
    team = make_team(cast)
    result = hand_in(team.phases[0], team.alice)
    with pytest.raises(Refused):
        attach(assessment, level=4, source=result)
    accept(result, team.mentor)
    assert attach(assessment, level=4, source=result).title.startswith("待ち時間を短くする / ")
    with pytest.raises(Refused, match="本人"):
        attach(assessment_of(cast.charlie), level=4, source=result)


def test_a_person_is_offered_what_is_theirs_and_accepted(cast: Cast) -> None:
    enrolment, version, team = completed(cast.alice), handed_in(cast.alice), make_team(cast)
    result = hand_in(team.phases[0], team.bob)
    assert [offer.source for offer in offers_for(cast.alice)] == [enrolment]
    review(version, verdict=HandInReview.Verdict.ACCEPTED, comment="", by=cast.supervisor, at=AT)
    accept(result, team.mentor)
    offers = offers_for(cast.alice)
    works = [offer.source for offer in offers if offer.kind is not Evidence.Kind.COMPLETION]
    assert (offers[-1].source, works) == (result, [version, result])
    assert [offered(cast.alice, offer.key) for offer in offers] == [offer.source for offer in offers]
    assert [offered(cast.charlie, offer.key) for offer in offers] == [None] * len(offers)
    assert [offered(cast.alice, key) for key in ("", "note:x", f"nonsense:{version.uuid}", "hand_in:1")] == [None] * 4


def test_accepted_project_stands_for_level_4(cast: Cast, assessment: Assessment) -> None:
    item = attach(assessment, level=4, source=completed(cast.alice, supports_to=4))
    assert item.level == 4


def test_course_does_not_stand_for_level_4(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(Refused):
        attach(assessment, level=4, source=completed(cast.alice, supports_to=3))


def test_somebody_elses_learning_is_refused(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(Refused):
        attach(assessment, source=completed(cast.charlie))
    assert not Evidence.objects.exists()


def test_unfinished_learning_is_refused(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(Refused):
        attach(assessment, source=EnrolmentFactory(learner=cast.alice))


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
    first = attach(assessment, key="a", source=enrolment)
    assert attach(assessment, key="b", source=enrolment) == first


def test_withdrawn_evidence_stays_on_record_and_can_be_attached_again(cast: Cast, assessment: Assessment) -> None:
    enrolment = completed(cast.alice)
    first = attach(assessment, key="a", source=enrolment)
    withdraw_evidence(first, by=cast.alice, at=AT)
    second = attach(assessment, key="b", source=enrolment)
    assert Evidence.objects.count() == 2
    assert list(Evidence.objects.standing()) == [second]


def test_confirmed_assessment_keeps_its_evidence(cast: Cast, assessment: Assessment) -> None:
    item = attach(assessment, source=completed(cast.alice))
    confirm_at(assessment, 3, cast=cast)
    with pytest.raises(Refused):
        withdraw_evidence(item, by=cast.alice, at=AT)
    with pytest.raises(Refused):
        attach(assessment, key="late", note="後から", happened_on=date(2026, 11, 2))
    assert Evidence.objects.standing().count() == 1
