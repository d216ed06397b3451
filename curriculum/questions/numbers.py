"""Numbers as people in an office write them. Pure."""

import re
import unicodedata
from decimal import Decimal

_GROUPS = {"万": Decimal(10_000), "億": Decimal(100_000_000), "兆": Decimal(1_000_000_000_000)}
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_WHOLE = re.compile(rf"([+-]?)((?:(?:{_PLAIN})[兆億万])*)({_PLAIN})?")
_PART = re.compile(rf"({_PLAIN})([兆億万])")
_MINUS = str.maketrans(dict.fromkeys("−‐‑–—―ー▲△", "-"))
LONGEST = 40


def parse_number(text: str, *, unit: str = "") -> Decimal | None:
    """Return the number a text states, or None: １，２３４円, 250万, 1億2,000万, ▲3.5 and -3.5 are all numbers."""
    if len(text) > LONGEST:
        return None
    written = "".join(unicodedata.normalize("NFKC", text).translate(_MINUS).split())
    written = written.removesuffix("".join(unicodedata.normalize("NFKC", unit).split()))
    found = _WHOLE.fullmatch(written)
    if not found or not (found[2] or found[3]):
        return None
    groups = [(amount, sign) for amount, sign in _PART.findall(found[2])]
    if [sign for _, sign in groups] != sorted({sign for _, sign in groups}, key="兆億万".index):
        return None
    total = sum((_plain(amount) * _GROUPS[sign] for amount, sign in groups), Decimal(0)) + _plain(found[3] or "0")
    return -total if found[1] == "-" else total


def _plain(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
