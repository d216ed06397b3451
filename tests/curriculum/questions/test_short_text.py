import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.questions.short_text import answer_key, is_accepted

JAPANESE = st.text(
    alphabet="あいうえおかがきぎサザシジーバビブヴァャュョッンabcXYZ012ＡＢ１２ｱｲｻﾞ 　・、。-~〜()", max_size=20
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバー", "サーバ"),
        ("ｻｰﾊﾞｰ", "サーバ"),
        ("さーば", "サーバー"),
        ("コンピューター", "コンピュータ"),
        ("メールサーバー 設定", "メールサーバ設定"),
        ("デ-タベ―ス", "データベース"),
        ("ＲＰＡ", "rpa"),
        ("生成ＡＩ", "生成 AI"),
        ("3ヶ月", "3か月"),
        ("３ヵ月", "3カ月"),
        ("3ケ所", "3か所"),
        ("ヴァイオリン", "バイオリン"),
        ("1,234.5", "1234.5"),
        ("「個人情報」", "個人情報"),
        ("パスワード。", "パスワード"),
        ("ﾊﾟｽﾜｰﾄﾞ", "ぱすわーど"),
    ],
)
def test_two_spellings_are_one_answer(one: str, other: str) -> None:
    assert answer_key(one) == answer_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ビル", "ビール"),
        ("病院", "美容院"),
        ("びょういん", "びよういん"),
        ("はし", "ばし"),
        ("1.5", "15"),
        ("ルー", "ル"),
        ("RPA", "RAP"),
    ],
)
def test_what_means_something_else_stays_apart(one: str, other: str) -> None:
    assert answer_key(one) != answer_key(other)


@given(JAPANESE)
def test_folding_again_changes_nothing(text: str) -> None:
    assert answer_key(answer_key(text)) == answer_key(text)


@given(JAPANESE.filter(answer_key))
def test_every_answer_accepts_itself_in_any_width(text: str) -> None:
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert is_accepted(wide, (text,), is_exact=False)


@pytest.mark.parametrize(("given_text", "accepted"), [("サーバ", False), ("サーバー", True), (" ｻｰﾊﾞｰ ", True)])
def test_exact_spelling_folds_width_alone(given_text: str, accepted: bool) -> None:
    assert is_accepted(given_text, ("サーバー",), is_exact=True) is accepted


def test_nothing_written_is_never_right() -> None:
    assert not is_accepted("。", ("、",), is_exact=False)
