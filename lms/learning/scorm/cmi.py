"""The run-time data model: what a package may write, how a commit folds in, what the next launch gets back. Pure rules.

Data travels as element to value ("cmi.core.score.raw": "80"), values always text. Nothing the LMS owns (learner,
credit, mode, entry, total time, mastery score) is ever taken from a commit, and a value outside the standard is refused
element by element, so that one forged field does not cost the rest.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from lms.learning.scorm import durations
from lms.learning.scorm.requirements import Requirements
from lms.learning.scorm.states import Ending, Mode

type Values = dict[str, str]
type Check = Callable[[str], bool]

MAX_ELEMENTS = 20_000
MAX_DEPTH = 8


class Standard(StrEnum):
    SCORM12 = "scorm12"
    SCORM2004 = "scorm2004"


class BadData(ValueError):
    """The commit is no run-time data at all."""


# Checks on one value


def text(limit: int | None = None) -> Check:
    return lambda value: limit is None or len(value) <= limit


def words(*vocabulary: str) -> Check:
    allowed = frozenset(vocabulary)
    return allowed.__contains__


_DECIMAL = re.compile(r"-?(?=[0-9.]*[0-9])[0-9]{0,10}(?:\.[0-9]{0,20})?")


def decimal(low: float | None = None, high: float | None = None, *, may_be_blank: bool = False) -> Check:
    """A number in digits: "NaN", "1e9" and "0,85" are none (SCORM.md row 16)."""

    def check(value: str) -> bool:
        if value == "":
            return may_be_blank
        if not _DECIMAL.fullmatch(value):
            return False
        number = Decimal(value)
        return (low is None or number >= Decimal(str(low))) and (high is None or number <= Decimal(str(high)))

    return check


def matching(pattern: str) -> Check:
    return lambda value, found=re.compile(pattern).fullmatch: found(value) is not None  # type: ignore[misc]  # a bound default


def time_text(value: str) -> bool:
    return len(value) <= 60 and durations.parse(value) is not None


_identifier_12 = matching(r"[!-~\s]{0,255}")
_identifier_2004 = text(4000)
_clock_12 = matching(r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,2})?")
_timestamp = matching(r"[0-9TZ:.+-]{4,40}")
_score_12 = decimal(0, 100, may_be_blank=True)
_status_12 = words("passed", "completed", "failed", "incomplete", "browsed", "not attempted")
_completion = words("completed", "incomplete", "not attempted", "unknown")
_success = words("passed", "failed", "unknown")

# A `score` under a name, as both standards have it.
_SCORE_12 = {"raw": _score_12, "min": _score_12, "max": _score_12}
_SCORE_2004 = {"scaled": decimal(-1, 1), "raw": decimal(), "min": decimal(), "max": decimal()}


def _under(name: str, checks: Mapping[str, Check]) -> dict[str, Check]:
    return {f"{name}.{part}": check for part, check in checks.items()}


# What a package may write; `n` stands for an index. Limits are the smallest that must be supported, or what the
# run-time in the browser accepts where it is more generous; suspend data has none (SCORM.md row 14).
WRITABLE: dict[Standard, dict[str, Check]] = {
    Standard.SCORM12: {
        "cmi.core.lesson_location": text(255),
        "cmi.core.lesson_status": _status_12,
        "cmi.core.exit": words("time-out", "suspend", "logout", ""),
        "cmi.core.session_time": time_text,
        "cmi.suspend_data": text(),
        "cmi.comments": text(),
        **_under("cmi.core.score", _SCORE_12),
        "cmi.objectives.n.id": _identifier_12,
        "cmi.objectives.n.status": _status_12,
        **_under("cmi.objectives.n.score", _SCORE_12),
        "cmi.student_preference.audio": decimal(-1, 100),
        "cmi.student_preference.language": text(255),
        "cmi.student_preference.speed": decimal(-100, 100),
        "cmi.student_preference.text": decimal(-1, 1),
        "cmi.interactions.n.id": _identifier_12,
        "cmi.interactions.n.time": _clock_12,
        "cmi.interactions.n.type": words(
            "true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric"
        ),
        "cmi.interactions.n.weighting": decimal(-100, 100),
        "cmi.interactions.n.student_response": text(),
        "cmi.interactions.n.result": matching(
            r"correct|wrong|unanticipated|neutral|(?=[0-9.]*[0-9])[0-9]{0,10}(?:\.[0-9]{0,20})?"
        ),
        "cmi.interactions.n.latency": time_text,
        "cmi.interactions.n.objectives.n.id": _identifier_12,
        "cmi.interactions.n.correct_responses.n.pattern": text(),
    },
    Standard.SCORM2004: {
        "cmi.completion_status": _completion,
        "cmi.success_status": _success,
        "cmi.exit": words("time-out", "suspend", "logout", "normal", ""),
        "cmi.location": text(1000),
        "cmi.progress_measure": decimal(0, 1),
        "cmi.session_time": time_text,
        "cmi.suspend_data": text(),
        **_under("cmi.score", _SCORE_2004),
        "cmi.comments_from_learner.n.comment": text(),
        "cmi.comments_from_learner.n.location": text(),
        "cmi.comments_from_learner.n.timestamp": _timestamp,
        "cmi.learner_preference.audio_level": decimal(0),
        "cmi.learner_preference.language": text(250),
        "cmi.learner_preference.delivery_speed": decimal(0),
        "cmi.learner_preference.audio_captioning": words("-1", "0", "1"),
        "cmi.objectives.n.id": _identifier_2004,
        "cmi.objectives.n.success_status": _success,
        "cmi.objectives.n.completion_status": _completion,
        "cmi.objectives.n.progress_measure": decimal(0, 1),
        "cmi.objectives.n.description": text(),
        **_under("cmi.objectives.n.score", _SCORE_2004),
        "cmi.interactions.n.id": _identifier_2004,
        "cmi.interactions.n.type": words(
            *("true-false", "choice", "fill-in", "long-fill-in", "likert", "matching"),
            *("performance", "sequencing", "numeric", "other"),
        ),
        "cmi.interactions.n.timestamp": _timestamp,
        "cmi.interactions.n.weighting": decimal(),
        "cmi.interactions.n.learner_response": text(),
        "cmi.interactions.n.result": matching(
            r"correct|incorrect|unanticipated|neutral|-?(?=[0-9.]*[0-9])[0-9]{0,10}(?:\.[0-9]{0,20})?"
        ),
        "cmi.interactions.n.latency": time_text,
        "cmi.interactions.n.description": text(),
        "cmi.interactions.n.objectives.n.id": _identifier_2004,
        "cmi.interactions.n.correct_responses.n.pattern": text(),
    },
}

# What the LMS owns: a run-time sends it along, we read past it.
OWNED: dict[Standard, tuple[str, ...]] = {
    Standard.SCORM12: (
        *("cmi.core.student_id", "cmi.core.student_name", "cmi.core.credit", "cmi.core.entry"),
        *("cmi.core.lesson_mode", "cmi.core.total_time", "cmi.launch_data", "cmi.comments_from_lms"),
        "cmi.student_data.",
    ),
    Standard.SCORM2004: (
        *("cmi.learner_id", "cmi.learner_name", "cmi.credit", "cmi.entry", "cmi.mode", "cmi.total_time"),
        *("cmi.launch_data", "cmi.comments_from_lms.", "cmi.completion_threshold", "cmi.scaled_passing_score"),
        *("cmi.max_time_allowed", "cmi.time_limit_action"),
    ),
}

STATUS = {Standard.SCORM12: "cmi.core.lesson_status", Standard.SCORM2004: "cmi.completion_status"}
EXIT = {Standard.SCORM12: "cmi.core.exit", Standard.SCORM2004: "cmi.exit"}
SESSION_TIME = {Standard.SCORM12: "cmi.core.session_time", Standard.SCORM2004: "cmi.session_time"}
_INDEX = re.compile(r"\.(?:0|[1-9][0-9]{0,5})(?=\.|$)")
_ORDER = {"id": 0, "type": 1}


# Reading a commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a commit holds that may be kept, and the elements that were refused."""

    values: Values
    refused: tuple[str, ...] = ()


