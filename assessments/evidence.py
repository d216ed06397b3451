"""What may stand as evidence for a level. Pure rule (framework: assessment_design.evidence_by_level)."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy

from assessments.states import Choice

COURSE_LIMIT = 3
"""Completing a course shows knowledge (L3) at most, unless the course says that it leads further (a project does)."""


class EvidenceProblem(StrEnum):
    NOT_THEIRS = "not_theirs"
    NOT_COMPLETED = "not_completed"
    NOT_ACCEPTED = "not_accepted"
    LEVEL_TOO_HIGH = "level_too_high"
    NO_NOTE = "no_note"
    NO_DATE = "no_date"
    IN_FUTURE = "in_future"


class EvidenceNeed(models.TextChoices):
    """What the form wants beside “can do” at a level; a cycle's own setting, decided by the city."""

    NONE = "none", pgettext_lazy("evidence", "not asked for")
    ASKED = "asked", pgettext_lazy("evidence", "asked for")
    REQUIRED = "required", pgettext_lazy("evidence", "required")


def default_needs() -> dict[str, str]:
    """Ask for a fact from level 4 on, without blocking anybody (framework: a learner with L4 and no evidence)."""
    return {"4": EvidenceNeed.ASKED.value, "5": EvidenceNeed.ASKED.value}


def need_at(needs: Mapping[str, str], level: int) -> EvidenceNeed:
    return EvidenceNeed(needs.get(str(level), EvidenceNeed.NONE))


def missing_evidence(choices: Mapping[int, Choice], needs: Mapping[str, str], attached: Collection[int]) -> list[int]:
    """Return the levels answered “can do” whose required evidence is not attached; these block handing in."""
    return [
        level
        for level, choice in sorted(choices.items())
        if choice is Choice.YES and level not in attached and need_at(needs, level) is EvidenceNeed.REQUIRED
    ]


def supports(level: int, supports_to: int | None) -> bool:
    """Tell whether completing a course that leads to `supports_to` says something about a level."""
    return level <= max(supports_to or 0, COURSE_LIMIT)


def completion_problem(*, is_completed: bool, supports_to: int | None, level: int) -> EvidenceProblem | None:
    """Return why a course cannot stand as evidence for a level, or None when it can."""
    if not is_completed:
        return EvidenceProblem.NOT_COMPLETED
    return None if supports(level, supports_to) else EvidenceProblem.LEVEL_TOO_HIGH


def note_problem(note: str, happened_on: date | None, *, today: date) -> EvidenceProblem | None:
    """Return what a note lacks, or None: words and a date that is not in the future."""
    if not note.strip():
        return EvidenceProblem.NO_NOTE
    if happened_on is None:
        return EvidenceProblem.NO_DATE
    return EvidenceProblem.IN_FUTURE if happened_on > today else None
