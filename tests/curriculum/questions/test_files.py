"""Questions from files: what is taken, and by line what is not."""

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.models import QuestionBank
from curriculum.questions.files import Reading, Unreadable
from curriculum.questions.files.gift import read_gift
from curriculum.questions.files.qti import read_qti
from curriculum.questions.files.table import example_file, read_csv, read_xlsx
from curriculum.questions.services import import_questions, read_file
from curriculum.questions.shape import QuestionKind
from lms.people.models import AuditEvent
from tests.factories import UserFactory

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
HEAD = "種類,問題,正解,選択肢1,選択肢2,選択肢3,許容差,単位,解説\n"


def refusals(reading: Reading) -> list[int]:
    return [refusal.line for refusal in reading.refused]


def taken_kinds(reading: Reading) -> list[str]:
    return [taken.question.kind.value for taken in reading.taken]


# Tables


def test_the_example_file_is_taken_whole() -> None:
    reading = read_xlsx(example_file())
    assert refusals(reading) == []
    assert taken_kinds(reading) == [kind.value for kind in QuestionKind]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_any_encoding_of_an_office(encoding: str) -> None:
    reading = read_csv((HEAD + "択一,髙い報告先は,2,係長,課長,,,,解説\n").encode(encoding))
    question = reading.taken[0].question
    assert (question.text, question.explanation) == ("髙い報告先は", "解説")
    assert [choice.is_correct for choice in question.choices] == [False, True]


