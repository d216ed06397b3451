from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from wagtail.models import Page

from curriculum.models import Course, Module, Package, PackageVersion, QuizItem
from curriculum.outline import Class, CourseOutline, ModuleOutline
from curriculum.publishing import NotReadyError, findings_for, publish_course
from lms.learning.record.models import Enrolment
from lms.learning.record.services import enrol
from tests.cast import Cast
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
DIGEST = "226264c3795acdb81ff2b4d99d038582a6c5e0c4c54fbfe3872c1dd7e30a9d42"


def block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid4()), "value": value}


def lesson(title: str = "はじめに", text: str = "<p>本文</p>") -> dict[str, Any]:
    return block("lesson", {"title": title, "minutes": 5, "is_required": True, "body": [block("text", text)]})


def question(text: str = "正しいものは", right: tuple[bool, ...] = (True, False)) -> dict[str, Any]:
    choices = [block("item", {"text": f"選択肢{n}", "is_correct": is_right}) for n, is_right in enumerate(right)]
    return block("question", {"text": text, "choices": choices, "explanation": "理由"})


def quiz(*questions: dict[str, Any]) -> dict[str, Any]:
    return block(
        "quiz",
        {
            "title": "確認テスト",
            "minutes": 5,
            "is_required": True,
            "pass_percent": 70,
            "max_attempts": None,
            "questions": list(questions or [question()]),
        },
    )


def project() -> dict[str, Any]:
    return block(
        "project",
        {
            "title": "改善の実践",
            "minutes": 120,
            "is_required": True,
            "brief": "身近な業務を一つ選ぶ",
            "phases": [block("phase", {"title": "課題設定", "guidance": "", "deliverable": "課題シート"})],
            "rubric": [
                block(
                    "criterion",
                    {"title": "住民視点", "levels": [block("item", text) for text in ("弱い", "普通", "良い", "優秀")]},
                )
            ],
        },
    )


def make_course(*modules: dict[str, Any], **fields: Any) -> Course:
    values: dict[str, Any] = {
        "slug": f"course-{uuid4().hex[:8]}",
        "title": "情報セキュリティ",
        "purpose": "被害を防ぐ",
        "owner": UserFactory(),
        "review_on": date(2027, 4, 1),
        "modules": list(modules),
    }
    return Course.objects.create(**values | fields)


def package_version() -> PackageVersion:
    package = Package.objects.create(title="教材", created_at=AT)
    return PackageVersion.objects.create(
        package=package,
        number=1,
        sha256="a" * 64,
        standard="scorm12",
        title="教材",
        launch="index.html",
        imported_at=AT,
    )


def test_publishing_freezes_every_kind_of_module() -> None:
    version = package_version()
    scorm = block("scorm", {"title": "動画教材", "minutes": 10, "is_required": True, "package": version.pk})
    class_ = block("class", {"title": "集合研修", "minutes": 60, "is_required": False, "description": "演習"})
    handin = block("handin", {"title": "提出", "minutes": 15, "is_required": True, "prompt": "改善案を書く"})
    course = make_course(lesson(), quiz(question(right=(True, True, False))), scorm, project(), class_, handin)

    frozen = publish_course(course, by=course.owner, at=AT)

    modules = list(frozen.modules.order_by("order"))
    assert [module.kind for module in modules] == ["lesson", "quiz", "scorm", "project", "class", "handin"]
    assert [module.key for module in modules] == [module.id for module in map(as_uuid, course.modules)]
    assert str(modules[0].lesson.body[0].value) == "<p>本文</p>"
    item = modules[1].quiz.items.get()
    assert (item.kind, modules[1].quiz.pass_percent) == (QuizItem.Kind.MULTIPLE, 70)
    assert [choice["is_correct"] for choice in item.choices] == [True, True, False]
    assert modules[2].scorm.package_version == version
    assert modules[3].project.phases[0]["deliverable"] == "課題シート"
    assert modules[3].project.rubric[0]["levels"] == ["弱い", "普通", "良い", "優秀"]
    assert not modules[4].is_required
    assert modules[4].class_content.description == "演習"
    assert modules[5].handin.prompt == "改善案を書く"
    assert (frozen.number, frozen.minutes, frozen.published_by) == (1, 215, course.owner)


class WithId:
    def __init__(self, id: Any) -> None:
        self.id = id


def as_uuid(child: Any) -> WithId:
    from uuid import UUID

    return WithId(UUID(child.id))


