"""When a course is complete. Pure rule."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.learning.record.states import EnrolmentState, ProgressState


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleState:
    is_required: bool
    state: ProgressState


def course_state(modules: Iterable[ModuleState]) -> EnrolmentState:
    """Return the enrolment's state: completed when every required module is, in progress once one is begun.

    A course without required modules is complete when all its modules are.
    """
    rows = list(modules)
    deciding = [row for row in rows if row.is_required] or rows
    if deciding and all(row.state is ProgressState.COMPLETED for row in deciding):
        return EnrolmentState.COMPLETED
    begun = any(row.state is not ProgressState.NOT_STARTED for row in rows)
    return EnrolmentState.IN_PROGRESS if begun else EnrolmentState.NOT_STARTED
