"""Every coefficient against published examples, and against an independent computation on random data."""

from collections.abc import Callable
from fractions import Fraction

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.calibration.agreement import (
    SCALE,
    agreement,
    draw_raters,
    estimate,
    gwet_ac2,
    icc_1,
    icc_2_1,
    ordinal_alpha,
    pair_table,
    pairs_within,
    quadratic_weights,
    rater_agreement,
    weighted_kappa,
)

# Two abstractors and 100 patients (ectopic, abnormal and normal intrauterine pregnancy): Gwet, Handbook of Inter-Rater
# Reliability (2014), data set "cont3x3abstractors" of CRAN irrCAC. Its README prints the unweighted coefficients below,
# its manual page of kappa2.table prints kappa with quadratic weights.
PRINTED_KAPPA, PRINTED_AC1, PRINTED_WEIGHTED_KAPPA = 0.7964094, 0.8493305, 0.8921569
ABSTRACTORS = np.array([[13, 0, 0], [0, 20, 7], [0, 4, 56]], dtype=float)
# AC2 and kappa with quadratic weights as irrCAC 0.4.4 of PyPI computes them (CAC(table, weights="quadratic")): of the
# abstractors, and of random tables of our six states: even, along the diagonal, crowded, with a lenient rater, and few.
LIBRARYS = [
    ("13 0 0 | 0 20 7 | 0 4 56", 0.940237, 0.892157),
    (
        "15 15 6 8 9 11 | 11 8 11 10 13 8 | 3 12 8 11 11 5 | 8 5 8 6 13 7 | 10 7 10 5 11 7 | 8 10 10 10 9 11",
        0.029040333,
        0.056527862,
    ),
    (
        "28 11 0 1 0 1 | 9 27 13 5 2 1 | 5 7 29 15 7 1 | 1 5 5 30 14 0 | 0 3 10 14 24 14 | 0 0 5 2 9 32",
        0.792179965,
        0.763111718,
    ),
    (
        "1 4 5 2 1 0 | 2 34 54 7 4 1 | 5 43 84 17 6 1 | 2 12 26 2 3 0 | 0 6 3 0 1 0 | 0 0 1 2 1 0",
        0.85576962,
        0.047500267,
    ),
    (
        "15 31 14 8 1 1 | 4 10 23 6 6 4 | 1 8 13 33 10 3 | 0 1 5 14 27 15 | 0 2 4 4 9 42 | 0 0 0 2 5 9",
        0.656782009,
        0.629018131,
    ),
    (
        "2 0 1 0 0 0 | 1 2 0 0 1 2 | 1 0 1 0 2 1 | 1 2 0 1 1 3 | 0 2 1 1 0 3 | 1 0 2 1 2 0",
        0.173076923,
        0.171483622,
    ),
]
# Six targets, four judges: Shrout & Fleiss (1979), Intraclass correlations, Psychological Bulletin 86, table 2;
# the coefficients are in their table 4.
SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
NO = np.nan
# Four observers, twelve units: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C.
KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
        [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
    ]
).T

type Weight = Callable[[int, int], float]
type Chance = Callable[[Weight, list[float], list[float]], float]

levels = st.integers(0, SCALE - 1)
pairs = st.lists(st.tuples(levels, levels), min_size=1, max_size=60)


def test_weights_are_those_gwet_prints() -> None:
    assert quadratic_weights(3).tolist() == [[1, 0.75, 0], [0.75, 1, 0.75], [0, 0.75, 1]]


def by_definition(table: list[list[float]], weight: Weight, chance: Chance) -> float:
    """Work out a chance-corrected coefficient cell by cell in plain Python, from its definition alone."""
    size, total = range(len(table)), sum(map(sum, table))
    rows = [sum(table[i]) / total for i in size]
    columns = [sum(table[i][j] for i in size) / total for j in size]
    observed = sum(weight(i, j) * table[i][j] / total for i in size for j in size)
    expected = chance(weight, rows, columns)
    return (observed - expected) / (1 - expected)


def cohens_chance(weight: Weight, rows: list[float], columns: list[float]) -> float:
    return sum(weight(i, j) * rows[i] * columns[j] for i in range(len(rows)) for j in range(len(columns)))


