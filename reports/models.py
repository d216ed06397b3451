"""Frozen figures and who gets word of them."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import uuid7
from reports.files.models import ReportFile

__all__ = [
    "CompletionTable",
    "Delivery",
    "DepartmentTable",
    "FrozenTable",
    "ReportFile",
    "SavedView",
    "Snapshot",
    "Subscription",
]


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def released(self) -> Self:
        """Keep the snapshots that left HR: the committee's, made when a cycle closes."""
        return self.filter(kind=Snapshot.Kind.RELEASE)


class Snapshot(models.Model):
    """時点記録: figures frozen with their number, definition version and hash.

    `source` holds the counts everything is made of (`reports.figures.Source`), `withheld` the keys that small-cell
    suppression kept back; both are covered by `sha256`, so the same page can be made years later and a changed row is
    noticed. Rows are never edited: a correction is a further number, checked against those before it.
    """

    class Kind(models.TextChoices):
        RELEASE = "release", _("released to the committee")
        MONTH = "month", _("end of a month, for HR")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    cycle = models.ForeignKey("assessments.Cycle", on_delete=models.PROTECT, related_name="snapshots")
    as_of = models.DateField(_("as of"))
    definition = models.CharField(_("definition"), max_length=20)
    source = models.JSONField(_("counts"))
    withheld = models.JSONField(_("withheld"))
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[SnapshotQuerySet] = SnapshotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            # Two workers at a month's end freeze it once.
            models.UniqueConstraint(
                fields=["cycle", "as_of"], condition=models.Q(kind="month"), name="snapshot_once_a_month"
            ),
        ]
        # The newest release of a cycle, on every opening of the committee page.
        indexes = [models.Index(fields=["kind", "cycle", "-id"], name="snapshot_newest")]

    def __str__(self) -> str:
        return self.number


class FrozenTable(models.Model):
    """A closed cycle by 部 and 課, frozen beside the first release of the cycle.

    There is one of a kind for each cycle and never a second: two tables of one cycle, subtracted, are a person.
    `counts` are those of `reports.place_counts.PlaceCounts`, `withheld` the keys kept back; `sha256` covers both.
    """

    cycle = models.OneToOneField("assessments.Cycle", on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(_("counts"))
    withheld = models.JSONField(_("withheld"))
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(_("frozen at"))

    class Meta:
        abstract = True


class DepartmentTable(FrozenTable):
    """部・課別の表: levels by department, one talent group at a time."""

    class Meta:
        verbose_name = _("table by department")
        verbose_name_plural = _("tables by department")

    def __str__(self) -> str:
        return f"{self.snapshot.number} by department"


class CompletionTable(FrozenTable):
    """部・課別の修了: who had completed the mandatory courses on the day the cycle closed, one course at a time."""

    class Meta:
        verbose_name = _("completion by department")
        verbose_name_plural = _("completions by department")

    def __str__(self) -> str:
        return f"{self.snapshot.number} completion by department"


class Subscription(models.Model):
    """定期レポート: somebody who gets a link when figures of a kind are frozen; opening it needs sign-in."""

    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="report_subscriptions")
    kind = models.CharField(_("when"), max_length=10, choices=Snapshot.Kind)
    added_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("scheduled report")
        verbose_name_plural = _("scheduled reports")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                name="subscription_once",
                violation_error_message=_("This person gets this report already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"


class Delivery(models.Model):
    """A link sent to one person for one snapshot, once."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            # A task that runs again after a dead worker sends nobody a second mail.
            models.UniqueConstraint(fields=["snapshot", "person"], name="delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} to {self.person_id}"


class SavedView(models.Model):
    """保存した見方: a name for an address of the cohort explorer, kept by one person."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(_("filters"))
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name
