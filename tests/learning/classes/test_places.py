"""Consent, nomination, the waiting list, substitutes, the door."""

from datetime import timedelta

import pytest

from lms.learning.classes import services
from lms.learning.classes.models import ClassApplication, ClassNotice, ClassSession
from lms.learning.record.models import ModuleProgress
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories import EnrolmentFactory
from tests.factories.classes import AT, class_date, enrolled

State = ClassApplication.State
BEGIN = AT + timedelta(days=7)
AFTER = BEGIN + timedelta(hours=4)


def told(application: ClassApplication) -> list[str]:
    return list(application.notices.order_by("pk").values_list("kind", flat=True))


def test_consent_gives_a_seat_and_is_kept(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, needs_consent=True)
    asked = services.apply(enrolment, date, at=AT)
    assert (asked.state, services.seats_taken(date)) == (State.ASKED, 0)
    for _ in range(2):
        given = services.consent(asked, by=cast.supervisor, at=AT)
    assert (given.state, given.consent_by) == (State.APPLIED, cast.supervisor)
    assert told(given) == ["consent", "seat"]
    assert AuditEvent.objects.filter(action="class.consented", subject=cast.alice).count() == 1


def test_consent_when_the_date_is_full_leads_to_the_waiting_list(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, needs_consent=True, capacity=1)
    asked = services.apply(enrolment, date, at=AT)
    services.nominate(date, cast.charlie, by=cast.supervisor, at=AT)
    assert services.consent(asked, by=cast.supervisor, at=AT).state == State.WAITING


