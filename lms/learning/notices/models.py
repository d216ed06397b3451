"""お知らせ: what a person is told, on the notice page and, where they have a mailbox, by mail."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import uuid7


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing said to one person once: `key` makes a repeat harmless, however often a worker dies.

    The mail is claimed (`sending`) before it goes out and never sent again from there: when the worker died between
    the two nobody can know whether it left, and a missing reminder does less harm than a second one.
    """

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", pgettext_lazy("notice", "assigned")
        REMINDER = "reminder", pgettext_lazy("notice", "reminder")
        DIGEST = "digest", pgettext_lazy("notice", "Monday digest")
        EXTENSION = "extension", pgettext_lazy("notice", "due date")
        CLASS = "class", pgettext_lazy("notice", "class")
        HANDIN = "handin", pgettext_lazy("notice", "hand-in")

    class Mail(models.TextChoices):
        NONE = "none", pgettext_lazy("mail", "no mailbox")
        QUEUED = "queued", pgettext_lazy("mail", "waiting for office hours")
        SENDING = "sending", pgettext_lazy("mail", "being sent")
        SENT = "sent", pgettext_lazy("mail", "sent")
        FAILED = "failed", pgettext_lazy("mail", "refused by the mail server")
        UNSURE = "unsure", pgettext_lazy("mail", "not known whether it left")
        DROPPED = "dropped", pgettext_lazy("mail", "no longer needed")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    key = models.CharField(max_length=120, unique=True)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, null=True, related_name="notices")
    # Which step of its schedule a reminder was: "2026-11-30:week"; empty for one sent by hand.
    step = models.CharField(max_length=30, blank=True)
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("when"))
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    url = models.CharField(_("address"), max_length=300)
    read_at = models.DateTimeField(_("read at"), null=True)
    mail = models.CharField(_("mail"), max_length=8, choices=Mail, default=Mail.NONE)
    claimed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            # Two workers deciding at once: never two reminders a day for one thing, never one step twice.
            models.UniqueConstraint(
                fields=["enrolment", "on"], condition=models.Q(kind="reminder"), name="notice_one_reminder_a_day"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "step"], condition=~models.Q(step=""), name="notice_step_once"
            ),
        ]
        indexes = [
            # The notice page and the count in the header.
            models.Index(fields=["person", "read_at", "at"], name="notice_of_person"),
            # What waits for the mail server; what went out today.
            models.Index(fields=["mail", "claimed_at"], name="notice_mail"),
            models.Index(fields=["kind", "on"], name="notice_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.key} to {self.person_id} ({self.mail})"
