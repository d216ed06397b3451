from decimal import Decimal

import pytest

from lms.learning.record.outcomes import Outcome
from lms.learning.record.states import Completion, Success
from lms.learning.scorm.requirements import Requirements, from_item
from lms.learning.scorm.states import Mode
from lms.learning.scorm.status import (
    finished_status_12,
    outcome_12,
    outcome_2004,
    rolled_up,
    score_12,
    score_2004,
)

NORMAL, BROWSE, REVIEW = Mode.NORMAL, Mode.BROWSE, Mode.REVIEW


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("status", "raw", "mastery", "mode", "after"),
    [
        # A SCO that said nothing is completed; a mastery score and a score then decide.
        ("", None, None, NORMAL, "completed"),
        ("not attempted", None, None, NORMAL, "completed"),
        ("not attempted", None, "80", NORMAL, "completed"),
        ("not attempted", "80", None, NORMAL, "completed"),
        ("not attempted", "80", "80", NORMAL, "passed"),
        ("not attempted", "79.9", "80", NORMAL, "failed"),
        ("not attempted", "0", "0", NORMAL, "passed"),
        # What a SCO said stands where there is nothing to decide by.
        ("completed", None, None, NORMAL, "completed"),
        ("completed", None, "80", NORMAL, "completed"),
        ("completed", "10", None, NORMAL, "completed"),
        ("passed", None, "80", NORMAL, "passed"),
        ("failed", "100", None, NORMAL, "failed"),
        # A mastery score decides over what the SCO said.
        ("completed", "10", "80", NORMAL, "failed"),
        ("completed", "90", "80", NORMAL, "passed"),
        ("passed", "10", "80", NORMAL, "failed"),
        ("failed", "90", "80", NORMAL, "passed"),
        # It never makes an end of what the SCO calls unfinished.
        ("incomplete", None, None, NORMAL, "incomplete"),
        ("incomplete", "90", "80", NORMAL, "incomplete"),
        ("incomplete", "10", "80", NORMAL, "incomplete"),
        ("browsed", "90", "80", NORMAL, "browsed"),
        # Without credit nothing is decided.
        ("not attempted", "90", "80", BROWSE, "browsed"),
        ("completed", "10", "80", BROWSE, "completed"),
        ("completed", "10", "80", REVIEW, "completed"),
        ("not attempted", "10", "80", REVIEW, "completed"),
    ],
)
def test_status_after_finish_12(status: str, raw: str | None, mastery: str | None, mode: Mode, after: str) -> None:
    assert finished_status_12(status, raw=number(raw), mastery=number(mastery), mode=mode) == after


@pytest.mark.parametrize(
    ("status", "completion", "success"),
    [
        ("passed", Completion.COMPLETED, Success.PASSED),
        ("failed", Completion.COMPLETED, Success.FAILED),
        ("completed", Completion.COMPLETED, Success.UNKNOWN),
        ("incomplete", Completion.INCOMPLETE, Success.UNKNOWN),
        ("browsed", Completion.INCOMPLETE, Success.UNKNOWN),
        ("not attempted", Completion.NOT_ATTEMPTED, Success.UNKNOWN),
        ("", Completion.NOT_ATTEMPTED, Success.UNKNOWN),
    ],
)
def test_one_status_of_12_holds_both_axes(status: str, completion: Completion, success: Success) -> None:
    outcome = outcome_12({"cmi.core.lesson_status": status})
    assert (outcome.completion, outcome.success) == (completion, success)


@pytest.mark.parametrize(
    ("raw", "low", "high", "score"),
    [
        ("", "", "", None),
        ("0", "", "", "0"),
        ("85", "", "", "0.85"),
        ("85", "0", "100", "0.85"),
        ("8", "0", "10", "0.8"),
        ("8", "", "10", "0.8"),
        ("75", "50", "100", "0.5"),
        ("50", "100", "100", "0.5"),
        ("10", "", "8", "1"),
        ("1", "", "3", "0.333333"),
    ],
)
def test_score_12_is_scaled(raw: str, low: str, high: str, score: str | None) -> None:
    values = {"cmi.core.score.raw": raw, "cmi.core.score.min": low, "cmi.core.score.max": high}
    assert score_12(values) == number(score)


@pytest.mark.parametrize(
    ("scaled", "raw", "low", "high", "score"),
    [
        ("", "", "", "", None),
        ("0", "", "", "", "0"),
        ("-1", "", "", "", "-1"),
        ("0.5", "90", "0", "100", "0.5"),
        ("", "90", "0", "100", "0.9"),
        ("", "90", "", "", None),
        ("", "90", "0", "", None),
        ("", "5", "10", "10", None),
        ("", "-5", "0", "10", "-0.5"),
    ],
)
def test_score_2004_is_scaled(scaled: str, raw: str, low: str, high: str, score: str | None) -> None:
    parts = {"scaled": scaled, "raw": raw, "min": low, "max": high}
    assert score_2004({f"cmi.score.{name}": value for name, value in parts.items()}) == number(score)


