"""The words of navigation: what a learner or a package may ask for, and what comes of it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from lms.learning.scorm.sequencing.activities import Activity


class Word(StrEnum):
    """Navigation requests (SN 5.6.2); `jump` is the 4th edition's, and a package's alone."""

    START = "start"
    RESUME_ALL = "resumeAll"
    CONTINUE = "continue"
    PREVIOUS = "previous"
    CHOICE = "choice"
    JUMP = "jump"
    EXIT = "exit"
    EXIT_ALL = "exitAll"
    ABANDON = "abandon"
    ABANDON_ALL = "abandonAll"
    SUSPEND_ALL = "suspendAll"
    RETRY = "retry"  # a sequencing request only: rules ask for it, nobody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    word: Word
    target: str = ""


_ASKED = frozenset(Word) - {Word.START, Word.RESUME_ALL, Word.RETRY, Word.CHOICE, Word.JUMP}
_TARGETED = re.compile(r"\{target=(?P<target>[^{}]+)\}(?P<word>choice|jump)")


def read(text: str) -> Request | None:
    """Read adl.nav.request: "continue", "{target=item_2}choice", …; None for "_none_" and what is no request."""
    if found := _TARGETED.fullmatch(text):
        return Request(word=Word(found["word"]), target=found["target"])
    return next((Request(word=word) for word in _ASKED if word.value == text), None)


def choice(target: str) -> Request:
    return Request(word=Word.CHOICE, target=target)


class Denied(Exception):
    """A request cannot be followed; `code` is the exception of the standard's pseudo-code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What followed from a request: an activity to show, the end of the session, or nothing, with the reason."""

    delivered: Activity | None = None
    has_ended: bool = False
    code: str = ""
