"""HR's pages: plan, decide, preview, remind, people, deputies, objections; narrowed to the departments of a grant."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments import cycles, governing, preview, reminding
from assessments.governing import Attention, Chosen, Late
from assessments.models import Assessment, Chair, Cycle, CycleReminder, Decision, Deputy, Extension, RaterChange
from assessments.objections import object_to
from assessments.preview import Problem, problems
from assessments.reminding import NoMail, no_mail
from assessments.services import confirm
from assessments.states import CycleState
from curriculum.models import FrameworkVersion
from lms.learning.reminders.models import ReminderPolicy
from lms.lib import clock
from lms.people.models import AuditEvent, ClosedDay, Posting, RaterAssignment, Role, User
from lms.people.reach import reach_of
from tests.cast import Cast
from tests.factories import (
    DepartmentFactory,
    PostingFactory,
    RankFactory,
    RaterAssignmentFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.factories.assessments import (
    AT,
    CycleFactory,
    assessment_of,
    confirm_at,
    hand_in,
    open_cycle_for,
    rate_at,
)

TODAY = AT.date()


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def plan_data(**changes: object) -> dict[str, object]:
    return {
        "code": "R9-1",
        "name_ja": "令和9年度 期首(異動者・新採のみ)",
        "framework": FrameworkVersion.objects.get().pk,
        "opens_on": "2027-05-10",
        "closes_on": "2027-06-11",
        "reference_on": "2027-06-01",
        "takes_in": "movers",
        "movers_since": "2027-04-01",
        "excluded_kinds": ["leave", "seconded_out"],
        "excluded_employments": ["fiscal_year"],
        "answer_scale": "three",
        "level_rule": "highest",
        **{f"evidence_{level}": "none" for level in (1, 2, 3)},
        "evidence_4": "required",
        "evidence_5": "asked",
        "has_second_rater": "on",
        "comment_high_level": "5",
        "comment_big_change": "",
        "comment_big_gap": "2",
        "comment_readers": "raters",
        "objection_days": "14",
    } | changes


def test_every_setting_is_planned_on_screen(hr: Client, cast: Cast) -> None:
    response = hr.post("/hr/cycles/new/", plan_data())
    assert response["Location"] == "/hr/cycles/R9-1/preview/"
    cycle = Cycle.objects.get(code="R9-1")
    assert (cycle.answer_scale, cycle.level_rule, cycle.comment_readers) == ("three", "highest", "raters")
    assert cycle.evidence_needs == {"4": "required", "5": "asked"}
    assert (cycle.comment_limits.high_level, cycle.comment_limits.big_change) == (5, None)
    assert (cycle.movers_since, cycle.planned_by) == (date(2027, 4, 1), cast.hr)
    assert AuditEvent.objects.filter(action="cycle.planned", target="R9-1", actor=cast.hr).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "new"}, "code"),
        ({"closes_on": "2027-05-01"}, "closes_on"),
        ({"movers_since": ""}, "movers_since"),
        ({"calibration_opens_on": "2027-06-20", "calibration_closes_on": "2027-06-10"}, "calibration_closes_on"),
        ({"comment_big_gap": "9"}, "comment_big_gap"),
    ],
)
def test_plan_that_makes_no_sense_is_refused_beside_its_field(hr: Client, changes, field) -> None:
    response = hr.post("/hr/cycles/new/", plan_data(**changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Cycle.objects.exists()


def test_next_cycle_starts_from_the_settings_of_the_last(hr: Client) -> None:
    CycleFactory(comment_high_level=3, objection_days=10)
    form = hr.get("/hr/cycles/new/").context["form"]
    assert form["objection_days"].value() == 10
    assert form["comment_high_level"].value() == 3


def test_decision_is_recorded_on_screen_and_a_later_change_is_marked(hr: Client, cast: Cast) -> None:
    cycle = CycleFactory()
    page = hr.get(f"/hr/cycles/{cycle.code}/settings/").content.decode()
    assert "決定の記録なし" in page
    words = {
        "settings": ["window", "level_rule"],
        "decided_by": "DX推進委員会",
        "decided_on": "2026-10-20",
        "document_no": "デ政第45号",
    }
    hr.post(f"/hr/cycles/{cycle.code}/settings/", words)
    assert Decision.objects.filter(cycle=cycle).count() == 2
    cycles.change_plan(cycle, {"closes_on": date(2026, 12, 18)}, by=cast.hr, at=AT)
    page = hr.get(f"/hr/cycles/{cycle.code}/settings/").content.decode()
    assert "デ政第45号" in page
    assert page.count("決定後に変更") == 1


def candidates(cast: Cast):
    return {row.person_id: row for row in preview.lineup(CycleFactory())}


def test_preview_says_who_by_whom_and_what_is_wrong(hr: Client, cast: Cast) -> None:
    RaterAssignmentFactory(person=cast.supervisor, rater=cast.alice)  # they rate one another
    PostingFactory(person=cast.second, kind=Posting.Kind.LEAVE, valid_from=date(2026, 10, 1))
    cycle = CycleFactory()
    shown = preview.preview(cycle)
    assert shown.problems[cast.alice.pk] == (Problem.AWAY, Problem.CIRCLE)
    assert Problem.NO_FIRST in shown.problems[cast.charlie.pk]
    assert cast.second.pk not in shown.problems  # on leave, so left out
    response = hr.get(f"/hr/cycles/{cycle.code}/preview/?show=circle")
    assert {line.person for line in response.context["lines"]} == {cast.alice, cast.supervisor}
    assert "評価者が循環している" in response.content.decode()
    assert not Assessment.objects.exists()


def test_a_circle_of_three_and_one_person_as_both_raters_are_problems(cast: Cast) -> None:
    people = [UserFactory() for _ in range(3)]
    rank = RankFactory(key="staff")
    for person, rater in zip(people, [*people[1:], people[0]], strict=True):
        PostingFactory(person=person, department=cast.department, rank=rank)
        RaterAssignmentFactory(person=person, rater=rater)
    RaterAssignmentFactory(person=people[0], rater=people[1], role=RaterAssignment.Role.SECOND)
    found = problems(list(candidates(cast).values()), away=frozenset(), has_second_rater=True)
    assert [Problem.CIRCLE in found[person.pk] for person in people] == [True, True, True]
    assert [person for person in people if Problem.SAME in found[person.pk]] == [people[0]]
    assert Problem.CIRCLE not in found.get(cast.alice.pk, ())


def test_a_second_post_is_shown_and_the_main_post_decides(cast: Cast) -> None:
    elsewhere = DepartmentFactory()
    PostingFactory(person=cast.alice, department=elsewhere, kind=Posting.Kind.CONCURRENT)
    row = candidates(cast)[cast.alice.pk]
    assert (row.department_id, row.first_rater_id) == (cast.department.pk, cast.supervisor.pk)
    found = problems([row], away=frozenset(), has_second_rater=False)
    assert found == {cast.alice.pk: (Problem.CONCURRENT,)}


def test_preview_lists_people_by_rank_and_finds_a_person_and_whom_they_rate(hr: Client, cast: Cast) -> None:
    cycle = CycleFactory()
    address = f"/hr/cycles/{cycle.code}/preview/"
    listed = [line.person for line in hr.get(address).context["lines"]]
    assert listed.index(cast.supervisor) < listed.index(cast.alice)
    found = {line.person for line in hr.get(address, {"q": cast.supervisor.staff_no}).context["lines"]}
    assert found == {cast.supervisor, cast.alice}
    assert hr.get(address, {"q": "いない", "show": "nonsense"}).context["lines"] == []


def test_more_than_fifteen_people_are_many(cast: Cast) -> None:
    rank = RankFactory(key="staff")
    for _ in range(15):
        person = UserFactory()
        PostingFactory(person=person, department=cast.department, rank=rank)
        RaterAssignmentFactory(person=person, rater=cast.supervisor)
    rows = list(candidates(cast).values())
    found = problems(rows, away=frozenset(), has_second_rater=False)
    assert sum(Problem.MANY in several for several in found.values()) == 16


def test_preview_takes_the_same_queries_for_more_people(hr: Client, cast: Cast) -> None:
    cycle = CycleFactory()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            hr.get(f"/hr/cycles/{cycle.code}/preview/")
        return len(captured)

    hr.get(f"/hr/cycles/{cycle.code}/preview/")
    few = queries()
    rank = RankFactory(key="staff")
    for _ in range(10):
        person = UserFactory()
        PostingFactory(person=person, department=cast.department, rank=rank)
        RaterAssignmentFactory(person=person, rater=cast.supervisor)
    assert queries() == few


# Attention


def attending(cast: Cast, kind: Attention) -> set[User]:
    rows = governing.people(Assessment.objects.all(), Chosen(attention=kind), on=TODAY)
    return {row.person for row in rows}


def test_transfer_leave_and_departure_are_brought_up_and_move_nothing(cast: Cast) -> None:
    open_cycle_for(cast)
    assert cast.alice not in attending(cast, Attention.MOVED)
    assignment = RaterAssignment.objects.get(person=cast.alice, role=RaterAssignment.Role.FIRST)
    assignment.valid_to = TODAY
    assignment.save()
    RaterAssignmentFactory(person=cast.alice, rater=cast.charlie, valid_from=TODAY)
    assert attending(cast, Attention.MOVED) == {cast.alice}
    assert assessment_of(cast.alice).first_rater == cast.supervisor
    User.objects.filter(pk=cast.supervisor.pk).update(left_on=TODAY)
    assert cast.alice in attending(cast, Attention.RATER_GONE)
    assert cast.supervisor in attending(cast, Attention.PERSON_GONE)
    PostingFactory(person=cast.charlie, kind=Posting.Kind.LEAVE, valid_from=date(2026, 11, 20))
    assert cast.charlie in attending(cast, Attention.PERSON_GONE)
    assert cast.charlie in attending(cast, Attention.NO_RATER)


def test_people_take_the_same_queries_for_more_of_them(hr: Client, cast: Cast) -> None:
    cycle = open_cycle_for(cast)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            hr.get(f"/hr/cycles/{cycle.code}/people/")
        return len(captured)

    hr.get(f"/hr/cycles/{cycle.code}/people/")
    few = queries()
    rank = RankFactory(key="staff")
    for _ in range(10):
        PostingFactory(person=UserFactory(), department=cast.department, rank=rank)
    cycles.open_cycle(cycle, by=cast.hr, at=AT)
    assert queries() == few


def test_hr_gives_everyone_of_a_departed_rater_the_one_named_today(hr: Client, cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    RaterAssignment.objects.filter(person=cast.alice, role="first").update(rater=cast.charlie)
    response = hr.post(
        f"/hr/cycles/{cycle.code}/people/act/?attention=moved",
        {"everyone": "1", "action": "reassign", "reassign-chair": "first", "reassign-reason": "退職"},
        follow=True,
    )
    assert "1人について変更しました。" in response.content.decode()
    assert assessment_of(cast.alice).first_rater == cast.charlie
    assert RaterChange.objects.get().reason == "退職"


def test_both_raters_move_up_at_once_when_the_first_has_left(hr: Client, cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    RaterAssignment.objects.filter(person=cast.alice).update(valid_to=TODAY)
    RaterAssignmentFactory(person=cast.alice, rater=cast.second, valid_from=TODAY)
    RaterAssignmentFactory(person=cast.alice, rater=cast.charlie, role="second", valid_from=TODAY)
    address = f"/hr/cycles/{cycle.code}/people/act/"
    data = {"person": str(assessment_of(cast.alice).uuid), "action": "reassign", "reassign-reason": "退職"}
    html = hr.post(address, data | {"reassign-chair": "first"}, follow=True).content.decode()
    assert "もう一方" in html
    number = cast.charlie.staff_no
    assert hr.post(address, data | {"reassign-chair": "both", "reassign-rater": number}).status_code == 422
    hr.post(address, data | {"reassign-chair": "both"})
    row = assessment_of(cast.alice)
    assert (row.first_rater, row.second_rater) == (cast.second, cast.charlie)
    assert RaterChange.objects.count() == 2


def test_a_finished_rating_keeps_its_rater_while_the_second_moves(hr: Client, cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    rate_at(assessment_of(cast.alice), 2, by=cast.supervisor)
    RaterAssignment.objects.filter(person=cast.alice).update(valid_to=TODAY)
    RaterAssignmentFactory(person=cast.alice, rater=cast.hr, valid_from=TODAY)
    RaterAssignmentFactory(person=cast.alice, rater=cast.charlie, role="second", valid_from=TODAY)
    data = {"person": str(assessment_of(cast.alice).uuid), "action": "reassign", "reassign-reason": "異動"}
    hr.post(f"/hr/cycles/{cycle.code}/people/act/", data | {"reassign-chair": "both"})
    row = assessment_of(cast.alice)
    assert (row.first_rater, row.second_rater) == (cast.supervisor, cast.charlie)


def test_hr_gives_one_person_longer_and_is_asked_for_a_reason(hr: Client, cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    address = f"/hr/cycles/{cycle.code}/people/act/"
    data = {"person": str(assessment_of(cast.alice).uuid), "action": "extend", "extend-until": "2026-12-18"}
    response = hr.post(address, data)
    assert response.status_code == 422
    assert "理由は記録に残ります" in response.content.decode()
    hr.post(address, data | {"extend-reason": "入院"})
    assert Extension.objects.get().until == date(2026, 12, 18)
    hr.post(address, data | {"extend-until": "", "extend-reason": "退院"})
    assert assessment_of(cast.alice).extended_to is None


def test_who_cannot_be_added_is_said_beside_the_number(hr: Client, cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    address = f"/hr/cycles/{cycle.code}/people/add/"
    for sent, words in (
        ({"add-person": "999999", "add-reason": "採用"}, "職員番号999999の職員はいません"),
        ({"add-person": cast.alice.staff_no, "add-reason": "採用"}, "すでに"),
        ({"add-person": cast.alice.staff_no}, "理由を書いてください"),
    ):
        response = hr.post(address, sent)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert sent["add-person"] in response.content.decode()
    joiner = UserFactory()
    PostingFactory(person=joiner, department=cast.department, rank=RankFactory(key="staff"), valid_from=TODAY)
    assert hr.post(address, {"add-person": joiner.staff_no, "add-reason": "採用"}).status_code == 302
    assert assessment_of(joiner).cycle == cycle


def test_new_second_rater_of_a_transfer_needs_a_look_too(cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    RaterAssignment.objects.filter(person=cast.alice, role="second").update(valid_to=TODAY)
    RaterAssignmentFactory(person=cast.alice, rater=cast.charlie, role="second", valid_from=TODAY)
    mine = Assessment.objects.filter(cycle=cycle)
    assert (Attention.MOVED, 1) in governing.attention_counts(mine, on=TODAY)
    rate_at(assessment_of(cast.alice), 3, by=cast.supervisor)
    assert (Attention.MOVED, 1) in governing.attention_counts(mine, on=TODAY)
    confirm([assessment_of(cast.alice)], by=cast.second, at=AT)
    assert Attention.MOVED not in dict(governing.attention_counts(mine, on=TODAY))


def test_nobody_ticked_changes_nothing(hr: Client, cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    data = {"person": "nonsense", "action": "reassign", "reassign-chair": "first", "reassign-reason": "x"}
    response = hr.post(f"/hr/cycles/{cycle.code}/people/act/", data, follow=True)
    assert "先に職員を選んでください。" in response.content.decode()


def test_deputy_is_named_on_screen(hr: Client, cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    data = {
        "rater": cast.supervisor.staff_no,
        "deputy": cast.charlie.staff_no,
        "chairs": ["first"],
        "since": "2026-11-24",
        "until": "",
        "reason": "出張",
    }
    assert hr.post(f"/hr/cycles/{cycle.code}/deputies/", data).status_code == 302
    row = Deputy.objects.get()
    assert (row.deputy, row.chair) == (cast.charlie, Chair.FIRST)
    assert hr.post(f"/hr/cycles/{cycle.code}/deputies/", data | {"deputy": "nobody"}).status_code == 422
    hr.post(f"/hr/cycles/{cycle.code}/deputies/{row.uuid}/end/")
    row.refresh_from_db()
    assert row.valid_to == date(2026, 11, 25)


# Reminders


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ((True, False, False, False), None),
        ((False, False, False, False), NoMail.NO_MAILBOX),
        ((True, False, False, True), NoMail.TODAY),
        ((True, False, True, True), NoMail.AWAY),
        ((False, True, True, True), NoMail.LEFT),
    ],
)
def test_who_gets_no_mail_and_why(facts, reason) -> None:
    names = ("has_mailbox", "has_left", "is_away", "was_reminded")
    assert no_mail(**dict(zip(names, facts, strict=True))) is reason


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (datetime(2026, 11, 24, 1, 0, tzinfo=UTC), True),  # Tuesday 10:00 in Tokyo
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), False),  # 21:00
        (datetime(2026, 11, 27, 23, 30, tzinfo=UTC), False),  # Saturday 8:30
        (datetime(2026, 11, 23, 1, 0, tzinfo=UTC), False),  # Monday, Labour Thanksgiving Day
        (datetime(2026, 12, 29, 1, 0, tzinfo=UTC), False),  # the year-end closing
    ],
)
@pytest.mark.usefixtures("db")
def test_no_mail_at_night_or_on_days_off(at, allowed) -> None:
    assert reminding.may_mail(at) is allowed


@pytest.mark.usefixtures("db")
def test_mail_waits_for_the_day_and_hour_the_city_has_set() -> None:
    ReminderPolicy.objects.create(opens=time(9, 0))
    ClosedDay.objects.create(on=date(2026, 11, 24), name="創立記念日")
    monday_holiday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert reminding.goes_out_at(monday_holiday) == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


@pytest.mark.usefixtures("mailboxes")
def test_mail_asked_for_before_the_turn_of_the_year_still_goes_out_after_it(cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    evening = datetime(2026, 12, 25, 9, 0, tzinfo=UTC)  # Friday 18:00
    reminding.request_reminders(cycle, [cast.alice], by=cast.hr, at=evening)
    for closed in (27, 28, 29, 30):
        assert not reminding.send_waiting(at=datetime(2026, 12, closed, 12, 0, tzinfo=UTC))
    assert reminding.send_waiting(at=datetime(2027, 1, 4, 0, 0, tzinfo=UTC)) == 1


@pytest.fixture
def mailboxes(cast: Cast) -> None:
    for person in (cast.alice, cast.supervisor, cast.second):
        User.objects.filter(pk=person.pk).update(email=f"{person.staff_no}@city.example")


@pytest.mark.usefixtures("mailboxes")
def test_only_the_late_are_reminded_once_a_day(hr: Client, cast: Cast, django_capture_on_commit_callbacks) -> None:
    cycle = open_cycle_for(cast)
    page = hr.get(f"/hr/cycles/{cycle.code}/remind/").context["plan"]
    assert set(page.people) == {cast.alice, cast.supervisor, cast.second}
    assert [reason for reason, _people in page.left_out] == [NoMail.NO_MAILBOX]
    hand_in(assessment_of(cast.alice), 2)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            hr.post(f"/hr/cycles/{cycle.code}/remind/", {"steps": ["self", "first", "second"]})
    sent = {message.to[0].partition("@")[0] for message in mail.outbox}
    # Everyone in the cast has to answer for themselves, but Alice has.
    assert sent == {cast.supervisor.staff_no, cast.second.staff_no}
    assert len(mail.outbox) == 2
    words = next(message.body for message in mail.outbox if message.to[0].startswith(cast.supervisor.staff_no))
    assert "部下1人の評価" in words
    assert "レベル" not in words
    assert AuditEvent.objects.filter(action="cycle.reminded").count() == 2


@pytest.mark.usefixtures("mailboxes")
def test_who_finished_before_the_mail_went_out_gets_none(cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    night = AT + timedelta(hours=11)
    reminding.request_reminders(cycle, [cast.alice], by=cast.hr, at=night)
    assert reminding.send_waiting(at=night) == 0
    hand_in(assessment_of(cast.alice), 2)
    assert reminding.send_waiting(at=AT + timedelta(days=1)) == 0
    assert CycleReminder.objects.get().sent_at is not None
    assert mail.outbox == []


@pytest.mark.usefixtures("mailboxes")
def test_mail_server_that_refuses_one_keeps_nobody_else_from_theirs(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = open_cycle_for(cast)
    reminding.request_reminders(cycle, [cast.alice, cast.second], by=cast.hr, at=AT)
    real = reminding.mail

    def refuses(person, *args):
        if person == cast.alice:
            raise OSError
        return real(person, *args)

    monkeypatch.setattr(reminding, "mail", refuses)
    assert reminding.send_waiting(at=AT) == 1
    assert CycleReminder.objects.get(sent_at=None).person == cast.alice


# Departments


@pytest.fixture
def local_hr(cast: Cast) -> User:
    """HR of one department that is not Alice's."""
    place = DepartmentFactory()
    person = UserFactory(name="支所 担当")
    PostingFactory(person=person, department=place)
    PostingFactory(person=UserFactory(name="支所 職員"), department=place)
    RoleGrantFactory(person=person, role=Role.HR, department=place)
    return person


