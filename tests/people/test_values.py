from datetime import date

import pytest

from lms.people.models import Posting
from lms.people.roster import values


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-04-01", date(2026, 4, 1)),
        ("2026/4/1", date(2026, 4, 1)),
        ("20260401", date(2026, 4, 1)),
        ("2026年4月1日", date(2026, 4, 1)),
        ("令和8年4月1日", date(2026, 4, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R8.4.1", date(2026, 4, 1)),
        ("H31/4/1", date(2019, 4, 1)),
        ("昭和63年12月31日", date(1988, 12, 31)),
        ("２０２６．４．１", date(2026, 4, 1)),
        ("", None),
        ("9999/12/31", None),
    ],
)
def test_dates_in_both_calendars(cell: str, expected: date | None) -> None:
    assert values.day(cell) == expected


@pytest.mark.parametrize("cell", ["2026-13-01", "2026-02-30", "あした", "46113", "令和8年"])
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        values.day(cell)


@pytest.mark.parametrize(
    ("cell", "expected"), [("38:45", 2325), ("38.75", 2325), ("38時間45分", 2325), ("20", 1200), ("", None)]
)
def test_weekly_hours(cell: str, expected: int | None) -> None:
    assert values.minutes(cell) == expected


@pytest.mark.parametrize(("cell", "expected"), [("000123", "000123"), ("０００１２３", "000123"), (" A-12 ", "A-12")])
def test_staff_numbers_keep_their_zeros(cell: str, expected: str) -> None:
    assert values.staff_no(cell) == expected


@pytest.mark.parametrize("cell", ["山田", "12 34#", "0" * 21])
def test_what_is_no_staff_number_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        values.staff_no(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", "main"),
        ("本務", "main"),
        ("兼務", "concurrent"),
        ("併任", "joint"),
        ("事務取扱", "acting"),
        ("派遣(県)", "seconded_out"),
        ("育児休業", "leave"),
    ],
)
def test_kinds_of_post(cell: str, expected: str) -> None:
    assert values.post_kind(cell) == expected
    assert expected in Posting.Kind


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("正規職員", "regular"),
        ("再任用(短時間)", "reappointed"),
        ("任期付職員", "fixed_term"),
        ("会計年度任用職員", "fiscal_year"),
        ("", None),
    ],
)
def test_kinds_of_employment(cell: str, expected: str | None) -> None:
    assert values.employment(cell) == expected
    assert expected is None or expected in Posting.Employment
