"""Uploaded packages: content-addressed versions that stay playable (SCORM.md T23)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import uuid7


class Package(models.Model):
    """教材パッケージ: a thing an author replaces over time; learners meet its versions."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    title = models.CharField(_("title"), max_length=300)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")

    def __str__(self) -> str:
        return self.title


class PackageVersion(models.Model):
    """One uploaded archive, unpacked once below `PACKAGES_ROOT/<sha256>/` and never changed.

    `report` is the import report as `curriculum.packages.report` writes it; `launch` the first launchable item.
    """

    class Standard(models.TextChoices):
        SCORM12 = "scorm12", "SCORM 1.2"
        SCORM2004 = "scorm2004", "SCORM 2004"

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(_("original file"), upload_to="packages/%Y/")
    filename = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    standard = models.CharField(_("standard"), max_length=10, choices=Standard)
    edition = models.CharField(_("edition"), max_length=30, blank=True)
    title = models.CharField(_("title"), max_length=300)
    launch = models.CharField(_("launch address"), max_length=2000)
    report = models.JSONField(_("import report"), default=dict)
    imported_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("package version")
        verbose_name_plural = _("package versions")
        constraints = [models.UniqueConstraint(fields=["package", "number"], name="package_version_number")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class PackageItem(models.Model):
    """One item of a package version's organisation tree; `launch` is empty for a cluster.

    `data_maps` lists the shared data that the item may use: target, read, write, is_global (SCORM 2004 4th ed.
    CAM 5.1.10).
    """

    version = models.ForeignKey(PackageVersion, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    order = models.PositiveIntegerField()
    identifier = models.CharField(max_length=500)
    title = models.CharField(max_length=500)
    launch = models.CharField(max_length=2000, blank=True)
    is_sco = models.BooleanField(default=True)
    is_visible = models.BooleanField(default=True)
    mastery_score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    data_from_lms = models.TextField(blank=True)
    max_time_allowed = models.CharField(max_length=50, blank=True)
    time_limit_action = models.CharField(max_length=50, blank=True)
    prerequisites = models.TextField(blank=True)
    completion_threshold = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    sequencing = models.JSONField(default=dict)
    data_maps = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="package_item_order"),
            models.UniqueConstraint(fields=["version", "identifier"], name="package_item_once"),
        ]

    def __str__(self) -> str:
        return self.title
