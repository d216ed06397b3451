"""Outcomes: what every way of learning ends in, and how they fold into progress. Pure rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from lms.learning.record.states import Completion, ProgressState, Success


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One report about a module: how far, how well, and how long.

    `score` is scaled, -1 to 1 (SCORM 2004 `cmi.score.scaled`); `seconds` the learning time of this attempt so far.
    """

    completion: Completion = Completion.UNKNOWN
    success: Success = Success.UNKNOWN
    score: Decimal | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The fold of a module's outcomes: the best completion and success for credit, the best score."""

    completion: Completion = Completion.NOT_ATTEMPTED
    success: Success = Success.UNKNOWN
    score: Decimal | None = None

    @property
    def state(self) -> ProgressState:
        if self.success is Success.FAILED:
            return ProgressState.FAILED
        if self.completion is Completion.COMPLETED or self.success is Success.PASSED:
            return ProgressState.COMPLETED
        if self.completion is Completion.NOT_ATTEMPTED:
            return ProgressState.NOT_STARTED
        return ProgressState.IN_PROGRESS


_COMPLETION_ORDER = (
    Completion.NOT_ATTEMPTED,
    Completion.UNKNOWN,
    Completion.INCOMPLETE,
    Completion.COMPLETED,
)
_SUCCESS_ORDER = (Success.UNKNOWN, Success.FAILED, Success.PASSED)


def fold(before: Settled, outcome: Outcome) -> Settled:
    """Return the settled state after one more outcome; what was once earned is kept (SCORM.md T8)."""
    scores = [score for score in (before.score, outcome.score) if score is not None]
    completion = Completion.INCOMPLETE if outcome.completion is Completion.UNKNOWN else outcome.completion
    return Settled(
        completion=max(before.completion, completion, key=_COMPLETION_ORDER.index),
        success=max(before.success, outcome.success, key=_SUCCESS_ORDER.index),
        score=max(scores, default=None),
    )


def fold_all(outcomes: Iterable[Outcome]) -> Settled:
    settled = Settled()
    for outcome in outcomes:
        settled = fold(settled, outcome)
    return settled
