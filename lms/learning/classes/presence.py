"""How long somebody was there, and whether it counts. Pure rule."""

from datetime import datetime, timedelta

# People may check in this long before a class begins.
DOORS_OPEN = timedelta(minutes=60)


def minutes_late(starts_at: datetime, arrived_at: datetime) -> int:
    """Return the whole minutes by which somebody came late; none for who was there in time."""
    return max(int((arrived_at - starts_at).total_seconds()) // 60, 0)


def minutes_present(length: int, *, late: int, left_early: int) -> int:
    """Return how many of the class's minutes somebody was there."""
    return max(length - late - left_early, 0)


def counts(length: int, *, late: int, left_early: int, required_percent: int) -> bool:
    """Tell whether somebody was there long enough.

    With 80 per cent of a class of 180 minutes required, 36 minutes missed are allowed and 37 are not.
    """
    return minutes_present(length, late=late, left_early=left_early) * 100 >= required_percent * length
