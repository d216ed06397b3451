"""Roles: few, dated, and scoped to an organisation node (R17)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.dated import Dated, DatedQuerySet, ordered_dates


class Role(models.TextChoices):
    """What a person may be granted; learner and supervisor are facts, not grants."""

    HR = "hr", _("HR")
    AUTHOR = "author", _("course author")
    COMMITTEE = "committee", _("DX committee")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


SCOPED_ROLES = frozenset({Role.HR})
"""Roles that may be limited to a department; the others say something about the whole city alone."""


class RoleGrant(Dated):
    """A role for a person over a department and what lies below it; no department means the whole city."""

    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("role"), max_length=15, choices=Role)
    department = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="role_grants"
    )
    granted_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[DatedQuerySet["RoleGrant"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            ordered_dates("role_grant_dates"),
            models.CheckConstraint(
                condition=models.Q(department__isnull=True) | models.Q(role__in=sorted(SCOPED_ROLES)),
                name="role_grant_scope",
            ),
        ]
        indexes = [models.Index(fields=["person", "valid_from"], name="role_grants_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
