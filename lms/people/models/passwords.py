"""Temporary passwords: given out on paper, good for one first sign-in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TemporaryPassword(models.Model):
    """仮パスワード: somebody's password is one that HR handed out; it ends at its time, or when they set their own."""

    person = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="temporary_password")
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("temporary password")
        verbose_name_plural = _("temporary passwords")

    def __str__(self) -> str:
        return f"{self.person_id} until {self.expires_at}"