def gwets_chance(weight: Weight, rows: list[float], columns: list[float]) -> float:
    """Gwet: the sum of all weights over q(q-1), times the sum of p(1-p) over the categories."""
    size = len(rows)
    whole = sum(weight(i, j) for i in range(size) for j in range(size))
    shares = [(row + column) / 2 for row, column in zip(rows, columns, strict=True)]
    return whole / (size * (size - 1)) * sum(share * (1 - share) for share in shares)


def same(one: int, other: int) -> float:
    return float(one == other)


def quadratic(one: int, other: int) -> float:
    return 1 - ((one - other) / 2) ** 2


def test_the_definitions_give_what_is_printed_without_weights() -> None:
    table = ABSTRACTORS.tolist()
    assert by_definition(table, same, cohens_chance) == pytest.approx(PRINTED_KAPPA, abs=5e-8)
    assert by_definition(table, same, gwets_chance) == pytest.approx(PRINTED_AC1, abs=5e-8)


def test_quadratic_weighted_kappa_is_the_same_definition_with_weights() -> None:
    expected = by_definition(ABSTRACTORS.tolist(), quadratic, cohens_chance)
    assert expected == pytest.approx(PRINTED_WEIGHTED_KAPPA, abs=5e-8)
    assert float(weighted_kappa(ABSTRACTORS)) == pytest.approx(expected, abs=1e-12)


def test_ac2_is_the_same_definition_with_weights() -> None:
    expected = by_definition(ABSTRACTORS.tolist(), quadratic, gwets_chance)
    assert expected == pytest.approx(0.9402369, abs=5e-8)
    assert float(gwet_ac2(ABSTRACTORS)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("table", "ac2", "kappa"), LIBRARYS)
def test_weighted_coefficients_are_those_of_irrcac(table: str, ac2: float, kappa: float) -> None:
    ratings = np.array([row.split() for row in table.split("|")], dtype=float)
    assert float(gwet_ac2(ratings)) == pytest.approx(ac2, abs=6e-7)
    assert float(weighted_kappa(ratings)) == pytest.approx(kappa, abs=6e-7)


def test_icc_2_1_is_shrouts_and_fleisss() -> None:
    assert icc_2_1(SHROUT_FLEISS) == pytest.approx(0.29, abs=0.005)


def test_icc_1_is_shrouts_and_fleisss() -> None:
    assert icc_1(SHROUT_FLEISS) == pytest.approx(0.17, abs=0.005)


def test_ordinal_alpha_is_krippendorffs() -> None:
    assert ordinal_alpha(KRIPPENDORFF) == pytest.approx(0.815, abs=0.0005)


@given(pairs)
def test_weighted_kappa_is_lins_concordance_of_the_level_numbers(drawn: list[tuple[int, int]]) -> None:
    """With quadratic weights kappa equals 2 cov / (var + var + squared difference of means), a known identity."""
    first, second = np.array(drawn, dtype=float).T
    spread = first.var() + second.var() + (first.mean() - second.mean()) ** 2
    kappa = float(weighted_kappa(pair_table(drawn)))
    if spread == 0:
        assert np.isnan(kappa)
    else:
        covariance = ((first - first.mean()) * (second - second.mean())).mean()
        assert kappa == pytest.approx(2 * covariance / spread, abs=1e-9)


@given(pairs)
def test_ac2_is_what_plain_python_makes_of_its_definition(drawn: list[tuple[int, int]]) -> None:
    def weight(one: int, other: int) -> float:
        return 1 - ((one - other) / (SCALE - 1)) ** 2

    observed = sum(weight(*pair) for pair in drawn) / len(drawn)
    shares = [sum(pair.count(level) for pair in drawn) / (2 * len(drawn)) for level in range(SCALE)]
    total = sum(weight(one, other) for one in range(SCALE) for other in range(SCALE))
    chance = total / (SCALE * (SCALE - 1)) * sum(share * (1 - share) for share in shares)
    assert float(gwet_ac2(pair_table(drawn))) == pytest.approx((observed - chance) / (1 - chance), abs=1e-9)


@settings(deadline=None)  # the library warns and compiles on its first call
@given(st.lists(st.lists(st.one_of(st.just(NO), levels), min_size=4, max_size=4), min_size=2, max_size=6))
def test_ordinal_alpha_is_the_library_s(rows: list[list[float]]) -> None:
    ratings = np.array(rows, dtype=float)
    found = ordinal_alpha(ratings)
    usable = ratings[(~np.isnan(ratings)).sum(axis=1) > 1]
    if not len(usable) or len(np.unique(usable[~np.isnan(usable)])) < 2:
        assert found is None
    else:
        theirs = krippendorff.alpha(reliability_data=usable.T, level_of_measurement="ordinal")
        assert found == pytest.approx(theirs, abs=1e-9)


