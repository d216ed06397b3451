import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.admin.viewsets.model import ModelViewSet

from curriculum.viewsets import FrameworkGroup, LearningMaterialGroup
from tests.cast import Cast
from tests.curriculum.test_publishing import lesson, make_course, package_version

pytestmark = pytest.mark.django_db

COURSES = "wagtailsnippets_curriculum_course"
LISTS = [
    f"{COURSES}:list",
    "packages:index",
    "talentgroup:index",
    "leveldescriptor:index",
    "ability:index",
    "programme:index",
    "titlerank:index",
    "rank:index",
]


@pytest.mark.parametrize("name", LISTS)
def test_administrator_opens_every_list_and_a_learner_none(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.admin)
    assert client.get(reverse(name)).status_code == 200
    client.force_login(cast.alice)
    assert client.get(reverse(name)).status_code == 403


def test_visitor_is_sent_to_sign_in(client: Client, cast: Cast) -> None:
    assert client.get("/admin/").headers["location"].startswith(reverse("account_login"))


def test_author_opens_the_editor_with_its_checks(client: Client, cast: Cast) -> None:
    course = make_course(lesson(), live=False, owner=None)
    client.force_login(cast.author)
    page = client.get(reverse(f"{COURSES}:edit", args=[course.pk]))
    assert page.status_code == 200
    assert "data-checks" in page.content.decode()


def test_new_course_begins_with_its_author_as_owner(client: Client, cast: Cast) -> None:
    client.force_login(cast.author)
    page = client.get(reverse(f"{COURSES}:add"))
    assert page.context["form"]["owner"].value() == cast.author.pk


def test_course_list_finds_titles_in_any_width_and_kana(client: Client, cast: Cast) -> None:
    make_course(title="ＲＰＡ入門", slug="rpa")
    make_course(title="生成AI", slug="ai")
    client.force_login(cast.author)
    found = client.get(reverse(f"{COURSES}:list"), {"q": "rpa"}).context["object_list"]
    assert [course.slug for course in found] == ["rpa"]


def test_package_and_person_choosers_find_by_words(client: Client, cast: Cast) -> None:
    package_version()
    client.force_login(cast.author)
    for prefix, words, found in (("choose_package", "教材", "教材"), ("choose_person", "あおき", "青木")):
        assert client.get(reverse(f"{prefix}:choose")).status_code == 200
        assert found in client.get(reverse(f"{prefix}:choose_results"), {"q": words}).content.decode()
        nothing = client.get(reverse(f"{prefix}:choose_results"), {"q": "どこにもない"}).content.decode()
        assert found not in nothing


@pytest.mark.parametrize("viewset", [*LearningMaterialGroup.items, *FrameworkGroup.items])
def test_fields_that_are_edited_have_japanese_names(viewset: type[ModelViewSet]) -> None:
    fields = getattr(viewset, "form_fields", None) or ["title", "purpose", "owner", "review_on", "groups"]
    with translation.override("ja"):
        names = [str(viewset.model._meta.get_field(name).verbose_name) for name in fields]
    assert [name for name in names if name.isascii()] == []
