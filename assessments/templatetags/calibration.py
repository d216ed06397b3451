"""Agreement in words and numbers; `{% load calibration %}`."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import gettext as _

from assessments.calibration.agreement import Estimate
from assessments.calibration.models import Calibration
from assessments.calibration.queries import open_for
from lms.lib import clock

register = template.Library()
UNKNOWN = "–"


@register.filter
def share(value: Fraction | None) -> str:
    """Return 35.2%, rounded half up, or a dash."""
    return UNKNOWN if value is None else f"{int(value * 1000 + Fraction(1, 2)) / 10:.1f}%"


@register.filter
def signed(value: Fraction) -> str:
    """Return +0.31, with a true minus sign below zero."""
    return f"{float(value):+.2f}".replace("-", "−")


@register.filter
def coefficient(value: float | None) -> str:
    """Return 0.42, or a dash where the data do not define it."""
    return UNKNOWN if value is None else f"{value:.2f}".replace("-", "−")


@register.filter
def interval(estimate: Estimate) -> str:
    """Return 0.35 to 0.49; nothing without an interval."""
    if estimate.low is None or estimate.high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": coefficient(estimate.low), "high": coefficient(estimate.high)}


@register.filter
def percent_of(part: int, whole: int) -> str:
    return share(Fraction(part, whole)) if whole else UNKNOWN


@register.filter
def grouped(value: int) -> str:
    """Return 228,433."""
    return f"{value:,}"


@register.simple_tag(takes_context=True)
def my_calibrations(context: Mapping[str, Any]) -> list[Calibration]:
    """Return the calibrations that ask the signed-in person, newest first."""
    return open_for(context["request"].user, clock.today())
