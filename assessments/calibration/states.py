"""States of a calibration and what may be done in each. Pure rules."""

from datetime import date

from django.db import models
from django.utils.translation import pgettext_lazy


class CalibrationState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("calibration", "being prepared")
    OPEN = "open", pgettext_lazy("calibration", "open")
    CLOSED = "closed", pgettext_lazy("calibration", "closed")


class Obstacle(models.TextChoices):
    """What keeps a calibration from being opened."""

    CASES = "cases", pgettext_lazy("calibration", "The number of cases is not the number you planned.")
    RATERS = "raters", pgettext_lazy("calibration", "Fewer than two people rate in this group today.")
    OVER = "over", pgettext_lazy("calibration", "The period is already over. Plan a new one.")


FEWEST_RATERS = 2


def obstacles(*, cases: int, planned_cases: int, raters: int, closes_on: date, on: date) -> list[Obstacle]:
    """Return what is in the way of opening, in the order HR would deal with it."""
    found = []
    if cases != planned_cases:
        found.append(Obstacle.CASES)
    if raters < FEWEST_RATERS:
        found.append(Obstacle.RATERS)
    if closes_on < on:
        found.append(Obstacle.OVER)
    return found


def takes_ratings(state: str, *, opens_on: date, closes_on: date, on: date) -> bool:
    """Tell whether raters may judge the cases: while it is open, within its period."""
    return state == CalibrationState.OPEN and opens_on <= on <= closes_on


def shows_results(state: str, *, closes_on: date, on: date) -> bool:
    """Tell whether results may be seen: never while somebody may still judge, for they would follow the others."""
    return state == CalibrationState.CLOSED or (state == CalibrationState.OPEN and on > closes_on)
