"""The city's own words for a message; without a row, the shipped ones are sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.learning.texts.kinds import TextKind


class MessageText(models.Model):
    """文面: what HR made of one message in one language; going back to the shipped words removes the row."""

    kind = models.CharField(_("message"), max_length=20, choices=TextKind)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ja")
    subject = models.CharField(_("subject"), max_length=100)
    body = models.TextField(_("text"), max_length=4000)
    changed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("message text")
        verbose_name_plural = _("message texts")
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="message_text_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
