"""Working groups across departments, and who took part when."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.dated import Dated, DatedQuerySet, ordered_dates
from lms.lib.ids import uuid7


class WorkingGroup(models.Model):
    """A theme group (WG) that works across departments; the plan names no themes, so the city does."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=100, unique=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    initiative = models.SlugField(_("priority initiative"), blank=True)

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")

    def __str__(self) -> str:
        return self.name


class WorkingGroupMembership(Dated):
    """One person in one working group for a span of days, with the document that gave the role."""

    class Role(models.TextChoices):
        LEADER = "leader", _("leader")
        MEMBER = "member", _("member")
        MENTOR = "mentor", _("mentor")

    working_group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    document_no = models.CharField(_("document number"), max_length=50, blank=True)
    document_on = models.DateField(_("document date"), null=True, blank=True)

    objects: ClassVar[DatedQuerySet["WorkingGroupMembership"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("working-group membership")
        verbose_name_plural = _("working-group memberships")
        constraints = [
            ordered_dates("membership_dates"),
            models.UniqueConstraint(
                fields=["working_group", "person"],
                condition=models.Q(valid_to__isnull=True),
                name="membership_once_open",
                violation_error_message=_("This person is already in the working group."),
            ),
        ]
        indexes = [models.Index(fields=["person", "valid_from"], name="membership_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.working_group_id} ({self.role})"


# A mentor advises a group without being one of the people the plan counts as WG staff.
COUNTED_ROLES = frozenset({WorkingGroupMembership.Role.LEADER, WorkingGroupMembership.Role.MEMBER})
