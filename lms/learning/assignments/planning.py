"""What a rule's run does about one person and one course. Pure rules.

Run twice on the same facts, the second run does nothing: every verdict but the quiet ones leads to a state whose
verdict is a quiet one.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What follows for one person and course; the quiet ones change nothing."""

    ASSIGN = "assign"
    REOPEN = "reopen"
    MOVE = "move"
    END = "end"
    KEEP = "keep"
    COMPLETED = "completed"
    EXEMPT = "exempt"
    AWAY = "away"
    NONE = "none"


CHANGING = frozenset({Verdict.ASSIGN, Verdict.REOPEN, Verdict.MOVE, Verdict.END})


class Ending(StrEnum):
    """Why an assignment no longer holds."""

    LEFT_AUDIENCE = "left_audience"
    LEFT_OFFICE = "left_office"
    EXEMPT = "exempt"
    RETIRED = "retired"
    RULE_ENDED = "rule_ended"


class Case(NamedTuple):
    """One person and one course under one rule, on a day; a tuple, because a run makes millions of them."""

    is_reached: bool
    is_in_office: bool = True
    is_offered: bool = True
    is_rule_active: bool = True
    is_away: bool = False
    is_exempt: bool = False
    has_completed: bool = False
    # None: never assigned by this rule. False: assigned once, ended since.
    is_assigned: bool | None = None
    due_now: date | None = None
    due_wanted: date | None = None


def ending(case: Case) -> Ending | None:
    """Return why an assignment may not hold, most telling reason first."""
    reasons = (
        (not case.is_rule_active, Ending.RULE_ENDED),
        (not case.is_offered, Ending.RETIRED),
        (not case.is_in_office, Ending.LEFT_OFFICE),
        (case.is_exempt, Ending.EXEMPT),
        (not case.is_reached, Ending.LEFT_AUDIENCE),
    )
    return next((reason for holds, reason in reasons if holds), None)


def verdict(case: Case) -> Verdict:
    """Return what the run does. Leave pauses: nobody is given anything, or falls out of a rule, while they are away."""
    if case.is_assigned and case.has_completed:
        return Verdict.COMPLETED
    reason = ending(case)
    if case.is_away and (reason is None or (case.is_assigned and reason is Ending.LEFT_AUDIENCE)):
        return Verdict.AWAY
    if reason:
        if case.is_assigned:
            return Verdict.END
        return Verdict.EXEMPT if reason is Ending.EXEMPT and case.is_reached else Verdict.NONE
    if case.has_completed:
        return Verdict.COMPLETED
    if case.is_assigned is None:
        return Verdict.ASSIGN
    if not case.is_assigned:
        return Verdict.REOPEN
    return Verdict.KEEP if case.due_now == case.due_wanted else Verdict.MOVE
