"""Who sees what of an assessment, and when. Pure rule: blindness (DOMAIN, decision 6).

Self and supervisor do not see one another's answer until each has given their own: the supervisor sees the
self-assessment only beside a saved rating of theirs, the person sees the supervisor's only once it is confirmed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.states import CONFIRMED_STATES, RATING_DONE_STATES, AssessmentState


class Viewer(StrEnum):
    """What somebody is to an assessment; who is several things is the first of them."""

    SUBJECT = "subject"
    FIRST_RATER = "first_rater"
    SECOND_RATER = "second_rater"
    HR = "hr"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How far an assessment has come, as far as seeing it goes."""

    state: AssessmentState
    self_submitted: bool
    supervisor_saved: bool

    @property
    def rating_done(self) -> bool:
        return self.state in RATING_DONE_STATES

    @property
    def confirmed(self) -> bool:
        return self.state in CONFIRMED_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a viewer may see: the self-assessment, the supervisor's rating, the evidence."""

    self_view: bool = False
    supervisor_view: bool = False
    evidence: bool = False


def viewer(*, is_subject: bool, is_first_rater: bool, is_second_rater: bool, is_hr: bool) -> Viewer:
    """Return what somebody is to an assessment; the blind parts come first, so that no second hat lifts a blindfold."""
    hats: Mapping[Viewer, bool] = {
        Viewer.SUBJECT: is_subject,
        Viewer.FIRST_RATER: is_first_rater,
        Viewer.SECOND_RATER: is_second_rater,
        Viewer.HR: is_hr,
    }
    return next((hat for hat, worn in hats.items() if worn), Viewer.OTHER)


def sight(who: Viewer, stage: Stage) -> Sight:
    """Return what this viewer may see at this stage. Evidence is the person's own until they hand in."""
    if who is Viewer.SUBJECT:
        return Sight(self_view=True, supervisor_view=stage.confirmed, evidence=True)
    if who is Viewer.FIRST_RATER:
        return Sight(
            self_view=stage.self_submitted and stage.supervisor_saved,
            supervisor_view=True,
            evidence=stage.self_submitted,
        )
    if who in (Viewer.SECOND_RATER, Viewer.HR):
        return Sight(
            self_view=stage.self_submitted and stage.rating_done,
            supervisor_view=stage.rating_done,
            evidence=stage.self_submitted,
        )
    return Sight()
