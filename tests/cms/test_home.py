from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from assessments.models import Assessment
from assessments.states import AssessmentState
from cms import queries
from cms.audience import ReaderOn
from cms.models import HomePage, NewsIndexPage, NewsPage
from curriculum.models import LevelDescriptor, TalentGroup
from lms.learning.record.services import open_module
from lms.lib import clock
from lms.people.models import User
from tests.cast import Cast
from tests.factories import CourseVersionFactory, EnrolmentFactory, ModuleFactory, WorkingGroupMembershipFactory
from tests.factories.assessments import AT, assessment_of, confirm_at, hand_in, open_cycle_for, rate_at
from tests.factories.projects import accept, make_team
from tests.factories.projects import hand_in as hand_in_result

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
TODAY = date(2026, 11, 24)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def home(client: Client, person: User) -> str:
    client.force_login(person)
    response = client.get(reverse("home"))
    assert response.status_code == 200
    return unescape(response.content.decode())


def enrolled(person: User, title: str, *, days: int | None = None, level: int | None = None) -> None:
    version = CourseVersionFactory(course__title=title, course__supports_level_to=level)
    ModuleFactory.create_batch(2, course_version=version, minutes=7)
    EnrolmentFactory(
        learner=person, course_version=version, due_on=TODAY + timedelta(days=days) if days is not None else None
    )


def offered(title: str, level: int, group: str = "all_staff", **course: object) -> None:
    version = CourseVersionFactory(course__title=title, course__supports_level_to=level, **course)
    version.course.groups.add(TalentGroup.objects.get(key=group))
    version.course.save()


# What is next


def test_first_comes_what_is_most_urgent(client: Client, cast: Cast) -> None:
    enrolled(cast.alice, "後のコース", days=30)
    enrolled(cast.alice, "次のコース", days=2)
    shown = home(client, cast.alice)
    assert shown.index("次のコース") < shown.index("後のコース")
    assert "あと2日・11月26日(木)" in shown
    assert "残り14分" in shown
    assert "始める" in shown


def test_course_under_way_is_continued(client: Client, cast: Cast) -> None:
    enrolled(cast.alice, "途中のコース")
    enrolment = cast.alice.enrolments.get()
    open_module(enrolment, enrolment.course_version.modules.first(), at=NOW)
    shown = home(client, cast.alice)
    assert "続きから" in shown
    assert reverse("learning:resume", args=[enrolment.uuid]) in shown


def test_five_further_courses_and_a_way_to_the_rest(client: Client, cast: Cast) -> None:
    for number in range(8):
        enrolled(cast.alice, f"コース名{number}", days=number)
    shown = home(client, cast.alice)
    assert [f"コース名{number}" in shown for number in range(8)] == [True] * 6 + [False] * 2
    assert "受講中のコースをすべて見る" in shown


def test_nothing_due_offers_two_suggestions(client: Client, cast: Cast) -> None:
    for number in range(3):
        offered(f"おすすめ{number}", 1, course__minutes=10 + number)
    shown = home(client, cast.alice)
    empty, rest = shown.split('id="next-level"')
    assert "いま期限のあるものはありません" in empty
    assert [f"おすすめ{number}" in empty for number in range(3)] == [True, True, False]
    assert "おすすめ2" in rest


# The next level


def sentence(level: int, group: str = "all_staff") -> str:
    return LevelDescriptor.objects.get(group__key=group, level=level).text


def confirmed(cast: Cast, level: int) -> None:
    open_cycle_for(cast)
    assessment = assessment_of(cast.alice)
    hand_in(assessment, level)
    rate_at(assessment, level, by=cast.supervisor)
    confirm_at(assessment_of(cast.alice), level, cast=cast)


def test_ladder_says_the_confirmed_sentence_and_the_next(client: Client, cast: Cast) -> None:
    offered("レベル3のコース", 3)
    offered("レベル4のコース", 4)
    confirmed(cast, 2)
    shown = home(client, cast.alice)
    assert sentence(2) in shown
    assert sentence(3) in shown
    assert "次: レベル3(知識)" in shown
    assert "レベル3のコース" in shown
    assert "レベル4のコース" not in shown


