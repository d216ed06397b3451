import pytest

from lms.learning.texts.kinds import MEANINGS, PLACEHOLDERS, TextKind
from lms.learning.texts.rules import filled, filled_line, has_stray_brace, placeholders, unknown_placeholders
from lms.learning.texts.wording import shipped


def test_placeholders_are_named_once_in_order() -> None:
    assert placeholders("{b} {a} {b}{}") == ["b", "a", ""]
    assert unknown_placeholders("{name} {naem} {}", ["name"]) == ["naem", ""]


@pytest.mark.parametrize(
    ("text", "stray"), [("{name}", False), ("なし", False), ("{name", True), ("name}", True), ("{{name}}", True)]
)
def test_a_brace_without_its_other_half_is_noticed(text: str, stray: bool) -> None:
    assert has_stray_brace(text) is stray


@pytest.mark.parametrize(
    ("values", "body"),
    [
        ({"name": "青木", "minutes": "5", "done": "1"}, "青木 様\n\n残り 5 分(1)\n以上"),
        ({"name": "青木", "minutes": "", "done": "1"}, "青木 様\n\n以上"),
        ({"name": "{done} %s", "minutes": "5", "done": "1"}, "{done} %s 様\n\n残り 5 分(1)\n以上"),
    ],
)
def test_a_line_with_a_gap_is_left_out(values: dict[str, str], body: str) -> None:
    assert filled("{name} 様\r\n\r\n残り {minutes} 分({done})\r\n以上\r\n", values) == body


def test_a_subject_keeps_what_it_can_say() -> None:
    assert filled_line("【{urgency}】{course}", {"course": "RPA入門"}) == "【】RPA入門"


@pytest.mark.parametrize("kind", TextKind)
def test_shipped_words_say_the_same_in_every_language(kind: TextKind) -> None:
    japanese, english = shipped(kind, "ja"), shipped(kind, "en")
    assert set(placeholders(japanese.subject)) == set(placeholders(english.subject))
    assert set(placeholders(japanese.body)) == set(placeholders(english.body))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", TextKind)
def test_shipped_words_hold_only_placeholders_that_exist(kind: TextKind, language: str) -> None:
    words = shipped(kind, language)
    for text in (words.subject, words.body):
        assert text
        assert not unknown_placeholders(text, PLACEHOLDERS[kind])
        assert not has_stray_brace(text)
    assert set(PLACEHOLDERS[kind]) <= set(MEANINGS)
