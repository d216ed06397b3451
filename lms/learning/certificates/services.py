"""Issuing certificates."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.learning.certificates.models import Certificate, CertificateCounter
from lms.learning.record.models import Enrolment
from lms.lib.calendar import fiscal_year, fiscal_year_code


@transaction.atomic
def issue_certificate(enrolment: Enrolment, *, at: datetime) -> Certificate:
    """Issue the certificate of a completed enrolment, or return the one it already has."""
    issued = Certificate.objects.filter(enrolment=enrolment).first()
    if issued:
        return issued
    year = fiscal_year(timezone.localdate(at))
    serial = _next_serial(year)
    return Certificate.objects.create(
        enrolment=enrolment,
        fiscal_year=year,
        serial=serial,
        number=f"{fiscal_year_code(year)}-{serial:06}",
        issued_at=at,
    )


def _next_serial(year: int) -> int:
    CertificateCounter.objects.get_or_create(fiscal_year=year)
    counter = CertificateCounter.objects.select_for_update(no_key=True).get(fiscal_year=year)
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    return counter.last_serial
