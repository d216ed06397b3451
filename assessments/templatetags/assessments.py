"""Levels, reasons and gaps in words; `{% load assessments %}`."""

from collections.abc import Mapping

from django import template

from assessments import wording
from assessments.forms import choice_of
from assessments.levels import Judgement
from assessments.queries import RatingRow
from assessments.states import Choice
from lms.lib.ids import uuid7

register = template.Library()

register.filter("level_label", wording.level_label)
register.filter("verdict", wording.verdict)
register.filter("why", wording.reason)
register.filter("skip_note", wording.skip_note)
register.filter("comment_needed", wording.comment_needed)


@register.simple_tag
def fresh_key() -> str:
    """Return a key for one sending of a form."""
    return str(uuid7())


@register.filter
def choice_label(choice: str) -> str:
    """Return できている for yes."""
    return str(Choice(choice).label) if choice in Choice.values else ""


@register.filter
def gap_to(self_level: int | None, supervisor_level: int | None) -> str:
    """Return how a self-assessment lies to the rater's own rating."""
    return wording.gap(supervisor_level, self_level)


@register.filter
def gap_of(confirmed_level: int | None, self_level: int | None) -> str:
    """Return how a person's own view lies to the confirmed level, as said to them."""
    return wording.gap_for_subject(confirmed_level, self_level)


@register.filter
def pressed(row: RatingRow) -> str:
    """Return the value of the level button that is pressed in a row."""
    return choice_of(row)


@register.filter
def at_level[V](values: dict[int, V], level: int) -> V | None:
    """Return a dict's value for a level."""
    return values.get(level)


@register.filter
def stumbles_at(judgement: Judgement, level: int) -> bool:
    """Tell whether the answers stop at this sentence."""
    return judgement.stumble == level


@register.filter
def of[K, V](values: Mapping[K, V], key: K) -> V | None:
    """Return a mapping's value for a key that stands in a variable."""
    return values.get(key)
