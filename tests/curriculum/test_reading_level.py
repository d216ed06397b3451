"""How hard a text is, as a table: sentences, and what is said of them."""

import pytest

from curriculum.reading_level import FEWEST_CHARACTERS, LONGEST_SENTENCE, Hardness, stumbles

EASY = "申請書を受け取ったら、名前と住所がそろっているかを見ます。"
LONG = "申請書を受け取ったら" + "、なまえを見てすまいを見て" * 6 + "ください。"
DARK = "住民票写交付申請受付窓口業務手順確認後、速やかに決裁。"


@pytest.mark.parametrize(
    ("sentences", "kinds"),
    [
        ([], []),
        ([EASY], []),
        ([EASY] * 20, []),
        ([LONG], [Hardness.LONG_SENTENCE]),
        (["あ" * LONGEST_SENTENCE], []),
        (["あ" * (LONGEST_SENTENCE + 1)], [Hardness.LONG_SENTENCE]),
        (["個人情報保護条例の見直し"], []),
        (["住民票写交付申請受付の手順"], [Hardness.KANJI_RUN]),
        ([DARK], [Hardness.KANJI_RUN]),
        ([DARK] * 5, [Hardness.KANJI_RUN, Hardness.MANY_KANJI]),
        (
            ["This sentence is long, but nobody would measure it by the rules of another language at all, would they?"],
            [],
        ),
        (["情報政策課"], []),
    ],
)
def test_what_makes_a_reader_stumble(sentences: list[str], kinds: list[Hardness]) -> None:
    assert [stumble.kind for stumble in stumbles(sentences)] == kinds


def test_the_sentence_itself_and_its_length_are_told() -> None:
    (stumble,) = stumbles([EASY, LONG])
    assert (stumble.where, stumble.amount) == (LONG, len(LONG))


def test_only_the_worst_three_of_a_kind_are_told_the_longest_first() -> None:
    found = stumbles(["あ" * (LONGEST_SENTENCE + extra) for extra in range(1, 7)])
    assert [stumble.amount for stumble in found] == [LONGEST_SENTENCE + extra for extra in (6, 5, 4)]


def test_the_share_of_kanji_is_that_of_the_whole_and_shows_the_darkest_sentence() -> None:
    dark = "受付手順確認後、直ちに決裁起案。"
    text = ["業務改善計画を作成し、関係部署に照会。"] * 5 + [dark]
    assert sum(map(len, text)) >= FEWEST_CHARACTERS
    (stumble,) = stumbles(text)
    assert stumble.kind is Hardness.MANY_KANJI
    assert stumble.where == dark
    assert stumble.amount > 45
