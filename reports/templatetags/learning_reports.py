"""Shares and counts of the learning reports; `{% load learning_reports %}`."""

from collections.abc import Sequence
from fractions import Fraction

from django import template

from reports.suppression import MARK
from reports.words import UNKNOWN, level_name, percent_words

register = template.Library()
FEWEST_FOR_A_SHARE = 30
"""Below it a share of a handful says more than it knows; the counts stand alone."""

register.filter("level_words", level_name)


@register.filter
def share(value: Fraction | None) -> str:
    """Return 35.2%, or a dash without a denominator."""
    return percent_words(value)


@register.filter
def share_of(part: int, whole: int) -> str:
    """Return a part's share where the whole is large enough to have one, else nothing."""
    return percent_words(Fraction(part, whole)) if whole >= FEWEST_FOR_A_SHARE else ""


@register.filter
def count_or_mark(value: int | None) -> str:
    """Return a count, or the mark of a withheld one."""
    return MARK if value is None else f"{value:,}"


@register.filter
def grouped(value: int) -> str:
    return f"{value:,}"


@register.filter
def hours(seconds: int) -> str:
    """Return whole hours."""
    return f"{seconds // 3600:,}"


@register.filter
def whole_minutes(value: float | str | None) -> str:
    """Return minutes without a fraction, or a dash where nobody has completed the course."""
    return f"{value:.0f}" if isinstance(value, float) else UNKNOWN


@register.simple_tag
def learning_tabs(current: str) -> Sequence[dict[str, object]]:
    """Return the learning reports as tabs."""
    from django.urls import reverse
    from django.utils.translation import gettext as _

    pages = (
        ("learning", _("Completion rate")),
        ("learning_audit", _("Audit list")),
        ("learning_moves", _("Learning and levels")),
        ("initiatives", _("Priority initiatives")),
    )
    return [{"url": reverse(f"reports:{name}"), "label": label, "current": name == current} for name, label in pages]
