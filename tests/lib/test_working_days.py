from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.lib.working_days import OfficeHours, WorkingDays, may_send, named_holidays, next_sending

TOKYO = ZoneInfo("Asia/Tokyo")
CITY = WorkingDays(closed=frozenset({date(2026, 10, 1)}), opened=frozenset({date(2026, 10, 3)}))
HOURS = OfficeHours()
moments = st.builds(
    lambda on, at: datetime.combine(on, at, tzinfo=TOKYO), st.dates(date(2026, 1, 1), date(2028, 3, 31)), st.times()
)


@pytest.mark.parametrize(
    ("on", "is_open"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 5, 6), False),  # 振替休日
        (date(2026, 9, 22), False),  # 国民の休日 between two holidays
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
        (date(2026, 10, 1), False),  # closed by the city
        (date(2026, 10, 3), True),  # a Saturday the city works
    ],
)
def test_city_hall_is_open_on(on: date, is_open: bool) -> None:
    assert CITY.is_open(on) is is_open


@pytest.mark.parametrize(
    ("on", "moved"),
    [
        (date(2026, 11, 21), date(2026, 11, 24)),
        (date(2026, 12, 29), date(2027, 1, 4)),
        (date(2026, 11, 24), date(2026, 11, 24)),
    ],
)
def test_a_due_date_moves_to_the_next_open_day(on: date, moved: date) -> None:
    assert CITY.on_or_after(on) == moved


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (datetime(2026, 11, 24, 8, 29, tzinfo=TOKYO), False),
        (datetime(2026, 11, 24, 8, 30, tzinfo=TOKYO), True),
        (datetime(2026, 11, 24, 17, 14, tzinfo=TOKYO), True),
        (datetime(2026, 11, 24, 17, 15, tzinfo=TOKYO), False),
        (datetime(2026, 11, 24, 23, 0, tzinfo=TOKYO), False),
        (datetime(2026, 11, 23, 10, 0, tzinfo=TOKYO), False),
        (datetime(2026, 10, 3, 10, 0, tzinfo=TOKYO), True),
    ],
)
def test_mail_goes_out_in_office_hours_on_open_days(at: datetime, sent: bool) -> None:
    assert may_send(at, days=CITY, hours=HOURS) is sent


@given(moments)
def test_the_next_sending_is_never_quiet_and_never_skips_an_opening(at: datetime) -> None:
    following = next_sending(at, days=CITY, hours=HOURS)
    assert following >= at
    assert may_send(following, days=CITY, hours=HOURS)
    if following != at:
        assert following.time() == time(8, 30)
        skipped = [at + timedelta(hours=hours) for hours in range(int((following - at).total_seconds() // 3600))]
        assert not any(may_send(moment, days=CITY, hours=HOURS) for moment in skipped)


def test_holidays_have_their_names() -> None:
    assert named_holidays(date(2026, 11, 1), date(2026, 11, 30)) == [
        (date(2026, 11, 3), "文化の日"),
        (date(2026, 11, 23), "勤労感謝の日"),
    ]
