"""The publish checks as a table: one course each, and what is found."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from curriculum.checks import Draft, Lost, check
from curriculum.outline import CourseOutline, read_modules
from tests.curriculum.questions.examples import TRUE_FALSE

ON = date(2026, 11, 23)
GOOD_CHOICES = [{"text": "正しい", "is_correct": True}, {"text": "誤り", "is_correct": False}]
RUBRIC = [{"title": "住民視点", "levels": ["弱い", "普通", "良い", "優秀"]}]


def module(kind: str, **value: Any) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid4()), "value": {"title": "単元", "minutes": 5} | value}


def lesson_of(block_type: str, value: Any) -> dict[str, Any]:
    return module("lesson", body=[{"type": block_type, "id": str(uuid4()), "value": value}])


def quiz_of(**question: Any) -> dict[str, Any]:
    return module("quiz", questions=[{"text": "問い", "choices": GOOD_CHOICES} | question])


def quiz_of_blocks(*blocks: dict[str, Any]) -> dict[str, Any]:
    return module("quiz", questions=list(blocks))


def draw(**value: Any) -> dict[str, Any]:
    return {"type": "draw", "id": str(uuid4()), "value": value}


def codes(*modules: dict[str, Any], **facts: Any) -> set[str]:
    outline = CourseOutline(
        title="題",
        title_en="",
        purpose=facts.pop("purpose", "ねらい"),
        minutes=facts.pop("minutes", 0),
        modules=read_modules(modules, {7: (TRUE_FALSE,)}),
    )
    known = {
        "has_owner": True,
        "has_groups": True,
        "is_heard": True,
        "review_on": date(2027, 4, 1),
        "packages": frozenset({1}),
    }
    return {finding.code for finding in check(Draft(outline=outline, **known | facts), on=ON)}


LESSON = lesson_of("text", "<p>本文</p>")
VIDEO = {"file": 1, "captions": 2, "transcript": "話の内容"}


@pytest.mark.parametrize(
    ("drafted", "found"),
    [
        (LESSON, set()),
        (lesson_of("figure", {"image": 1, "alt": "図の説明"}), set()),
        (lesson_of("figure", {"image": 1, "alt": "  "}), {"no_alt"}),
        (lesson_of("figure", {"image": None, "alt": "説明"}), {"no_image"}),
        (lesson_of("video", VIDEO), set()),
        (lesson_of("video", VIDEO | {"captions": None}), {"no_captions"}),
        (lesson_of("video", VIDEO | {"captions": None, "is_silent": True}), set()),
        (lesson_of("video", VIDEO | {"transcript": ""}), {"no_transcript"}),
        (lesson_of("video", VIDEO | {"file": None}), {"no_video"}),
        (lesson_of("audio", {"file": 1, "transcript": "話"}), set()),
        (lesson_of("audio", {"file": None, "transcript": " "}), {"no_audio", "no_audio_transcript"}),
        (lesson_of("slides", {"slides": [{"image": 1, "alt": "図"}]}), set()),
        (lesson_of("slides", {"slides": [{"image": None, "alt": ""}]}), {"no_slide", "no_slide_alt"}),
        (lesson_of("file", {"file": None}), {"no_file"}),
        (lesson_of("text", "<p>  </p>"), {"empty_text"}),
        (lesson_of("callout", {"text": "<p></p>"}), {"empty_callout"}),
        (lesson_of("callout", {"text": "<p>要点</p>"}), set()),
        (lesson_of("code", {"text": " "}), {"empty_code"}),
        (lesson_of("accordion", {"items": [{"title": "見出し", "text": "<p>本文</p>"}]}), set()),
        (lesson_of("accordion", {"items": [{"title": "", "text": "<p>本文</p>"}]}), {"empty_section"}),
        (lesson_of("accordion", {"items": [{"title": "見出し", "text": ""}]}), {"empty_section"}),
        (lesson_of("check_question", {"text": "問い", "choices": GOOD_CHOICES}), set()),
        (
            lesson_of("check_question", {"text": "問い", "choices": GOOD_CHOICES[1:]}),
            {"few_choices", "no_right_answer"},
        ),
        (module("lesson", body=[]), {"empty_lesson"}),
        (module("lesson", body=LESSON["value"]["body"], title=" "), {"no_title"}),
        (module("lesson", body=LESSON["value"]["body"], minutes=None), {"no_minutes"}),
        (quiz_of(), set()),
        (module("quiz", questions=[]), {"no_questions"}),
        (quiz_of(text=""), {"no_question_text"}),
        (quiz_of(choices=GOOD_CHOICES[:1]), {"few_choices", "no_wrong_answer"}),
        (quiz_of(choices=GOOD_CHOICES[1:] * 2), {"no_right_answer"}),
        (quiz_of(choices=GOOD_CHOICES[:1] * 2), {"no_wrong_answer"}),
        (quiz_of(choices=[*GOOD_CHOICES, {"text": ""}]), {"empty_choice"}),
        (quiz_of_blocks(draw(bank=7, count=1)), set()),
        (quiz_of_blocks(draw(bank=7, count=2)), {"small_bank"}),
        (quiz_of_blocks(draw(bank=None, count=2)), {"no_bank"}),
        (quiz_of_blocks(draw(bank=7, count=1), draw(bank=7, count=1)), {"bank_twice"}),
        (module("scorm", package=1), set()),
        (module("scorm", package=None), {"no_package"}),
        (module("scorm", package=2), {"lost_package"}),
        (module("project", phases=[{"title": "課題設定"}], rubric=RUBRIC), set()),
        (module("project", phases=[], rubric=RUBRIC), {"no_phases"}),
        (module("project", phases=[{"title": "課題設定"}], rubric=[]), {"no_rubric"}),
        (
            module("project", phases=[{"title": "課題設定"}], rubric=[{"title": "観点", "levels": ["弱い"]}]),
            {"unfinished_rubric"},
        ),
        (module("class", description="演習"), set()),
        (module("class"), {"no_description"}),
        (module("handin", prompt="改善案"), set()),
        (module("handin"), {"no_prompt"}),
    ],
)
def test_a_module_is_found_wanting_for_what_it_lacks(drafted: dict[str, Any], found: set[str]) -> None:
    assert codes(drafted) == found


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, set()),
        ({"purpose": ""}, {"no_purpose"}),
        ({"has_owner": False}, {"no_owner"}),
        ({"has_groups": False}, {"no_groups"}),
        ({"is_heard": False}, {"no_reading"}),
        ({"review_on": None}, {"no_review_date"}),
        ({"review_on": ON}, {"review_due"}),
        ({"minutes": 30}, {"minutes_differ"}),
        ({"minutes": 5}, set()),
    ],
)
def test_a_course_is_found_wanting_for_what_it_lacks(facts: dict[str, Any], found: set[str]) -> None:
    assert codes(LESSON, **facts) == found


PAGE_LINK = lesson_of("text", '<p><a linktype="page" id="5">学び方</a></p>')
FILE_LINK = lesson_of("callout", {"text": '<p><a linktype="document" id="8">様式</a></p>'})
OWN_LINK = lesson_of("text", '<p><a href="/news/none/">お知らせ</a></p>')
ITEM = {"title": "見出し", "text": '<p><a href="https://www.example.jp/">外</a></p>'}


@pytest.mark.parametrize(
    ("drafted", "lost", "found"),
    [
        (PAGE_LINK, Lost(), set()),
        (PAGE_LINK, Lost(pages=frozenset({5})), {"lost_page"}),
        (PAGE_LINK, Lost(documents=frozenset({5})), set()),
        (FILE_LINK, Lost(documents=frozenset({8})), {"lost_target"}),
        (lesson_of("figure", {"image": 1, "alt": "図"}), Lost(images=frozenset({1})), {"lost_image"}),
        (lesson_of("video", VIDEO), Lost(documents=frozenset({2})), {"lost_document"}),
        (lesson_of("accordion", {"items": [ITEM]}), Lost(), {"external_link"}),
        (OWN_LINK, Lost(), set()),
        (OWN_LINK, Lost(paths=frozenset({"/news/none/"})), {"lost_address"}),
        (lesson_of("text", "<p>" + "この文はとても長く続きます、" * 8 + "</p>"), Lost(), {"long_sentence"}),
        (module("handin", prompt="住民票写交付申請受付の手順を書きます。"), Lost(), {"kanji_run"}),
    ],
)
def test_links_that_lead_nowhere_block_and_hard_words_warn(
    drafted: dict[str, Any], lost: Lost, found: set[str]
) -> None:
    assert codes(drafted, lost=lost) == found


@pytest.mark.parametrize(
    ("drafted", "suffixes", "found"),
    [
        (lesson_of("video", VIDEO), {1: ".mp4", 2: ".vtt"}, set()),
        (lesson_of("video", VIDEO), {1: ".pdf", 2: ".vtt"}, {"wrong_video_file"}),
        (lesson_of("video", VIDEO), {1: ".webm", 2: ".txt"}, {"wrong_video_captions"}),
        (lesson_of("audio", {"file": 1, "transcript": "話"}), {1: ".mp3"}, set()),
        (lesson_of("audio", {"file": 1, "transcript": "話"}), {1: ".mp4"}, {"wrong_audio_file"}),
    ],
)
def test_a_file_that_does_not_play_as_what_it_was_chosen_for_blocks(
    drafted: dict[str, Any], suffixes: dict[int, str], found: set[str]
) -> None:
    assert codes(drafted, suffixes=suffixes) == found


def test_what_is_hard_to_read_or_outside_the_network_does_not_block() -> None:
    outline = CourseOutline(
        title="題",
        title_en="",
        purpose="ねらい",
        minutes=5,
        modules=read_modules(
            [
                lesson_of(
                    "text", "<p>" + "この文はとても長く続きます、" * 8 + '<a href="https://www.example.jp/">外</a></p>'
                )
            ]
        ),
    )
    draft = Draft(outline=outline, has_owner=True, has_groups=True, is_heard=True, review_on=date(2027, 4, 1))
    findings = check(draft, on=ON)
    assert {finding.code for finding in findings} == {"long_sentence", "external_link"}
    assert not any(finding.blocks for finding in findings)


def test_a_course_without_modules_is_found_wanting() -> None:
    assert codes() == {"no_modules"}


def test_what_blocks_stands_before_what_warns() -> None:
    outline = CourseOutline(title="題", title_en="", purpose="", minutes=0, modules=())
    findings = check(Draft(outline=outline, has_owner=False, has_groups=False, is_heard=True, review_on=None), on=ON)
    assert [finding.blocks for finding in findings] == [True, True, True, False, False]