def test_publishing_the_same_content_again_returns_the_newest_version_unchanged() -> None:
    course = make_course(lesson(), quiz())
    first = publish_course(course, by=None, at=AT)
    again = publish_course(course, by=None, at=AT)
    assert again == first
    assert course.versions.count() == 1
    assert Module.objects.count() == 2


def test_the_english_title_of_a_module_is_frozen_with_it() -> None:
    course = make_course(lesson(), quiz())
    first = publish_course(course, by=None, at=AT)
    stored = course.modules.get_prep_value()
    stored[0]["value"]["title_en"] = "Introduction"
    course.modules = stored
    course.purpose_en = "To prevent harm"
    course.save()

    second = publish_course(course, by=None, at=AT)

    assert (first.purpose_en, second.purpose_en) == ("", "To prevent harm")
    titles = second.modules.order_by("order").values_list("title", "title_en")
    assert list(titles) == [("はじめに", "Introduction"), ("確認テスト", "")]
    assert set(first.modules.values_list("title_en", flat=True)) == {""}


def test_a_digest_does_not_change_because_modules_may_now_have_english_titles() -> None:
    """Courses of older releases are not published anew over a title that nobody wrote."""
    module = ModuleOutline(
        key=UUID(int=1), kind="class", title="集合", minutes=60, is_required=True, content=Class(description="演習")
    )
    outline = CourseOutline(title="題", title_en="", purpose="", minutes=60, modules=(module,))
    assert outline.fingerprint() == DIGEST


def test_a_change_makes_a_new_version_and_leaves_the_old_one_and_its_learners_alone(cast: Cast) -> None:
    course = make_course(lesson(text="<p>古い</p>"), quiz())
    first = publish_course(course, by=None, at=AT)
    enrolment = enrol(cast.alice, first, source=Enrolment.Source.CHOSEN, by=None, at=AT)
    stored = course.modules.get_prep_value()
    stored[0]["value"]["body"][0]["value"] = "<p>新しい</p>"
    course.modules = stored
    course.title = "改題"
    course.save()

    second = publish_course(course, by=None, at=AT)

    enrolment.refresh_from_db()
    assert (second.number, second.title) == (2, "改題")
    assert enrolment.course_version == first
    assert first.title == "情報セキュリティ"
    assert str(first.modules.get(kind="lesson").lesson.body[0].value) == "<p>古い</p>"
    assert str(second.modules.get(kind="lesson").lesson.body[0].value) == "<p>新しい</p>"


def test_module_question_and_choice_keys_stay_the_same_across_versions() -> None:
    course = make_course(lesson(), quiz())
    first = publish_course(course, by=None, at=AT)
    stored = course.modules.get_prep_value()
    stored.reverse()
    stored[0]["value"]["questions"][0]["value"]["text"] = "言い換えた問い"
    course.modules = stored
    course.save()

    second = publish_course(course, by=None, at=AT)

    keys = [set(version.modules.values_list("key", flat=True)) for version in (first, second)]
    assert keys[0] == keys[1]
    before, after = (QuizItem.objects.get(quiz__module__course_version=version) for version in (first, second))
    assert (after.key, after.text) == (before.key, "言い換えた問い")
    assert [choice["key"] for choice in after.choices] == [choice["key"] for choice in before.choices]


def test_items_without_ids_get_keys_from_their_place() -> None:
    bare = quiz()
    bare["value"]["questions"] = [
        {"type": "question", "value": {"text": "問い", "choices": [{"text": "ア", "is_correct": True}, {"text": "イ"}]}}
    ]
    course = make_course(bare)
    assert publish_course(course, by=None, at=AT) == publish_course(course, by=None, at=AT)
    assert QuizItem.objects.get().choices[1]["is_correct"] is False


def test_a_course_with_blocking_findings_is_refused_and_nothing_is_frozen() -> None:
    course = make_course(lesson(), quiz(question(right=(False, False))), owner=None)
    with pytest.raises(NotReadyError) as refusal:
        publish_course(course, by=None, at=AT)
    assert {finding.code for finding in refusal.value.findings} == {"no_owner", "no_right_answer"}
    assert not course.versions.exists()


def test_a_package_that_does_not_exist_blocks() -> None:
    course = make_course(block("scorm", {"title": "教材", "minutes": 5, "package": 999}))
    assert [finding.code for finding in findings_for(course, on=AT.date()) if finding.blocks] == ["lost_package"]


