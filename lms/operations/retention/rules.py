"""How long is kept what, as municipal filing rules (文書管理規程) count it. Pure.

A record is completed in a fiscal year; its term (保存期間) begins on 1 April after that year and lasts whole fiscal
years. Someone whose last day was 31 March 2021 completed their record in 令和2年度; five years run from 1 April 2021 to
31 March 2026, and from 1 April 2026 it may be deleted.
"""

import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lms.lib.calendar import fiscal_year, fiscal_year_code

# Letters and digits that nobody mistakes for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
PSEUDONYM = "退職者"
WIDER = ord("０") - ord("0")


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


def names_of(*, staff_no: str, name: str, email: str) -> frozenset[str]:
    """Return what a text may call a person by: 青木 花子, 青木花子, the number, the address."""
    return frozenset(_plain(word) for word in (staff_no, name, "".join(name.split()), email) if word)


def mentions(value: object, words: Iterable[str]) -> bool:
    """Tell whether any text inside a value of JSON holds one of the words; a number must stand by itself.

    000309 is mentioned in "000309 (HR)", not in "1000309" nor in a uuid that happens to hold the digits.
    """
    return is_named(words_in(value), words)


def spellings(*, staff_no: str, name: str, email: str) -> list[tuple[str, ...]]:
    """Return what to ask a database for: of each group all parts, however a name's are spaced."""
    return [group for group in ((staff_no,), (_wide(staff_no),), (email,), tuple(name.split())) if any(group)]


def as_stored(word: str) -> frozenset[str]:
    """Return a word as it stands in JSON that is kept as read, kept escaped, and kept escaped within JSON."""
    once = json.dumps(word)[1:-1]
    return frozenset({word, once, json.dumps(once)[1:-1]})


def words_in(value: object) -> str:
    """Return all texts inside a value of JSON in one, ００ as 00 and a wide space as a narrow one."""
    return _plain("\n".join(_texts(value)))


def is_named(text: str, words: Iterable[str]) -> bool:
    return any(_holds(text, word) for word in words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _wide(text: str) -> str:
    """Return figures as a Japanese keyboard may type them: ００ for 00."""
    return "".join(chr(ord(sign) + WIDER) if sign.isdecimal() and sign.isascii() else sign for sign in text)


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield from _texts_of_string(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _texts_of_string(text: str) -> Iterable[str]:
    """Yield a text, or those inside it: a page's draft keeps its body as JSON within JSON."""
    if text[:1] not in {"[", "{"}:
        yield text
        return
    try:
        inner = json.loads(text)
    except ValueError:
        yield text
    else:
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
