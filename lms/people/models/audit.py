"""The audit trail: who did what about whom, append-only and hash-chained (R15)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One line of the trail; each carries the hash of the one before, so that a change or a gap shows."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=60)
    subject = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    target = models.CharField(_("target"), max_length=200, blank=True)
    details = models.JSONField(_("details"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
            # The newest lines of everyone, and of a span of days.
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["target"], name="audit_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.action}"


class AuditCheck(models.Model):
    """One walk along the whole trail: when, how many lines, and the first broken one if any."""

    at = models.DateTimeField(_("when"))
    lines = models.PositiveBigIntegerField(_("lines"))
    broken_at = models.PositiveBigIntegerField(_("first broken line"), null=True)

    class Meta:
        verbose_name = _("check of the audit trail")
        verbose_name_plural = _("checks of the audit trail")

    def __str__(self) -> str:
        return f"{self.at}: {self.lines} lines, {'whole' if self.broken_at is None else f'broken at {self.broken_at}'}"
