from datetime import datetime, timedelta
from io import BytesIO

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from lms.learning.classes import services, tickets
from lms.learning.classes.models import ClassApplication, ClassSession
from lms.lib import clock
from lms.people.models import AuditEvent
from lms.templatetags.ui import moment
from tests.cast import Cast
from tests.factories import EnrolmentFactory, RaterAssignmentFactory, UserFactory
from tests.factories.classes import class_date, enrolled


def soon() -> datetime:
    return clock.now() + timedelta(days=7)


def before() -> datetime:
    return clock.now() - timedelta(days=7)


def test_a_learner_sees_free_seats_applies_and_gives_back(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=soon(), capacity=10)
    client.force_login(cast.alice)
    page = reverse("learning:module", args=[enrolment.uuid, module.uuid])
    shown = client.get(page).text
    assert "残り10 / 定員10" in shown
    assert "単元 1/1" in shown
    address = reverse("learning:class-apply", args=[enrolment.uuid, module.uuid, date.uuid])
    assert "申し込んだ日程" in client.post(address, follow=True).text
    own = ClassApplication.objects.get()
    client.post(reverse("learning:class-cancel", args=[own.uuid]))
    own.refresh_from_db()
    assert own.state == "cancelled"
    assert "申し込んだ日程" not in client.get(page).text


def test_a_full_date_says_so(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=soon(), capacity=1)
    services.apply(EnrolmentFactory(course_version=module.course_version), date, at=clock.now())
    client.force_login(cast.alice)
    assert "満席" in client.get(reverse("learning:module", args=[enrolment.uuid, module.uuid])).text
    address = reverse("learning:class-apply", args=[enrolment.uuid, module.uuid, date.uuid])
    waiting = client.post(address, follow=True).text
    assert "1番目" in waiting
    assert "単元 1/1" in waiting


def test_a_date_of_another_course_cannot_be_applied_for(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    _other, elsewhere = enrolled(cast)
    date = class_date(elsewhere, starts_at=soon())
    client.force_login(cast.alice)
    assert (
        client.post(reverse("learning:class-apply", args=[enrolment.uuid, module.uuid, date.uuid])).status_code == 404
    )


def test_the_date_goes_into_a_calendar(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    own = services.apply(enrolment, class_date(module, starts_at=soon()), at=clock.now())
    client.force_login(cast.alice)
    response = client.get(reverse("learning:class-calendar", args=[own.uuid]))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "LOCATION:3階 研修室\r\n" in response.content.decode()


def test_the_way_back_leads_through_the_area_of_who_has_it(client: Client, cast: Cast) -> None:
    for person, is_hr in ((cast.hr, True), (cast.author, False)):
        client.force_login(person)
        page = client.get("/hr/classes/")
        assert ('<li><a href="/hr/">人事</a></li>' in page.text) is is_hr


def test_hr_sets_a_date(client: Client, cast: Cast) -> None:
    _enrolment, module = enrolled(cast)
    client.force_login(cast.hr)
    address = reverse("learning:class-sessions", args=[module.uuid])
    given = {
        "day": "2027-01-12",
        "begins": "13:30",
        "ends": "16:30",
        "place": "研修室",
        "capacity": "20",
        "required_percent": "80",
    }
    assert client.post(address, given | {"ends": "13:00", "request_key": "k"}).status_code == 422
    assert client.post(address, given | {"request_key": "k"}).status_code == 302
    date = ClassSession.objects.get()
    assert timezone.localtime(date.starts_at).isoformat() == "2027-01-12T13:30:00+09:00"
    assert (date.capacity, date.created_by) == (20, cast.hr)


def test_attendance_is_recorded_line_by_line_or_for_the_rest(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=before())
    others = [EnrolmentFactory(course_version=module.course_version) for _ in range(3)]
    rows = [
        ClassApplication.objects.create(session=date, enrolment=row, applied_at=before())
        for row in (enrolment, *others)
    ]
    client.force_login(cast.author)
    address = reverse("learning:class-session", args=[date.uuid])
    client.post(address, {f"mark-{rows[0].uuid}": "attended"})
    assert list(date.applications.filter(state="attended")) == [rows[0]]
    client.post(address, {f"mark-{rows[1].uuid}": "absent", "rest": "attended"})
    assert list(date.applications.order_by("pk").values_list("state", flat=True)) == [
        "attended",
        "absent",
        "attended",
        "attended",
    ]


def test_a_number_nobody_has_is_refused(client: Client, cast: Cast) -> None:
    _enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=before())
    client.force_login(cast.hr)
    address = reverse("learning:class-add-people", args=[date.uuid])
    assert client.post(address, {"staff_no": "999999"}).status_code == 422
    assert client.post(address, {"staff_no": cast.charlie.staff_no}).status_code == 302
    assert ClassApplication.objects.get().enrolment.learner == cast.charlie


def test_the_sheet_asks_as_much_for_twenty_as_for_one(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=before(), capacity=30)
    for _ in range(20):
        row = EnrolmentFactory(learner=UserFactory(), course_version=module.course_version)
        ClassApplication.objects.create(session=date, enrolment=row, applied_at=before())
    client.force_login(cast.hr)
    with django_assert_max_num_queries(13):
        assert client.get(reverse("learning:class-session", args=[date.uuid])).status_code == 200
    with django_assert_max_num_queries(10):
        assert client.get(reverse("learning:classes")).status_code == 200


def test_a_supervisor_consents_or_refuses_with_a_reason(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=soon(), needs_consent=True)
    asked = services.apply(enrolment, date, at=clock.now())
    client.force_login(cast.supervisor)
    assert cast.alice.name in client.get(reverse("learning:class-team")).text
    refuse = reverse("learning:class-decline", args=[asked.uuid])
    assert client.post(refuse, {"note": ""}).status_code == 422
    assert client.post(refuse, {"note": "窓口が手薄な日です"}).status_code == 302
    client.force_login(cast.alice)
    page = client.get(reverse("learning:module", args=[enrolment.uuid, module.uuid])).text
    assert "窓口が手薄な日です" in page
    client.post(reverse("learning:class-apply", args=[enrolment.uuid, module.uuid, date.uuid]))
    client.force_login(cast.supervisor)
    client.post(reverse("learning:class-consent", args=[asked.uuid]))
    asked.refresh_from_db()
    assert (asked.state, asked.consent_by) == ("applied", cast.supervisor)


def test_a_supervisor_sends_their_own_people_only(client: Client, cast: Cast) -> None:
    _enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=soon())
    client.force_login(cast.supervisor)
    address = reverse("learning:class-team")
    assert f"{moment(timezone.localtime(date.starts_at))} {module.course_version.title}" in client.get(address).text
    given = {"session": str(date.uuid), "person": cast.charlie.staff_no}
    assert client.post(address, given).status_code == 422
    assert client.post(address, given | {"person": cast.alice.staff_no}).status_code == 302
    sent = ClassApplication.objects.get()
    assert (sent.enrolment.learner, sent.source, sent.consent_by) == (cast.alice, "nominated", cast.supervisor)


