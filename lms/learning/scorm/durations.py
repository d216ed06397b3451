"""Times as packages write them: HHHH:MM:SS.SS (SCORM 1.2) and ISO 8601 durations (SCORM 2004). Pure rules.

Both forms are read in either standard: authoring tools mix them up, and a learner should not lose time over it.
"""

import re
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

CENTISECOND = Decimal("0.01")
MAX_SECONDS = Decimal("35999999.99")  # 9999:59:59.99, the most that SCORM 1.2 can write
GRACE = timedelta(minutes=1)

_TIMESPAN = re.compile(r"([0-9]{1,9}):([0-9]{1,2}):([0-9]{1,2}(?:\.[0-9]{1,9})?)")
_NUMBER = r"([0-9]{1,12}(?:\.[0-9]{1,9})?)"
_DURATION = re.compile(
    rf"P(?=[0-9T])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
# IEEE 1484.11.2 leaves the length of a year and a month open; these are what run-times commonly count.
_UNITS = tuple(Decimal(seconds) for seconds in (365 * 86400, 30 * 86400, 7 * 86400, 86400, 3600, 60, 1))


def parse(text: str) -> Decimal | None:
    """Return a time in seconds, to the hundredth; None when it is neither form, is negative or exceeds all reason."""
    text = text.strip()
    parts: tuple[str | None, ...]
    if match := _TIMESPAN.fullmatch(text):
        parts = (None, None, None, None, *match.groups())
    elif match := _DURATION.fullmatch(text):
        parts = match.groups()
    else:
        return None
    seconds = sum((Decimal(part) * unit for part, unit in zip(parts, _UNITS, strict=True) if part), Decimal(0))
    return seconds.quantize(CENTISECOND, ROUND_HALF_UP) if seconds <= MAX_SECONDS else None


def timespan(seconds: Decimal) -> str:
    """Write seconds as SCORM 1.2 does: 0001:02:03.50."""
    centiseconds = _centiseconds(seconds)
    whole, rest = divmod(centiseconds, 100)
    hours, minutes = divmod(whole // 60, 60)
    fraction = f".{rest:02}" if rest else ""
    return f"{hours:04}:{minutes:02}:{whole % 60:02}{fraction}"


def duration(seconds: Decimal) -> str:
    """Write seconds as SCORM 2004 does: PT1H2M3.5S."""
    centiseconds = _centiseconds(seconds)
    whole, rest = divmod(centiseconds, 100)
    hours, minutes, second = whole // 3600, whole // 60 % 60, whole % 60
    fraction = f".{rest:02}".rstrip("0") if rest else ""
    words = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else ""]
    if second or fraction or not (hours or minutes):
        words.append(f"{second}{fraction}S")
    return "PT" + "".join(words)


def _centiseconds(seconds: Decimal) -> int:
    kept = min(max(seconds, Decimal(0)), MAX_SECONDS)
    return int((kept * 100).to_integral_value(ROUND_HALF_UP))


def total(at_launch: Decimal, session: Decimal | None) -> Decimal:
    """Return cmi.total_time: the total at launch plus this session's time once, however often it was reported."""
    return min(at_launch + (session or Decimal(0)), MAX_SECONDS)


def learning_seconds(reported: Decimal | None, elapsed: timedelta) -> int:
    """Return what counts as learning time: the package's own figure, but no more than the clock allows.

    Some packages report their grand total, or an idle night, as one session; others report nothing at all, and then
    the clock decides.
    """
    clock = max(int(elapsed.total_seconds()), 0)
    if reported is None:
        return clock
    return min(int(reported), clock + int(GRACE.total_seconds()))
