"""How far two views, or many raters, agree: pure functions over counts, each checked against a published example.

Levels are ordinal, so disagreements weigh with the square of their distance, and nothing here averages a level.
Kappa falls by itself when most people stand at the same level; Gwet's AC2 does not, so both are always shown together
(DOMAIN.md 4.3). No figure comes from fewer than `FEWEST_PAIRS` pairs.

The formulas take a stack of tables at once: the bootstrap draws thousands, and the point estimate is the same function.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

FEWEST_PAIRS = 30
"""Below this the sampling range of kappa is wider than any reading of it: n=30 gives .13 to .70 around a true .45."""

CAUTION_BELOW_PAIRS = 100
FEWEST_RATERS_FOR_INTERVAL = 5
FEWEST_PER_RATER = 3
"""On average; below it a rater's own spread, and so their share of the whole, cannot be told."""

SCALE = 6
"""Below level 1, and levels 1 to 5: six steps of one scale."""

DRAWS = 2000
SEED = 20270331
LOW, HIGH = 0.025, 0.975

type Table = NDArray[np.float64]
type Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A coefficient with its 95 % interval; None where the data do not define it."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of two views of the same people.

    `gap` is the mean of the first view minus the second: above zero the first view is the higher one. `table` counts
    pairs, the first view by row. `rater_share` is the share of the spread in the second view that goes with who rated,
    None where raters have too few people each to tell.
    """

    pairs: int
    raters: int
    exact: Fraction
    within_one: Fraction
    gap: Fraction
    kappa: Estimate
    ac2: Estimate
    table: tuple[tuple[int, ...], ...]
    rater_share: float | None

    @property
    def needs_caution(self) -> bool:
        return self.pairs < CAUTION_BELOW_PAIRS


def agreement[R: Hashable](by_rater: Mapping[R, Sequence[Pair]]) -> Agreement | None:
    """Return how two views agree, from each rater's (first view, second view) pairs; None under 30 pairs."""
    pairs_of = [list(pairs) for pairs in by_rater.values()]
    pairs_of = [pairs for pairs in pairs_of if pairs]
    count = sum(len(pairs) for pairs in pairs_of)
    if count < FEWEST_PAIRS:
        return None
    tables = np.stack([pair_table(pairs) for pairs in pairs_of])
    everyone = [pair for pairs in pairs_of for pair in pairs]
    whole = tables.sum(axis=0)
    return Agreement(
        pairs=count,
        raters=len(pairs_of),
        exact=Fraction(sum(first == second for first, second in everyone), count),
        within_one=Fraction(sum(abs(first - second) <= 1 for first, second in everyone), count),
        gap=Fraction(sum(first - second for first, second in everyone), count),
        kappa=estimate(weighted_kappa, tables),
        ac2=estimate(gwet_ac2, tables),
        table=tuple(tuple(int(cell) for cell in row) for row in whole),
        rater_share=_rater_share([[second for _first, second in pairs] for pairs in pairs_of]),
    )


def pair_table(pairs: Iterable[Pair], size: int = SCALE) -> Table:
    """Return counts of pairs: the first view by row, the second by column."""
    table = np.zeros((size, size))
    for first, second in pairs:
        table[first, second] += 1
    return table


def quadratic_weights(size: int) -> Table:
    """Return 1 for agreement, falling with the squared distance to 0 at the scale's two ends (Cohen 1968)."""
    steps = np.arange(size)
    weights: Table = 1 - ((steps[:, None] - steps[None, :]) / (size - 1)) ** 2
    return weights


def weighted_kappa(tables: Table) -> Table:
    """Return Cohen's kappa with quadratic weights for each table (Cohen 1968; Fleiss & Cohen 1973).

    NaN where both views give everybody one and the same level: chance alone then explains all agreement.
    """
    observed, rows, columns = _observed(tables)
    by_chance = np.einsum("...i,ij,...j->...", rows, quadratic_weights(tables.shape[-1]), columns)
    return _beyond_chance(observed, by_chance)


