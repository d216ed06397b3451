from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from curriculum.models import Course, LevelDescriptor, TalentGroup
from lms.learning.models import Certificate, Enrolment
from lms.learning.record import queries, services
from lms.learning.record.outcomes import Outcome
from lms.learning.record.states import Completion, EnrolmentState
from lms.people.models import User
from tests.cast import Cast
from tests.factories import CourseFactory, CourseVersionFactory, EnrolmentFactory, ModuleFactory, UserFactory
from tests.factories.modules import course_with_quiz, lesson_module

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client, cast: Cast) -> User:
    client.force_login(cast.alice)
    return cast.alice


@pytest.fixture
def enrolment(cast: Cast) -> Enrolment:
    version = CourseVersionFactory(course__slug="security", course__supports_level_to=3)
    version.course.groups.add(TalentGroup.objects.get(key="all_staff"))
    version.course.save()
    for order in range(2):
        lesson_module(version, order=order, title=f"単元{order + 1}")
    return EnrolmentFactory(learner=cast.alice, course_version=version)


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def finish(enrolment: Enrolment, *, at: datetime = AT) -> None:
    for module in enrolment.course_version.modules.all():
        outcome = Outcome(completion=Completion.COMPLETED, seconds=120)
        services.record_outcome(enrolment, module, outcome, source=f"lesson:{module.uuid}", by=None, at=at)


def enrol_in(person: User, count: int) -> None:
    for number in range(count):
        version = CourseVersionFactory()
        ModuleFactory.create_batch(3, course_version=version)
        EnrolmentFactory(
            learner=person, course_version=version, due_on=TODAY + timedelta(days=number) if number % 2 else None
        )


# My courses


def test_courses_stand_by_due_date_and_those_without_one_last(alice: User) -> None:
    days = {"late": -3, "soon": 2, "later": 40, "some day": None}
    for title, offset in reversed(days.items()):
        due_on = TODAY + timedelta(days=offset) if offset is not None else None
        EnrolmentFactory(learner=alice, course_version__course__title=title, due_on=due_on)
    assert [item.course.title for item in queries.home_items(alice)] == list(days)


def test_completed_and_cancelled_courses_are_not_under_way(alice: User) -> None:
    EnrolmentFactory(learner=alice, state=EnrolmentState.CANCELLED)
    EnrolmentFactory(learner=alice, state=EnrolmentState.COMPLETED, completed_at=AT)
    assert queries.home_items(alice) == []


@pytest.mark.parametrize("count", [1, 10])
def test_my_courses_cost_two_queries_however_many(alice: User, count: int, django_assert_num_queries) -> None:
    enrol_in(alice, count)
    with django_assert_num_queries(2):
        items = queries.home_items(alice)
    assert [item.outline.total for item in items] == [3] * count


def test_outline_holds_the_states_of_its_own_learner(enrolment: Enrolment) -> None:
    other = EnrolmentFactory(course_version=enrolment.course_version)
    finish(other)
    assert queries.course_outline(enrolment).done == 0
    assert queries.course_outline(other).done == 2


@pytest.mark.parametrize("count", [1, 10])
def test_learn_page_costs_the_same_for_one_course_and_for_many(
    client: Client, alice: User, count: int, django_assert_max_num_queries
) -> None:
    enrol_in(alice, count)
    with django_assert_max_num_queries(14):
        page(client, "learning:home")


def test_learn_page_shows_the_ladder_with_its_courses(client: Client, alice: User, enrolment: Enrolment) -> None:
    shown = page(client, "learning:home")
    sentence = LevelDescriptor.objects.get(group__key="all_staff", level=3).text
    assert sentence in shown
    assert shown.index(sentence) < shown.rindex(reverse("learning:course", args=["security"]))


# Course


def test_course_page_says_what_it_leads_to_and_how_far_one_is(
    client: Client, alice: User, enrolment: Enrolment
) -> None:
    services.open_module(enrolment, enrolment.course_version.modules.get(order=0), at=AT)
    shown = page(client, "learning:course", "security")
    assert LevelDescriptor.objects.get(group__key="all_staff", level=3).text in shown
    assert all(word in shown for word in ("途中", "未着手", "続きから", "2単元中0単元完了"))
    assert reverse("learning:resume", args=[enrolment.uuid]) in shown


def test_modules_are_named_in_the_readers_language(client: Client, alice: User, enrolment: Enrolment) -> None:
    module = enrolment.course_version.modules.get(order=0)
    module.title_en = "Classify it"
    module.save()
    version = enrolment.course_version
    version.purpose_en = "To keep secrets"
    version.save()
    alice.language = "en"
    alice.save()
    addresses = [reverse("learning:course", args=["security"]), reverse("learning:home")]
    addresses.append(reverse("learning:module", args=[enrolment.uuid, module.uuid]))
    for address in addresses:
        shown = client.get(address).content.decode()
        assert "Classify it" in shown
        assert "単元1" not in shown
    assert "To keep secrets" in client.get(addresses[0]).content.decode()
    # What nobody wrote in English is read in Japanese.
    assert "単元2" in client.get(addresses[0]).content.decode()


