"""Exact elimination in fractions: what printed cells determine, found without the solver under test."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reports.suppression import Line

type Row = list[Fraction]
type Basis = list[tuple[int, Row]]


def vector(line: Line, atoms: Sequence[object]) -> Row:
    return [Fraction(atom in line.atoms) for atom in atoms]


def basis_of(rows: Sequence[Row]) -> Basis:
    """Return rows that span the same combinations, each with the place of its leading one."""
    basis: Basis = []
    for row in rows:
        left = reduced(row, basis)
        first = next((index for index, value in enumerate(left) if value), None)
        if first is not None:
            basis.append((first, [value / left[first] for value in left]))
    return basis


def reduced(row: Row, basis: Basis) -> Row:
    left = row
    for pivot, known in basis:
        if left[pivot]:
            factor = left[pivot]
            left = [a - factor * b if b else a for a, b in zip(left, known, strict=True)]
    return left


def is_combination(target: Row, basis: Basis) -> bool:
    """Tell by exact elimination whether the target is a linear combination of the rows."""
    return not any(reduced(target, basis))


def published(lines: Sequence[Line], withheld: frozenset[str]) -> Iterator[Line]:
    return (line for line in lines if line.shown and line.key not in withheld)