def gwet_ac2(tables: Table) -> Table:
    """Return Gwet's AC2 with quadratic weights for each table (Gwet 2014, Handbook of Inter-Rater Reliability).

    Chance agreement counts all steps of the scale, used or not.
    """
    size = tables.shape[-1]
    observed, rows, columns = _observed(tables)
    shares = (rows + columns) / 2
    by_chance = quadratic_weights(size).sum() / (size * (size - 1)) * (shares * (1 - shares)).sum(axis=-1)
    return _beyond_chance(observed, by_chance)


def _observed(tables: Table) -> tuple[Table, Table, Table]:
    """Return each table's weighted agreement and the shares of its rows and columns."""
    shares = tables / tables.sum(axis=(-2, -1), keepdims=True)
    observed = (shares * quadratic_weights(tables.shape[-1])).sum(axis=(-2, -1))
    return observed, shares.sum(axis=-1), shares.sum(axis=-2)


def _beyond_chance(observed: Table, by_chance: Table) -> Table:
    room = np.asarray(1 - by_chance)
    defined = room > 1e-12
    coefficient: Table = np.where(defined, (observed - by_chance) / np.where(defined, room, 1), np.nan)
    return coefficient


def estimate(coefficient: Callable[[Table], Table], tables: Table) -> Estimate:
    """Return a coefficient of all raters' tables together, with its interval.

    The bootstrap draws raters, not people: one rater's judgements hang together, so people are no independent draws.
    """
    value = _number(coefficient(tables.sum(axis=0)))
    if value is None or len(tables) < FEWEST_RATERS_FOR_INTERVAL:
        return Estimate(value=value)
    drawn = coefficient(draw_raters(tables))
    return Estimate(value=value, low=_number(np.nanquantile(drawn, LOW)), high=_number(np.nanquantile(drawn, HIGH)))


def draw_raters(tables: Table, *, draws: int = DRAWS, seed: int = SEED) -> Table:
    """Return `draws` tables, each of as many raters as there are, drawn with replacement; the same every time."""
    raters = len(tables)
    times = np.random.default_rng(seed).multinomial(raters, np.full(raters, 1 / raters), size=draws)
    drawn: Table = np.tensordot(times, tables, axes=1)
    return drawn


def _number(value: np.float64 | Table) -> float | None:
    number = float(value)
    return None if np.isnan(number) else number


# Many raters


def icc_1(groups: Iterable[Iterable[float]]) -> float | None:
    """Return ICC(1): the share of the spread that goes with the group (Shrout & Fleiss 1979, case 1).

    Groups may differ in size (Searle, Casella & McCulloch 1992, 3.6). None without two groups and some repetition.
    """
    values = [np.asarray(list(group), dtype=float) for group in groups]
    sizes = np.array([len(group) for group in values if len(group)])
    total = int(sizes.sum())
    if len(sizes) < 2 or total <= len(sizes):
        return None
    means = np.array([group.mean() for group in values if len(group)])
    everyone = np.concatenate(values)
    between = float((sizes * (means - everyone.mean()) ** 2).sum()) / (len(sizes) - 1)
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in values if len(group)) / (total - len(sizes))
    size = (total - float((sizes**2).sum()) / total) / (len(sizes) - 1)
    spread = between + (size - 1) * within
    return (between - within) / spread if spread else None


def _rater_share(levels_by_rater: Sequence[Sequence[int]]) -> float | None:
    """Return ICC(1) as a share: an estimate below zero says none."""
    people = sum(len(levels) for levels in levels_by_rater)
    if people < FEWEST_PER_RATER * len(levels_by_rater):
        return None
    found = icc_1(levels_by_rater)
    return None if found is None else max(found, 0.0)


