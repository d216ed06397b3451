"""A package on its way in: uploaded, being imported in the background, imported or refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum.models.packages import Package, PackageVersion
from lms.lib.ids import uuid7


class PackageUpload(models.Model):
    """One file an author handed in; the page that shows its progress can be left and come back to."""

    class State(models.TextChoices):
        RECEIVING = "receiving", _("being sent")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being imported")
        IMPORTED = "imported", _("imported")
        REFUSED = "refused", _("refused")

    FINAL_STATES = frozenset({State.IMPORTED, State.REFUSED})

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    file = models.FileField(_("file"), upload_to="package-uploads/", blank=True)
    filename = models.CharField(_("file name"), max_length=255)
    # A file that comes in piece by piece: its length, how much has come, and what else tells it from others.
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    received = models.PositiveBigIntegerField(default=0)
    modified = models.CharField(max_length=40, blank=True)
    package = models.ForeignKey(
        Package,
        on_delete=models.PROTECT,
        null=True,
        related_name="uploads",
        verbose_name=_("package to replace"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(_("per cent done"), default=0)
    report = models.JSONField(_("import report"), default=dict)
    version = models.ForeignKey(PackageVersion, on_delete=models.PROTECT, null=True, related_name="uploads")
    uploaded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("package upload")
        verbose_name_plural = _("package uploads")

    def __str__(self) -> str:
        return self.filename

    @property
    def sent_percent(self) -> int:
        return self.received * 100 // self.size if self.size else 0

    @property
    def is_final(self) -> bool:
        return self.state in self.FINAL_STATES
