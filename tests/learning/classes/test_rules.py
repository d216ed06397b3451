"""Who moves up, whose presence counts, how long a code is good: rules without a database."""

import base64
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lms.learning.classes import presence, tickets
from lms.learning.classes.seating import Claim, moving_up, waiting_order
from lms.lib.qr import QUIET_ZONE, qr_png, qr_rows, qr_svg, strokes

PNG = "data:image/png;base64,"
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def claim(key: int, source: str, minutes: int) -> Claim:
    return Claim(key=key, source=source, applied_at=NINE + timedelta(minutes=minutes))


def test_designated_before_nominated_before_own_then_by_time() -> None:
    claims = [claim(1, "own", 0), claim(2, "nominated", 9), claim(3, "designated", 20), claim(4, "own", 1)]
    assert [each.key for each in waiting_order(claims)] == [3, 2, 1, 4]
    assert [each.key for each in moving_up(claims, 2)] == [3, 2]


@given(
    st.lists(st.tuples(st.sampled_from(["own", "nominated", "designated", "substitute"]), st.integers(0, 99))),
    st.integers(-3, 20),
)
def test_nobody_who_stays_stood_before_somebody_who_moves_up(rows: list[tuple[str, int]], free: int) -> None:
    claims = [claim(key, source, minutes) for key, (source, minutes) in enumerate(rows)]
    up = moving_up(claims, free)
    assert len(up) == min(max(free, 0), len(claims))
    assert up == waiting_order(claims)[: len(up)]


@pytest.mark.parametrize(
    ("late", "left_early", "required", "expected"),
    [
        (0, 0, 100, True),
        (1, 0, 100, False),
        (36, 0, 80, True),
        (37, 0, 80, False),
        (20, 16, 80, True),
        (20, 17, 80, False),
        (180, 180, 1, False),
    ],
)
def test_how_much_of_three_hours_counts(*, late: int, left_early: int, required: int, expected: bool) -> None:
    assert presence.counts(180, late=late, left_early=left_early, required_percent=required) is expected


@pytest.mark.parametrize(("seconds", "late"), [(-600, 0), (0, 0), (59, 0), (60, 1), (1859, 30)])
def test_lateness_is_counted_in_whole_minutes(seconds: int, late: int) -> None:
    assert presence.minutes_late(NINE, NINE + timedelta(seconds=seconds)) == late


def test_a_code_is_good_for_ten_minutes() -> None:
    date = uuid4()
    token = tickets.ticket_for(date, at=NINE).token
    assert tickets.read_ticket(token, at=NINE + timedelta(minutes=10)) == date
    with pytest.raises(tickets.Expired):
        tickets.read_ticket(token, at=NINE + timedelta(minutes=10, seconds=1))


@pytest.mark.parametrize("token", ["", "x", "eyJh:sig", "Ä"])
def test_a_code_of_somebody_else_is_refused(token: str) -> None:
    with pytest.raises(tickets.Forged):
        tickets.read_ticket(token, at=NINE)


def test_a_code_changed_by_hand_is_refused() -> None:
    token = tickets.ticket_for(uuid4(), at=NINE).token
    with pytest.raises(tickets.Forged):
        tickets.read_ticket(token[:-1] + ("A" if token[-1] != "A" else "B"), at=NINE)


def test_the_picture_holds_the_same_squares() -> None:
    rows = qr_rows("http://localhost:8000/learn/")
    picture = Image.open(BytesIO(base64.b64decode(qr_png("http://localhost:8000/learn/").removeprefix(PNG))))
    dots = picture.width // (len(rows) + 2 * QUIET_ZONE)
    for y, row in enumerate(rows, start=QUIET_ZONE):
        for x, is_dark in enumerate(row, start=QUIET_ZONE):
            assert (picture.getpixel((x * dots, y * dots)) == 0) == is_dark


def test_the_drawing_holds_every_dark_square_and_no_inline_style() -> None:
    rows = qr_rows("http://localhost:8000/c/abc/")
    # A finder pattern stands in three corners (ISO/IEC 18004, 5.3.2).
    ring = [True, False, False, False, False, False, True]
    assert list(rows[0][:7]) == [True] * 7
    assert list(rows[1][:7]) == list(rows[1][-7:]) == ring
    widths = [int(stroke.split("h")[1].split("v")[0]) for stroke in strokes(rows)]
    assert sum(widths) == sum(sum(row) for row in rows)
    svg = qr_svg("http://localhost:8000/c/abc/", label='"x"')
    assert f'viewBox="0 0 {len(rows) + 2 * QUIET_ZONE} ' in svg
    assert "style=" not in svg
    assert "&quot;x&quot;" in svg