def icc_2_1(ratings: Table) -> float | None:
    """Return ICC(2,1), absolute agreement of single raters (Shrout & Fleiss 1979, case 2).

    `ratings` has a row a case and a column a rater, without gaps. None without two of each, or without any spread.
    """
    cases, raters = ratings.shape
    if cases < 2 or raters < 2:
        return None
    whole = ratings.mean()
    by_case = raters * ((ratings.mean(axis=1) - whole) ** 2).sum()
    by_rater = cases * ((ratings.mean(axis=0) - whole) ** 2).sum()
    rest = ((ratings - whole) ** 2).sum() - by_case - by_rater
    case_square, rater_square = by_case / (cases - 1), by_rater / (raters - 1)
    error = rest / ((cases - 1) * (raters - 1))
    spread = case_square + (raters - 1) * error + raters * (rater_square - error) / cases
    return float((case_square - error) / spread) if spread > 1e-12 else None


def ordinal_alpha(ratings: Table) -> float | None:
    """Return Krippendorff's alpha for ordinal data (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability).

    `ratings` has a row a case and a column a rater, NaN where a rater gave no level. None when no two ratings of one
    case exist, or all ratings are the same.
    """
    values = np.unique(ratings[~np.isnan(ratings)])
    counts = np.stack([(ratings == value).sum(axis=1) for value in values], axis=1) if len(values) else np.zeros((0, 0))
    counts = counts[counts.sum(axis=1) > 1]
    if not len(counts):
        return None
    per_case = counts.sum(axis=1)
    coincidences = np.einsum("ui,uj,u->ij", counts, counts, 1 / (per_case - 1))
    coincidences -= np.diag((counts / (per_case - 1)[:, None]).sum(axis=0))
    totals = coincidences.sum(axis=1)
    distances = _ordinal_distances(totals)
    expected = (np.outer(totals, totals) * distances).sum() / (totals.sum() - 1)
    return float(1 - (coincidences * distances).sum() / expected) if expected else None


def _ordinal_distances(totals: Table) -> Table:
    """Return squared ordinal distances: how many ratings lie between two values, each end counted half."""
    reached = np.cumsum(totals) - totals / 2
    distances: Table = (reached[:, None] - reached[None, :]) ** 2
    return distances


def pairs_within(ratings: Table) -> int:
    """Return how many pairs of ratings of one and the same case there are."""
    given = (~np.isnan(ratings)).sum(axis=1)
    return int((given * (given - 1) // 2).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterAgreement:
    """Agreement of many raters on the same cases.

    `alpha` uses every rating; `icc` only the raters who gave all cases a level (`complete_raters`).
    """

    cases: int
    raters: int
    complete_raters: int
    pairs: int
    exact: Fraction
    within_one: Fraction
    icc: float | None
    alpha: float | None


def rater_agreement(ratings: Table) -> RaterAgreement | None:
    """Return how raters agree on the same cases (a row a case, a column a rater); None under 30 pairs."""
    pairs = pairs_within(ratings)
    if pairs < FEWEST_PAIRS:
        return None
    complete = ratings[:, ~np.isnan(ratings).any(axis=0)]
    same, near = _pairs_apart(ratings, 0), _pairs_apart(ratings, 1)
    return RaterAgreement(
        cases=ratings.shape[0],
        raters=int((~np.isnan(ratings)).any(axis=0).sum()),
        complete_raters=complete.shape[1],
        pairs=pairs,
        exact=Fraction(same, pairs),
        within_one=Fraction(near, pairs),
        icc=icc_2_1(complete),
        alpha=ordinal_alpha(ratings),
    )


def _pairs_apart(ratings: Table, most: int) -> int:
    """Return how many pairs of ratings of one case lie at most so many levels apart."""
    counts = np.stack([(ratings == level).sum(axis=1) for level in range(SCALE)], axis=1)
    near = np.abs(np.subtract.outer(np.arange(SCALE), np.arange(SCALE))) <= most
    ordered = np.einsum("ui,ij,uj->", counts, near, counts)
    # Every rating met itself once, and every pair was met from both ends.
    return int((ordered - counts.sum()) // 2)