def test_a_refusal_needs_a_reason_and_frees_for_another_date(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date, other = class_date(module, needs_consent=True), class_date(module, starts_at=BEGIN + timedelta(days=1))
    asked = services.apply(enrolment, date, at=AT)
    with pytest.raises(services.Refusal, match="reason_missing"):
        services.decline(asked, note=" ", by=cast.supervisor, at=AT)
    declined = services.decline(asked, note="窓口が手薄な日です", by=cast.supervisor, at=AT)
    assert (declined.state, declined.consent_note) == (State.DECLINED, "窓口が手薄な日です")
    assert services.apply(enrolment, other, at=AT).state == State.APPLIED
    services.cancel(ClassApplication.objects.get(session=other), at=AT)
    assert services.apply(enrolment, date, at=AT).state == State.ASKED


def test_who_is_nominated_needs_no_consent_and_stands_before_own_applications(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, needs_consent=True, capacity=1)
    first = services.nominate(date, cast.second, by=cast.hr, at=AT)
    waiting = services.apply(enrolment, class_date(module, capacity=1), at=AT)
    services.cancel(waiting, at=AT)
    own = services.consent(services.apply(enrolment, date, at=AT), by=cast.supervisor, at=AT)
    sent = services.nominate(date, cast.charlie, by=cast.supervisor, at=AT + timedelta(hours=1))
    assert (own.state, sent.state) == (State.WAITING, State.WAITING)
    services.cancel(first, at=AT)
    own.refresh_from_db()
    sent.refresh_from_db()
    assert (own.state, sent.state) == (State.WAITING, State.APPLIED)


def test_nominating_who_has_asked_is_consent(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, needs_consent=True)
    asked = services.apply(enrolment, date, at=AT)
    assert services.nominate(date, cast.alice, by=cast.supervisor, at=AT) == asked
    asked.refresh_from_db()
    assert asked.state == State.APPLIED


def test_more_seats_move_the_list_up_in_order_and_fewer_than_taken_are_refused(cast: Cast) -> None:
    _enrolment, module = enrolled(cast)
    date = class_date(module, capacity=1)
    people = [EnrolmentFactory(course_version=module.course_version) for _ in range(4)]
    rows = [services.apply(row, date, at=AT + timedelta(minutes=place)) for place, row in enumerate(people)]
    services.change_date(date, wanted(date, capacity=3), by=cast.hr, at=AT)
    states = [ClassApplication.objects.get(pk=row.pk).state for row in rows]
    assert states == [State.APPLIED, State.APPLIED, State.APPLIED, State.WAITING]
    with pytest.raises(services.Refusal, match="too_few_seats"):
        services.change_date(date, wanted(date, capacity=2), by=cast.hr, at=AT)
    assert not ClassNotice.objects.filter(kind="changed").exists()


def wanted(date: ClassSession, **changed: object) -> services.Date:
    names = ("starts_at", "ends_at", "place", "capacity", "instructor", "needs_consent", "required_percent")
    return services.Date(**({name: getattr(date, name) for name in names} | changed))


def test_who_has_a_place_is_told_of_a_new_room_once(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    held = services.apply(enrolment, date, at=AT)
    for _ in range(2):
        services.change_date(date, wanted(date, place="11階 会議室"), by=cast.hr, at=AT)
    assert told(held) == ["changed"]


def test_somebody_goes_instead_even_on_the_day(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, capacity=1)
    held = services.apply(enrolment, date, at=AT)
    waiting = services.designate(date, cast.hr, by=cast.author, at=AT)
    made = services.substitute(held, cast.charlie, by=cast.supervisor, at=BEGIN)
    held.refresh_from_db()
    waiting.refresh_from_db()
    assert (held.state, made.state, waiting.state) == (State.CANCELLED, State.APPLIED, State.WAITING)
    assert (made.substitute_for, made.source) == (held, "substitute")
    assert told(held) == ["replaced"]
    assert told(made) == ["seat"]
    with pytest.raises(services.Refusal, match="recorded_already"):
        services.substitute(held, cast.second, by=cast.supervisor, at=BEGIN)


def test_who_has_a_place_cannot_go_instead(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    held = services.apply(enrolment, date, at=AT)
    services.designate(date, cast.charlie, by=cast.hr, at=AT)
    for person in (cast.charlie, cast.alice):
        with pytest.raises(services.Refusal, match="has_a_place"):
            services.substitute(held, person, by=cast.supervisor, at=AT)


@pytest.mark.parametrize(
    ("minutes", "refused"), [(-61, "too_early"), (-60, ""), (0, ""), (12, ""), (179, ""), (181, "over")]
)
def test_the_door_is_open_from_an_hour_before_until_the_end(cast: Cast, minutes: int, refused: str) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    services.apply(enrolment, date, at=AT)
    at = BEGIN + timedelta(minutes=minutes)
    if refused:
        with pytest.raises(services.Refusal, match=refused):
            services.check_in(date, cast.alice, at=at)
        return
    came = services.check_in(date, cast.alice, at=at)
    assert (came.checked_in_at, came.late_minutes) == (at, max(minutes, 0))
    assert services.check_in(date, cast.alice, at=at + timedelta(seconds=30)).checked_in_at == at
    assert not ModuleProgress.objects.filter(state="completed").exists()


def test_who_only_waits_for_a_seat_cannot_check_in(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, capacity=1)
    services.designate(date, cast.charlie, by=cast.hr, at=AT)
    services.apply(enrolment, date, at=AT)
    with pytest.raises(services.Refusal, match="not_on_list"):
        services.check_in(date, cast.alice, at=BEGIN)


def test_coming_late_and_leaving_early_counts_up_to_a_point(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module)
    held = services.apply(enrolment, date, at=AT)
    much = services.Mark(is_present=True, late=20, left_early=30)
    assert services.record_attendance(date, {held: much}, by=cast.hr, at=AFTER) == 1
    assert services.record_attendance(date, {held: much}, by=cast.hr, at=AFTER) == 0
    held.refresh_from_db()
    assert (held.state, held.late_minutes, held.left_early_minutes) == (State.PARTLY, 20, 30)
    assert not ModuleProgress.objects.exists()
    # The organiser had misread the sheet.
    little = services.Mark(is_present=True, late=20, left_early=3)
    services.record_attendance(date, {held: little}, by=cast.hr, at=AFTER)
    assert ModuleProgress.objects.get().seconds == 157 * 60


def test_calling_off_tells_everybody_who_was_to_come(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, capacity=1)
    rows = [services.apply(enrolment, date, at=AT), services.designate(date, cast.charlie, by=cast.hr, at=AT)]
    services.call_off(date, by=cast.hr, at=AT + timedelta(hours=1))
    assert [told(row)[-1] for row in rows] == ["called_off", "called_off"]
