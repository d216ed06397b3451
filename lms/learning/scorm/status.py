"""What a package's run-time data says about completion, success and score. Pure rules."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from lms.learning.record.outcomes import Outcome
from lms.learning.record.states import Completion, Success
from lms.learning.scorm.cmi import Standard
from lms.learning.scorm.requirements import Requirements
from lms.learning.scorm.states import Mode

type Values = Mapping[str, str]

SILENT = frozenset({"", "not attempted"})
STATUS_12: dict[str, tuple[Completion, Success]] = {
    "passed": (Completion.COMPLETED, Success.PASSED),
    # SCORM 1.2 RTE 3.4.4: a failed SCO "is considered to be completed and failed".
    "failed": (Completion.COMPLETED, Success.FAILED),
    "completed": (Completion.COMPLETED, Success.UNKNOWN),
    "incomplete": (Completion.INCOMPLETE, Success.UNKNOWN),
    # Browsing is no learning for credit: whoever looked around has begun, not completed.
    "browsed": (Completion.INCOMPLETE, Success.UNKNOWN),
    "not attempted": (Completion.NOT_ATTEMPTED, Success.UNKNOWN),
}
COMPLETION_2004 = {
    "completed": Completion.COMPLETED,
    "incomplete": Completion.INCOMPLETE,
    "not attempted": Completion.NOT_ATTEMPTED,
}
SUCCESS_2004 = {"passed": Success.PASSED, "failed": Success.FAILED}
MICRO = Decimal("0.000001")


def finished_status_12(status: str, *, raw: Decimal | None, mastery: Decimal | None, mode: Mode) -> str:
    """Return cmi.core.lesson_status after LMSFinish (SCORM 1.2 RTE 3.4.4).

    A SCO that said nothing is completed, or browsed in browse mode. For credit, a mastery score in the manifest and
    a raw score decide between passed and failed, except over a SCO that calls itself incomplete: it will come back.
    """
    if mode is Mode.BROWSE:
        return "browsed" if status in SILENT else status
    if status in SILENT:
        status = "completed"
    if mode is not Mode.NORMAL or raw is None or mastery is None or status in {"incomplete", "browsed"}:
        return status
    return "passed" if raw >= mastery else "failed"


def outcome_12(values: Values) -> Outcome:
    completion, success = STATUS_12.get(values.get("cmi.core.lesson_status", ""), STATUS_12["not attempted"])
    return Outcome(completion=completion, success=success, score=score_12(values))


def score_12(values: Values) -> Decimal | None:
    """Return the scaled score. score.raw is normalised to 0-100 unless the package says what its own scale is."""
    raw, low, high = (number(values.get(f"cmi.core.score.{part}", "")) for part in ("raw", "min", "max"))
    if raw is None:
        return None
    low = low or Decimal(0)
    high = Decimal(100) if high is None else high
    return scaled(raw, low, high) if high > low else scaled(raw, Decimal(0), Decimal(100))


def completion_2004(values: Values, requirements: Requirements, *, has_ended: bool) -> Completion:
    """Return cmi.completion_status as the LMS judges it (RTE 4.2.4.1).

    A threshold decides over what the SCO says. At the end of an attempt a SCO that said nothing is completed, unless
    the manifest leaves that to the content (SN UP.4, completionSetByContent).
    """
    if requirements.completion_threshold is not None:
        measure = number(values.get("cmi.progress_measure", ""))
        if measure is None:
            return Completion.UNKNOWN
        is_enough = measure >= requirements.completion_threshold
        return Completion.COMPLETED if is_enough else Completion.INCOMPLETE
    stated = COMPLETION_2004.get(values.get("cmi.completion_status", ""))
    if stated is None and has_ended and not requirements.is_completion_set_by_content:
        return Completion.COMPLETED
    return stated or Completion.UNKNOWN


def success_2004(values: Values, requirements: Requirements) -> Success:
    """Return cmi.success_status as the LMS judges it (RTE 4.2.21): a passing score decides over what the SCO says."""
    if requirements.scaled_passing_score is not None:
        score = number(values.get("cmi.score.scaled", ""))
        if score is None:
            return Success.UNKNOWN
        return Success.PASSED if score >= requirements.scaled_passing_score else Success.FAILED
    return SUCCESS_2004.get(values.get("cmi.success_status", ""), Success.UNKNOWN)


def score_2004(values: Values) -> Decimal | None:
    """Return score.scaled; where the SCO gave none, raw between known bounds."""
    parts = [number(values.get(f"cmi.score.{part}", "")) for part in ("scaled", "raw", "min", "max")]
    stated, raw, low, high = parts
    if stated is not None:
        return _within(stated)
    if raw is None or low is None or high is None or high <= low:
        return None
    return scaled(raw, low, high)


def outcome_2004(values: Values, requirements: Requirements, *, has_ended: bool) -> Outcome:
    return Outcome(
        completion=completion_2004(values, requirements, has_ended=has_ended),
        success=success_2004(values, requirements),
        score=score_2004(values),
    )


def outcome_of(standard: Standard, values: Values, requirements: Requirements, *, has_ended: bool) -> Outcome:
    """Return what an item's data says in either standard; `has_ended`: the package finished for good."""
    if standard is Standard.SCORM12:
        return outcome_12(values)
    return outcome_2004(values, requirements, has_ended=has_ended)


def scaled(raw: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return _within((raw - low) / (high - low))


def _within(score: Decimal) -> Decimal:
    return min(max(score, Decimal(-1)), Decimal(1)).quantize(MICRO)


def number(text: str) -> Decimal | None:
    """Return a number that has passed the data model's checks; nothing is not 0, and 0 is a score."""
    return Decimal(text) if text else None


def rolled_up(items: Sequence[Outcome]) -> Outcome:
    """Return the module's outcome over all its launchable items; one item speaks for itself.

    Completed when all are; failed when one is; passed when one is and every other is passed or completed without a
    verdict; the score is the mean of the scores there are.
    """
    if len(items) == 1:
        return items[0]
    return Outcome(
        completion=_completion(item.completion for item in items),
        success=_success(items),
        score=_mean([item.score for item in items if item.score is not None]),
    )


def _completion(items: Iterable[Completion]) -> Completion:
    found = set(items)
    if found == {Completion.COMPLETED}:
        return Completion.COMPLETED
    return Completion.NOT_ATTEMPTED if found <= {Completion.NOT_ATTEMPTED} else Completion.INCOMPLETE


def _success(items: Sequence[Outcome]) -> Success:
    found = {item.success for item in items}
    if Success.FAILED in found:
        return Success.FAILED
    undecided = [item for item in items if item.success is Success.UNKNOWN]
    is_passed = Success.PASSED in found and all(item.completion is Completion.COMPLETED for item in undecided)
    return Success.PASSED if is_passed else Success.UNKNOWN


def _mean(scores: Sequence[Decimal]) -> Decimal | None:
    return (sum(scores, Decimal(0)) / len(scores)).quantize(MICRO) if scores else None
