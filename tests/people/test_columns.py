import pytest

from lms.people.roster.columns import SYNONYMS, heading_key, recognise


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("職員番号", "staff_no"),
        ("職員NO", "staff_no"),
        (" 氏　名 ", "name"),
        ("氏名(カナ)", "kana"),
        ("ﾌﾘｶﾞﾅ", "kana"),
        ("部ＣＤ", "bureau_code"),
        ("課名", "division"),
        ("役職名", "title"),
        ("本兼区分", "post_kind"),
        ("採用年月日", "joined_on"),
        ("E-Mail", "email"),
        ("一次評価者 職員番号", "first_rater"),
    ],
)
def test_headings_are_recognised_with_their_synonyms(heading: str, field: str) -> None:
    assert recognise([heading], {}).position == {field: 0}


def test_no_two_fields_share_a_synonym() -> None:
    keys = [heading_key(word) for words in SYNONYMS.values() for word in words]
    assert len(keys) == len(set(keys))


def test_unknown_and_repeated_headings_are_named() -> None:
    columns = recognise(["職員番号", "氏名", "名前", "好きな色", ""], {})
    assert (columns.unknown, columns.repeated) == (("好きな色",), ("名前",))
    assert not columns.is_usable


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (["職員番号", "氏名"], ()),
        (["職員番号", "姓", "名"], ()),
        (["氏名"], ("staff_no",)),
        (["職員番号", "姓"], ("name",)),
        (["課"], ("staff_no", "name")),
    ],
)
def test_required_columns(headings: list[str], missing: tuple[str, ...]) -> None:
    assert recognise(headings, {}).missing == missing


def test_the_citys_own_mapping_comes_first() -> None:
    columns = recognise(["職員番号", "氏名", "備考", "所管"], {"備考": "", "所管": "division", "氏名": "name"})
    assert columns.is_usable
    assert columns.position == {"staff_no": 0, "name": 1, "division": 3}
    assert columns.ignored == ("備考",)