def test_good_lines_are_taken_and_bad_ones_named() -> None:
    text = HEAD + (
        "択一,問1,9,あ,い,,,,\n"  # 2: no such choice
        "択一,,1,あ,い,,,,\n"  # 3: no text
        '複数,"問3\n二行目","1,2",あ,い,う,,,\n'  # 4: two lines in one cell
        "正誤,問4,たぶん,,,,,,\n"  # 6
        "数値,問5,約10,,,,,時間,\n"  # 7
        "論述,問6,なし,,,,,,\n"  # 8
        "組み合わせ,問7,,BPR,RPA=自動化,,,,\n"  # 9
        "数値,問8,1万,,,,0.5,円,\n"  # 10
    )
    reading = read_csv(text.encode())
    assert refusals(reading) == [2, 3, 6, 7, 8, 9]
    assert [taken.line for taken in reading.taken] == [4, 10]
    number = reading.taken[1].question.number
    assert number is not None
    assert (number.value, number.tolerance) == (Decimal(10000), Decimal("0.5"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"a,b\n1,2\n"),
        ("a.csv", HEAD.encode() + b"\xff\xfe\xfd"),
        ("a.xlsx", b"no workbook"),
        ("a.xlsx", b""),
        ("a.txt", b"plain words without braces"[:0] + b" "),
        ("a.xml", b"<manifest/>"),
        ("a.zip", b"PK\x03\x04broken"),
        ("a.docx", b""),
    ],
)
def test_file_that_is_none_says_what_to_do(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(name, data)
    assert str(refusal.value)


# GIFT

GIFT = r"""// a comment
$CATEGORY: security

::Q1:: 最初にすることは? {
  ~添付を開く #危険です
  =報告する #そのとおり
  ~返信する
  ####開く前に報告します
}

あてはまるものは? {~%50%氏名 ~%50%住民票 ~%-100%予算書}

パスワードは共有してよい。{F}

窓口で使う略称は{=RPA =アールピーエー}です。

何時間ですか。 {#10:0.5}

何人ですか。 {#1..5}

組に {
  =BPR -> 再設計
  =RPA -> 自動化
}

[html]<b>式</b> a \= b は \{ 正しい \} か {T}

感想を書いてください。 {}

説明だけの文です。

部分点 {=全部 =%50%半分}

閉じない {=あ ~い
"""


def test_gift_is_taken_with_what_cannot_be_named_by_line() -> None:
    reading = read_gift(GIFT.encode())
    assert taken_kinds(reading) == [
        "single",
        "multiple",
        "true_false",
        "short_text",
        "numeric",
        "numeric",
        "matching",
        "true_false",
    ]
    lines = GIFT.splitlines()
    assert [lines[line - 1].split()[0] for line in refusals(reading)] == [
        "感想を書いてください。",
        "説明だけの文です。",
        "部分点",
        "閉じない",
    ]


@pytest.mark.parametrize(
    "between",
    ["\n\n", "\n"],
)
def test_a_brace_left_open_does_not_swallow_the_next_question(between: str) -> None:
    reading = read_gift(f"::1:: 首都は {{ =東京 ~大阪{between}::2:: 2+2は {{#4}}".encode())
    assert [taken.question.text for taken in reading.taken] == ["2+2は"]
    assert [refusal.line for refusal in reading.refused] == [1]
    assert "}" in reading.refused[0].reason


def test_a_brace_left_open_before_a_question_without_a_title_is_refused() -> None:
    reading = read_gift("首都は { =東京 ~大阪\n\n2+2は {#4}".encode())
    assert (reading.taken, [refusal.line for refusal in reading.refused]) == ((), [1])


def test_gift_says_what_the_author_meant() -> None:
    questions = [taken.question for taken in read_gift(GIFT.encode()).taken]
    assert questions[0].explanation == "開く前に報告します"
    assert [choice.is_correct for choice in questions[0].choices] == [False, True, False]
    assert [choice.is_correct for choice in questions[1].choices] == [True, True, False]
    assert questions[3].text == "窓口で使う略称は ____ です。"
    assert questions[5].number is not None
    assert (questions[5].number.value, questions[5].number.tolerance) == (3, 2)
    assert questions[7].text == "式 a = b は { 正しい } か"


@given(st.text(alphabet="問{}=~#%\\:\n ->T", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reading = read_gift(text.encode())
    except Unreadable:
        return
    assert all(refusal.line >= 1 for refusal in reading.refused)


# QTI

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"


def item(body: str, correct: str, *, base: str = "identifier", more: str = "") -> bytes:
    values = "".join(f"<value>{value}</value>" for value in correct.split("|") if value)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="{NAMESPACE}" identifier="i1" title="題">
  <responseDeclaration identifier="R" cardinality="single" baseType="{base}">
    <correctResponse>{values}</correctResponse>{more}
  </responseDeclaration>
  <itemBody>{body}</itemBody>
</assessmentItem>""".encode()


CHOICE = """<p>導入</p>
<choiceInteraction responseIdentifier="R"><prompt>どれですか</prompt>
<simpleChoice identifier="A">あ</simpleChoice><simpleChoice identifier="B">い</simpleChoice></choiceInteraction>"""
ORDER = CHOICE.replace("choiceInteraction", "orderInteraction")
MATCH = """<matchInteraction responseIdentifier="R"><prompt>組に</prompt><simpleMatchSet>
<simpleAssociableChoice identifier="A">BPR</simpleAssociableChoice>
<simpleAssociableChoice identifier="B">RPA</simpleAssociableChoice></simpleMatchSet><simpleMatchSet>
<simpleAssociableChoice identifier="X">再設計</simpleAssociableChoice>
<simpleAssociableChoice identifier="Y">自動化</simpleAssociableChoice>
<simpleAssociableChoice identifier="Z">採用</simpleAssociableChoice></simpleMatchSet></matchInteraction>"""
ENTRY = '<p>略称は<textEntryInteraction responseIdentifier="R"/>です</p>'


@pytest.mark.parametrize(
    ("source", "kind", "text"),
    [
        (item(CHOICE, "B"), "single", "導入 どれですか"),
        (item(CHOICE.replace("どれ", "どれとどれ"), "B"), "single", "導入 どれとどれですか"),
        (item(ORDER, "B|A"), "ordering", "導入 どれですか"),
        (item(MATCH, "A X|B Y"), "matching", "組に"),
        (item(ENTRY, "RPA", base="string"), "short_text", "略称は ____ です"),
        (item(ENTRY, "12.5", base="float"), "numeric", "略称は ____ です"),
    ],
)
def test_qti_item_is_taken(source: bytes, kind: str, text: str) -> None:
    reading = read_qti(source)
    assert refusals(reading) == []
    question = reading.taken[0].question
    assert (question.kind, question.text.replace(" です", "です").replace("は ", "は")) == (
        kind,
        text.replace(" です", "です").replace("は ", "は"),
    )


@pytest.mark.parametrize(
    "source",
    [
        item(CHOICE, ""),
        item(CHOICE, "A|B"),
        item("<extendedTextInteraction responseIdentifier='R'/>", "x"),
        item(CHOICE + CHOICE, "A"),
        item(ORDER, "A"),
        item(MATCH, "A X"),
        item(ENTRY, "many", base="integer"),
        b"<assessmentItem><broken",
        b'<!DOCTYPE x [<!ENTITY e "x">]><assessmentItem>&e;</assessmentItem>',
    ],
)
def test_qti_item_that_cannot_be_taken_is_refused(source: bytes) -> None:
    reading = read_qti(source)
    assert not reading.taken
    assert len(reading.refused) == 1


def test_qti_package_names_the_file_of_each_refusal() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("a.xml", item(CHOICE, "A"))
        archive.writestr("b.xml", item(CHOICE, ""))
    reading = read_qti(packed.getvalue())
    assert [taken.file for taken in reading.taken] == ["a.xml"]
    assert [(refusal.file, refusal.line) for refusal in reading.refused] == [("b.xml", 7)]


# Into a bank


@pytest.mark.django_db
def test_reading_a_file_in_twice_adds_its_questions_once() -> None:
    bank, author = QuestionBank.objects.create(title="情報セキュリティ"), UserFactory()
    counts = [import_questions(bank, "見本.xlsx", example_file(), by=author, at=AT).added for _ in range(2)]
    bank.refresh_from_db()
    assert counts == [7, 0]
    assert [question.kind for question in bank.read()] == list(QuestionKind)
    assert AuditEvent.objects.filter(action="question_bank.imported").count() == 2
