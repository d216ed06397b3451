"""Questions from files: tables (xlsx, CSV), GIFT and QTI 2.1. Readers return what they took and, by line, what not."""

from dataclasses import dataclass

from django.utils.functional import Promise

from curriculum.questions.shape import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something in the file that was not taken: on which line, which words stand there, and why."""

    line: int
    words: str
    reason: str | Promise
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A question with the line it begins on."""

    line: int
    question: Question
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    taken: tuple[Taken, ...] = ()
    refused: tuple[Refusal, ...] = ()


class Unreadable(Exception):
    """The file as a whole is nothing that can be read; the message says what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


class NotTaken(Exception):
    """One question cannot be taken; the message says why."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason
