import pytest

from lms.lib.text import search_key


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("生成AI", "生成AIの基本と庁内利用ルール"),
        ("生成ＡＩ", "生成AIの基本と庁内利用ルール"),
        ("ｒｐａ", "RPA入門"),
        ("RPA", "ＲＰＡ入門"),
        ("あおき", "アオキ ハナコ"),
        ("ｱｵｷ", "アオキ ハナコ"),
        ("青木花子", "青木 花子"),
    ],
)
def test_the_same_word_is_found_however_it_is_typed(words: str, text: str) -> None:
    assert search_key(words) in search_key(text)


def test_different_characters_of_a_name_stay_different() -> None:
    assert search_key("髙橋") != search_key("高橋")