def test_grant_over_a_department_reaches_what_lies_below_it(cast: Cast, local_hr: User) -> None:
    place = reach_of(local_hr, Role.HR, TODAY)
    below = DepartmentFactory(period__parent_id=next(iter(place.departments)))
    again = User.objects.get(pk=local_hr.pk)
    assert reach_of(again, Role.HR, TODAY).covers(below.pk)
    assert not reach_of(again, Role.HR, TODAY).covers(cast.department.pk)
    assert reach_of(cast.hr, Role.HR, TODAY).is_city
    assert not reach_of(cast.charlie, Role.HR, TODAY)


def test_hr_of_a_department_sees_and_reminds_their_own_people_only(client: Client, cast: Cast, local_hr: User) -> None:
    cycle = open_cycle_for(cast)
    client.force_login(local_hr)
    page = client.get(f"/hr/cycles/{cycle.code}/people/")
    assert {row.person.name for row in page.context["rows"]} == {"支所 担当", "支所 職員"}
    assert client.get(f"/hr/cycles/{cycle.code}/").context["total"].total == 2
    late = client.get(f"/hr/cycles/{cycle.code}/remind/").context["plan"].left_out
    assert {person.name for _reason, people in late for person in people} == {"支所 担当", "支所 職員"}
    data = {"person": str(assessment_of(cast.alice).uuid), "action": "extend", "extend-until": "2026-12-18"}
    client.post(f"/hr/cycles/{cycle.code}/people/act/", data | {"extend-reason": "x"})
    assert not Extension.objects.exists()


