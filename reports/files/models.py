"""A list somebody asked for as a file."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import uuid7


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    def of(self, person: object) -> Self:
        """Keep what a person asked for: nobody fetches another's file."""
        return self.filter(asked_by=person)

    def left_since(self, moment: datetime) -> Self:
        """Keep what should be worked on and has not been touched since: its worker is gone."""
        return self.filter(state__in=WORKING_STATES, touched_at__lt=moment)

    def over(self, *, at: datetime) -> Self:
        """Keep the finished files whose time is up."""
        return self.filter(state=ReportFile.State.READY, expires_at__lte=at)


class ReportFile(models.Model):
    """出力: what was asked for, by whom and what for; then the file itself until it expires.

    `query` is the address of the list as it was shown and `asked_at` the moment its "today" means, so that building it
    again gives the same list. The row stays when the file is gone: it says what left the house.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("file", "waiting for its turn")
        BUILDING = "building", pgettext_lazy("file", "being built")
        READY = "ready", pgettext_lazy("file", "ready")
        FAILED = "failed", pgettext_lazy("file", "could not be built")
        EXPIRED = "expired", pgettext_lazy("file", "expired")

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel (xlsx)"
        CSV = "csv", "CSV"
        PDF = "pdf", "PDF"

    class Failure(models.TextChoices):
        GONE = "gone", _("What the list speaks of is no longer there. Choose the list again on its page.")
        ROOM = "room", _("The server has no room left for the file. Tell the administrator, then try again.")
        BROKEN = "broken", _("The work stopped unexpectedly. Try again; if it happens twice, tell the administrator.")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    listing = models.CharField(_("list"), max_length=20)
    query = models.TextField(_("filters"))
    file_format = models.CharField(_("kind of file"), max_length=4, choices=Format)
    purpose = models.CharField(_("purpose"), max_length=200)
    language = models.CharField(_("language"), max_length=5)
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="report_files")
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    failure = models.CharField(_("what went wrong"), max_length=10, choices=Failure, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(_("last worked on"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    filename = models.CharField(_("file name"), max_length=200, blank=True)
    file = models.FileField(upload_to="reports/%Y/", blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[ReportFileQuerySet] = ReportFileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        constraints = [
            # A file that can be fetched has an end; nothing stays for ever because a line was forgotten.
            models.CheckConstraint(
                name="report_file_ends", condition=~models.Q(state="ready") | models.Q(expires_at__isnull=False)
            ),
        ]
        # Somebody's own files, newest first.
        indexes = [models.Index(fields=["asked_by", "-id"], name="report_file_mine")]

    def __str__(self) -> str:
        return f"{self.listing}.{self.file_format} {self.uuid}"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING_STATES


WORKING_STATES = frozenset({ReportFile.State.WAITING, ReportFile.State.BUILDING})
AGAIN_STATES = frozenset({ReportFile.State.FAILED, ReportFile.State.EXPIRED})
"""States from which the same list may be built once more."""
