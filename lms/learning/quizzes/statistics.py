"""What answers say about a question: how hard it is, and whether it tells who knows. Pure.

Classical item analysis. Difficulty is the share who answered right. Discrimination is the correlation between a
question and the rest of the test (corrected point-biserial): above about 0.2 those who know the rest know this too,
near nothing the question tells nothing, below nothing the key may be wrong. First attempts alone are counted: a second
one follows the explanations of the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

# Fewer answers say more about the people than about the question, and would point at them.
FEWEST = 10
# Under this many answers a correlation is mostly chance: no discrimination, and nothing said of the question.
STEADY = 30
TOO_EASY = 0.95
TOO_HARD = 0.3
TELLS_LITTLE = 0.15


class Verdict(StrEnum):
    FEW = "few"
    GOOD = "good"
    EASY = "easy"
    HARD = "hard"
    WEAK = "weak"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFigures:
    """`difficulty` is the share answered right; `discrimination` -1 to 1, None when everyone or nobody was right.

    Each is None while there are too few answers for it.
    """

    answers: int
    right: int
    difficulty: float | None
    discrimination: float | None

    @property
    def verdict(self) -> Verdict:
        if self.difficulty is None or self.answers < STEADY:
            return Verdict.FEW
        # Further below nothing than chance alone leads in one case of forty.
        if self.discrimination is not None and self.discrimination < -2 / sqrt(self.answers):
            return Verdict.REVERSED
        if self.difficulty > TOO_EASY:
            return Verdict.EASY
        if self.difficulty < TOO_HARD:
            return Verdict.HARD
        if self.discrimination is not None and self.discrimination < TELLS_LITTLE:
            return Verdict.WEAK
        return Verdict.GOOD


type Sheet = Mapping[int, bool]


def item_figures(sheets: Sequence[Sheet]) -> dict[int, ItemFigures]:
    """Return the figures of each question; a sheet is one attempt: right or wrong by question asked."""
    keys = dict.fromkeys(key for sheet in sheets for key in sheet)
    return {key: _figures([sheet for sheet in sheets if key in sheet], key) for key in keys}


def _figures(sheets: Sequence[Sheet], key: int) -> ItemFigures:
    right = sum(sheet[key] for sheet in sheets)
    if len(sheets) < FEWEST:
        return ItemFigures(answers=len(sheets), right=right, difficulty=None, discrimination=None)
    difficulty = right / len(sheets)
    if len(sheets) < STEADY:
        return ItemFigures(answers=len(sheets), right=right, difficulty=difficulty, discrimination=None)
    rest = [_share([value for other, value in sheet.items() if other != key]) for sheet in sheets]
    return ItemFigures(
        answers=len(sheets),
        right=right,
        difficulty=difficulty,
        discrimination=correlation([float(sheet[key]) for sheet in sheets], rest),
    )


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Pearson's correlation, or None when one side does not vary."""
    count = len(one)
    if not count or len(set(one)) < 2 or len(set(other)) < 2:
        return None
    mean_one, mean_other = sum(one) / count, sum(other) / count
    together = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    spread = sqrt(sum((a - mean_one) ** 2 for a in one) * sum((b - mean_other) ** 2 for b in other))
    return max(-1.0, min(1.0, together / spread)) if spread else None
