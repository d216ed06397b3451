"""Who gets a seat when one comes free. Pure rule.

Whoever was designated (指名) stands before whoever was nominated (推薦), and they before people who applied
themselves; within each, the earlier application comes first. Somebody sent instead of another keeps that one's place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

RANK = {"designated": 0, "nominated": 1}
LAST = max(RANK.values()) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One application on the waiting list."""

    key: int
    source: str
    applied_at: datetime


def waiting_order(claims: Iterable[Claim]) -> list[Claim]:
    """Return the waiting list in the order in which it moves up."""
    return sorted(claims, key=lambda claim: (RANK.get(claim.source, LAST), claim.applied_at, claim.key))


def moving_up(claims: Iterable[Claim], free_seats: int) -> list[Claim]:
    """Return who gets the seats that are free, in order."""
    return waiting_order(claims)[: max(free_seats, 0)]