def read(standard: Standard, cmi: object) -> Reading:
    """Sort a commit's `cmi` tree into what is kept, what is the LMS's own, and what is refused.

    Raises BadData when it is not a tree of text and numbers.
    """
    if not isinstance(cmi, Mapping):
        raise BadData("cmi is no object")
    writable, owned = WRITABLE[standard], OWNED[standard]
    values: Values = {}
    refused: list[str] = []
    for count, (element, value) in enumerate(_flattened(cmi, "cmi", 0)):
        if count >= MAX_ELEMENTS:
            raise BadData("too many elements")
        check = writable.get(element) or writable.get(_INDEX.sub(".n", element))
        if check is None:
            if not element.startswith(owned) and not _is_bookkeeping(element):
                refused.append(element)
        elif value == "" or check(value):
            values[element] = value
        else:
            refused.append(element)
    return Reading(values=values, refused=tuple(refused))


def _is_bookkeeping(element: str) -> bool:
    return element.rpartition(".")[2] in {"_children", "_count", "_version"}


def _flattened(node: Mapping[Any, Any], path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        raise BadData("nested too deeply")
    for key, value in node.items():
        element = f"{path}.{key}"
        if isinstance(value, str):
            yield element, value
        elif isinstance(value, Mapping):
            yield from _flattened(value, element, depth + 1)
        elif isinstance(value, list):
            yield from _flattened(dict(enumerate(value)), element, depth + 1)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            if not math.isfinite(value):
                raise BadData(f"{element} is no number")
            yield element, repr(value)
        elif value is not None:
            raise BadData(f"{element} is neither text nor number")


def fold(before: Mapping[str, str], reading: Reading) -> Values:
    """Return the data after a commit: what it names replaces what was there, what it leaves out stays.

    Empty text clears an element, and is not worth keeping where nothing was. Folding the same commit twice, or an
    earlier one of which this one repeats everything, gives the same data.
    """
    after = dict(before)
    for element, value in reading.values.items():
        if value or element in after:
            after[element] = value
    return after


def dumps(values: Mapping[str, str]) -> str:
    """Write data as ASCII text: U+0000 and lone surrogates survive any database."""
    return json.dumps(values, separators=(",", ":"))


def loads(data: str) -> Values:
    values: Values = json.loads(data)
    return values


# The next launch


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """How an item was left; `ending` is empty when it has never been played in this attempt."""

    ending: Ending
    exit: str
    has_progress: bool


def has_progress(values: Mapping[str, str]) -> bool:
    """Tell whether a package left anything of its own, beyond what a run-time reports by itself."""
    return any(value not in _SAYS_NOTHING and not element.startswith(_BY_ITSELF) for element, value in values.items())


_SAYS_NOTHING = frozenset({"", "not attempted", "unknown"})
_BY_ITSELF = (*EXIT.values(), *SESSION_TIME.values(), "cmi.student_preference.", "cmi.learner_preference.")


def entry(standard: Standard, before: Before) -> str:
    """Return cmi.entry for the next launch: "ab-initio", "resume" or "".

    A window closed without LMSFinish counts as suspended when there is something to resume. After a normal end
    SCORM 1.2 enters with neither word; in SCORM 2004 a new attempt on the activity begins (RTE 2.1.1, 4.2.9).
    """
    if before.ending is Ending.NONE:
        return "ab-initio"
    if before.exit == "suspend":
        return "resume"
    if before.ending is not Ending.FINISHED:
        return "resume" if before.has_progress else "ab-initio"
    if standard is Standard.SCORM2004:
        return "ab-initio"
    return "resume" if before.exit == "logout" and before.has_progress else ""


def starts_afresh(standard: Standard, entry: str) -> bool:
    """Tell whether a launch begins with empty data; SCORM 1.2 keeps what the package wrote for good (SCORM.md T17)."""
    return standard is Standard.SCORM2004 and entry == "ab-initio"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchFacts:
    """What the LMS tells a package at launch."""

    learner_id: str
    learner_name: str
    mode: Mode
    entry: str
    total_time: Decimal
    launch_data: str = ""
    max_time_allowed: str = ""
    time_limit_action: str = ""


def preload(
    standard: Standard, facts: LaunchFacts, requirements: Requirements, values: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return element and value pairs, in the order in which the run-time can take them before LMSInitialize."""
    own = _own_12 if standard is Standard.SCORM12 else _own_2004
    kept = {element: value for element, value in values.items() if value and element not in _VOLATILE}
    return own(facts, requirements, kept) + ordered(kept.items())


_VOLATILE = frozenset({*EXIT.values(), *SESSION_TIME.values()})


def ordered(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put an array's entries by index, and in each the id first, then the type: the rest depends on them."""
    return sorted(pairs, key=lambda pair: [_part_order(part) for part in pair[0].split(".")])


def _part_order(part: str) -> tuple[int, int, str]:
    if part.isdecimal():
        return (0, int(part), "")
    return (1, _ORDER.get(part, 2), part)


def _credit(mode: Mode) -> str:
    return "credit" if mode is Mode.NORMAL else "no-credit"


def _text(number: Decimal | None) -> str:
    """Write a threshold plainly: 80, 0.8, never 8E+1."""
    if number is None:
        return ""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _own_12(facts: LaunchFacts, requirements: Requirements, values: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        ("cmi.core.student_id", facts.learner_id),
        ("cmi.core.student_name", facts.learner_name),
        ("cmi.core.credit", _credit(facts.mode)),
        ("cmi.core.entry", facts.entry),
        ("cmi.core.lesson_mode", facts.mode.value),
        ("cmi.core.total_time", durations.timespan(facts.total_time)),
        # The run-time's own default is 100, the standard's is nothing (RTE 3.4.2.2).
        ("cmi.core.score.max", ""),
        ("cmi.launch_data", facts.launch_data),
        ("cmi.student_data.mastery_score", _text(requirements.mastery_score)),
        ("cmi.student_data.max_time_allowed", facts.max_time_allowed),
        ("cmi.student_data.time_limit_action", facts.time_limit_action),
    ]


def _own_2004(facts: LaunchFacts, requirements: Requirements, values: Mapping[str, str]) -> list[tuple[str, str]]:
    offered = [] if "cmi.objectives.0.id" in values else requirements.objectives
    pairs = [
        ("cmi.learner_id", facts.learner_id),
        ("cmi.learner_name", facts.learner_name),
        ("cmi.credit", _credit(facts.mode)),
        ("cmi.entry", facts.entry),
        ("cmi.mode", facts.mode.value),
        ("cmi.total_time", durations.duration(facts.total_time)),
        ("cmi.launch_data", facts.launch_data),
        ("cmi.completion_threshold", _text(requirements.completion_threshold)),
        ("cmi.scaled_passing_score", _text(requirements.scaled_passing_score)),
        ("cmi.max_time_allowed", facts.max_time_allowed),
        ("cmi.time_limit_action", facts.time_limit_action),
        *((f"cmi.objectives.{index}.id", identifier) for index, identifier in enumerate(offered)),
    ]
    # Setting "" would make an element that has no value look like one the package once emptied (error 403).
    return [(element, value) for element, value in pairs if value]
