"""Training taken elsewhere (外部研修): J-LIS, the prefecture, JIAM; loaded by HR from a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import uuid7


class OutsideLoad(models.Model):
    """外部研修の取込: one file, its text as it was read, and whether HR has taken it over."""

    class State(models.TextChoices):
        READY = "ready", _("checked, not loaded")
        LOADED = "loaded", _("loaded")
        TAKEN_BACK = "taken_back", _("taken back")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    filename = models.CharField(_("file name"), max_length=255)
    encoding = models.CharField(_("encoding"), max_length=20)
    text = models.TextField(_("content"))
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READY)
    uploaded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    loaded_at = models.DateTimeField(_("loaded at"), null=True)

    class Meta:
        verbose_name = _("load of outside training")
        verbose_name_plural = _("loads of outside training")
        constraints = [
            models.CheckConstraint(
                name="outside_loaded_has_time", condition=models.Q(state="ready") | models.Q(loaded_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.state})"


class OutsideTraining(models.Model):
    """外部研修の修了: one person, one training of another body, on one day.

    It belongs to the person's record with its source; it completes no course of ours.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="outside_trainings")
    title = models.CharField(_("training"), max_length=200)
    provider = models.CharField(_("provider"), max_length=200)
    completed_on = models.DateField(_("completed on"))
    minutes = models.PositiveIntegerField(_("minutes"), null=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    load = models.ForeignKey(OutsideLoad, on_delete=models.PROTECT, related_name="trainings")
    line = models.PositiveIntegerField(_("line"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("outside training")
        verbose_name_plural = _("outside trainings")
        constraints = [
            # The same line in two files counts once.
            models.UniqueConstraint(
                fields=["person", "provider", "title", "completed_on"],
                condition=models.Q(taken_back_at__isnull=True),
                name="outside_training_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.title}"