def test_course_page_names_whom_to_speak_to_about_the_due_date(
    client: Client, alice: User, enrolment: Enrolment
) -> None:
    assert "期限の相談" not in page(client, "learning:course", "security")
    Enrolment.objects.update(due_on=TODAY)
    shown = page(client, "learning:course", "security")
    assert reverse("learning:extension", args=[enrolment.uuid]) in shown
    assert "井上 一郎" in shown


def test_course_page_offers_enrolment_to_who_has_none(client: Client, cast: Cast, enrolment: Enrolment) -> None:
    client.force_login(cast.charlie)
    shown = page(client, "learning:course", "security")
    assert reverse("learning:enrol", args=["security"]) in shown
    assert reverse("learning:resume", args=[enrolment.uuid]) not in shown


def test_course_page_of_somebody_of_another_group_shows_the_sentence_of_the_courses_group(
    client: Client, cast: Cast, enrolment: Enrolment
) -> None:
    client.force_login(cast.second)
    assert LevelDescriptor.objects.get(group__key="all_staff", level=3).text in page(
        client, "learning:course", "security"
    )


@pytest.mark.parametrize("count", [1, 10])
def test_course_page_costs_the_same_for_one_module_and_for_many(
    client: Client, alice: User, count: int, django_assert_max_num_queries
) -> None:
    version = CourseVersionFactory(course__slug="long", course__supports_level_to=2)
    ModuleFactory.create_batch(count, course_version=version)
    EnrolmentFactory(learner=alice, course_version=version)
    with django_assert_max_num_queries(14):
        page(client, "learning:course", "long")


def test_draft_is_absent_and_retired_course_stays_for_who_took_it(
    client: Client, alice: User, enrolment: Enrolment, cast: Cast
) -> None:
    CourseFactory(slug="draft")
    assert client.get(reverse("learning:course", args=["draft"])).status_code == 404
    Course.objects.filter(slug="security").update(live=False)
    assert client.get(reverse("learning:course", args=["security"])).status_code == 200
    client.force_login(cast.charlie)
    assert client.get(reverse("learning:course", args=["security"])).status_code == 404


# Choosing


def test_choosing_a_course_leads_into_its_first_module(client: Client, alice: User) -> None:
    version = CourseVersionFactory(course__slug="chosen")
    module = lesson_module(version)
    response = client.post(reverse("learning:enrol", args=["chosen"]), follow=True)
    enrolment = Enrolment.objects.get(learner=alice)
    assert response.redirect_chain[-1][0] == reverse("learning:module", args=[enrolment.uuid, module.uuid])
    assert enrolment.source == Enrolment.Source.CHOSEN


def test_retired_course_cannot_be_chosen(client: Client, alice: User) -> None:
    CourseVersionFactory(course__slug="retired", course__live=False)
    assert client.post(reverse("learning:enrol", args=["retired"])).status_code == 404
    assert not Enrolment.objects.exists()


# Catalogue


@pytest.fixture
def catalogue(cast: Cast) -> None:
    for title, reading in (("生成AIの基本", "せいせいえーあい"), ("RPA入門", ""), ("ムダの見つけ方", "")):
        CourseVersionFactory(course=CourseFactory(title=title, reading=reading))
    purpose = "窓口の仕事で生成AIとＲＰＡをどう使い分けるかを、100%自分の言葉で説明できる。"
    lesson = {"type": "lesson", "id": str(uuid4()), "value": {"title": "窓口でＰＤＦを開く", "title_en": "At the desk"}}
    CourseVersionFactory(
        course=CourseFactory(title="道具の選び方", reading="", purpose=purpose, modules=[lesson]),
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["ムダの見つけ方", "RPA入門", "生成AIの基本", "道具の選び方"]),
        ("生成AI", ["生成AIの基本", "道具の選び方"]),
        ("生成ａｉ", ["生成AIの基本", "道具の選び方"]),
        ("ＲＰＡ", ["RPA入門", "道具の選び方"]),
        ("rpa", ["RPA入門", "道具の選び方"]),
        ("むだ", ["ムダの見つけ方"]),
        ("ﾑﾀﾞ", ["ムダの見つけ方"]),
        ("基本 生成", ["生成AIの基本"]),
        ("AIの", ["生成AIの基本"]),
        ("せいせい", ["生成AIの基本"]),
        ("セイセイ ai", ["生成AIの基本"]),
        ("使い分ける", ["道具の選び方"]),
        ("100%", ["道具の選び方"]),
        ("pdf", ["道具の選び方"]),
        ("ぴーでぃーえふ", []),
        ("ＰＤＦを 窓口", ["道具の選び方"]),
        ("AT THE desk", ["道具の選び方"]),
        ("できる。窓口", []),
        ("1%自分", []),
        ("R_A", []),
        ("無い", []),
    ],
)
def test_catalogue_finds_japanese_words(
    client: Client, alice: User, catalogue: None, words: str, found: list[str]
) -> None:
    response = client.get(reverse("learning:catalogue"), {"q": words})
    assert sorted(course.title for course in response.context["page"]) == sorted(found)


