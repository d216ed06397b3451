"""Tables by 部 and 課 over random cities: no sum or difference of printed cells is a count under five."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import completion, departments
from reports.completion import CompletionPaper, Standing
from reports.figures import Label
from reports.place_counts import ELSEWHERE, Place, PlaceCounts, PlaceFigure, place_lines, rows_of
from reports.suppression import SMALLEST, Line, suppress
from tests.reports.elimination import basis_of, is_combination, published, vector

DIVISIONS = {"A": ("A1", "A2", "A3"), "B": ("B1", "B2"), "C": ()}
PARTS = [part for bureau, parts in DIVISIONS.items() for part in (bureau, *parts)]
TABLE = "x"
numbers = st.lists(st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 25)), min_size=80, max_size=80)


def city(drawn: list[int], statuses: list[int]) -> PlaceCounts:
    """People of some kinds in every 課, in a 部 itself (its head), and in no department at all."""
    kinds = product([*PARTS, ELSEWHERE], statuses)
    people = {(TABLE, part, status): number for (part, status), number in zip(kinds, drawn, strict=False)}
    places = [Place(key="city", name="", depth=-1, parts=frozenset([*PARTS, ELSEWHERE]))]
    for bureau, parts in DIVISIONS.items():
        places.append(Place(key=bureau, name=bureau, depth=0, parts=frozenset([bureau, *parts])))
        places += [Place(key=part, name=part, depth=1, parts=frozenset([part])) for part in parts]
    label = Label(key=TABLE, name_ja=TABLE, name_en="")
    return PlaceCounts(cycle="c", labels=(label,), places=tuple(places), people=people)


def guarded(counts: PlaceCounts, figures: tuple[PlaceFigure, ...]) -> list[tuple[int, frozenset[object]]]:
    """Return, counted without the code under test, what nobody may learn: small counts of places and of remainders."""
    wholes = [place.parts for place in counts.places]
    remainders = [frozenset([part]) for part in [*DIVISIONS, ELSEWHERE]]
    found = []
    for parts, figure in product([*wholes, *remainders], figures):
        atoms = frozenset((TABLE, part, status) for part in parts for status in figure.statuses)
        everybody = sum(number for (_table, part, _status), number in counts.people.items() if part in parts)
        value = sum(counts.people.get(atom, 0) for atom in atoms)
        is_small = value < SMALLEST and not (figure.zero_is_public and value == 0)
        is_division = parts in (frozenset([part]) for each in DIVISIONS.values() for part in each)
        if everybody and is_small and (figure.at_division or not is_division):
            found.append((value, atoms))
    return found


def nobody_is_told(counts: PlaceCounts, figures: tuple[PlaceFigure, ...], withheld: frozenset[str]) -> None:
    lines = list(place_lines(counts, TABLE, figures))
    atoms = sorted({atom for each in lines for atom in each.atoms}, key=str)
    shown = basis_of([vector(each, atoms) for each in published(lines, withheld)])
    for value, kinds in guarded(counts, figures):
        target = Line(key="guarded", atoms=kinds & frozenset(atoms), value=value)
        assert not is_combination(vector(target, atoms), shown)


@settings(max_examples=30, deadline=None)
@given(numbers)
def test_no_printed_completions_tell_of_fewer_than_five(drawn: list[int]) -> None:
    counts = city(drawn, list(Standing))
    nobody_is_told(counts, completion.FIGURES, completion.withheld_cells(counts))


@settings(max_examples=20, deadline=None)
@given(numbers)
def test_no_printed_levels_tell_of_fewer_than_five(drawn: list[int]) -> None:
    counts = city(drawn, [-1, 0, 1, 2, 3, 4, 5])
    lines = list(place_lines(counts, TABLE, departments.FIGURES))
    nobody_is_told(counts, departments.FIGURES, suppress(lines))


@settings(max_examples=20, deadline=None)
@given(numbers, st.lists(st.integers(-4, 6), min_size=80, max_size=80))
def test_two_tables_of_completions_subtracted_tell_nobody(drawn: list[int], changes: list[int]) -> None:
    first = city(drawn, list(Standing))
    later = city([max(0, old + change) for old, change in zip(drawn, changes, strict=True)], list(Standing))
    paper = CompletionPaper(counts=first, withheld=completion.withheld_cells(first))
    second = CompletionPaper(counts=later, withheld=completion.withheld_cells(later, [paper]))
    before, after = (
        {(row.label, key): value for row in completion.rows_with_rate(each, TABLE) for key, value in row.cells.items()}
        for each in (paper, second)
    )
    for cell in before.keys() & after.keys():
        old, new = before[cell], after[cell]
        if cell[1] not in (completion.HEADCOUNT, completion.RATE) and old is not None and new is not None:
            assert not 0 < abs(new - old) < SMALLEST


@pytest.mark.parametrize(("division", "own", "is_printed"), [(20, 0, True), (20, 6, True), (20, 2, False)])
def test_the_head_of_a_bureau_is_not_one_subtraction_away(division: int, own: int, is_printed: bool) -> None:
    people = {(TABLE, "C", Standing.COMPLETED): own + 30, (TABLE, "A", Standing.COMPLETED): own}
    people |= {(TABLE, "A1", Standing.COMPLETED): division, (TABLE, "A1", Standing.OPEN): 9}
    counts = city([], [])
    counts = PlaceCounts(cycle="c", labels=counts.labels, places=counts.places, people=people)
    rows = {
        row.label: row.cells for row in rows_of(counts, completion.withheld_cells(counts), TABLE, completion.PRINTED)
    }
    assert (rows["A"]["completed"] is not None and rows["A1"]["completed"] is not None) is is_printed
    assert list(rows) == ["", "A", "A1", "C"]
