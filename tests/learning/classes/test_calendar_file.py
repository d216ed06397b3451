from datetime import UTC, datetime, timedelta

import pytest

from lms.learning.classes.calendar_file import Event, calendar_file, escaped, folded

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
EVENT = Event(
    uid="a@localhost",
    starts_at=AT,
    ends_at=AT + timedelta(hours=3),
    title="ローコードツール実習;紙の台帳を,アプリにする",
    place="3階 研修室",
)


def test_the_file_reads_as_rfc_5545_wants_it() -> None:
    text = calendar_file(EVENT, at=AT)
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART:20261123T010000Z" in lines
    assert "DTEND:20261123T040000Z" in lines
    assert "STATUS:CONFIRMED" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "SUMMARY:ローコードツール実習\\;紙の台帳を\\,アプリにする" in text.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("text", "written"),
    [("a;b,c", "a\\;b\\,c"), ("a\\b", "a\\\\b"), ("a\r\nb\nc", "a\\nb\\nc"), ("x\nEND:VEVENT", "x\\nEND:VEVENT")],
)
def test_signs_with_a_meaning_are_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


@pytest.mark.parametrize("text", ["", "a" * 75, "a" * 76, "a" * 400, "漢" * 100, "𠮷" * 50])
def test_long_lines_are_folded_between_characters(text: str) -> None:
    lines = folded(text).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "".join([lines[0], *(line.removeprefix(" ") for line in lines[1:])]) == text


def test_a_date_called_off_says_so() -> None:
    cancelled = Event(uid="a", starts_at=AT, ends_at=AT + timedelta(hours=1), title="x", place="y", is_cancelled=True)
    assert "STATUS:CANCELLED" in calendar_file(cancelled, at=AT)
