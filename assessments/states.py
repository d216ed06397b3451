"""States and values of an ADKAR assessment, with the named sets and the moves that rules and queries use."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import pgettext_lazy


class CycleState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("assessment", "planned")
    OPEN = "open", pgettext_lazy("assessment", "open")
    CLOSED = "closed", pgettext_lazy("assessment", "closed")


class AssessmentState(models.TextChoices):
    """Where an assessment stands; see DOMAIN: self first, then supervisor, then second rater."""

    OPEN = "open", pgettext_lazy("assessment", "waiting for the supervisor")
    RATED = "rated", pgettext_lazy("assessment", "waiting for the second rater")
    RETURNED = "returned", pgettext_lazy("assessment", "returned to the supervisor")
    CONFIRMED = "confirmed", pgettext_lazy("assessment", "confirmed")
    OBJECTED = "objected", pgettext_lazy("assessment", "confirmed, with an objection open")
    SUPERSEDED = "superseded", pgettext_lazy("assessment", "set aside, to be rated anew")


UNFINISHED_STATES = frozenset({AssessmentState.OPEN, AssessmentState.RETURNED, AssessmentState.SUPERSEDED})
"""The supervisor has something left to do."""

RATEABLE_STATES = UNFINISHED_STATES | {AssessmentState.RATED}
"""The supervisor may still change the rating: until the second rater has confirmed it."""

CONFIRMED_STATES = frozenset({AssessmentState.CONFIRMED, AssessmentState.OBJECTED})
"""There is a confirmed level and the person sees it; an objection leaves it standing until HR has replied."""

RATING_DONE_STATES = CONFIRMED_STATES | {AssessmentState.RATED, AssessmentState.RETURNED}
"""The second rater may see both views."""


class Move(models.TextChoices):
    """What can happen to an assessment after the self-assessment."""

    RATE = "rate", pgettext_lazy("assessment", "rate")
    HOLD = "hold", pgettext_lazy("assessment", "save a rating that still needs a comment")
    CONFIRM = "confirm", pgettext_lazy("assessment", "confirm")
    RETURN = "return", pgettext_lazy("assessment", "return with a reason")
    HAND_OVER = "hand_over", pgettext_lazy("assessment", "give to another first rater, who begins blind")
    OBJECT = "object", pgettext_lazy("assessment", "object in writing")
    UPHOLD = "uphold", pgettext_lazy("assessment", "reply that the level stands")
    SET_ASIDE = "set_aside", pgettext_lazy("assessment", "reply that it is rated anew")


MOVES: Mapping[tuple[AssessmentState, Move], AssessmentState] = {
    (AssessmentState.OPEN, Move.RATE): AssessmentState.RATED,
    (AssessmentState.OPEN, Move.HOLD): AssessmentState.OPEN,
    (AssessmentState.RATED, Move.RATE): AssessmentState.RATED,
    (AssessmentState.RATED, Move.HOLD): AssessmentState.OPEN,
    (AssessmentState.RATED, Move.CONFIRM): AssessmentState.CONFIRMED,
    (AssessmentState.RATED, Move.RETURN): AssessmentState.RETURNED,
    (AssessmentState.RETURNED, Move.RATE): AssessmentState.RATED,
    (AssessmentState.RETURNED, Move.HOLD): AssessmentState.RETURNED,
    (AssessmentState.SUPERSEDED, Move.RATE): AssessmentState.RATED,
    (AssessmentState.SUPERSEDED, Move.HOLD): AssessmentState.SUPERSEDED,
    (AssessmentState.OPEN, Move.HAND_OVER): AssessmentState.OPEN,
    (AssessmentState.RETURNED, Move.HAND_OVER): AssessmentState.OPEN,
    (AssessmentState.SUPERSEDED, Move.HAND_OVER): AssessmentState.SUPERSEDED,
    (AssessmentState.CONFIRMED, Move.OBJECT): AssessmentState.OBJECTED,
    (AssessmentState.OBJECTED, Move.UPHOLD): AssessmentState.CONFIRMED,
    (AssessmentState.OBJECTED, Move.SET_ASIDE): AssessmentState.SUPERSEDED,
}
"""Every move there is; what is not in the table is refused. Only an objection reopens what is confirmed."""


def after(state: str, move: Move) -> AssessmentState | None:
    """Return the state a move leads to, or None when it is not possible from here."""
    return MOVES.get((AssessmentState(state), move))


class CycleMove(models.TextChoices):
    OPEN = "open", pgettext_lazy("assessment", "open")
    CLOSE = "close", pgettext_lazy("assessment", "close")


CYCLE_MOVES: Mapping[tuple[CycleState, CycleMove], CycleState] = {
    (CycleState.PLANNED, CycleMove.OPEN): CycleState.OPEN,
    # Opening again takes in people whose postings were loaded late; those already in are left alone.
    (CycleState.OPEN, CycleMove.OPEN): CycleState.OPEN,
    (CycleState.OPEN, CycleMove.CLOSE): CycleState.CLOSED,
}


def cycle_after(state: str, move: CycleMove) -> CycleState | None:
    return CYCLE_MOVES.get((CycleState(state), move))


class Choice(models.TextChoices):
    """The answer to one sentence (framework: assessment_design.answers)."""

    YES = "yes", pgettext_lazy("assessment", "can do")
    PARTLY = "partly", pgettext_lazy("assessment", "partly")
    NOT_YET = "not_yet", pgettext_lazy("assessment", "not yet")
    UNKNOWN = "unknown", pgettext_lazy("assessment", "no grounds to judge")


class AnswerScale(models.TextChoices):
    """Which answers a cycle offers; a setting the city decides."""

    FOUR = "four", pgettext_lazy("assessment", "four answers: can do, partly, not yet, no grounds to judge")
    THREE = "three", pgettext_lazy("assessment", "three answers: can do, not yet, no grounds to judge")

    @property
    def offered(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in Choice if self is AnswerScale.FOUR or choice is not Choice.PARTLY)


class View(models.TextChoices):
    """Whose view an answer is."""

    SELF = "self", pgettext_lazy("assessment", "self")
    SUPERVISOR = "supervisor", pgettext_lazy("assessment", "supervisor")


BELOW_LEVEL_1 = 0
"""`level` of somebody assessed below level 1 (レベル1未到達); null stands for no level at all (未評価)."""
