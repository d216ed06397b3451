"""The city's calendar: fiscal years from April, Japanese eras, weekdays (R01)."""

from dataclasses import dataclass
from datetime import date

from lms.lib.text import in_reader_language

WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Era:
    name: str
    letter: str
    first_day: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
)


def era_year(on: date) -> tuple[Era, int]:
    """Return the era and the year within it; raise ValueError before 昭和."""
    for era in ERAS:
        if on >= era.first_day:
            return era, on.year - era.first_day.year + 1
    raise ValueError(f"{on} lies before the 昭和 era")


def wareki_year(on: date) -> str:
    era, year = era_year(on)
    return f"{era.name}{'元' if year == 1 else year}年"


def wareki(on: date, *, weekday: bool = True) -> str:
    """Return a date to read: 令和8年11月23日(月)."""
    words = f"{wareki_year(on)}{on.month}月{on.day}日"
    return f"{words}({WEEKDAYS[on.weekday()]})" if weekday else words


def fiscal_year(on: date) -> int:
    """Return the western year in which the fiscal year of this day began."""
    return on.year if on.month >= 4 else on.year - 1


def fiscal_year_label(year: int) -> str:
    """Return 令和8年度 for 2026, FY2026 to who reads English."""
    return in_reader_language(f"{wareki_year(date(year, 5, 1))}度", f"FY{year}")


def fiscal_year_code(year: int) -> str:
    """Return R8 for 2026."""
    era, within = era_year(date(year, 5, 1))
    return f"{era.letter}{within}"