def test_catalogue_says_how_long_a_course_takes_whose_minutes_are_added_up(client: Client, alice: User) -> None:
    CourseVersionFactory(course__minutes=0, minutes=25)
    assert "25分" in page(client, "learning:catalogue")


def test_catalogue_filters_by_group_and_ability(client: Client, alice: User, catalogue: None) -> None:
    course = Course.objects.get(title="RPA入門")
    group = TalentGroup.objects.get(key="all_staff")
    course.groups.add(group)
    course.abilities.add(group.abilities.first())
    course.save()
    for query in ({"group": "all_staff"}, {"ability": group.abilities.first().key}):
        response = client.get(reverse("learning:catalogue"), query)
        assert [found.title for found in response.context["page"]] == ["RPA入門"]
    assert client.get(reverse("learning:catalogue"), {"group": "manager"}).context["page"].paginator.count == 0


@pytest.mark.parametrize(
    ("groups", "is_asked"), [(["all_staff"], True), ([], True), (["manager", "leader_section"], False)]
)
def test_catalogue_marks_as_mandatory_what_the_reader_s_group_must_take(
    client: Client, alice: User, groups: list[str], is_asked: bool
) -> None:
    version = CourseVersionFactory(course__is_mandatory=True)
    version.course.groups.set(TalentGroup.objects.filter(key__in=groups))
    version.course.save()
    assert ('<span class="tag">必修</span>' in page(client, "learning:catalogue")) is is_asked


def test_catalogue_ignores_a_group_it_does_not_know(client: Client, alice: User, catalogue: None) -> None:
    response = client.get(reverse("learning:catalogue"), {"group": "gone", "q": "rpa"})
    assert [found.title for found in response.context["page"]] == ["RPA入門", "道具の選び方"]


def test_catalogue_says_what_one_has_taken(client: Client, cast: Cast, enrolment: Enrolment) -> None:
    finish(enrolment)
    for person, taken in ((cast.alice, EnrolmentState.COMPLETED), (cast.charlie, None)):
        client.force_login(person)
        assert client.get(reverse("learning:catalogue")).context["page"][0].taken == taken


@pytest.mark.parametrize("count", [1, 20])
def test_catalogue_costs_the_same_for_one_course_and_for_many(
    client: Client, alice: User, count: int, django_assert_max_num_queries
) -> None:
    CourseVersionFactory.create_batch(count)
    with django_assert_max_num_queries(12):
        page(client, "learning:catalogue")


# Resuming


def test_resume_leads_to_the_module_left_open(client: Client, alice: User, enrolment: Enrolment) -> None:
    first, second = enrolment.course_version.modules.order_by("order")
    resume = reverse("learning:resume", args=[enrolment.uuid])
    assert client.get(resume).url == reverse("learning:module", args=[enrolment.uuid, first.uuid])
    client.get(reverse("learning:module", args=[enrolment.uuid, second.uuid]))
    assert client.get(resume).url == reverse("learning:module", args=[enrolment.uuid, second.uuid])


def test_resume_of_a_finished_course_leads_to_its_end(client: Client, alice: User, enrolment: Enrolment) -> None:
    finish(enrolment)
    response = client.get(reverse("learning:resume", args=[enrolment.uuid]), follow=True)
    shown = unescape(response.content.decode())
    assert response.redirect_chain[-1][0] == reverse("learning:finished", args=[enrolment.uuid])
    assert "を修了しました" in shown
    assert "4分" in shown
    assert reverse("learning:certificate", args=[Certificate.objects.get().uuid]) in shown


def test_course_under_way_has_no_end_to_show(client: Client, alice: User, enrolment: Enrolment) -> None:
    response = client.get(reverse("learning:finished", args=[enrolment.uuid]))
    assert response.url == reverse("learning:course", args=["security"])


def test_module_of_another_course_is_absent(client: Client, alice: User, enrolment: Enrolment) -> None:
    stray = lesson_module(course_with_quiz(), order=9)
    assert client.get(reverse("learning:module", args=[enrolment.uuid, stray.uuid])).status_code == 404


def test_cancelled_enrolment_is_absent(client: Client, alice: User, enrolment: Enrolment) -> None:
    Enrolment.objects.update(state=EnrolmentState.CANCELLED)
    assert client.get(reverse("learning:resume", args=[enrolment.uuid])).status_code == 404


def test_suggestions_leave_out_what_one_has_taken(cast: Cast, enrolment: Enrolment) -> None:
    group = TalentGroup.objects.get(key="all_staff")
    assert queries.leading_to(cast.alice, group.pk, 3, limit=3) == []
    assert queries.leading_to(UserFactory(), group.pk, 3, limit=3) == [enrolment.course_version.course]
