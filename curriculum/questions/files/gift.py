"""Questions from Moodle's GIFT text format. Pure. (docs.moodle.org, "GIFT format".)

Taken: choices, several right choices with weights, true/false, short answers, numbers, matching, missing word.
Not taken, and said so by line: essays, descriptions, and answers that earn part of the mark.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from curriculum.questions.files import NotTaken, Reading, Refusal, Taken, Unreadable
from curriculum.questions.files import building as make
from curriculum.questions.numbers import parse_number
from curriculum.questions.shape import Question
from lms.people.roster.decode import Undecodable, decode

_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
# Escaped signs become private characters while the text is taken apart, and plain ones again in the end.
_SIGNS = "~=#{}:\\n"
_HIDDEN = {sign: chr(0xE100 + place) for place, sign in enumerate(_SIGNS)}
_SHOWN = {ord(hidden): "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()}
_TITLE = re.compile(r"\A\s*::.*?::", re.DOTALL)
_FORMAT = re.compile(r"\A\s*\[(html|markdown|plain|moodle)\]")
_ANSWER = re.compile(r"([=~])([^=~]*)")
_WEIGHT = re.compile(r"\A\s*%(-?\d+(?:\.\d+)?)%")
_TAG = re.compile(r"<[^>]*>")
_TRUE_FALSE = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#.*)?", re.DOTALL | re.IGNORECASE)
GAP = "____"
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    is_right: bool
    weight: Decimal | None
    text: str


def read_gift(data: bytes) -> Reading:
    try:
        text = decode(data).text
    except Undecodable as error:
        raise Unreadable(
            _("Line %(line)s cannot be read as text. Save the file as UTF-8.") % {"line": error.line}
        ) from error
    taken, refused = [], []
    for line, source in _pieces(text):
        try:
            taken.append(Taken(line=line, question=_question(source)))
        except NotTaken as refusal:
            refused.append(Refusal(line=line, words=make.excerpt(_plain(source)), reason=refusal.reason))
    if not taken and not refused:
        raise Unreadable(_("The file holds no question. In GIFT, answers stand in braces after the question."))
    return Reading(taken=tuple(taken), refused=tuple(refused))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield each question's text with the line it begins on; comments and categories are no questions."""
    begins, lines = 0, list[str]()
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        bare = line.strip()
        if bare.startswith("//") or (not lines and bare.startswith("$CATEGORY:")):
            continue
        if lines and bare.startswith("::"):
            # A title begins a question, even where the one before it was left open.
            yield begins, "\n".join(lines)
            lines = []
        if bare:
            begins = begins if lines else number
            lines.append(line)
        elif lines and not _is_open("\n".join(lines)):
            yield begins, "\n".join(lines)
            lines = []
    if lines:
        yield begins, "\n".join(lines)


def _is_open(source: str) -> bool:
    hidden = _hide(source)
    return hidden.count("{") > hidden.count("}")


def _hide(source: str) -> str:
    return _ESCAPED.sub(lambda found: _HIDDEN[found[1]], source)


def _plain(source: str) -> str:
    """Return words as a reader sees them: without escapes, and without marks of HTML."""
    shown = _hide(_FORMAT.sub("", source)).translate(_SHOWN)
    return html.unescape(_TAG.sub("", shown)).strip()


def _question(source: str) -> Question:
    hidden = _FORMAT.sub("", _TITLE.sub("", _hide(source), count=1))
    before, brace, rest = hidden.partition("{")
    inside, closing, after = rest.partition("}")
    if not brace:
        raise NotTaken(_("It has no answers in braces: a description, not a question."))
    if not closing or "{" in inside:
        raise NotTaken(
            _("The closing brace is missing. Write } after the last answer, and \\{ for a brace in the words.")
        )
    answers, _mark, general = inside.partition("####")
    text = f"{before.rstrip()} {GAP} {after.lstrip()}" if after.strip() else before
    return _by_kind(_plain(text), answers.strip(), _plain(general))


def _by_kind(text: str, answers: str, explanation: str) -> Question:
    if not answers:
        raise NotTaken(_("Essays are not marked by a quiz. Use a hand-in instead."))
    if _TRUE_FALSE.fullmatch(answers):
        word, _mark, feedback = answers.partition("#")
        is_true = word.strip().upper() in {"T", "TRUE"}
        feedback = feedback.replace("#", " ")
        return make.true_false_question(text, is_true=is_true, explanation=explanation or _plain(feedback))
    if answers.startswith("#"):
        return _number(text, answers[1:].strip(), explanation)
    found = [_answer(sign, words) for sign, words in _ANSWER.findall(answers)]
    if not found:
        raise NotTaken(_("The answers in the braces do not begin with = or ~."))
    if all(answer.is_right and "->" in answer.text for answer in found):
        pairs = [[_plain(side) for side in answer.text.split("->", 1)] for answer in found]
        whole = [(left, right) for left, right in pairs if left]
        return make.matching_question(text, whole, [right for left, right in pairs if not left], explanation)
    if all(answer.is_right for answer in found):
        return _short_text(text, found, explanation)
    return _choices(text, found, explanation)


def _answer(sign: str, words: str) -> Answer:
    words = words.partition("#")[0]
    weight = _WEIGHT.match(words)
    return Answer(
        is_right=sign == "=",
        weight=Decimal(weight[1]) if weight else None,
        text=_WEIGHT.sub("", words).strip(),
    )


def _short_text(text: str, answers: list[Answer], explanation: str) -> Question:
    if any(answer.weight not in (None, WHOLE) for answer in answers):
        raise NotTaken(_("An answer that earns part of the mark is not taken: a question is right or wrong."))
    return make.short_text_question(text, [_plain(answer.text) for answer in answers], explanation=explanation)


def _choices(text: str, answers: list[Answer], explanation: str) -> Question:
    """Choices with =; or, where several are right, with weights that make up the whole mark together."""
    weighted = [answer for answer in answers if not answer.is_right and (answer.weight or 0) > 0]
    if any(answer.is_right for answer in answers):
        if weighted:
            raise NotTaken(_("An answer that earns part of the mark is not taken: a question is right or wrong."))
        return make.choice_question(text, [(_plain(each.text), each.is_right) for each in answers], explanation)
    if weighted and abs(sum((each.weight or Decimal(0) for each in weighted), Decimal(0)) - WHOLE) > 1:
        raise NotTaken(_("The weights of the right answers do not add up to 100%."))
    return make.choice_question(text, [(_plain(each.text), each in weighted) for each in answers], explanation)


def _number(text: str, answers: str, explanation: str) -> Question:
    """{#12:0.5} is a number with what it may be off, {#1..5} a range."""
    words = answers.partition("#")[0].strip()
    if words.startswith("="):
        raise NotTaken(_("Several numbers with marks of their own are not taken: a question is right or wrong."))
    low, dots, high = words.partition("..")
    value, _mark, tolerance = words.partition(":")
    ends = [parse_number(each) for each in ((low, high) if dots else (value, tolerance or "0"))]
    if ends[0] is None or ends[1] is None:
        raise NotTaken(_("“%(word)s” is no number.") % {"word": words})
    if not dots:
        return make.number_question(text, ends[0], tolerance=ends[1], explanation=explanation)
    middle = (ends[0] + ends[1]) / 2
    return make.number_question(text, middle, tolerance=abs(ends[1] - middle), explanation=explanation)
