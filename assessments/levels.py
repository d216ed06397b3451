"""Which level five answers make. Pure rule (framework: assessment_design.level_rule).

By the cumulative rule, the city's default, the level is the highest L such that sentences 1..L are all answered
できている. The first sentence that is not is the つまずき: where to work next. A sentence met above it is kept as a
flag (飛び越し) for the interview and lifts nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy

from assessments.states import BELOW_LEVEL_1, Choice

LEVELS = range(1, 6)

type Choices = Mapping[int, Choice]


class LevelRule(models.TextChoices):
    """How five answers make a level; a cycle's own setting, decided by the city."""

    CUMULATIVE = "cumulative", pgettext_lazy("level rule", "every sentence up to the level is met")
    HIGHEST = "highest", pgettext_lazy("level rule", "the highest sentence met, gaps noted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What five answers amount to.

    `level` is 0 below level 1 and None when nothing can be said. `stumble` is the first sentence not met, None when
    all are; `because` is its answer, None when it has not been answered. `skipped` are the sentences met above it.
    """

    level: int | None
    stumble: int | None
    because: Choice | None
    skipped: tuple[int, ...] = ()
    is_complete: bool = True

    @property
    def has_skip(self) -> bool:
        return bool(self.skipped)


def judge(choices: Choices, rule: str = LevelRule.CUMULATIVE) -> Judgement:
    """Return the level five answers make, where it stops and why.

    Without grounds to judge sentence 1 there is no level: 未到達 would say that somebody was assessed and does not
    reach level 1, and nobody has said that.
    """
    stumble = next((level for level in LEVELS if choices.get(level) is not Choice.YES), None)
    is_complete = all(level in choices for level in LEVELS)
    if stumble is None:
        return Judgement(level=LEVELS[-1], stumble=None, because=None)
    because = choices.get(stumble)
    skipped = tuple(level for level in LEVELS if level > stumble and choices.get(level) is Choice.YES)
    lifted = rule == LevelRule.HIGHEST and bool(skipped)
    return Judgement(
        level=skipped[-1] if lifted else _level_below(stumble, because),
        stumble=stumble,
        because=because,
        skipped=skipped,
        is_complete=is_complete,
    )


def _level_below(stumble: int, because: Choice | None) -> int | None:
    if stumble == LEVELS[0] and because in (None, Choice.UNKNOWN):
        return None
    return stumble - 1


def choices_for(level: int | None) -> dict[int, Choice]:
    """Return the answers that one click on a level stands for; None stands for 判断材料なし.

    judge(choices_for(level), rule).level == level, whatever the level and the rule.
    """
    if level is None:
        return dict.fromkeys(LEVELS, Choice.UNKNOWN)
    if not BELOW_LEVEL_1 <= level <= LEVELS[-1]:
        raise ValueError(f"{level} is not a level")
    return {sentence: Choice.YES if sentence <= level else Choice.NOT_YET for sentence in LEVELS}
