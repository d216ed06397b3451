"""期限の相談: a learner asks for more time, somebody answers, the trail stays."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import uuid7


class ExtensionRequest(models.Model):
    """One wish to move the due date of one enrolment, with its answer; asked anew, it is a new row."""

    class Reason(models.TextChoices):
        BUSY = "busy", _("a busy season in my section")
        COUNTER = "counter", _("nobody else can stay at the counter")
        HEALTH = "health", _("health, family or leave")
        EQUIPMENT = "equipment", _("no terminal or no quiet place")
        OTHER = "other", pgettext_lazy("extension", "something else")

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("extension", "waiting for an answer")
        GRANTED = "granted", pgettext_lazy("extension", "due date moved")
        DECLINED = "declined", pgettext_lazy("extension", "due date kept")
        WITHDRAWN = "withdrawn", pgettext_lazy("extension", "taken back")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="extension_requests")
    request_key = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    words = models.TextField(_("in your own words"), blank=True)
    due_on = models.DateField(_("due date when asked"))
    wished_on = models.DateField(_("wished due date"))
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True)
    granted_on = models.DateField(_("new due date"), null=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("extension request")
        verbose_name_plural = _("extension requests")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "request_key"], name="extension_once_per_key"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(state="asked"),
                name="extension_one_waiting",
                violation_error_message=_("An earlier request still waits for an answer."),
            ),
            models.CheckConstraint(
                name="extension_granted_has_date",
                condition=~models.Q(state="granted") | models.Q(granted_on__isnull=False),
            ),
        ]
        indexes = [
            # What waits for a supervisor or for HR.
            models.Index(fields=["state", "asked_at"], name="extension_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.wished_on} ({self.state})"
