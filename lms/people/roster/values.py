"""Reads the cells of a roster: dates in both calendars, hours, kinds of post and employment."""

import re
import unicodedata
from datetime import date
from typing import Final

from lms.lib.calendar import ERAS

MAIN: Final = "main"
CONCURRENT: Final = "concurrent"
JOINT: Final = "joint"
ACTING: Final = "acting"
SECONDED_OUT: Final = "seconded_out"
LEAVE: Final = "leave"
# A person who is away keeps a main post and has one of these beside it.
AWAY_KINDS = frozenset({SECONDED_OUT, LEAVE})
BESIDE_KINDS = frozenset({CONCURRENT, JOINT, ACTING})

REGULAR: Final = "regular"
FISCAL_YEAR: Final = "fiscal_year"

POST_KINDS = (
    (("本務", "本職", "専任", "主務"), MAIN),
    (("兼務", "兼任", "兼職", "兼"), CONCURRENT),
    (("併任",), JOINT),
    (("事務取扱", "事務代理", "心得"), ACTING),
    (("出向", "派遣"), SECONDED_OUT),
    (("休職", "育休", "育児休業", "病休", "病気休職", "病気休暇", "産休", "産前産後休暇", "休業", "休暇"), LEAVE),
)
EMPLOYMENTS = (
    (("会計年度",), FISCAL_YEAR),
    (("再任用", "定年前再任用", "暫定再任用"), "reappointed"),
    (("任期付", "任期つき"), "fixed_term"),
    (("正規", "常勤", "一般職", "正職員"), REGULAR),
)

_YMD = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ERA = re.compile(r"(令和|平成|昭和|[RHS])(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_HOURS = re.compile(r"(\d{1,2})(?::|時間)(\d{1,2})分?")
_DECIMAL_HOURS = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)(?:時間)?")
_STAFF_NO = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,19}")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+")
# Personnel systems write "no end" as a far day.
FAR_YEAR = 2200


def folded(cell: str) -> str:
    """Return a cell for recognition only: width folded, no spaces. Names never pass here."""
    return "".join(unicodedata.normalize("NFKC", cell).split())


def staff_no(cell: str) -> str:
    """Return a staff number as text with its leading zeros, full-width digits made narrow, or raise ValueError."""
    number = folded(cell)
    if not _STAFF_NO.fullmatch(number):
        raise ValueError(cell)
    return number


def day(cell: str) -> date | None:
    """Return a date written in either calendar, None for blank or "no end", or raise ValueError."""
    text = folded(cell).upper()
    if not text:
        return None
    if match := _ERA.fullmatch(text):
        name, year, month, of_month = match.groups()
        era = next(era for era in ERAS if name in (era.name, era.letter))
        return date(era.first_day.year + (1 if year == "元" else int(year)) - 1, int(month), int(of_month))
    match = _YMD.fullmatch(text) or _PACKED.fullmatch(text)
    if not match:
        raise ValueError(cell)
    found = date(*(int(part) for part in match.groups()))
    return found if found.year < FAR_YEAR else None


def minutes(cell: str) -> int | None:
    """Return weekly hours such as 38:45, 38.75 or 38時間45分 in minutes, None for blank, or raise ValueError."""
    text = folded(cell)
    if not text:
        return None
    if match := _HOURS.fullmatch(text):
        return int(match[1]) * 60 + int(match[2])
    if match := _DECIMAL_HOURS.fullmatch(text):
        return round(float(match[1]) * 60)
    raise ValueError(cell)


def email(cell: str) -> str:
    address = folded(cell)
    if address and not _EMAIL.fullmatch(address):
        raise ValueError(cell)
    return address


def post_kind(cell: str) -> str:
    """Return the kind of post; a blank cell is a main post."""
    return _recognised(cell, POST_KINDS, blank=MAIN)


def employment(cell: str) -> str | None:
    """Return the kind of employment, None for a blank cell."""
    return _recognised(cell, EMPLOYMENTS, blank="") or None


def _recognised(cell: str, table: tuple[tuple[tuple[str, ...], str], ...], *, blank: str) -> str:
    text = folded(cell)
    if not text:
        return blank
    for beginnings, value in table:
        if text.startswith(beginnings):
            return value
    raise ValueError(cell)
