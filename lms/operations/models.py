"""What the administrator is shown: jobs, their failures, backups."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import uuid7
from lms.operations.retention.models import DeletionItem, DeletionRun, DoomedFile, Hold, RetentionTerm

__all__ = [
    "Backup",
    "DeletionItem",
    "DeletionRun",
    "DoomedFile",
    "Failure",
    "Hold",
    "Job",
    "RetentionTerm",
]


class Job(models.Model):
    """A background task by its name: when it last began and ended, and how often it ran and failed."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    started_at = models.DateTimeField(_("last start"), null=True)
    ended_at = models.DateTimeField(_("last end"), null=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True)
    runs = models.PositiveBigIntegerField(_("runs"), default=0)
    failures = models.PositiveBigIntegerField(_("failures"), default=0)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return self.name


class Failure(models.Model):
    """One run that ended in an error: what kind and where in our code, never its message, which may name people."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField(_("when"))
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="failed_runs", verbose_name=_("job"))
    error = models.CharField(_("error"), max_length=200)
    place = models.CharField(_("place"), max_length=300, blank=True)
    arguments = models.JSONField(_("arguments"), default=dict)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    was_retried = models.BooleanField(_("run again"), default=False)

    class Meta:
        verbose_name = _("failed run")
        verbose_name_plural = _("failed runs")
        indexes = [models.Index(fields=["settled_at", "-at"], name="failure_open_first")]

    def __str__(self) -> str:
        return f"{self.at}: {self.error}"


class Backup(models.Model):
    """One backup: its file in the backup folder, and whether it was restored on trial."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    tested_at = models.DateTimeField(_("restored on trial"), null=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
