"""Roster loads: one file's dry run, approval, application and undo (R09)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import uuid7


class RosterColumn(models.Model):
    """A column heading of the city's own files, and which known field it holds; no field means: leave it out."""

    header = models.CharField(_("column heading"), max_length=100, unique=True)
    field = models.CharField(_("field"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("roster column")
        verbose_name_plural = _("roster columns")

    def __str__(self) -> str:
        return f"{self.header} → {self.field or '-'}"


class RosterLoad(models.Model):
    """One uploaded roster file: kept as it came, checked in the background, applied in one transaction."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKING = "checking", _("checking")
        READY = "ready", _("ready to apply")
        REFUSED = "refused", pgettext_lazy("roster", "refused")
        APPLYING = "applying", _("applying")
        APPLIED = "applied", _("applied")
        DISCARDED = "discarded", _("discarded")
        UNDONE = "undone", _("undone")

    class Form(models.TextChoices):
        FULL = "full", _("everyone (who is not listed leaves)")
        DELTA = "delta", _("changes only (who is not listed stays)")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    file = models.FileField(upload_to="rosters/%Y/")
    filename = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    form = models.CharField(_("form"), max_length=5, choices=Form, default=Form.FULL)
    as_of = models.DateField(_("as of"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    # What the dry run found: counts by kind, columns recognised, people ended, raters changed.
    summary = models.JSONField(default=dict)
    # The dry run's fingerprint: applying anything else than what was approved is refused.
    digest = models.CharField(max_length=64, blank=True)
    failure = models.CharField(_("what went wrong"), max_length=30, blank=True)
    uploaded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    touched_at = models.DateTimeField(_("last worked on"))
    applied_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("applied at"), null=True)
    undone_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("undone at"), null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("roster load")
        verbose_name_plural = _("roster loads")
        # The list of loads, newest first; the sweep for loads a dead worker left.
        indexes = [
            models.Index(fields=["-uploaded_at"], name="roster_loads_newest"),
            models.Index(fields=["state", "touched_at"], name="roster_loads_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.state})"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING_STATES

    @property
    def undo_until(self) -> datetime | None:
        """The moment until which the load may be undone."""
        return self.applied_at + timedelta(days=settings.ROSTER_UNDO_DAYS) if self.applied_at else None

    @property
    def needs_confirmation(self) -> bool:
        """Tell whether so many people would leave that somebody must say so a second time."""
        return bool(self.summary.get("needs_confirmation"))


WORKING_STATES = frozenset({RosterLoad.State.UPLOADED, RosterLoad.State.CHECKING, RosterLoad.State.APPLYING})
CHECKED_STATES = frozenset({RosterLoad.State.READY, RosterLoad.State.REFUSED})


class RosterChange(models.Model):
    """One line of a roster load's diff: who joins, leaves, moves, is promoted, or what is wrong in a line.

    A problem has a `code` and `details`; its sentence is made when it is read, in the reader's language.
    """

    class Kind(models.TextChoices):
        PROBLEM = "problem", _("Roster problems")
        JOIN = "join", _("Joiners")
        LEAVE = "leave", _("Leavers")
        MOVE = "move", _("Transfers")
        PROMOTE = "promote", _("Promotions")
        REORGANISE = "reorganise", _("Reorganisations")
        ABSENCE = "absence", _("Absences and returns")
        CONCURRENT = "concurrent", _("Concurrent posts")
        CORRECT = "correct", _("Corrections")

    class Severity(models.TextChoices):
        INFO = "info", _("information")
        WARNING = "warning", _("warning")
        ERROR = "error", _("error")

    load = models.ForeignKey(RosterLoad, on_delete=models.CASCADE, related_name="changes")
    line = models.PositiveIntegerField(_("line"), null=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.INFO)
    code = models.CharField(_("what is wrong"), max_length=30, blank=True)
    staff_no = models.CharField(_("staff number"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    details: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["load", "kind", "line"], name="roster_changes_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.staff_no} (line {self.line})"


class RosterJournal(models.Model):
    """What applying a load wrote, row by row, so that it can be taken back; kept apart because it is long."""

    load = models.OneToOneField(RosterLoad, on_delete=models.CASCADE, related_name="journal")
    body = models.JSONField()

    def __str__(self) -> str:
        return f"journal of {self.load_id}"
