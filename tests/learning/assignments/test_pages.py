"""HR makes a rule, looks at who would get what and why, activates it; a learner asks for more time."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from lms.learning.assignments import services
from lms.learning.assignments.forms import RuleForm
from lms.learning.assignments.models import AssignmentRule, AssignmentRun
from lms.learning.models import Enrolment, Notice
from lms.lib import clock
from lms.lib.calendar import fiscal_year
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories import CourseFactory, CourseVersionFactory, EnrolmentFactory, ModuleFactory
from tests.factories.assigning import RuleFactory


def test_a_rule_from_draft_to_assignment(client: Client, cast: Cast) -> None:
    course = CourseVersionFactory(course__live=True).course
    today = clock.today()
    client.force_login(cast.hr)
    fields = {
        "name": "市民課の全員",
        "fiscal_year": fiscal_year(today),
        "courses": [course.pk],
        "departments": [cast.department.pk],
        "starts_on": today.isoformat(),
        "due_on": (today + timedelta(days=40)).isoformat(),
        "joiner_days": 30,
        "return_days": 30,
    }
    assert client.post(reverse("learning:assignment-new"), fields | {"departments": []}).status_code == 422
    page = client.post(reverse("learning:assignment-new"), fields, follow=True)
    assert "青木 花子" in page.text
    assert "所属: 市民課" in page.text
    assert "千葉 三郎" not in page.text
    assert not Enrolment.objects.exists()
    rule = AssignmentRule.objects.get()
    client.post(reverse("learning:assignment-activate", args=[rule.uuid]))
    services.run_rules(trigger=AssignmentRun.Trigger.HAND, at=clock.now())
    assert Enrolment.objects.filter(learner=cast.alice).exists()
    assert not Enrolment.objects.filter(learner=cast.charlie).exists()
    assert "指定済み" in client.get(reverse("learning:assignment-rule", args=[rule.uuid])).text
    assert client.get(reverse("learning:assignment-edit", args=[rule.uuid])).status_code == 302


def test_a_new_rule_starts_today_unless_hr_says_otherwise(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    shown = client.get(reverse("learning:assignment-new")).text
    assert f'name="starts_on" value="{clock.today().isoformat()}"' in shown


def test_a_draft_is_thrown_away_and_an_active_rule_is_not(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    draft, active = RuleFactory(name="下書き", state="draft"), RuleFactory(name="有効な指定")
    for rule in (draft, active):
        client.post(reverse("learning:assignment-discard", args=[rule.uuid]))
    assert list(AssignmentRule.objects.all()) == [active]
    assert AuditEvent.objects.filter(action="rule.discarded", target=str(draft.uuid)).exists()


def test_a_due_date_on_a_closed_day_is_kept_as_the_next_open_one(cast: Cast) -> None:
    asked = CourseVersionFactory(course__live=True).course
    given = {
        "name": "全職員",
        "fiscal_year": 2026,
        "courses": [asked.pk],
        "takes_everyone": "on",
        "starts_on": "2026-11-24",
        # A Saturday.
        "due_on": "2026-12-26",
        "joiner_days": 30,
        "return_days": 30,
    }
    form = RuleForm(given, on=date(2026, 11, 24))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due_on"] == date(2026, 12, 28)


def test_a_wish_for_more_time_from_the_course_page_to_the_answer(client: Client, cast: Cast) -> None:
    today = clock.today()
    enrolment = EnrolmentFactory(
        learner=cast.alice, due_on=today + timedelta(days=3), course_version__course__live=True
    )
    ModuleFactory(course_version=enrolment.course_version)
    client.force_login(cast.alice)
    address = reverse("learning:extension", args=[enrolment.uuid])
    course_page = reverse("learning:course", args=[enrolment.course_version.course.slug])
    assert address in client.get(course_page).text
    wish = {"wished_on": today.isoformat(), "reason": "busy", "request_key": "k"}
    refused = client.post(address, wish)
    assert refused.status_code == 422
    assert "今の期限より後の日" in refused.text
    wish["wished_on"] = (today + timedelta(days=20)).isoformat()
    assert "回答待ち" in client.post(address, wish, follow=True).text
    request = enrolment.extension_requests.get()
    client.force_login(cast.supervisor)
    assert cast.alice.name in client.get(reverse("learning:team-learning")).text
    answer = reverse("learning:extension-answer", args=[request.uuid])
    assert client.post(answer, {"verdict": "decline", "on": wish["wished_on"]}).status_code == 422
    client.post(answer, {"verdict": "grant", "on": wish["wished_on"], "answer": "承知しました"})
    enrolment.refresh_from_db()
    assert enrolment.due_on >= today + timedelta(days=20)
    client.force_login(cast.alice)
    assert "期限を" in client.get(course_page).text
    notices = client.get(reverse("learning:notices"))
    assert "承知しました" in notices.text
    client.post(reverse("learning:notices-read"))
    assert not Notice.objects.unread().exists()


def test_a_renewed_rule_says_which_course_takes_the_place_of_which(client: Client, cast: Cast) -> None:
    old = CourseVersionFactory(course__live=True, course__title="研修(令和8年度)").course
    rule = RuleFactory(courses=[old], is_yearly=True)
    services.exempt(cast.alice, old, reason="県で受講", until=None, by=cast.hr, at=clock.now())
    client.force_login(cast.hr)
    page = client.post(reverse("learning:assignment-renew", args=[rule.uuid]), follow=True).text
    assert "複製" not in page
    CourseFactory(copied_from=old, live=False, title="研修(令和9年度)")
    draft = AssignmentRule.objects.get(renewed_from=rule)
    shown = reverse("learning:assignment-rule", args=[draft.uuid])
    assert "前年度のコースのままです" in client.get(shown).text
    client.post(reverse("learning:assignment-copies", args=[draft.uuid]))
    page = client.get(shown).text
    assert "「研修(令和8年度)」に代えて、複製した「研修(令和9年度)」を指定します。" in page
    assert "まだ公開されていない" in page
    assert "免除(1人)は引き継がれません" in page
    assert "現在受講できるコースがありません" in page
    # What the rule names stays on offer while the draft is edited.
    edited = client.get(reverse("learning:assignment-edit", args=[draft.uuid])).text
    assert "研修(令和9年度)(現在は受講できません)" in edited
