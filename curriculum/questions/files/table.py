"""Questions from a table: one line each, with a heading line; from an Excel sheet or a CSV file.

Headings, in Japanese or English: 種類 問題 正解 解説 許容差 単位, and every column whose heading begins with 選択肢.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from curriculum.questions.files import NotTaken, Reading, Refusal, Taken, Unreadable
from curriculum.questions.files import building as make
from curriculum.questions.numbers import parse_number
from curriculum.questions.shape import Question
from lms.lib.cells import safe_cell
from lms.lib.text import search_key
from lms.people.roster.decode import Undecodable, decode

type Cells = Sequence[str]
type Records = Iterator[tuple[int, Cells]]

HEADINGS = {
    "kind": ("種類", "形式", "kind", "type"),
    "text": ("問題", "問題文", "設問", "question", "text"),
    "answer": ("正解", "答え", "answer"),
    "explanation": ("解説", "explanation", "feedback"),
    "tolerance": ("許容差", "誤差", "tolerance"),
    "unit": ("単位", "unit"),
}
CHOICE_HEADINGS = ("選択肢", "choice")
NEEDED = ("text", "answer")
KINDS = {
    "choice": ("択一", "単一選択", "選択", "複数", "複数選択", "single", "multiple", "choice"),
    "true_false": ("正誤", "○×", "〇×", "truefalse", "true/false", "true_false"),
    "ordering": ("並べ替え", "並び替え", "順序", "ordering", "order"),
    "matching": ("組み合わせ", "組合せ", "matching", "match"),
    "numeric": ("数値", "数", "numeric", "number"),
    "short_text": ("記述", "短答", "文字", "short", "shorttext", "short_text"),
}
# The words of the example file, one for each way a question is asked: both ways of choosing are one kind.
OFFERED = ("択一", "複数", "正誤", "並べ替え", "組み合わせ", "数値", "記述")
TRUE_WORDS = frozenset(search_key(word) for word in ("○", "〇", "◯", "正", "正しい", "true", "t", "はい", "1"))
FALSE_WORDS = frozenset(search_key(word) for word in ("×", "✕", "x", "誤", "誤り", "false", "f", "いいえ", "0"))
_SEPARATOR = re.compile(r"[,、，;；\s/／]+")
_ALTERNATIVES = re.compile(r"[|｜\n]")
_PAIR = re.compile(r"[=＝→]|->")
MOST_LINES = 2000


def read_csv(data: bytes) -> Reading:
    try:
        text = decode(data).text
    except Undecodable as error:
        raise Unreadable(
            _("Line %(line)s cannot be read as text. Save the file as “CSV UTF-8” in Excel.") % {"line": error.line}
        ) from error
    first_line = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if first_line.count("\t") > first_line.count(",") else ","
    )
    return _read(_csv_records(reader))


def _csv_records(reader: Any) -> Records:
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(_("Line %(line)s is no CSV. Check its quotation marks.") % {"line": begins}) from error


def read_xlsx(data: bytes) -> Reading:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable(_("This is no Excel file (xlsx). Save it again in Excel as “Excel workbook”.")) from error
    rows = book.worksheets[0].iter_rows(values_only=True, max_row=MOST_LINES + 1)
    return _read((line, [_cell(value) for value in row]) for line, row in enumerate(rows, start=1))


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _read(records: Records) -> Reading:
    filled = ((line, cells) for line, cells in records if any(cell.strip() for cell in cells))
    heading_line, headings = next(filled, (1, []))
    columns = _columns(headings)
    missing = [HEADINGS[name][0] for name in NEEDED if name not in columns]
    if missing:
        raise Unreadable(
            _("Line %(line)s lacks the headings %(names)s. Take the example file and fill it in.")
            % {"line": heading_line, "names": "、".join(missing)}
        )
    choices = [place for place, heading in enumerate(headings) if _key(heading).startswith(_CHOICE_KEYS)]
    taken, refused = [], []
    for line, cells in filled:
        row = {name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()}
        own = [cells[place].strip() for place in choices if place < len(cells)]
        try:
            taken.append(Taken(line=line, question=_question(row, [text for text in own if text])))
        except NotTaken as refusal:
            words = make.excerpt(row.get("text", "") or " ".join(filter(None, cells)))
            refused.append(Refusal(line=line, words=words, reason=refusal.reason))
    return Reading(taken=tuple(taken), refused=tuple(refused))


def _key(heading: str) -> str:
    return search_key(heading)


_CHOICE_KEYS = tuple(_key(word) for word in CHOICE_HEADINGS)
_COLUMN_KEYS = {_key(word): name for name, words in HEADINGS.items() for word in words}
_KIND_KEYS = {search_key(word): kind for kind, words in KINDS.items() for word in words}


def _columns(headings: Cells) -> dict[str, int]:
    places = {_COLUMN_KEYS.get(_key(heading), ""): place for place, heading in reversed(list(enumerate(headings)))}
    places.pop("", None)
    return places


def _question(row: Mapping[str, str], choices: list[str]) -> Question:
    if not row["text"]:
        raise NotTaken(_("The question has no text."))
    kind = _kind(row.get("kind", ""), choices)
    return _MAKERS[kind](row, choices)


def _kind(word: str, choices: list[str]) -> str:
    if not word:
        return "choice" if choices else "short_text"
    try:
        return _KIND_KEYS[search_key(word)]
    except KeyError as error:
        kinds = "、".join(OFFERED)
        raise NotTaken(
            _("“%(word)s” is no kind of question. Write one of %(kinds)s.") % {"word": word, "kinds": kinds}
        ) from error


def _choice(row: Mapping[str, str], choices: list[str]) -> Question:
    right = _right_places(row["answer"], choices)
    return make.choice_question(
        row["text"],
        [(text, place in right) for place, text in enumerate(choices, start=1)],
        row.get("explanation", ""),
    )


def _right_places(answer: str, choices: list[str]) -> set[int]:
    """Return the numbers of the right choices: given as numbers (1, 3) or as the choice's own words."""
    if answer in choices:
        return {choices.index(answer) + 1}
    words = [word for word in _SEPARATOR.split(answer) if word]
    if not words:
        raise NotTaken(_("The right answer is missing. Write the number of the right choice, such as 2 or 1,3."))
    places = set()
    for word in words:
        number = parse_number(word)
        if number is None or number != int(number) or not 1 <= number <= len(choices):
            raise NotTaken(
                _("“%(word)s” is no choice of this question. Write the number of the right choice, such as 2 or 1,3.")
                % {"word": word}
            )
        places.add(int(number))
    return places