def test_checking_in_by_the_code_on_the_wall(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=clock.now() + timedelta(minutes=5))
    services.apply(enrolment, date, at=clock.now())
    client.force_login(cast.hr)
    wall = client.get(reverse("learning:class-door", args=[date.uuid]))
    assert "<svg" in wall.text
    assert "style=" not in wall.text
    address = reverse("learning:class-check-in", args=[wall.context["ticket"].token])
    assert wall.context["address"].endswith(address)
    client.force_login(cast.alice)
    assert client.get(address).status_code == 200
    assert not ClassApplication.objects.exclude(checked_in_at=None).exists()
    assert "受付しました" in client.post(address).text
    assert ClassApplication.objects.get().checked_in_at is not None


def test_an_old_code_is_gone(client: Client, cast: Cast) -> None:
    _enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=soon())
    client.force_login(cast.alice)
    old = tickets.ticket_for(date.uuid, at=clock.now() - timedelta(minutes=11))
    assert client.get(reverse("learning:class-check-in", args=[old.token])).status_code == 410
    assert client.get(reverse("learning:class-check-in", args=["none-of-ours"])).status_code == 404


def test_the_sheet_knows_who_checked_in_and_keeps_minutes(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=before())
    own = ClassApplication.objects.create(
        session=date, enrolment=enrolment, applied_at=before(), checked_in_at=before(), late_minutes=12
    )
    client.force_login(cast.hr)
    address = reverse("learning:class-session", args=[date.uuid])
    assert 'value="12"' in client.get(address).text
    client.post(address, {f"mark-{own.uuid}": "attended", f"late-{own.uuid}": "12", f"early-{own.uuid}": "5"})
    own.refresh_from_db()
    assert (own.state, own.late_minutes, own.left_early_minutes) == ("attended", 12, 5)
    assert client.post(address, {f"late-{own.uuid}": "9999"}).status_code == 422