def test_everyone_at_one_level_has_no_kappa_but_full_ac2() -> None:
    alike = pair_table([(3, 3)] * 40)
    assert np.isnan(weighted_kappa(alike))
    assert float(gwet_ac2(alike)) == 1


@pytest.mark.parametrize(("count", "is_shown"), [(29, False), (30, True)])
def test_nothing_is_shown_under_thirty_pairs(count: int, is_shown: bool) -> None:
    found = agreement({"a": [(2, 3)] * (count - 10), "b": [(3, 3)] * 10})
    assert (found is not None) is is_shown


def test_counts_and_the_gap_are_plain() -> None:
    found = agreement({"a": [(3, 3)] * 15 + [(4, 3)] * 10, "b": [(1, 3)] * 5})
    assert found is not None
    assert (found.exact, found.within_one, found.gap) == (Fraction(1, 2), Fraction(25, 30), Fraction(0))
    assert found.needs_caution
    assert found.table[4][3] == 10
    assert found.kappa.low is None, "two raters are too few to draw from"


def test_the_rater_s_share_needs_three_people_a_rater_and_is_never_below_none() -> None:
    alike = agreement({name: [(3, 2), (3, 3), (3, 4)] for name in range(10)})
    habits = agreement({name: [(3, name % 4)] * 3 for name in range(10)})
    thin = agreement({name: [(3, 3), (3, 4)] for name in range(15)})
    assert alike is not None
    assert habits is not None
    assert thin is not None
    assert (alike.rater_share, habits.rater_share, thin.rater_share) == (0, 1, None)


def test_the_interval_is_the_same_every_time_and_holds_the_value() -> None:
    rng = np.random.default_rng(3)
    tables = np.stack([pair_table([(int(x), int(min(5, x + rng.integers(0, 2)))) for x in rng.integers(0, 6, 8)])
                       for _ in range(40)])  # fmt: skip
    first, again = estimate(weighted_kappa, tables), estimate(weighted_kappa, tables)
    assert first == again
    assert first.low is not None
    assert first.high is not None
    assert first.value is not None
    assert first.low < first.value < first.high


def test_each_draw_is_of_as_many_raters_as_there_are() -> None:
    tables = np.stack([pair_table([(0, 0)] * 3), pair_table([(5, 5)] * 3)])
    drawn = draw_raters(tables, draws=50, seed=1)
    assert set(drawn.sum(axis=(1, 2))) == {6.0}
    assert {float(table[0, 0]) for table in drawn} <= {0.0, 3.0, 6.0}


def test_an_interval_by_raters_is_wider_than_one_by_people_when_raters_differ() -> None:
    """Forty raters, each with one habit: their people are no independent draws."""
    by_rater = np.stack([pair_table([(3, 3)] * 5 if number % 2 else [(5, 2)] * 5) for number in range(40)])
    by_person = np.stack([pair_table([(3, 3)] if number % 2 else [(5, 2)]) for number in range(200)])
    raters, people = estimate(gwet_ac2, by_rater), estimate(gwet_ac2, by_person)
    assert raters.value == pytest.approx(people.value)
    assert raters.high - raters.low > people.high - people.low


def test_pairs_of_raters_are_counted_within_cases() -> None:
    ratings = np.array([[3, 3, 4, NO], [2, NO, NO, NO], [0, 1, 5, 5]])
    assert pairs_within(ratings) == 3 + 0 + 6


def test_raters_who_leave_a_case_open_count_for_alpha_and_not_for_icc() -> None:
    ratings = np.array([[1, 1, 2, 1, NO], [3, 3, 3, 4, 3], [2, 2, 2, 1, 2], [5, 5, 4, 5, 5]])
    found = rater_agreement(ratings)
    assert found is not None
    assert (found.raters, found.complete_raters, found.pairs) == (5, 4, 36)
    assert found.exact == Fraction(3 + 6 + 6 + 6, 36)
    assert found.within_one == Fraction(36, 36)
    assert found.icc == pytest.approx(icc_2_1(ratings[:, :4]))
    assert rater_agreement(ratings[:, :3]) is None
