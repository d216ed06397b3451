"""Reminder settings that a city changes, and every run with what it came to."""

from datetime import time
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.learning.reminders.rules import Schedule
from lms.lib.ids import uuid7
from lms.lib.working_days import OfficeHours


class ReminderPolicy(models.Model):
    """The city's one row of settings: whether, when and how often people are reminded."""

    is_on = models.BooleanField(_("send reminders"), default=True)
    first_days = models.PositiveSmallIntegerField(
        _("first reminder, days before"), default=7, validators=[MinValueValidator(2)]
    )
    last_days = models.PositiveSmallIntegerField(
        _("last reminder, days before"), default=1, validators=[MinValueValidator(1)]
    )
    late_every = models.PositiveSmallIntegerField(
        _("after the due date, every … days"), default=7, validators=[MinValueValidator(3)]
    )
    opens = models.TimeField(_("no mail before"), default=time(8, 30))
    closes = models.TimeField(_("no mail after"), default=time(17, 15))
    has_digest = models.BooleanField(_("Monday digest for supervisors"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="reminder_policy_single", condition=models.Q(pk=1)),
            models.CheckConstraint(
                name="reminder_policy_hours",
                condition=models.Q(closes__gt=models.F("opens")),
                violation_error_message=_("The office must close after it opens."),
            ),
            models.CheckConstraint(
                name="reminder_policy_steps",
                condition=models.Q(first_days__gt=models.F("last_days")),
                violation_error_message=_("The first reminder must come before the last one."),
            ),
        ]

    def __str__(self) -> str:
        return "reminder policy"

    @classmethod
    def current(cls) -> Self:
        """Return the city's settings; the plan's own until somebody changes them."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def schedule(self) -> Schedule:
        return Schedule(days_before=(self.first_days, self.last_days), late_every=self.late_every)

    @property
    def hours(self) -> OfficeHours:
        return OfficeHours(opens=self.opens, closes=self.closes)


class ReminderRun(models.Model):
    """One round of reminders or digests. The day's own rounds exist once a day, and are taken up again when a worker
    died; `counts` holds who was told and who was left out, by reason.
    """

    class Kind(models.TextChoices):
        DAILY = "daily", pgettext_lazy("reminder run", "reminders of the day")
        DIGEST = "digest", pgettext_lazy("reminder run", "Monday digest")
        HAND = "hand", pgettext_lazy("reminder run", "sent by hand")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    on = models.DateField(_("day"))
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    # What HR chose, in words' place: course, department, "late" or all; and what makes a second click harmless.
    selection: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    request_key = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    told = models.PositiveIntegerField(_("told"), default=0)
    counts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("reminder run")
        verbose_name_plural = _("reminder runs")
        constraints = [
            # Two workers waking at once begin one round.
            models.UniqueConstraint(
                fields=["kind", "on"], condition=~models.Q(kind="hand"), name="reminder_run_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["request_key"], condition=~models.Q(request_key=""), name="reminder_run_once_per_key"
            ),
        ]
        indexes = [models.Index(fields=["kind", "-started_at"], name="reminder_runs_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