def test_the_paper_sheet_names_everybody_and_who_took_it_out(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    cast.alice.name = "𠮷田 髙子"
    cast.alice.save()
    date = class_date(module, starts_at=soon())
    services.apply(enrolment, date, at=clock.now())
    client.force_login(cast.hr)
    address = reverse("learning:class-paper", args=[date.uuid])
    assert client.post(address, {"purpose": ""}).status_code == 422
    response = client.post(address, {"purpose": "当日の受付"})
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    assert "𠮷田 髙子" in text
    assert f"出力: {cast.hr.name}" in text
    assert "当日の受付" in text
    assert AuditEvent.objects.get(action="class.sheet_exported").details["rows"] == 1


def test_many_are_designated_at_once_and_a_refusal_names_whom(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date, other = class_date(module, starts_at=soon()), class_date(module, starts_at=soon())
    services.apply(enrolment, other, at=clock.now())
    client.force_login(cast.hr)
    numbers = f"{cast.charlie.staff_no}\n{cast.alice.staff_no}、{cast.second.staff_no}"
    response = client.post(reverse("learning:class-add-people", args=[date.uuid]), {"staff_no": numbers})
    assert response.status_code == 422
    assert f"{cast.alice.name} ({cast.alice.staff_no})" in response.text
    assert date.applications.filter(source="designated").count() == 2


def test_pages_of_supervisors_ask_as_much_for_ten_people_as_for_one(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=soon(), needs_consent=True, capacity=30)
    for _ in range(10):
        person = RaterAssignmentFactory(rater=cast.supervisor).person
        services.apply(EnrolmentFactory(learner=person, course_version=module.course_version), date, at=clock.now())
    client.force_login(cast.supervisor)
    with django_assert_max_num_queries(14):
        assert client.get(reverse("learning:class-team")).status_code == 200


def test_a_supervisor_takes_somebody_off_the_list(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=soon(), capacity=1)
    leaving = services.apply(enrolment, date, at=clock.now())
    next_up = services.apply(EnrolmentFactory(course_version=module.course_version), date, at=clock.now())
    client.force_login(cast.supervisor)
    address = reverse("learning:class-take-off", args=[leaving.uuid])
    assert address in client.get(reverse("learning:class-team")).text
    assert "名簿から外しました" in client.post(address, follow=True).text
    leaving.refresh_from_db()
    next_up.refresh_from_db()
    assert (leaving.state, next_up.state) == ("cancelled", "applied")
    assert leaving.notices.get().kind == "taken_off"
    client.post(address)
    assert leaving.notices.count() == 1


def test_nobody_is_taken_off_a_class_that_has_begun(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=before())
    going = ClassApplication.objects.create(session=date, enrolment=enrolment, applied_at=before())
    client.force_login(cast.hr)
    client.post(reverse("learning:class-take-off", args=[going.uuid]))
    going.refresh_from_db()
    assert going.state == "applied"


def test_whoever_was_marked_absent_sees_it_while_the_class_goes_on(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=clock.now() - timedelta(minutes=30))
    ClassApplication.objects.create(
        session=date, enrolment=enrolment, applied_at=before(), state="absent", recorded_at=clock.now()
    )
    client.force_login(cast.alice)
    shown = client.get(reverse("learning:module", args=[enrolment.uuid, module.uuid])).text
    assert "欠席" in shown
    client.force_login(cast.supervisor)
    assert "欠席" in client.get(reverse("learning:class-team")).text


def test_who_has_attended_before_is_not_told_to_give_a_place_back(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    ClassApplication.objects.create(
        session=class_date(module, starts_at=before()),
        enrolment=enrolment,
        applied_at=before(),
        state="attended",
        recorded_at=before(),
    )
    client.force_login(cast.hr)
    address = reverse("learning:class-add-people", args=[class_date(module, starts_at=soon()).uuid])
    refused = client.post(address, {"staff_no": cast.alice.staff_no})
    assert refused.status_code == 422
    assert "修了しています" in refused.text


def test_a_code_opened_again_says_that_one_is_checked_in(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=clock.now())
    ClassApplication.objects.create(session=date, enrolment=enrolment, applied_at=before())
    client.force_login(cast.alice)
    address = reverse("learning:class-check-in", args=[tickets.ticket_for(date.uuid, at=clock.now()).token])
    assert "受付しました" not in client.get(address).text
    client.post(address)
    assert "受付しました" in client.get(address).text


def test_dates_to_come_stand_first_and_open_sheets_are_marked(client: Client, cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    past = class_date(module, starts_at=before())
    later = class_date(module, starts_at=soon() + timedelta(days=7))
    coming = class_date(module, starts_at=soon())
    ClassApplication.objects.create(session=past, enrolment=enrolment, applied_at=before())
    client.force_login(cast.hr)
    shown = client.get(reverse("learning:class-sessions", args=[module.uuid])).text
    places = [shown.index(str(date.uuid)) for date in (coming, later, past)]
    assert places == sorted(places)
    assert "1人が未記録" in shown
