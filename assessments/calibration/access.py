"""Who may reach which calibration: HR all of them, a rater those that ask them, once they have begun."""

from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404

from assessments.calibration.models import Calibration, CalibrationCase, CalibrationRater, Vignette
from assessments.calibration.states import CalibrationState
from lms.people.models import User


def calibration_or_404(uuid: UUID) -> Calibration:
    return get_object_or_404(Calibration.objects.select_related("group__framework"), uuid=uuid)


def vignette_or_404(uuid: UUID) -> Vignette:
    return get_object_or_404(Vignette, uuid=uuid)


def my_place_or_404(user: User, uuid: UUID, *, on: date) -> CalibrationRater:
    """Return a person's place among the raters of a round that has begun."""
    rows = CalibrationRater.objects.select_related("calibration__group", "person").exclude(
        calibration__state=CalibrationState.PLANNED
    )
    return get_object_or_404(rows, person=user, calibration__uuid=uuid, calibration__opens_on__lte=on)


def case_or_404(rater: CalibrationRater, order: int) -> CalibrationCase:
    rows = CalibrationCase.objects.select_related("vignette")
    return get_object_or_404(rows, calibration=rater.calibration_id, order=order)
