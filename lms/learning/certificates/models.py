"""Certificates (修了証): issued once per completion, numbered, verifiable."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import uuid7


class Certificate(models.Model):
    """修了証 of one completed enrolment; `number` reads R8-000123, counted within its fiscal year."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    enrolment = models.OneToOneField("learning.Enrolment", on_delete=models.PROTECT, related_name="certificate")
    fiscal_year = models.PositiveIntegerField(_("fiscal year"))
    serial = models.PositiveIntegerField(_("serial"))
    number = models.CharField(_("number"), max_length=20, unique=True)
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            # Two completions at once cannot take the same number.
            models.UniqueConstraint(fields=["fiscal_year", "serial"], name="certificate_serial"),
        ]

    def __str__(self) -> str:
        return self.number


class CertificateCounter(models.Model):
    """The last serial given out in a fiscal year; locked while the next one is taken."""

    fiscal_year = models.PositiveIntegerField(unique=True)
    last_serial = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.fiscal_year}: {self.last_serial}"
