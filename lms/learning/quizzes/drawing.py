"""Which questions an attempt asks. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A published question by its primary key; `draw` is None when everyone is asked it."""

    pk: int
    draw: UUID | None


def drawn(candidates: Sequence[Candidate], counts: Mapping[UUID, int], random: Random) -> list[int]:
    """Return the questions to ask: those for everyone in order, then of each draw so many, at random.

    A draw that asks for more than there are takes all there are.
    """
    asked = [each.pk for each in candidates if each.draw is None]
    for draw, count in counts.items():
        pool = [each.pk for each in candidates if each.draw == draw]
        asked += random.sample(pool, min(count, len(pool)))
    return asked