@pytest.mark.parametrize("page", ["new/", "R8-3/plan/", "R8-3/settings/", "R8-3/preview/", "R8-3/deputies/"])
def test_cycle_is_one_for_the_city_so_a_departments_grant_does_not_do(
    client: Client, cast: Cast, local_hr: User, page: str
) -> None:
    open_cycle_for(cast)
    client.force_login(local_hr)
    assert client.get(f"/hr/cycles/{page}").status_code == 403


def test_hr_of_another_department_reads_no_objection_and_confirms_nobody_else(
    client: Client, cast: Cast, local_hr: User
) -> None:
    cycle = open_cycle_for(cast)
    confirm_at(assessment_of(cast.alice), 2, cast=cast)
    filed = object_to(assessment_of(cast.alice), "違います", request_key="k", by=cast.alice, at=AT)
    client.force_login(local_hr)
    assert client.get(f"/hr/objections/{filed.uuid}/").status_code == 404
    page = client.get(f"/assess/confirm/{cycle.code}/")
    names = {row.person_name for part in page.context["lists"] for row in part.rows}
    assert names == {"支所 職員"}


def test_hr_replies_to_an_objection_on_screen_and_the_person_reads_it(hr: Client, cast: Cast) -> None:
    open_cycle_for(cast)
    confirm_at(assessment_of(cast.alice), 2, cast=cast)
    person = Client()
    person.force_login(cast.alice)
    mine = f"/assess/self/{assessment_of(cast.alice).uuid}/"
    assert "意見を申し出る" in person.get(mine).content.decode()
    data = {"request_key": "k", "text": "改善シートを見てください。"}
    person.post(f"{mine}object/", data)
    person.post(f"{mine}object/", data)
    page = hr.get("/hr/objections/").content.decode()
    assert page.count("青木 花子") == 1
    filed = f"/hr/objections/{assessment_of(cast.alice).objections.get().uuid}/"
    assert filed in page
    assert hr.post(filed, {"verdict": "set_aside", "text": ""}).status_code == 422
    hr.post(filed, {"verdict": "set_aside", "text": "評価をやり直します。"})
    seen = person.get(mine).content.decode()
    assert "評価をやり直します。" in seen
    assert "改善シートを見てください。" in seen


def test_late_filter_knows_the_three_steps(cast: Cast) -> None:
    open_cycle_for(cast)
    rate_at(assessment_of(cast.alice), 2, by=cast.supervisor)

    def late(step: Late) -> set[User]:
        return {row.person for row in governing.people(Assessment.objects.all(), Chosen(late=step), on=TODAY)}

    assert cast.alice in late(Late.SECOND)
    assert cast.alice not in late(Late.FIRST)
    assert cast.alice not in late(Late.SELF)  # already rated: nothing is owed any more
    assert cast.alice in late(Late.ANY)


def test_opening_is_asked_for_on_screen_and_runs_as_a_task(
    hr: Client, cast: Cast, django_capture_on_commit_callbacks
) -> None:
    cycle = CycleFactory()
    with django_capture_on_commit_callbacks(execute=True):
        hr.post(f"/hr/cycles/{cycle.code}/open/")
    cycle.refresh_from_db()
    assert (cycle.state, cycle.opened_by) == (CycleState.OPEN, cast.hr)
