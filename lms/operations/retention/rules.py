"""How long is kept what, as municipal filing rules (文書管理規程) count it. Pure.

A record is completed in a fiscal year; its term (保存期間) begins on 1 April after that year and lasts whole fiscal
years. Someone whose last day was 31 March 2021 completed their record in 令和2年度; five years run from 1 April 2021 to
31 March 2026, and from 1 April 2026 it may be deleted.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lms.lib.calendar import fiscal_year, fiscal_year_code

# Letters and digits that nobody mistakes for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
PSEUDONYM = "退職者"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How many whole fiscal years a class of records is kept, and between which bounds a city may set it."""

    years: int
    least: int
    most: int
    # Its records name people they don't belong to, so they must be gone before somebody named in them is.
    names_others: bool = False


def first_of_year(year: int) -> date:
    """Return 1 April of a fiscal year."""
    return date(year, 4, 1)


def expires_on(completed_on: date, years: int) -> date:
    """Return the first day on which a record completed on a day may be deleted; always a 1 April."""
    return first_of_year(fiscal_year(completed_on) + 1 + years)


def is_due(completed_on: date, years: int, on: date) -> bool:
    return on >= expires_on(completed_on, years)


def cutoff(on: date, years: int) -> date:
    """Return the day before which a record must have been completed to be due: the same question, asked of a query."""
    return first_of_year(fiscal_year(on) - years)


def next_turn(on: date) -> date:
    """Return the 1 April on which more becomes due."""
    return first_of_year(fiscal_year(on) + 1)


def last_day(left_on: date) -> date:
    """Return the last day of work; `left_on` is the day after it."""
    return left_on - timedelta(days=1)


def within_bounds(term: Term, years: int) -> bool:
    return term.least <= years <= term.most


def outlives_person(terms: Mapping[str, Term], years: Mapping[str, int], person: str) -> list[str]:
    """Return the classes that would still name somebody whose own term is over.

    The roster that tells of a leaving is loaded on the 1 April after it, a fiscal year later, so it needs a year less.
    """
    return [key for key, term in terms.items() if term.names_others and years[key] >= years[person]]


def run_number(year: int, serial: int) -> str:
    """Return D-R8-1, the number of a deletion run within its fiscal year; the paper has a language, the number none."""
    return f"D-{fiscal_year_code(year)}-{serial}"


def new_code() -> str:
    """Return letters that stand for a person from now on: drawn, not computed, so that nothing leads back."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def mentions(value: object, words: Iterable[str]) -> bool:
    """Tell whether any text inside a value of JSON holds one of the words; a number must stand by itself.

    000309 is mentioned in "000309 (HR)", not in "1000309" nor in a uuid that happens to hold the digits.
    """
    return any(_holds(text, word) for text in _texts(value) for word in words if word)


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _holds(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not word.isascii() or not (_joins(before) or _joins(after)):
            return True
        at = text.find(word, at + 1)
    return False


def _joins(character: str) -> bool:
    """Tell whether a character beside a staff number makes it part of something longer."""
    return character.isascii() and (character.isalnum() or character == "-")
