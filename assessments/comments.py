"""When a rating needs words. Pure rule (framework: assessment_design.comment_required_when)."""

from dataclasses import dataclass
from enum import StrEnum

HIGH_LEVEL = 4
BIG_STEP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentLimits:
    """From where on a rating needs words; a cycle's own setting. None switches one of the rules off."""

    high_level: int | None = HIGH_LEVEL
    big_change: int | None = BIG_STEP
    big_gap: int | None = BIG_STEP


DEFAULT_LIMITS = CommentLimits()


class CommentReason(StrEnum):
    HIGH_LEVEL = "high_level"
    BIG_CHANGE = "big_change"
    BIG_GAP = "big_gap"


def comment_reasons(
    *, level: int | None, last_level: int | None, self_level: int | None, limits: CommentLimits = DEFAULT_LIMITS
) -> frozenset[CommentReason]:
    """Return why this rating needs a comment; empty when it needs none.

    Levels count from 0 (below level 1). Without a level there is nothing to explain, and a missing last or self level
    is no gap.
    """
    if level is None:
        return frozenset()
    found = {
        CommentReason.HIGH_LEVEL: limits.high_level is not None and level >= limits.high_level,
        CommentReason.BIG_CHANGE: _is_far(level, last_level, limits.big_change),
        CommentReason.BIG_GAP: _is_far(level, self_level, limits.big_gap),
    }
    return frozenset(reason for reason, applies in found.items() if applies)


def _is_far(level: int, other: int | None, steps: int | None) -> bool:
    return other is not None and steps is not None and abs(level - other) >= steps
