"""Who takes part in a cycle and who is left out (対象外). Pure rule over a table a city can change (R07)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class Exclude(models.TextChoices):
    """Why a person is out of scope; the values are kinds of posting and of employment, in order of precedence."""

    SECONDED_OUT = "seconded_out", pgettext_lazy("scope", "seconded to another body")
    LEAVE = "leave", pgettext_lazy("scope", "on leave")
    FISCAL_YEAR = "fiscal_year", pgettext_lazy("scope", "fiscal-year appointment")
    FIXED_TERM = "fixed_term", pgettext_lazy("scope", "fixed-term appointment")
    REAPPOINTED = "reappointed", pgettext_lazy("scope", "reappointed")
    NOT_MOVED = "not_moved", pgettext_lazy("scope", "neither joined nor moved since the day the cycle names")
    NO_GROUP = "no_group", pgettext_lazy("scope", "no talent group takes this person")


BY_KIND = (Exclude.SECONDED_OUT, Exclude.LEAVE)
BY_EMPLOYMENT = (Exclude.FISCAL_YEAR, Exclude.FIXED_TERM, Exclude.REAPPOINTED)


class TakesIn(models.TextChoices):
    """Whom a cycle calls: everyone in scope, or only those who joined, moved, were promoted or came back."""

    EVERYONE = "everyone", pgettext_lazy("scope", "everyone in scope")
    MOVERS = "movers", pgettext_lazy("scope", "joiners and movers only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What about a person on a date a move changes: where they are posted, in which group, and whether away."""

    department: int
    group: int | None
    is_away: bool


def has_moved(before: Standing | None, now: Standing) -> bool:
    """Tell whether somebody joined, was transferred or promoted, or came back between two dates.

    Coming back counts, going away does not: who is away takes no part in any case.
    """
    if before is None:
        return True
    came_back = before.is_away and not now.is_away
    return came_back or (before.department, before.group) != (now.department, now.group)


def default_kinds() -> list[str]:
    """Leave and secondment take a person out unless the city decides otherwise."""
    return [Exclude.SECONDED_OUT.value, Exclude.LEAVE.value]


def default_employments() -> list[str]:
    """Fiscal-year appointments are out of the ADKAR figures unless the city decides otherwise."""
    return [Exclude.FISCAL_YEAR.value]


def exclusion(
    *,
    kinds: Collection[str],
    employment: str,
    excluded_kinds: Collection[str],
    excluded_employments: Collection[str],
) -> Exclude | None:
    """Return why somebody with these postings on the reference date is left out, or None when they take part."""
    for reason in BY_KIND:
        if reason in kinds and reason in excluded_kinds:
            return reason
    for reason in BY_EMPLOYMENT:
        if reason == employment and reason in excluded_employments:
            return reason
    return None
