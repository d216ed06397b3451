"""Draws ADKAR levels that follow the plan's demo distributions. Pure; fictional, never results of a city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from assessments.states import BELOW_LEVEL_1

LEVELS = (BELOW_LEVEL_1, 1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A person's two levels in a cycle; None where the supervisor gave none (未評価)."""

    self_level: int | None
    supervisor_level: int | None


def draw_levels[K](
    ability: Mapping[K, float], *, percent: Sequence[int], missing_percent: int, self_bias: float, random: Random
) -> dict[K, Drawn]:
    """Return everyone's levels: assessed people in order of ability fill `percent` (below 1, then 1 to 5).

    `self_bias` is the mean of self minus supervisor, in levels.
    """
    people = sorted(ability, key=lambda person: (ability[person] + random.gauss(0, 0.5), str(person)))
    missing = set(random.sample(people, round(len(people) * missing_percent / 100)))
    assessed = [person for person in people if person not in missing]
    bounds = [round(len(assessed) * share / sum(percent)) for share in accumulate(percent)]
    drawn: dict[K, Drawn] = {}
    for rank, person in enumerate(assessed):
        level = next(level for level, bound in zip(LEVELS, bounds, strict=True) if rank < bound)
        drawn[person] = Drawn(self_level=_self_view(level, self_bias, random), supervisor_level=level)
    for person in sorted(missing, key=str):
        answered = random.random() < 0.4
        guess = random.choice((1, 2, 3))
        drawn[person] = Drawn(self_level=guess if answered else None, supervisor_level=None)
    return drawn


def _self_view(level: int, bias: float, random: Random) -> int:
    return min(5, max(0, level + round(random.gauss(bias, 0.8))))
