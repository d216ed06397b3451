from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.states import AssessmentState
from assessments.visibility import Sight, Stage, Viewer, sight, viewer

OPEN, RATED, RETURNED, CONFIRMED, OBJECTED, SUPERSEDED = AssessmentState

stages = st.builds(
    Stage, state=st.sampled_from(AssessmentState), self_submitted=st.booleans(), supervisor_saved=st.booleans()
)


def stage(state: AssessmentState, *, self_submitted: bool, supervisor_saved: bool) -> Stage:
    return Stage(state=state, self_submitted=self_submitted, supervisor_saved=supervisor_saved)


@pytest.mark.parametrize(
    ("who", "state", "self_submitted", "supervisor_saved", "self_view", "supervisor_view"),
    [
        # The person: always themselves, the supervisor only once confirmed.
        (Viewer.SUBJECT, OPEN, False, False, True, False),
        (Viewer.SUBJECT, OPEN, True, True, True, False),
        (Viewer.SUBJECT, RATED, True, True, True, False),
        (Viewer.SUBJECT, RETURNED, True, True, True, False),
        (Viewer.SUBJECT, CONFIRMED, True, True, True, True),
        (Viewer.SUBJECT, OBJECTED, True, True, True, True),
        (Viewer.SUBJECT, SUPERSEDED, True, False, True, False),
        # Set aside, the rating begins anew: the rater and those after are blind again.
        (Viewer.FIRST_RATER, SUPERSEDED, True, False, False, True),
        (Viewer.SECOND_RATER, SUPERSEDED, True, True, False, False),
        (Viewer.SECOND_RATER, OBJECTED, True, True, True, True),
        # The first rater: blind until their own rating is saved, and nothing before it is handed in.
        (Viewer.FIRST_RATER, OPEN, True, False, False, True),
        (Viewer.FIRST_RATER, OPEN, False, True, False, True),
        (Viewer.FIRST_RATER, OPEN, True, True, True, True),
        (Viewer.FIRST_RATER, RATED, True, True, True, True),
        # The second rater and HR: both, after the first rating is finished.
        (Viewer.SECOND_RATER, OPEN, True, False, False, False),
        (Viewer.SECOND_RATER, OPEN, True, True, False, False),
        (Viewer.SECOND_RATER, RATED, True, True, True, True),
        (Viewer.SECOND_RATER, RATED, False, True, False, True),
        (Viewer.HR, OPEN, True, True, False, False),
        (Viewer.HR, CONFIRMED, True, True, True, True),
        (Viewer.OTHER, CONFIRMED, True, True, False, False),
    ],
)
def test_sight(who, state, self_submitted, supervisor_saved, self_view, supervisor_view) -> None:
    seen = sight(who, stage(state, self_submitted=self_submitted, supervisor_saved=supervisor_saved))
    assert (seen.self_view, seen.supervisor_view) == (self_view, supervisor_view)


@given(st.sampled_from([Viewer.FIRST_RATER, Viewer.SECOND_RATER, Viewer.HR]), stages)
def test_nobody_sees_a_draft_or_its_evidence(who: Viewer, at: Stage) -> None:
    seen = sight(who, at)
    if not at.self_submitted:
        assert not seen.self_view
        assert not seen.evidence


@given(stages)
def test_outsider_sees_nothing(at: Stage) -> None:
    assert sight(Viewer.OTHER, at) == Sight()


@pytest.mark.parametrize("hats", list(product([True, False], repeat=4)))
def test_a_second_hat_lifts_no_blindfold(hats) -> None:
    subject, first, second, hr = hats
    who = viewer(is_subject=subject, is_first_rater=first, is_second_rater=second, is_hr=hr)
    expected = next(
        (
            hat
            for hat, worn in zip(
                [Viewer.SUBJECT, Viewer.FIRST_RATER, Viewer.SECOND_RATER, Viewer.HR], hats, strict=True
            )
            if worn
        ),
        Viewer.OTHER,
    )
    assert who is expected
