import pytest

from cms import kana_order


@pytest.mark.parametrize(
    ("reading", "base"),
    [
        ("ガバナンス", "かはなんす"),
        ("ぴーびーえる", "ひいひいえる"),
        ("データ", "てえた"),
        ("しゅうりょう", "しゆうりよう"),
        ("さっぽろ", "さつほろ"),
        ("ー", ""),
    ],
)
def test_marks_sizes_and_long_vowels_are_laid_aside(reading: str, base: str) -> None:
    assert kana_order.base(reading) == base


def test_terms_stand_in_the_order_of_the_kana_table() -> None:
    readings = ["わーくふろー", "でーた", "がいぶ", "あい", "かいぎ", "ばっく", "はっく", "てえた", "アール"]
    ordered = sorted(readings, key=kana_order.order_key)
    assert ordered == ["アール", "あい", "かいぎ", "がいぶ", "てえた", "でーた", "はっく", "ばっく", "わーくふろー"]


@pytest.mark.parametrize(("reading", "heading"), [("がいぶ", "か"), ("んー", "わ"), ("ゔぃ", "あ"), ("DX", "")])
def test_each_stands_under_its_row(reading: str, heading: str) -> None:
    assert kana_order.row_of(reading) == heading


def test_rows_keep_only_headings_with_terms() -> None:
    assert kana_order.rows(["ら", "が", "か"], str) == [("か", ["か", "が"]), ("ら", ["ら"])]