def test_what_a_lesson_links_to_blocks_once_it_is_gone() -> None:
    page = Page.objects.get(depth=1)
    course = make_course(
        lesson(
            text=f'<p><a linktype="page" id="{page.pk}">ある</a> <a linktype="page" id="{page.pk + 999}">ない</a></p>'
        ),
        lesson(text='<p><a linktype="document" id="999">ない</a></p>'),
    )
    found = [finding.code for finding in findings_for(course, on=AT.date()) if finding.blocks]
    assert found == ["lost_page", "lost_target"]


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/news/", True),
        ("/news", True),
        ("/news/?page=2#top", True),
        ("http://testserver/help/", True),
        ("/learn/catalogue/", True),
        ("/learn/offered/", True),
        ("http://testserver/learn/offered/", True),
        ("/news/there-is-none/", False),
        ("/learn/there-is-none/", False),
        ("/learn/retired/", False),
        ("http://testserver/learn/retired/", False),
        ("/documents/999/file.pdf", False),
        ("/nowhere.html", False),
        ("/learn/e/01a20b36-f787-7d75-b633-010717a9081c/", False),
        ("/admin/courses/", False),
    ],
)
def test_an_address_of_our_own_site_blocks_when_a_learner_finds_nothing_there(address: str, leads: bool) -> None:
    make_course(slug="offered", live=True)
    make_course(slug="retired", live=False)
    course = make_course(lesson(text=f'<p><a href="{address}">こちら</a></p>'))
    found = [finding for finding in findings_for(course, on=AT.date()) if finding.blocks]
    assert [finding.code for finding in found] == ([] if leads else ["lost_address"])
    assert all(address in str(finding.message) for finding in found)


def test_two_answers_to_how_long_a_course_takes_block() -> None:
    for minutes, expected in ((30, ["minutes_differ"]), (5, []), (0, [])):
        course = make_course(lesson(), minutes=minutes)
        assert [each.code for each in findings_for(course, on=AT.date()) if each.blocks] == expected


def test_a_link_to_a_page_that_is_not_published_blocks() -> None:
    page = Page.objects.get(slug="news")
    course = make_course(lesson(text=f'<p><a linktype="page" id="{page.pk}">お知らせ</a></p>'))
    assert not any(finding.blocks for finding in findings_for(course, on=AT.date()))
    Page.objects.filter(pk=page.pk).update(live=False)
    found = [finding.code for finding in findings_for(course, on=AT.date()) if finding.blocks]
    assert found == ["lost_page"]


def test_publishing_a_revision_freezes_it_and_a_draft_does_not(cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    revision = course.save_revision(user=cast.author)
    assert not course.versions.exists()
    revision.publish(user=cast.admin)
    version = course.versions.get()
    assert version.published_by == cast.admin


def test_a_revision_with_blocking_findings_does_not_go_live(cast: Cast) -> None:
    course = make_course(live=False)
    revision = course.save_revision(user=cast.author)
    with pytest.raises(NotReadyError):
        revision.publish()
    course.refresh_from_db()
    assert not course.live


def test_saving_a_course_folds_its_words_into_the_search_key() -> None:
    course = make_course(title="ＲＰＡ入門", title_en="RPA basics", purpose="セイサク", code="A07")
    assert course.search_key == "rpa入門\nrpabasics\nせいさく\na07"


def test_a_course_is_found_by_what_its_modules_and_their_parts_are_called() -> None:
    named = lesson(text="<h2>ログの見方</h2><p>本文</p>")
    named["value"] |= {"title": "ＲＰＡの準備", "title_en": "Before RPA"}
    course = make_course(named, quiz())
    key = course.search_key.split("\n")
    assert {"rpaの準備", "beforerpa", "ろぐの見方", "確認てすと"} <= set(key)
    assert "本文" not in key


def test_a_renamed_module_is_found_by_its_new_name_once_published(cast: Cast) -> None:
    course = make_course(lesson(), live=False)
    course.save_revision(user=cast.author).publish(user=cast.admin)
    stream = course.modules.get_prep_value()
    stream[0]["value"]["title"] = "パスワードの決め方"
    course.modules = stream
    revision = course.save_revision(user=cast.author)
    assert "ぱすわーどの決め方" not in Course.objects.get(pk=course.pk).search_key
    revision.publish(user=cast.admin)
    assert "ぱすわーどの決め方" in Course.objects.get(pk=course.pk).search_key
