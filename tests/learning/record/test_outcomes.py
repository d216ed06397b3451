from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.record.completion import ModuleState, course_state
from lms.learning.record.outcomes import Outcome, Settled, fold, fold_all
from lms.learning.record.states import Completion, EnrolmentState, ProgressState, Success

outcomes = st.builds(
    Outcome,
    completion=st.sampled_from(Completion),
    success=st.sampled_from(Success),
    score=st.none() | st.decimals(min_value=-1, max_value=1, places=2),
)


@pytest.mark.parametrize(
    ("reports", "state", "score"),
    [
        ([], ProgressState.NOT_STARTED, None),
        ([Outcome()], ProgressState.IN_PROGRESS, None),
        ([Outcome(completion=Completion.COMPLETED)], ProgressState.COMPLETED, None),
        ([Outcome(success=Success.PASSED)], ProgressState.COMPLETED, None),
        (
            [Outcome(completion=Completion.COMPLETED, success=Success.FAILED, score=Decimal("0.4"))],
            ProgressState.FAILED,
            Decimal("0.4"),
        ),
        (
            [
                Outcome(success=Success.FAILED, score=Decimal("0.4")),
                Outcome(success=Success.PASSED, score=Decimal("0.9")),
            ],
            ProgressState.COMPLETED,
            Decimal("0.9"),
        ),
        # What was once earned is kept: a later, worse try takes nothing away.
        (
            [
                Outcome(success=Success.PASSED, score=Decimal("0.9")),
                Outcome(success=Success.FAILED, score=Decimal("0.1")),
            ],
            ProgressState.COMPLETED,
            Decimal("0.9"),
        ),
    ],
)
def test_outcomes_settle(reports: list[Outcome], state: ProgressState, score: Decimal | None) -> None:
    settled = fold_all(reports)
    assert (settled.state, settled.score) == (state, score)


@given(st.lists(outcomes, max_size=6))
def test_repeating_reports_changes_nothing(reports: list[Outcome]) -> None:
    assert fold_all(reports + reports) == fold_all(reports)


@given(st.lists(outcomes, max_size=4))
def test_reports_may_arrive_in_any_order(reports: list[Outcome]) -> None:
    assert len({fold_all(order) for order in permutations(reports)}) == 1


@given(st.lists(outcomes, max_size=6), outcomes)
def test_a_pass_is_never_taken_back(reports: list[Outcome], later: Outcome) -> None:
    passed = fold(fold_all(reports), Outcome(success=Success.PASSED))
    assert fold(passed, later).state is ProgressState.COMPLETED


def test_nothing_reported_is_not_started() -> None:
    assert Settled().state is ProgressState.NOT_STARTED


DONE, OPEN, NEW = ProgressState.COMPLETED, ProgressState.IN_PROGRESS, ProgressState.NOT_STARTED


@pytest.mark.parametrize(
    ("modules", "state"),
    [
        ([], EnrolmentState.NOT_STARTED),
        ([(True, NEW), (True, NEW)], EnrolmentState.NOT_STARTED),
        ([(True, DONE), (True, NEW)], EnrolmentState.IN_PROGRESS),
        ([(True, DONE), (True, ProgressState.FAILED)], EnrolmentState.IN_PROGRESS),
        ([(True, DONE), (True, DONE)], EnrolmentState.COMPLETED),
        # A voluntary module neither holds the course up nor completes it.
        ([(True, DONE), (False, NEW)], EnrolmentState.COMPLETED),
        ([(True, NEW), (False, DONE)], EnrolmentState.IN_PROGRESS),
        # Without required modules all of them count.
        ([(False, DONE), (False, OPEN)], EnrolmentState.IN_PROGRESS),
        ([(False, DONE), (False, DONE)], EnrolmentState.COMPLETED),
    ],
)
def test_course_completes_with_its_required_modules(
    modules: list[tuple[bool, ProgressState]], state: EnrolmentState
) -> None:
    rows = [ModuleState(is_required=required, state=progress) for required, progress in modules]
    assert course_state(rows) is state