def test_ladder_without_a_confirmed_level_begins_at_one(client: Client, cast: Cast) -> None:
    shown = home(client, cast.alice)
    assert "確定したレベルはまだありません" in shown
    assert sentence(1) in shown


@pytest.mark.parametrize(
    ("level", "now", "following"), [(0, "レベル1に向けて準備中", 1), (5, "いま: レベル5(定着)", None)]
)
def test_ends_of_the_ladder(client: Client, cast: Cast, level: int, now: str, following: int | None) -> None:
    open_cycle_for(cast)
    Assessment.objects.filter(person=cast.alice).update(state=AssessmentState.CONFIRMED, level=level, confirmed_at=AT)
    shown = home(client, cast.alice)
    assert now in shown
    assert queries.standing(ReaderOn(person=cast.alice, on=TODAY)).ladder.next_level == following


def test_level_is_not_carried_into_another_group(client: Client, cast: Cast) -> None:
    confirmed(cast, 4)
    WorkingGroupMembershipFactory(person=cast.alice)
    shown = home(client, cast.alice)
    assert sentence(4) not in shown
    assert sentence(1, "leader_wg") in shown


# What waits in assessment


def test_open_self_assessment_is_named_until_it_is_handed_in(client: Client, cast: Cast) -> None:
    open_cycle_for(cast)
    assessment = assessment_of(cast.alice)
    address = reverse("assessments:self", args=[assessment.uuid])
    assert address in home(client, cast.alice)
    hand_in(assessment, 2)
    assert address not in home(client, cast.alice)


def test_rater_reads_how_many_wait(client: Client, cast: Cast) -> None:
    open_cycle_for(cast)
    assert "評価する職員 1人" in home(client, cast.supervisor)
    assert "確認する職員" not in home(client, cast.second)
    rate_at(assessment_of(cast.alice), 2, by=cast.supervisor)
    assert "評価する職員" not in home(client, cast.supervisor)
    assert "確認する職員 1人" in home(client, cast.second)


# News


def test_a_mentor_reads_how_many_results_wait(client: Client, cast: Cast) -> None:
    team = make_team(cast)
    version = hand_in_result(team.phases[0], team.alice)
    assert queries.review_work(team.mentor, TODAY) == queries.ReviewWork(handins=0, versions=1)
    assert "成果" in home(client, team.mentor)
    accept(version, team.mentor)
    assert queries.review_work(team.mentor, TODAY) is None
    assert queries.review_work(cast.charlie, TODAY) is None


def test_newest_news_stands_last(client: Client, cast: Cast) -> None:
    root = HomePage.objects.first() or Page.objects.get(depth=1).add_child(instance=HomePage(title="ポータル"))
    index = NewsIndexPage.objects.first() or root.add_child(instance=NewsIndexPage(title="お知らせ", slug="news"))
    for day in range(1, 5):
        index.add_child(instance=NewsPage(title=f"知らせ{day}", slug=f"n{day}", published_on=date(2026, 11, day)))
    shown = home(client, cast.alice)
    assert [f"知らせ{day}" in shown for day in (4, 3, 2, 1)] == [True, True, True, False]
    assert 'href="/news/n4/"' in shown
    assert "知らせ4" in client.get("/news/n4/").text


@pytest.mark.parametrize("count", [1, 12])
def test_home_costs_the_same_for_one_course_and_for_many(
    client: Client, cast: Cast, count: int, django_assert_max_num_queries
) -> None:
    for number in range(count):
        enrolled(cast.alice, f"コース{number}", days=number)
        offered(f"次{number}", 1)
    open_cycle_for(cast)
    client.force_login(cast.alice)
    client.get(reverse("home"))
    with django_assert_max_num_queries(11):
        client.get(reverse("home"))
