"""Written cases (事例), the rounds in which all raters judge the same ones, and their append-only judgements."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.calibration.states import CalibrationState
from lms.lib.ids import uuid7

CASES = 6
"""How many cases the plan's rater training uses (course K07)."""

LEVEL_OR_NONE = models.Q(level__isnull=True) | models.Q(level__range=(0, 5))


class Vignette(models.Model):
    """事例: a fictitious person's work in a few sentences, to be judged by one group's ladder.

    Written once: a better wording is a new case, so that an old round keeps the text its raters read.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    group = models.ForeignKey("curriculum.TalentGroup", on_delete=models.PROTECT, related_name="vignettes")
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("what happened"))
    expected_level = models.PositiveSmallIntegerField(_("intended level"), null=True, blank=True)
    expected_because = models.TextField(_("why"), blank=True)
    request_key = models.CharField(max_length=64, unique=True)
    written_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Vignette"]] = models.Manager()

    class Meta:
        verbose_name = _("calibration case")
        verbose_name_plural = _("calibration cases")
        constraints = [
            models.CheckConstraint(
                name="vignette_level",
                condition=models.Q(expected_level__isnull=True) | models.Q(expected_level__range=(0, 5)),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Calibration(models.Model):
    """目線合わせ: one round in which every rater of a group judges the same cases within a period."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=100)
    group = models.ForeignKey("curriculum.TalentGroup", on_delete=models.PROTECT, related_name="calibrations")
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    planned_cases = models.PositiveSmallIntegerField(_("number of cases"), default=CASES)
    with_second_raters = models.BooleanField(_("second raters take part too"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=CalibrationState, default=CalibrationState.PLANNED)
    request_key = models.CharField(max_length=64, unique=True)
    planned_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Calibration"]] = models.Manager()

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        constraints = [
            models.CheckConstraint(
                name="calibration_window",
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                violation_error_message=_("The calibration must close on or after the day it opens."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalibrationCase(models.Model):
    """A case at its place in a round."""

    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, related_name="cases")
    vignette = models.ForeignKey(Vignette, on_delete=models.PROTECT, related_name="uses")
    order = models.PositiveSmallIntegerField()

    objects: ClassVar[models.Manager["CalibrationCase"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calibration", "vignette"],
                name="calibration_case_once",
                violation_error_message=_("This case is already in the calibration."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.vignette_id}"


class CalibrationRater(models.Model):
    """A person asked to judge: whoever rated somebody of the group on the day the round opened."""

    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, related_name="raters")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="calibrations")

    objects: ClassVar[models.Manager["CalibrationRater"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calibration", "person"], name="calibration_rater_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.calibration_id}"


class CalibrationRating(models.Model):
    """One judgement of one case; appended, the newest counts. No level stands for 判断材料なし."""

    rater = models.ForeignKey(CalibrationRater, on_delete=models.PROTECT, related_name="ratings")
    case = models.ForeignKey(CalibrationCase, on_delete=models.PROTECT, related_name="ratings")
    level = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    request_key = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["CalibrationRating"]] = models.Manager()

    class Meta:
        constraints = [
            # A save sent twice is one judgement.
            models.UniqueConstraint(fields=["rater", "case", "request_key"], name="calibration_rating_once"),
            models.CheckConstraint(name="calibration_rating_level", condition=LEVEL_OR_NONE),
        ]
        # The newest judgement of each case, for one rater or for all.
        indexes = [models.Index(fields=["case", "rater", "-id"], name="calibration_newest")]

    def __str__(self) -> str:
        return f"{self.rater_id} on {self.case_id}: {self.level}"
