import pytest

from curriculum.rich_text import Link, LinkKind, headings_in, links_in, sentences_in


@pytest.mark.parametrize(
    ("html", "sentences"),
    [
        ("<p>一つ目です。二つ目です!</p><p>三つ目</p>", ["一つ目です。", "二つ目です!", "三つ目"]),
        ("<ul><li>項目</li><li>次の<b>項目</b></li></ul>", ["項目", "次の項目"]),
        ("行の終わり<br>次の行", ["行の終わり", "次の行"]),
        ("「よいですか。」と聞く。", ["「よいですか。」", "と聞く。"]),
        ("素の文です。\n次の段落。", ["素の文です。", "次の段落。"]),
        ("A &amp; B の違い。", ["A & B の違い。"]),
        ("<p> </p>", []),
        ("", []),
    ],
)
def test_sentences_end_at_their_mark_and_with_their_paragraph(html: str, sentences: list[str]) -> None:
    assert list(sentences_in(html)) == sentences


def test_headings_are_read_without_what_stands_in_them() -> None:
    html = "<p>前</p><h2>報告の<b>順番</b></h2><p>本文</p><h3>A &amp; B</h3>後"
    assert headings_in(html) == ["報告の順番", "A & B"]


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<a linktype="page" id="5">学び方</a>', [Link(LinkKind.PAGE, "5")]),
        ('<a linktype="document" id="8">様式</a>', [Link(LinkKind.DOCUMENT, "8")]),
        ('<a href="https://www.example.jp/a?b=c">外</a>', [Link(LinkKind.EXTERNAL, "https://www.example.jp/a?b=c")]),
        ('<a href="//www.example.jp/a">外</a>', [Link(LinkKind.EXTERNAL, "//www.example.jp/a")]),
        ('<a href="/news/?page=2">庁内</a>', [Link(LinkKind.OWN, "/news/?page=2")]),
        ('<a href="#part">下</a><a href="mailto:a@example.jp">送る</a>', []),
        ("<a>行き先なし</a>", []),
    ],
)
def test_links_are_read_with_where_they_lead(html: str, links: list[Link]) -> None:
    assert links_in(html) == links


@pytest.mark.parametrize(
    ("link", "path"),
    [
        (Link(LinkKind.OWN, "/news/?page=2#top"), "/news/"),
        (Link(LinkKind.EXTERNAL, "https://dx.example.jp/learn/a02/"), "/learn/a02/"),
        (Link(LinkKind.EXTERNAL, "http://dx.example.jp"), "/"),
        (Link(LinkKind.EXTERNAL, "https://www.example.jp/learn/a02/"), ""),
        (Link(LinkKind.PAGE, "5"), ""),
    ],
)
def test_an_address_of_our_own_site_has_a_path_on_it(link: Link, path: str) -> None:
    assert link.path_at("dx.example.jp") == path
