from datetime import timedelta

import pytest

from lms.learning.certificates.models import Certificate
from lms.learning.classes import services
from lms.learning.classes.models import ClassApplication, ClassSession
from lms.learning.record.models import Enrolment, ModuleProgress, OutcomeRecord
from tests.cast import Cast
from tests.factories import CourseVersionFactory, EnrolmentFactory, ModuleFactory
from tests.factories.classes import AT, class_date, enrolled

State = ClassApplication.State
AFTER = AT + timedelta(days=7, hours=4)
PRESENT, ABSENT = services.Mark(is_present=True), services.Mark(is_present=False)


def test_applying_twice_keeps_one_seat(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    assert services.apply(enrolment, date, at=AT) == services.apply(enrolment, date, at=AT)
    assert services.seats_taken(date) == 1


def test_the_last_seat_is_given_once_and_the_next_waits_for_it(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    other = EnrolmentFactory(course_version=module.course_version)
    date = class_date(module, capacity=1)
    first = services.apply(other, date, at=AT)
    own = services.apply(enrolment, date, at=AT)
    assert (first.state, own.state) == (State.APPLIED, State.WAITING)
    services.cancel(first, at=AT)
    own.refresh_from_db()
    assert own.state == State.APPLIED
    assert own.notices.get().kind == "seat"


def test_a_learner_has_one_seat_at_a_time(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    first, second = class_date(module), class_date(module, starts_at=AT + timedelta(days=14))
    held = services.apply(enrolment, first, at=AT)
    with pytest.raises(services.Refusal, match="applied_elsewhere"):
        services.apply(enrolment, second, at=AT)
    services.cancel(held, at=AT)
    services.cancel(held, at=AT)
    assert services.apply(enrolment, second, at=AT).state == State.APPLIED
    assert services.apply(enrolment, second, at=AT).session == second


def test_a_seat_given_back_can_be_taken_again(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    services.cancel(services.apply(enrolment, date, at=AT), at=AT)
    assert services.apply(enrolment, date, at=AT).state == State.APPLIED
    assert ClassApplication.objects.count() == 1


def test_once_a_class_has_begun_nobody_applies_or_gives_back(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    held = services.apply(enrolment, date, at=AT)
    with pytest.raises(services.Refusal, match="begun"):
        services.cancel(held, at=date.starts_at)
    other = EnrolmentFactory(course_version=module.course_version)
    with pytest.raises(services.Refusal, match="begun"):
        services.apply(other, date, at=date.starts_at)


def test_a_date_called_off_frees_people_for_another(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    first, second = class_date(module), class_date(module, starts_at=AT + timedelta(days=14))
    services.apply(enrolment, first, at=AT)
    services.call_off(first, by=cast.hr, at=AT)
    services.call_off(first, by=cast.hr, at=AT + timedelta(days=1))
    assert ClassSession.objects.get(pk=first.pk).called_off_at == AT
    assert services.apply(enrolment, second, at=AT).state == State.APPLIED
    other = EnrolmentFactory(course_version=module.course_version)
    with pytest.raises(services.Refusal, match="called_off"):
        services.apply(other, first, at=AT)


def test_being_there_completes_the_module_and_the_course(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    held = services.apply(enrolment, date, at=AT)
    for expected in (1, 0):
        count = services.record_attendance(date, {held: PRESENT}, by=cast.hr, at=AFTER)
        assert count == expected
    progress = ModuleProgress.objects.get()
    assert (progress.state, progress.seconds) == ("completed", 3 * 3600)
    assert OutcomeRecord.objects.get().source == f"class:{date.uuid}:{held.pk}"
    assert Certificate.objects.count() == 1


def test_staying_away_completes_nothing_and_frees_for_another_date(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    held = services.apply(enrolment, date, at=AT)
    services.record_attendance(date, {held: ABSENT}, by=cast.hr, at=AFTER)
    assert not OutcomeRecord.objects.exists()
    later = class_date(module, starts_at=AFTER + timedelta(days=7))
    assert services.apply(enrolment, later, at=AFTER).state == State.APPLIED


def test_an_absence_can_be_put_right_but_attendance_is_not_taken_back(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    held = services.apply(enrolment, date, at=AT)
    services.record_attendance(date, {held: ABSENT}, by=cast.hr, at=AFTER)
    services.record_attendance(date, {held: PRESENT}, by=cast.hr, at=AFTER)
    with pytest.raises(services.Refusal, match="attended_already"):
        services.record_attendance(date, {held: ABSENT}, by=cast.hr, at=AFTER)
    with pytest.raises(services.Refusal, match="attended_already"):
        services.call_off(date, by=cast.hr, at=AFTER)
    assert ModuleProgress.objects.get().state == "completed"


def test_attendance_waits_for_the_class_to_begin(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    held = services.apply(enrolment, date, at=AT)
    with pytest.raises(services.Refusal, match="not_begun"):
        services.record_attendance(date, {held: PRESENT}, by=cast.hr, at=AT)


def test_a_learner_on_an_older_version_attends_the_same_class(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    newer = CourseVersionFactory(course=module.course_version.course, number=2)
    renewed = ModuleFactory(course_version=newer, kind="class", key=module.key, title="実習(新)")
    date = class_date(renewed)
    held = services.apply(enrolment, date, at=AT)
    services.record_attendance(date, {held: PRESENT}, by=cast.hr, at=AFTER)
    assert ModuleProgress.objects.get(enrolment=enrolment).module == module


def test_somebody_from_the_paper_sheet_is_enrolled_and_put_on_the_list(cast: Cast) -> None:
    _enrolment, module = enrolled(cast)
    date = class_date(module, capacity=1)
    added = services.designate(date, cast.charlie, by=cast.hr, at=AFTER)
    assert services.designate(date, cast.charlie, by=cast.hr, at=AFTER) == added
    assert Enrolment.objects.filter(learner=cast.charlie).count() == 1
    # Whoever sat there counts, even beyond the seats.
    services.designate(date, cast.alice, by=cast.hr, at=AFTER)
    assert services.seats_taken(date) == 2


def test_a_form_sent_twice_sets_one_date(cast: Cast) -> None:
    _enrolment, module = enrolled(cast)
    date = services.Date(starts_at=AT, ends_at=AT + timedelta(hours=1), place="会議室", capacity=5)
    for _ in range(2):
        services.set_date(module, date, request_key="k", by=cast.hr, at=AT)
    assert ClassSession.objects.count() == 1
