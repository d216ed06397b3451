"""Time limits of quizzes, and who has longer. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

# An answer chosen in the last second may take this long to arrive.
GRACE = timedelta(seconds=15)
PERCENTS = (25, 50, 100)


def time_allowed(limit: int | None, extra: Iterable[int | None]) -> timedelta | None:
    """Return how long an attempt may take: the limit in minutes, longer by the most generous grant that holds.

    A grant of None lifts the limit. Grants do not add up: 25 and 50 per cent are 50 per cent.
    """
    grants = list(extra)
    if limit is None or None in grants:
        return None
    most = max((percent for percent in grants if percent is not None), default=0)
    return timedelta(seconds=limit * 60 * (100 + most) // 100)


def is_over(due_at: datetime | None, at: datetime) -> bool:
    """Tell whether answers no longer count."""
    return due_at is not None and at > due_at + GRACE


def is_up(due_at: datetime | None, at: datetime) -> bool:
    """Tell whether the attempt is to be handed in as it is, unanswered questions or not."""
    return due_at is not None and at >= due_at - timedelta(seconds=2)
