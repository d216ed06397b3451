"""Who rates whom, and when (R08)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.dated import Dated, DatedQuerySet, ordered_dates


class RaterAssignment(Dated):
    """One person rates another for a span of days: derived from the organisation, or set by hand with a reason."""

    class Role(models.TextChoices):
        FIRST = "first", _("first rater (一次評価者)")
        SECOND = "second", _("second rater (二次評価者)")

    class Basis(models.TextChoices):
        DERIVED = "derived", _("from the organisation")
        OVERRIDE = "override", _("set by hand")

    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="rater_assignments")
    rater = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="ratee_assignments")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, default=Basis.DERIVED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects: ClassVar[DatedQuerySet["RaterAssignment"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("rater assignment")
        verbose_name_plural = _("rater assignments")
        constraints = [
            ordered_dates("rater_assignment_dates"),
            models.CheckConstraint(
                name="rater_is_somebody_else",
                condition=~models.Q(person=models.F("rater")),
                violation_error_message=_("Nobody rates themselves."),
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(valid_to__isnull=True),
                name="rater_one_open_per_role",
                violation_error_message=_("This person already has a rater in this role."),
            ),
        ]
        indexes = [models.Index(fields=["rater", "role", "valid_from"], name="rater_people")]

    def __str__(self) -> str:
        return f"{self.rater_id} → {self.person_id} ({self.role})"