@pytest.mark.parametrize(
    ("stated", "measure", "threshold", "has_ended", "completion"),
    [
        ("completed", "", None, False, Completion.COMPLETED),
        ("incomplete", "", None, True, Completion.INCOMPLETE),
        ("not attempted", "", None, False, Completion.NOT_ATTEMPTED),
        ("unknown", "", None, False, Completion.UNKNOWN),
        ("", "", None, False, Completion.UNKNOWN),
        ("", "", None, True, Completion.COMPLETED),
        ("unknown", "", None, True, Completion.COMPLETED),
        ("", "0.9", None, True, Completion.COMPLETED),
        ("completed", "0.5", "0.8", False, Completion.INCOMPLETE),
        ("incomplete", "0.8", "0.8", False, Completion.COMPLETED),
        ("completed", "", "0.8", False, Completion.UNKNOWN),
        ("", "", "0.8", True, Completion.UNKNOWN),
        ("", "0", "0", False, Completion.COMPLETED),
    ],
)
def test_completion_2004(
    stated: str, measure: str, threshold: str | None, has_ended: bool, completion: Completion
) -> None:
    values = {"cmi.completion_status": stated, "cmi.progress_measure": measure}
    outcome = outcome_2004(values, Requirements(completion_threshold=number(threshold)), has_ended=has_ended)
    assert outcome.completion == completion


@pytest.mark.parametrize(
    ("stated", "scaled", "passing", "success"),
    [
        ("passed", "", None, Success.PASSED),
        ("failed", "1", None, Success.FAILED),
        ("unknown", "", None, Success.UNKNOWN),
        ("", "1", None, Success.UNKNOWN),
        ("passed", "0.5", "0.8", Success.FAILED),
        ("failed", "0.8", "0.8", Success.PASSED),
        ("passed", "", "0.8", Success.UNKNOWN),
        ("", "0", "0", Success.PASSED),
        ("", "-0.1", "0", Success.FAILED),
    ],
)
def test_success_2004(stated: str, scaled: str, passing: str | None, success: Success) -> None:
    values = {"cmi.success_status": stated, "cmi.score.scaled": scaled}
    outcome = outcome_2004(values, Requirements(scaled_passing_score=number(passing)), has_ended=True)
    assert outcome.success == success


def test_completion_and_success_2004_are_independent() -> None:
    values = {"cmi.completion_status": "incomplete", "cmi.success_status": "passed"}
    outcome = outcome_2004(values, Requirements(), has_ended=True)
    assert (outcome.completion, outcome.success) == (Completion.INCOMPLETE, Success.PASSED)


def test_content_may_keep_completion_to_itself() -> None:
    rules = Requirements(is_completion_set_by_content=True)
    assert outcome_2004({}, rules, has_ended=True).completion == Completion.UNKNOWN


def item(completion: Completion, success: Success = Success.UNKNOWN, score: str | None = None) -> Outcome:
    return Outcome(completion=completion, success=success, score=number(score))


DONE, BEGUN, NEW = Completion.COMPLETED, Completion.INCOMPLETE, Completion.NOT_ATTEMPTED
PASSED, FAILED = Success.PASSED, Success.FAILED


@pytest.mark.parametrize(
    ("items", "whole"),
    [
        ([item(BEGUN, PASSED, "0.5")], item(BEGUN, PASSED, "0.5")),
        ([item(DONE), item(DONE)], item(DONE)),
        ([item(DONE), item(NEW)], item(BEGUN)),
        ([item(NEW), item(NEW)], item(NEW)),
        ([item(DONE), item(DONE, PASSED, "0.8")], item(DONE, PASSED, "0.8")),
        ([item(NEW), item(DONE, PASSED, "0.8")], item(BEGUN, score="0.8")),
        ([item(DONE, PASSED, "0.8"), item(DONE, FAILED, "0.4")], item(DONE, FAILED, "0.6")),
        ([item(DONE, PASSED), item(DONE, PASSED, "0")], item(DONE, PASSED, "0")),
    ],
)
def test_several_items_make_one_outcome(items: list[Outcome], whole: Outcome) -> None:
    assert rolled_up(items) == whole


def node(name: str, *children: object, text: str = "", **attributes: str) -> dict[str, object]:
    return {"name": name, "attributes": attributes, "text": text, "children": list(children)}


def test_requirements_are_read_from_sequencing() -> None:
    sequencing = node(
        "sequencing",
        node(
            "objectives",
            node(
                "primaryObjective",
                node("minNormalizedMeasure", text="0.7"),
                objectiveID="main",
                satisfiedByMeasure="true",
            ),
            node("objective", objectiveID="side"),
        ),
        node("deliveryControls", completionSetByContent="true"),
    )
    rules = from_item(mastery_score=None, completion_threshold=None, sequencing=sequencing)
    assert rules.scaled_passing_score == Decimal("0.7")
    assert rules.is_completion_set_by_content
    assert rules.objectives == ("main", "side")


@pytest.mark.parametrize(
    ("satisfied", "measure", "score"),
    [("true", None, "1"), ("false", "0.7", None), ("", "0.7", None), ("true", "x", None), ("true", "5", None)],
)
def test_passing_score_counts_only_when_satisfied_by_measure(
    satisfied: str, measure: str | None, score: str | None
) -> None:
    inner = [] if measure is None else [node("minNormalizedMeasure", text=measure)]
    sequencing = node("sequencing", node("primaryObjective", *inner, satisfiedByMeasure=satisfied))
    rules = from_item(mastery_score=None, completion_threshold=None, sequencing=sequencing)
    assert rules.scaled_passing_score == number(score)
