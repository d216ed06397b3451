"""Why an item is not complete: the rule that decided, named with its figures."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from lms.learning.record.states import Completion, Success
from lms.learning.scorm.cmi import Standard
from lms.learning.scorm.requirements import Requirements
from lms.learning.support.explanations import Facts, why

ONE, TWO = Standard.SCORM12, Standard.SCORM2004
MASTERY = Requirements(mastery_score=Decimal(80))
THRESHOLD = Requirements(completion_threshold=Decimal("0.8"))
PASSING = Requirements(scaled_passing_score=Decimal("0.7"))
NOTHING = Requirements()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("standard", "values", "rules", "said"),
    [
        (ONE, {"cmi.core.lesson_status": "incomplete"}, NOTHING, "“incomplete”"),
        (ONE, {}, NOTHING, "LMSFinish never arrived"),
        (ONE, {"cmi.core.lesson_status": "not attempted"}, NOTHING, "counts as completed (SCORM 1.2)"),
        (ONE, {"cmi.core.lesson_status": "browsed"}, NOTHING, "looking around"),
        (
            ONE,
            {"cmi.core.lesson_status": "failed", "cmi.core.score.raw": "70"},
            MASTERY,
            "is 70; its manifest asks for 80",
        ),
        (ONE, {"cmi.core.lesson_status": "failed"}, MASTERY, "no score was sent"),
        (ONE, {"cmi.core.lesson_status": "failed"}, NOTHING, "itself reported “failed”"),
        (TWO, {"cmi.completion_status": "completed"}, THRESHOLD, "no cmi.progress_measure"),
        (TWO, {"cmi.progress_measure": "0.5"}, THRESHOLD, "Its progress is 0.5; the manifest completes it at 0.8"),
        (TWO, {"cmi.completion_status": "incomplete"}, NOTHING, "cmi.completion_status “incomplete”"),
        (TWO, {}, NOTHING, "once it ends with Terminate"),
        (TWO, {}, Requirements(is_completion_set_by_content=True), "leaves that to the package"),
        (TWO, {"cmi.score.scaled": "0.5"}, PASSING, "scaled score is 0.5; it is passed at 0.7"),
        (TWO, {}, PASSING, "passed at a scaled score of 0.7; no score"),
        (TWO, {"cmi.success_status": "failed"}, NOTHING, "cmi.success_status “failed”"),
        (TWO, {"cmi.exit": "suspend"}, NOTHING, "wants to be gone on with"),
    ],
)
def test_rule_is_named(standard: Standard, values: dict[str, str], rules: Requirements, said: str) -> None:
    facts = Facts(standard=standard, values=values, rules=rules, launches=1, commits=1)
    assert said in " ".join(why(facts))


def test_what_was_never_opened_or_never_heard_of_is_told_apart() -> None:
    never = why(Facts(standard=ONE, values={}, rules=NOTHING))
    silent = why(Facts(standard=ONE, values={}, rules=NOTHING, launches=2))
    assert "never been opened" in never[0]
    assert "nothing was ever received" in silent[0]


def test_what_was_earned_is_kept_is_said_first() -> None:
    facts = Facts(
        standard=ONE,
        values={"cmi.core.lesson_status": "incomplete"},
        rules=NOTHING,
        completion=Completion.COMPLETED,
        success=Success.PASSED,
        launches=2,
        commits=2,
        has_finished=True,
    )
    sentences = why(facts)
    assert "once earned is kept" in sentences[0]
    assert "“incomplete”" in sentences[1]
