from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.scorm.durations import (
    MAX_SECONDS,
    duration,
    learning_seconds,
    parse,
    timespan,
    total,
)

READ = [
    ("00:00:00", "0"),
    ("0000:00:00", "0"),
    ("00:05:30", "330"),
    ("0001:02:03.50", "3723.5"),
    ("0001:02:03.5", "3723.5"),
    ("9999:59:59.99", "35999999.99"),
    ("00:61:00", "3660"),
    ("1:2:3", "3723"),
    ("00:00:00.123", "0.12"),
    ("25:00:00", "90000"),
    ("PT0S", "0"),
    ("PT1H2M3.5S", "3723.5"),
    ("PT0.123S", "0.12"),
    ("PT90M", "5400"),
    ("P1D", "86400"),
    ("P1DT1H", "90000"),
    ("P1W", "604800"),
    ("P1M", "2592000"),
    ("P1Y", "31536000"),
    ("P0Y0M0DT0H0M10S", "10"),
    (" PT10S ", "10"),
]
UNREADABLE = [
    "",
    "-00:01:00",
    "00:01",
    "12",
    "PT",
    "P",
    "P1",
    "-PT5S",
    "PT-5S",
    "PT5",
    "P1DT",
    "1:00:00:00",
    "00:00:00.",
    "aa:bb:cc",
    "٠٠:٠١:٠٠",
    "PT1,5S",
    "10000:00:00",
    "P2Y",
    "NaN",
]


@pytest.mark.parametrize(("text", "seconds"), READ)
def test_both_forms_are_read(text: str, seconds: str) -> None:
    assert parse(text) == Decimal(seconds)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("seconds", "in_12", "in_2004"),
    [
        ("0", "0000:00:00", "PT0S"),
        ("0.05", "0000:00:00.05", "PT0.05S"),
        ("3723.5", "0001:02:03.50", "PT1H2M3.5S"),
        ("3600", "0001:00:00", "PT1H"),
        ("35999999.99", "9999:59:59.99", "PT9999H59M59.99S"),
        ("99999999999", "9999:59:59.99", "PT9999H59M59.99S"),
        ("-5", "0000:00:00", "PT0S"),
    ],
)
def test_both_forms_are_written(seconds: str, in_12: str, in_2004: str) -> None:
    assert timespan(Decimal(seconds)) == in_12
    assert duration(Decimal(seconds)) == in_2004


@given(st.decimals(min_value=0, max_value=MAX_SECONDS, places=2))
def test_what_is_written_reads_the_same(seconds: Decimal) -> None:
    assert parse(timespan(seconds)) == seconds
    assert parse(duration(seconds)) == seconds


@given(st.text(max_size=30))
def test_no_text_is_too_strange(text: str) -> None:
    seconds = parse(text)
    assert seconds is None or 0 <= seconds <= MAX_SECONDS


@pytest.mark.parametrize(
    ("reported", "clock", "counted"),
    [
        ("300", 400, 300),
        ("300", 250, 300),
        ("36000", 600, 660),
        (None, 600, 600),
        (None, -5, 0),
        ("0", 600, 0),
    ],
)
def test_learning_time_is_what_the_package_says_within_the_clock(
    reported: str | None, clock: int, counted: int
) -> None:
    stated = None if reported is None else Decimal(reported)
    assert learning_seconds(stated, timedelta(seconds=clock)) == counted


def test_total_counts_a_session_once() -> None:
    assert total(Decimal(100), Decimal("2.5")) == Decimal("102.5")
    assert total(Decimal(100), None) == Decimal(100)
    assert total(MAX_SECONDS, Decimal(5)) == MAX_SECONDS
