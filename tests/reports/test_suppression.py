"""No linear combination of published cells reveals a count under five: checked by means other than the solver's."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.suppression import (
    SMALLEST,
    CannotProtectError,
    Equation,
    Line,
    exposed,
    spans,
    suppress,
    teller,
)
from tests.reports.elimination import basis_of, is_combination, published, vector

counts = st.integers(min_value=0, max_value=30)


def line(key: str, cells: dict[str, int], *names: str, **more: object) -> Line:
    return Line(key=key, atoms=frozenset(names), value=sum(cells[name] for name in names), **more)


def two_way(rows: int, columns: int, numbers: Sequence[int]) -> list[Line]:
    """Inner cells, row totals, column totals and the total of a table."""
    names = [f"{row},{column}" for row, column in product(range(rows), range(columns))]
    cells = dict(zip(names, numbers[: len(names)], strict=True))
    inner = [line(name, cells, name) for name in cells]
    across = [line(f"row {row}", cells, *(f"{row},{c}" for c in range(columns)), cost=10) for row in range(rows)]
    down = [line(f"column {c}", cells, *(f"{row},{c}" for row in range(rows)), cost=10) for c in range(columns)]
    return [*inner, *across, *down, line("total", cells, *cells, cost=100)]


def nested(numbers: Sequence[int]) -> list[Line]:
    """A group as the committee reads it: levels, those at 3 or above and 4 or above, assessed, in scope."""
    cells = dict(zip(("u", "0", "1", "2", "3", "4", "5"), numbers, strict=True))
    single = [line(name, cells, name) for name in cells]
    return [
        *single,
        line("at least 3", cells, "3", "4", "5", cost=10),
        line("at least 4", cells, "4", "5", cost=10),
        line("below 3", cells, "0", "1", "2", shown=False),
        line("assessed", cells, "0", "1", "2", "3", "4", "5", cost=20),
        line("in scope", cells, *cells, cost=30),
    ]


def hierarchy(numbers: Sequence[int]) -> list[Line]:
    """市→部→課: levels of each 部 and of the city, but of a 課 only who was assessed and who reached level 3 and 4."""
    divisions = {"A": ("A1", "A2", "A3"), "B": ("B1", "B2"), "C": ("C",)}
    leaves = [leaf for parts in divisions.values() for leaf in parts]
    cells = {
        f"{leaf}{level}": number for (leaf, level), number in zip(product(leaves, range(1, 6)), numbers, strict=True)
    }

    def people(name: str, parts: Sequence[str], levels: Sequence[int], **more: object) -> Line:
        return line(name, cells, *(f"{part}{level}" for part in parts for level in levels), **more)

    found = [people(f"city {level}", leaves, [level], cost=30) for level in range(1, 6)]
    for bureau, parts in divisions.items():
        found += [people(f"{bureau}部 {level}", parts, [level], cost=3) for level in range(1, 6)]
    for name, places in [("city", leaves), *((f"{key}部", list(value)) for key, value in divisions.items())]:
        found += [people(f"{name} all", places, range(1, 6), cost=40), people(f"{name} 3+", places, [3, 4, 5], cost=20)]
    for leaf in leaves:
        found += [people(f"{leaf}課 {part}", [leaf], levels) for part, levels in PARTS_OF_A_DIVISION]
        found += [people(f"{leaf}課 below 3", [leaf], [1, 2], shown=False)]
    return found


PARTS_OF_A_DIVISION = (("all", range(1, 6)), ("3+", range(3, 6)), ("4+", range(4, 6)))

tables = st.one_of(
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.lists(counts, min_size=16, max_size=16)).map(
        lambda drawn: two_way(*drawn)
    ),
    st.lists(counts, min_size=7, max_size=7).map(nested),
    st.lists(counts, min_size=30, max_size=30).map(hierarchy),
)


@settings(max_examples=150, deadline=None)
@given(tables)
def test_no_combination_of_published_cells_is_a_small_cell(lines: list[Line]) -> None:
    try:
        withheld = suppress(lines)
    except CannotProtectError:
        pytest.fail("without anything printed before, withholding everything is always enough")
    atoms = sorted({atom for each in lines for atom in each.atoms}, key=str)
    shown = basis_of([vector(each, atoms) for each in published(lines, withheld)])
    for each in lines:
        if each.is_small:
            assert not is_combination(vector(each, atoms), shown)


@settings(max_examples=150, deadline=None)
@given(tables)
def test_every_published_cell_is_five_or_more_and_every_small_one_could_be(lines: list[Line]) -> None:
    withheld = suppress(lines)
    assert all(each.value >= SMALLEST for each in published(lines, withheld))
    assert exposed(lines, withheld) == []
    told = spans(lines, withheld)
    assert all(told[each.key][0] - 1e-6 <= each.value <= told[each.key][1] + 1e-6 for each in lines)


@settings(max_examples=150, deadline=None)
@given(tables)
def test_a_partition_adds_up_or_has_withheld_parts(lines: list[Line]) -> None:
    withheld = suppress(lines)
    shown = {each.key: each for each in published(lines, withheld)}
    for whole in shown.values():
        parts = [each for each in lines if len(each.atoms) == 1 and each.atoms < whole.atoms]
        if all(part.key in shown for part in parts) and len(parts) == len(whole.atoms):
            assert sum(part.value for part in parts) == whole.value


def test_one_small_part_takes_the_cheapest_other_part_with_it() -> None:
    lines = nested([8, 6, 20, 30, 40, 12, 3])
    assert suppress(lines) == {"5", "4"}


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    assert suppress(nested([8, 6, 20, 30, 40, 12, 9])) == frozenset()


def test_parts_that_together_stay_under_five_take_a_larger_one_with_them() -> None:
    withheld = suppress(nested([8, 1, 1, 30, 40, 12, 9]))
    assert {"0", "1", "2"} <= withheld


def test_a_zero_is_small_unless_it_tells_nothing_of_a_level() -> None:
    cells = {"u": 0, "a": 9}
    hidden = [line("u", cells, "u"), line("a", cells, "a"), line("all", cells, "u", "a")]
    assert suppress(hidden) == {"u", "a"}
    said = [line("u", cells, "u", zero_is_public=True), *hidden[1:]]
    assert suppress(said) == frozenset()


def test_what_was_printed_before_is_taken_into_account() -> None:
    cells = {"a": 3, "b": 9, "c": 20}
    lines = [line(name, cells, name) for name in cells]
    total = line("all", cells, *cells, cost=9)
    assert suppress([*lines, total]) == {"a", "b"}
    known = [Equation(terms={"b": 1}, value=9)]
    assert suppress([*lines, total], known=known) == {"a", "c"}


def test_a_cell_given_away_before_is_refused() -> None:
    cells = {"a": 3, "b": 9}
    with pytest.raises(CannotProtectError, match="a"):
        suppress([line("a", cells, "a"), line("b", cells, "b")], known=[Equation(terms={"a": 1}, value=3)])


@pytest.mark.parametrize(("now", "withheld"), [(20, False), (22, True), (18, True), (25, False), (15, False)])
def test_two_releases_do_not_tell_a_change_of_one_to_four(now: int, withheld: bool) -> None:
    cells = {"a": now, "b": 40}
    lines = [line("a", cells, "a"), line("b", cells, "b"), line("all", cells, "a", "b", cost=9)]
    found = suppress(lines, earlier=[{"a": (20, 20), "b": (40, 40)}.get])
    assert ("a" in found) is withheld
    if withheld:
        low, high = spans(lines, found)["a"]
        assert low <= 20 <= high  # perhaps nothing changed at all


papers = st.tuples(st.lists(counts, min_size=30, max_size=30), st.lists(st.integers(-3, 6), min_size=60, max_size=60))


@settings(max_examples=25, deadline=None)
@given(papers)
def test_no_two_papers_subtracted_tell_a_change_of_one_to_four(drawn: tuple[list[int], list[int]]) -> None:
    """Three papers about changing people: whatever two of them determine of a line differs by nothing or by five."""
    first, changes = drawn
    second = [max(0, number + change) for number, change in zip(first, changes, strict=False)]
    third = [max(0, number + change) for number, change in zip(second, changes[30:], strict=True)]
    made: list[tuple[list[Line], frozenset[str]]] = []
    for numbers in (first, second, third):
        lines = hierarchy(numbers)
        made.append((lines, suppress(lines, earlier=[teller(*paper) for paper in made])))
    for one, other in combinations([told(lines, withheld) for lines, withheld in made], 2):
        assert all(not 0 < abs(other[key] - one[key]) < SMALLEST for key in one.keys() & other.keys())


def told(lines: list[Line], withheld: frozenset[str]) -> dict[str, int]:
    """Return the lines that printed cells determine, found by exact elimination."""
    atoms = sorted({atom for each in lines for atom in each.atoms}, key=str)
    shown = basis_of([vector(each, atoms) for each in published(lines, withheld)])
    return {each.key: each.value for each in lines if is_combination(vector(each, atoms), shown)}


def test_what_another_paper_withholds_is_not_told_here() -> None:
    cells = {"a": 8, "b": 9, "c": 20}
    lines = [line(name, cells, name) for name in cells]
    beside = replace(line("a and b", cells, "a", "b"), shown=False)
    assert suppress([*lines, beside]) == frozenset()
    withheld = suppress([*lines, beside], kept={"a and b": (0, 40)})
    low, high = spans([*lines, beside], withheld)["a and b"]
    assert withheld == {"a", "b"}
    assert (low, high >= 40) == (0, True)


def test_forty_departments_take_a_moment() -> None:
    start = monotonic()
    lines = two_way(40, 8, [(7 * n * n + 3 * n) % 23 for n in range(320)])
    withheld = suppress(lines)
    assert exposed(lines, withheld) == []
    assert monotonic() - start < 20
