"""HR's pages on who has not done what, and the supervisor's."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from lms.learning.models import Enrolment, Notice, ReminderPolicy, ReminderRun
from lms.learning.reminders import not_done
from lms.learning.reminders.slips import slips_of
from lms.lib import clock
from lms.people.models import AuditEvent, ClosedDay, Posting, RoleGrant, User
from lms.people.queries import department_tree
from tests.cast import Cast
from tests.factories import DepartmentFactory, EnrolmentFactory, PostingFactory, UserFactory


def owes(person: User, *, days: int = -3, **fields: object) -> Enrolment:
    due_on = clock.today() + timedelta(days=days)
    return EnrolmentFactory(learner=person, due_on=due_on, course_version__course__live=True, **fields)


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def test_the_tree_counts_done_late_and_not_due(hr: Client, cast: Cast) -> None:
    owes(cast.alice)
    owes(cast.alice, days=5)
    owes(cast.supervisor, state="completed", completed_at=clock.now())
    owes(cast.second, state="cancelled")
    page = hr.get(reverse("learning:not-done"))
    assert page.context["total"].late == 1
    assert page.context["total"].open == 1
    assert page.context["total"].done == 1
    (branch,) = page.context["branches"]
    assert branch.node.name == "市民課"
    assert f"{reverse('learning:not-done-names')}?department={branch.node.uuid}" in page.text


def test_divisions_come_when_their_department_is_opened(hr: Client, cast: Cast) -> None:
    below = DepartmentFactory(period__parent=cast.department, period__name="証明発行係", period__kind="section")
    owes(cast.alice)
    owes(PostingFactory(department=below).person)
    page = hr.get(reverse("learning:not-done"), {"due": "late"})
    (branch,) = page.context["branches"]
    assert (branch.node.name, branch.tally.late, branch.has_below) == ("市民課", 2, True)
    assert "証明発行係" not in page.text
    for name in ("not-done-below", "not-done"):
        opened = hr.get(f"{reverse(f'learning:{name}')}?{branch.query}")
        (section,) = opened.context["branches"]
        assert (section.node.name, section.tally.late, section.has_below) == ("証明発行係", 1, False)
        assert "証明発行係" in opened.text


def test_hr_of_one_department_opens_no_other(hr: Client, cast: Cast) -> None:
    owes(cast.charlie)
    elsewhere = Posting.objects.get(person=cast.charlie).department
    address = reverse("learning:not-done-below")
    assert hr.get(address, {"department": str(elsewhere.uuid)}).context["branches"]
    RoleGrant.objects.filter(person=cast.hr).update(department=cast.department)
    assert not hr.get(address, {"department": str(elsewhere.uuid)}).context["branches"]
    assert hr.get(address).status_code == 404


def test_names_lead_from_a_department_and_leave_out_people_on_leave(hr: Client, cast: Cast) -> None:
    owes(cast.alice)
    owes(cast.supervisor)
    post = Posting.objects.get(person=cast.supervisor)
    PostingFactory(person=cast.supervisor, department=post.department, rank=post.rank, kind="leave")
    address = reverse("learning:not-done-names")
    page = hr.get(address, {"department": str(cast.department.uuid)})
    assert "青木 花子" in page.text
    assert "井上 一郎" not in page.text
    assert hr.get(address, {"department": "nowhere"}).status_code == 404


def test_hr_of_one_department_sees_no_other(hr: Client, cast: Cast) -> None:
    owes(cast.alice)
    owes(cast.charlie)
    RoleGrant.objects.filter(person=cast.hr).update(department=cast.department)
    page = hr.get(reverse("learning:not-done-names"))
    assert "青木 花子" in page.text
    assert "千葉 三郎" not in page.text
    elsewhere = Posting.objects.get(person=cast.charlie).department
    assert "千葉 三郎" not in hr.get(reverse("learning:not-done-names"), {"department": str(elsewhere.uuid)}).text


def test_the_workbook_says_who_took_it_and_why_and_runs_no_formula(hr: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.alice.pk).update(name="=1+1")
    owes(cast.alice)
    address = reverse("learning:not-done-export")
    assert hr.post(address, {"purpose": ""}).status_code == 422
    response = hr.post(address, {"purpose": "課長会議の資料"})
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert "課長会議の資料" in rows[0][0]
    assert rows[2][1] == "'=1+1"
    event = AuditEvent.objects.get(action="not_done.exported")
    assert (event.details["rows"], event.details["purpose"]) == (1, "課長会議の資料")


def test_slips_are_for_people_without_a_mailbox(hr: Client, cast: Cast) -> None:
    owes(cast.alice)
    response = hr.get(reverse("learning:not-done-slips"))
    assert response["Content-Type"] == "application/pdf"
    User.objects.update(email="a@city.example")
    assert hr.get(reverse("learning:not-done-slips")).status_code == 302


def test_slips_lie_department_by_department_in_the_order_of_the_organisation(cast: Cast) -> None:
    today = clock.today()
    posts = [("赤城 一", "アカギ ハジメ", 2), ("和田 二", "ワダ フタ", 1), ("渡部 三", "ワタベ ミツ", 2)]
    departments = {
        order: DepartmentFactory(period__name=f"{order}課", period__order=order)
        for order in {post[2] for post in posts}
    }
    for name, kana, order in posts:
        owes(PostingFactory(person=UserFactory(name=name, kana=kana), department=departments[order]).person)
    tree = department_tree(today)
    rows = not_done.with_names(not_done.ordered(Enrolment.objects.all()))
    slips = slips_of(not_done.lines(rows, tree, today), tree)
    assert [slip.name for slip in slips] == ["和田 二", "赤城 一", "渡部 三"]


def test_the_check_before_sending_counts_whom_it_leaves_out_and_a_second_click_sends_nothing(
    hr: Client, cast: Cast
) -> None:
    User.objects.filter(pk=cast.alice.pk).update(email="hanako@city.example")
    owes(cast.alice)
    owes(cast.second)
    owes(cast.author, state="completed", completed_at=clock.now())
    owes(cast.supervisor)
    post = Posting.objects.get(person=cast.supervisor)
    PostingFactory(person=cast.supervisor, department=post.department, rank=post.rank, kind="leave")
    address = reverse("learning:not-done-remind")
    page = hr.get(address)
    assert (page.context["preview"].by_mail, page.context["preview"].by_notice) == (1, 1)
    assert dict(page.context["left_out"]) == {"修了済み": 1, "休職中": 1}
    key = page.context["form"]["request_key"].value()
    for _click in range(2):
        assert hr.post(address, {"request_key": key}).status_code == 302
    assert ReminderRun.objects.get().told == 2
    assert Notice.objects.filter(kind="reminder").count() == 2
    assert "督促する人はいません" in hr.get(address).text


def test_runs_and_the_next_one_are_shown(hr: Client, cast: Cast) -> None:
    page = hr.get(reverse("learning:reminders"))
    assert page.context["next_at"] is not None
    ReminderPolicy.objects.create(pk=1, is_on=False)
    assert hr.get(reverse("learning:reminders")).context["next_at"] is None


def test_settings_that_contradict_themselves_are_refused(hr: Client, cast: Cast) -> None:
    fields = {"is_on": "on", "first_days": 2, "last_days": 3, "late_every": 7, "opens": "08:30", "closes": "17:15"}
    assert hr.post(reverse("learning:reminder-settings"), fields).status_code == 422
    assert hr.post(reverse("learning:reminder-settings"), fields | {"first_days": 10}).status_code == 302
    assert ReminderPolicy.current().schedule.days_before == (10, 3)


def test_closed_days_are_added_once_and_removed(hr: Client, cast: Cast) -> None:
    address = reverse("learning:closed-days")
    day = {"on": "2027-01-04", "name": "庁舎設備点検"}
    assert hr.post(address, day).status_code == 302
    assert hr.post(address, day).status_code == 422
    hr.post(reverse("learning:closed-day-remove", args=[2027, 1, 4]))
    assert not ClosedDay.objects.exists()


def test_a_supervisor_sees_only_their_own_people(client: Client, cast: Cast) -> None:
    owes(cast.alice)
    owes(cast.charlie)
    client.force_login(cast.supervisor)
    page = client.get(reverse("learning:team-learning"))
    assert page.context["team"].late == 1
    assert "千葉 三郎" not in page.text


@pytest.mark.parametrize("name", ["not-done", "not-done-below", "not-done-names", "not-done-remind"])
def test_queries_do_not_grow_with_people_and_courses(
    hr: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, name: str
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(100) as captured:
            address = reverse(f"learning:{name}")
            assert hr.get(address, {"department": str(cast.department.uuid)}).status_code == 200
        return len(captured)

    owes(cast.alice)
    count()
    before = count()
    for _ in range(4):
        below = DepartmentFactory(period__parent=cast.department, period__kind="section")
        for _person in range(5):
            owes(PostingFactory(department=below).person)
    assert count() == before
