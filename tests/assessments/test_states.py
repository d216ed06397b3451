from itertools import product

import pytest

from assessments.states import AssessmentState, CycleMove, CycleState, Move, after, cycle_after

OPEN, RATED, RETURNED, CONFIRMED, OBJECTED, SUPERSEDED = AssessmentState

POSSIBLE = {
    (OPEN, Move.RATE): RATED,
    (OPEN, Move.HOLD): OPEN,
    (RATED, Move.RATE): RATED,
    (RATED, Move.HOLD): OPEN,
    (RATED, Move.CONFIRM): CONFIRMED,
    (RATED, Move.RETURN): RETURNED,
    (RETURNED, Move.RATE): RATED,
    (RETURNED, Move.HOLD): RETURNED,
    (SUPERSEDED, Move.RATE): RATED,
    (SUPERSEDED, Move.HOLD): SUPERSEDED,
    (OPEN, Move.HAND_OVER): OPEN,
    (RETURNED, Move.HAND_OVER): OPEN,
    (SUPERSEDED, Move.HAND_OVER): SUPERSEDED,
    (CONFIRMED, Move.OBJECT): OBJECTED,
    (OBJECTED, Move.UPHOLD): CONFIRMED,
    (OBJECTED, Move.SET_ASIDE): SUPERSEDED,
}


@pytest.mark.parametrize(("state", "move"), list(product(AssessmentState, Move)))
def test_every_move_from_every_state(state: AssessmentState, move: Move) -> None:
    assert after(state, move) == POSSIBLE.get((state, move))


@pytest.mark.parametrize(("state", "move"), list(product(CycleState, CycleMove)))
def test_every_move_of_a_cycle(state: CycleState, move: CycleMove) -> None:
    possible = {
        (CycleState.PLANNED, CycleMove.OPEN): CycleState.OPEN,
        (CycleState.OPEN, CycleMove.OPEN): CycleState.OPEN,
        (CycleState.OPEN, CycleMove.CLOSE): CycleState.CLOSED,
    }
    assert cycle_after(state, move) == possible.get((state, move))
