"""How an action takes hold of an assessment: lock it late and once, ask the table of moves, refuse in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from assessments.errors import Refused
from assessments.models import Assessment, Cycle
from assessments.states import AssessmentState, CycleMove, CycleState, Move, after, cycle_after


def locked(assessment: Assessment) -> Assessment:
    # Only the assessment is locked: the cycle and person it joins are read by everyone.
    rows = Assessment.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("cycle", "person", "group").get(pk=assessment.pk)


def locked_all(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Lock several assessments, always in the same order, so that two who lock the same never wait in a ring."""
    keys = [row.pk for row in assessments]
    rows = Assessment.objects.select_for_update(no_key=True, of=("self",))
    return list(rows.select_related("cycle", "person", "group").filter(pk__in=keys).order_by("pk"))


def locked_cycle(cycle: Cycle) -> Cycle:
    return Cycle.objects.select_for_update(no_key=True, of=("self",)).select_related("framework").get(pk=cycle.pk)


def is_open(assessment: Assessment) -> bool:
    """Tell whether anything may still be written: while the cycle is open, or after an objection reopened it."""
    return assessment.cycle.state == CycleState.OPEN or assessment.reopened_at is not None


def must_be_open(assessment: Assessment) -> None:
    if not is_open(assessment):
        raise Refused(_("This assessment cycle is not open, so nothing can be changed."))


def moved(assessment: Assessment, move: Move) -> AssessmentState:
    """Return the state that a move leads to; refuse what the table does not have."""
    state = after(assessment.state, move)
    if state is None:
        raise Refused(REFUSALS[move])
    return state


def cycle_moved(cycle: Cycle, move: CycleMove) -> CycleState:
    state = cycle_after(cycle.state, move)
    if state is None:
        raise Refused(CYCLE_REFUSALS[move])
    return state


REFUSALS = {
    Move.RATE: _("This rating is already confirmed and can no longer be changed."),
    Move.HOLD: _("This rating is already confirmed and can no longer be changed."),
    Move.CONFIRM: _("There is no finished rating to confirm."),
    Move.RETURN: _("There is no finished rating to return."),
    Move.HAND_OVER: _("This rating is finished, so it stays with the rater who gave it."),
    Move.OBJECT: _("There is no confirmed level to object to, or an objection is already open."),
    Move.UPHOLD: _("There is no open objection to reply to."),
    Move.SET_ASIDE: _("There is no open objection to reply to."),
}

CYCLE_REFUSALS = {
    CycleMove.OPEN: _("This cycle is closed and cannot be opened again."),
    CycleMove.CLOSE: _("This cycle has not been opened, so it cannot be closed."),
}
