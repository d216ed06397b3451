"""What of a video or recording was really played. Pure.

The browser says which stretches it played; the server keeps the union of all it was ever told, so that a repeat or a
second tab changes nothing and drawing the slider to the end earns nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

type Stretch = tuple[int, int]

MOST_STRETCHES = 200
# Titles run out and players stop a moment early: nine tenths are the whole.
ENOUGH_PERCENT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The stretches of one medium that were played, in whole seconds, and how long it is."""

    duration: int = 0
    stretches: tuple[Stretch, ...] = ()

    @property
    def seconds(self) -> int:
        return sum(end - start for start, end in self.stretches)

    @property
    def percent(self) -> int:
        return min(100 * self.seconds // self.duration, 100) if self.duration else 0

    @property
    def is_enough(self) -> bool:
        return self.percent >= ENOUGH_PERCENT


def union(stretches: Iterable[Stretch], *, duration: int) -> tuple[Stretch, ...]:
    """Return the stretches in order, joined where they meet, cut to the medium's length."""
    joined: list[Stretch] = []
    for start, end in sorted((max(start, 0), min(end, duration)) for start, end in stretches):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined[:MOST_STRETCHES])


def merged(kept: Mapping[str, Watched], told: Mapping[str, Watched]) -> dict[str, Watched]:
    """Return everything that was ever played, by medium; the longest length that was told holds."""
    both = {}
    for key in dict.fromkeys([*kept, *told]):
        one, other = kept.get(key, Watched()), told.get(key, Watched())
        duration = max(one.duration, other.duration)
        stretches = union([*one.stretches, *other.stretches], duration=duration)
        both[key] = Watched(duration=duration, stretches=stretches)
    return both


def unfinished(required: Sequence[str], watched: Mapping[str, Watched]) -> list[str]:
    """Return the media that must be played and were not."""
    return [key for key in required if not watched.get(key, Watched()).is_enough]
