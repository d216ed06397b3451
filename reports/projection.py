"""Where a group would stand if the same change went on: drawn from its own transitions, or not at all.

Per group, each row of the 6x6 table of transitions is drawn from a Dirichlet distribution whose weights are the
counted transitions plus a half (Jeffreys); people who left and joined do so again at past rates. The people are
carried from cycle to cycle to the milestones and the middle 80 % of the draws is shown (DOMAIN.md 4.4.7). With fewer
than two transitions or thirty people there is no projection, and the page says why: a line through two points is not
evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

LEAST_TRANSITIONS = 2
LEAST_PEOPLE = 30
DRAWS = 4000
SEED = 20271231
"""Fixed, so that the same figures give the same band on every screen and paper."""
BAND = (10, 90)
CYCLES_A_YEAR = 2
WEIGHT = 0.5

type Table = Sequence[Sequence[int]]
type Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class Why(StrEnum):
    """Why nothing is projected."""

    FEW_TRANSITIONS = "few_transitions"
    FEW_PEOPLE = "few_people"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One past transition of a group from a cycle to the next."""

    table: Table
    """People who stayed with a level both times, rows before, columns after, each from below level 1 to level 5."""
    leavers: tuple[int, ...]
    """Per level before: people no longer in the group or without a level."""
    joiners: tuple[int, ...]
    """Per level after: people new to the group or newly assessed."""

    @property
    def people(self) -> int:
        return sum(map(sum, self.table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The middle 80 % of the draws at a milestone, as per cent of those with a level."""

    by: date
    cycles: int
    level_3: tuple[float, float]
    level_4: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """What would follow, or why nothing is said."""

    why_not: Why | None
    transitions: int
    people: int
    reaches: tuple[Reach, ...] = ()


def project(steps: Sequence[Step], now: Sequence[int], *, on: date, milestones: Sequence[date]) -> Projection:
    """Return the projection of a group that stands at `now` (people per level) on the day of its newest cycle."""
    people = min((step.people for step in steps), default=0)
    why = _why_not(steps, people, [by for by in milestones if by > on])
    if why:
        return Projection(why_not=why, transitions=len(steps), people=people)
    reaches = tuple(_reach(steps, now, on=on, by=by) for by in milestones if by > on)
    return Projection(why_not=None, transitions=len(steps), people=people, reaches=reaches)


def _why_not(steps: Sequence[Step], people: int, ahead: Sequence[date]) -> Why | None:
    if not ahead:
        return Why.PAST
    if len(steps) < LEAST_TRANSITIONS:
        return Why.FEW_TRANSITIONS
    return Why.FEW_PEOPLE if people < LEAST_PEOPLE else None


def cycles_between(on: date, by: date) -> int:
    """Return how many further cycles have their reference date by a milestone: one each half year."""
    months = (by.year - on.year) * 12 + by.month - on.month
    return max(0, months * CYCLES_A_YEAR // 12)


def _reach(steps: Sequence[Step], now: Sequence[int], *, on: date, by: date) -> Reach:
    random = np.random.default_rng(SEED)
    cycles = cycles_between(on, by)
    standing = np.tile(np.asarray(now, dtype=float), (DRAWS, 1))
    stay_or_leave = _leaving(steps)
    joiners = np.mean([step.joiners for step in steps], axis=0)
    weights = np.sum([np.asarray(step.table, dtype=float) for step in steps], axis=0) + WEIGHT
    moves = np.stack([random.dirichlet(row, size=DRAWS) for row in weights], axis=1)
    for _ in range(cycles):
        standing = np.einsum("dl,dlm->dm", standing * stay_or_leave, moves) + random.poisson(joiners, standing.shape)
    assessed = np.maximum(standing.sum(axis=1), 1e-9)
    return Reach(
        by=by, cycles=cycles, level_3=_band(standing[:, 3:], assessed), level_4=_band(standing[:, 4:], assessed)
    )


def _leaving(steps: Sequence[Step]) -> Numbers:
    """Return the past share of each level that stayed."""
    stayed = np.sum([np.asarray(step.table, dtype=float).sum(axis=1) for step in steps], axis=0)
    left = np.sum([step.leavers for step in steps], axis=0)
    return np.asarray((stayed + WEIGHT) / (stayed + left + 2 * WEIGHT))


def _band(part: Numbers, whole: Numbers) -> tuple[float, float]:
    low, high = np.percentile(100 * part.sum(axis=1) / whole, BAND)
    return round(float(low), 1), round(float(high), 1)