def _true_false(row: Mapping[str, str], choices: list[str]) -> Question:
    word = search_key(row["answer"])
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise NotTaken(_("“%(word)s” is neither ○ nor ×.") % {"word": row["answer"]})
    return make.true_false_question(row["text"], is_true=word in TRUE_WORDS, explanation=row.get("explanation", ""))


def _ordering(row: Mapping[str, str], choices: list[str]) -> Question:
    return make.ordering_question(row["text"], choices, row.get("explanation", ""))


def _matching(row: Mapping[str, str], choices: list[str]) -> Question:
    pairs, distractors = [], []
    for text in choices:
        sides = [side.strip() for side in _PAIR.split(text, maxsplit=1)]
        if len(sides) < 2:
            raise NotTaken(_("“%(text)s” is no pair. Write both sides with = between them.") % {"text": text})
        if sides[0]:
            pairs.append((sides[0], sides[1]))
        else:
            distractors.append(sides[1])
    return make.matching_question(row["text"], pairs, distractors, row.get("explanation", ""))


def _numeric(row: Mapping[str, str], choices: list[str]) -> Question:
    unit = row.get("unit", "")
    value = parse_number(row["answer"], unit=unit)
    if value is None:
        raise NotTaken(_("“%(word)s” is no number.") % {"word": row["answer"]})
    tolerance = parse_number(row.get("tolerance", "") or "0", unit=unit)
    if tolerance is None or tolerance < 0:
        raise NotTaken(_("“%(word)s” is no number.") % {"word": row.get("tolerance", "")})
    return make.number_question(
        row["text"], value, tolerance=tolerance, unit=unit, explanation=row.get("explanation", "")
    )


def _short_text(row: Mapping[str, str], choices: list[str]) -> Question:
    accepted = [*_ALTERNATIVES.split(row["answer"]), *choices]
    return make.short_text_question(row["text"], accepted, explanation=row.get("explanation", ""))


_MAKERS: dict[str, Callable[[Mapping[str, str], list[str]], Question]] = {
    "choice": _choice,
    "true_false": _true_false,
    "ordering": _ordering,
    "matching": _matching,
    "numeric": _numeric,
    "short_text": _short_text,
}

EXAMPLE = (
    ("種類", "問題", "正解", "選択肢1", "選択肢2", "選択肢3", "選択肢4", "許容差", "単位", "解説"),
    (
        *("択一", "不審なメールに気づいたとき、最初にすることはどれですか。", "2"),
        *("添付を開いて確かめる", "開かずに報告する", "返信して尋ねる", "", "", "", "開く前の報告が被害を防ぎます。"),
    ),
    (
        *("複数", "個人情報にあたるものをすべて選んでください。", "1,3"),
        *("氏名", "庁舎の住所", "住民票の写し", "予算書", "", "", ""),
    ),
    ("正誤", "パスワードは同僚となら共有してよい。", "×", "", "", "", "", "", "", "本人だけが知るものです。"),
    (
        *("並べ替え", "業務を見直す順に並べてください。", ""),
        *("現状を描く", "無駄を見つける", "やり方を変える", "確かめる", "", "", ""),
    ),
    (
        *("組み合わせ", "ことばと意味を組み合わせてください。", ""),
        *("BPR=業務の再設計", "RPA=定型作業の自動化", "→職員の採用", "", "", "", ""),
    ),
    ("数値", "1日30分の作業を、月20日行うと何時間ですか。", "10", "", "", "", "", "0.5", "時間", ""),
    ("記述", "定型作業を自動化するソフトウェアを英字3字で何といいますか。", "RPA|アールピーエー", *[""] * 7),
)


def example_file() -> bytes:
    """Return an Excel file with one question of each kind, to be filled in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    for row in EXAMPLE:
        sheet.append([safe_cell(text) for text in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEFGHIJ", (12, 48, 14, 24, 24, 24, 24, 10, 10, 36), strict=True):
        sheet.column_dimensions[column].width = width
    for row_cells in sheet.iter_rows(min_row=2):
        for cell in row_cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
