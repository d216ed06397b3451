"""What changes when a course is copied for the next 年度. Pure."""

import re
from datetime import date, timedelta

# \d takes digits of either width, and int() reads both.
FISCAL_YEAR = re.compile(r"令和(\d+)年度")


def in_next_year(title: str) -> str:
    """Return a title for the next 年度: 令和8年度 becomes 令和9年度, anything else stays."""
    return FISCAL_YEAR.sub(lambda found: f"令和{int(found[1]) + 1}年度", title)


def a_year_after(day: date | None) -> date | None:
    """Return the same day a year later; 29 February becomes the 28th."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return (day - timedelta(days=1)).replace(year=day.year + 1)
