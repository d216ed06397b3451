"""What packages report of single questions and of learning objectives, the same from either standard. Pure rules."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import unquote

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.learning.scorm import durations
from lms.learning.scorm.cmi import Standard, Values
from lms.lib.text import shown


class Verdict(models.TextChoices):
    """How an answer was judged; `scored` has a number, `neutral` no right or wrong."""

    RIGHT = "right", _("right")
    WRONG = "wrong", _("wrong")
    SCORED = "scored", _("given a score")
    NEUTRAL = "neutral", _("neither right nor wrong")
    NONE = "", _("not judged")


class Kind(models.TextChoices):
    """The types of interaction of both standards."""

    TRUE_FALSE = "true-false", _("true or false")
    CHOICE = "choice", _("choice")
    FILL_IN = "fill-in", _("fill in")
    LONG_FILL_IN = "long-fill-in", _("free text")
    LIKERT = "likert", _("scale")
    MATCHING = "matching", _("matching")
    PERFORMANCE = "performance", _("steps done")
    SEQUENCING = "sequencing", _("ordering")
    NUMERIC = "numeric", _("number")
    OTHER = "other", _("other")
    NONE = "", _("no type given")


_VERDICTS = {
    "correct": Verdict.RIGHT,
    "wrong": Verdict.WRONG,
    "incorrect": Verdict.WRONG,
    # An answer nobody foresaw was not among the right ones.
    "unanticipated": Verdict.WRONG,
    "neutral": Verdict.NEUTRAL,
    "": Verdict.NONE,
}
_RESPONSES = {Standard.SCORM12: "student_response", Standard.SCORM2004: "learner_response"}
_ENTRY = re.compile(r"cmi\.(interactions|objectives)\.(\d+)\.(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One question as it was answered; `response` is in words, `pattern` the right answer in the same words."""

    id: str
    kind: Kind
    description: str
    response: str
    result: str
    latency: Decimal | None
    pattern: str

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS.get(self.result, Verdict.SCORED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """One learning objective; `passed` is None while it is not known."""

    id: str
    description: str
    passed: bool | None
    is_completed: bool
    percent: Decimal | None


def interactions(standard: Standard, values: Mapping[str, str]) -> list[Interaction]:
    """Return the questions of an item in the order of the package; one answered again stands with its last answer."""
    found = {
        entry["id"]: _interaction(standard, entry) for entry in _entries(values, "interactions") if entry.get("id")
    }
    return list(found.values())


def _interaction(standard: Standard, entry: Values) -> Interaction:
    kind = Kind(entry.get("type", ""))
    return Interaction(
        id=plain(entry["id"]),
        kind=kind,
        description=entry.get("description", ""),
        response=in_words(kind, entry.get(_RESPONSES[standard], "")),
        result=entry.get("result", ""),
        latency=durations.parse(entry.get("latency", "")),
        pattern=in_words(kind, entry.get("correct_responses.0.pattern", "")),
    )


def objectives(standard: Standard, values: Mapping[str, str]) -> list[Objective]:
    """Return the learning objectives of an item that a package has named."""
    read = _objective_12 if standard is Standard.SCORM12 else _objective_2004
    return [read(entry) for entry in _entries(values, "objectives") if entry.get("id")]


def _objective_12(entry: Values) -> Objective:
    status = entry.get("status", "")
    return Objective(
        id=plain(entry["id"]),
        description="",
        passed={"passed": True, "failed": False}.get(status),
        is_completed=status in {"passed", "failed", "completed"},
        percent=_number(entry.get("score.raw", "")),
    )


def _objective_2004(entry: Values) -> Objective:
    scaled = _number(entry.get("score.scaled", ""))
    return Objective(
        id=plain(entry["id"]),
        description=entry.get("description", ""),
        passed={"passed": True, "failed": False}.get(entry.get("success_status", "")),
        is_completed=entry.get("completion_status", "") == "completed",
        percent=None if scaled is None else scaled * 100,
    )


def _number(text: str) -> Decimal | None:
    # What was kept has been checked by `cmi.read`: it is digits or nothing.
    return Decimal(text) if text else None


def _entries(values: Mapping[str, str], collection: str) -> Iterator[Values]:
    entries: dict[int, Values] = {}
    for element, value in values.items():
        found = _ENTRY.fullmatch(element)
        if found and found[1] == collection:
            entries.setdefault(int(found[2]), {})[found[3]] = value
    for _index, entry in sorted(entries.items()):
        yield {part: shown(text) for part, text in entry.items()}


# Answers in words

_SETTINGS = re.compile(r"^(?:\{(?:lang|case_matters|order_matters)=[^}]*\})+")
_PREFIX = "urn:scormdriver:"


def plain(identifier: str) -> str:
    """Return an identifier as its author wrote it: some tools write readable text into addresses."""
    if identifier.startswith(_PREFIX):
        return unquote(identifier.removeprefix(_PREFIX))
    return identifier


def in_words(kind: Kind, response: str) -> str:
    """Return a response or a pattern as a person reads it (SCORM 2004 RTE 4.2.9.1, SCORM 1.2 RTE 3.4.4)."""
    return _WORDS.get(kind, _as_it_is)(_SETTINGS.sub("", response))


def _as_it_is(text: str) -> str:
    return text


def _parts(text: str) -> list[str]:
    """Split a list of either standard: "a[,]b", "a,b" and "{a,b}"."""
    inner = text.removeprefix("{").removesuffix("}")
    return [plain(part.strip()) for part in (inner.split("[,]") if "[,]" in inner else inner.split(","))]


def _listed(text: str) -> str:
    return ", ".join(_parts(text))


def _texts(text: str) -> str:
    return ", ".join(_SETTINGS.sub("", part) for part in text.split("[,]"))


def _in_order(text: str) -> str:
    return " → ".join(_parts(text))


def _paired(text: str) -> str:
    pairs = (part.split("[.]" if "[.]" in part else ".", 1) for part in _parts(text))
    return ", ".join(" – ".join(plain(side) for side in pair if side) for pair in pairs)


def _ranged(text: str) -> str:
    low, is_range, high = text.partition("[:]")
    return f"{low}–{high}" if is_range and low != high else low


_TRUE = {"1": "true", "t": "true", "0": "false", "f": "false"}

_WORDS: dict[Kind, Callable[[str], str]] = {
    Kind.TRUE_FALSE: lambda text: _TRUE.get(text, text),
    Kind.CHOICE: _listed,
    Kind.FILL_IN: _texts,
    Kind.LONG_FILL_IN: _texts,
    Kind.MATCHING: _paired,
    Kind.PERFORMANCE: _paired,
    Kind.SEQUENCING: _in_order,
    Kind.NUMERIC: _ranged,
    Kind.LIKERT: plain,
}
