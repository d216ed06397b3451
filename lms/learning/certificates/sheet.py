"""The certificate as a sheet of paper: one A4 page with embedded fonts."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from lms.learning.certificates.models import Certificate
from lms.lib.calendar import fiscal_year_label, wareki
from lms.lib.pdf import render_pdf


@translation.override("ja")
def certificate_pdf(certificate: Certificate) -> bytes:
    """Return the paper, which is in Japanese whatever the reader's language is."""
    course = certificate.enrolment.course_version
    return render_pdf(
        "learning/certificates/certificate.html",
        {
            "number": certificate.number,
            "name": certificate.enrolment.learner.name,
            "course": course.title,
            # A title of up to 24 characters stands large on one line, a longer one on two or three.
            "course_size": 24 if len(course.title) <= 24 else 17,
            "minutes": amount_of_time(course.minutes),
            "fiscal_year": fiscal_year_label(certificate.fiscal_year),
            "issued_on": wareki(timezone.localdate(certificate.issued_at), weekday=False),
            "completed_on": wareki(timezone.localdate(completion_time(certificate)), weekday=False),
            "issuer": settings.CERTIFICATE_ISSUER,
            "verify_url": settings.LMS_ORIGIN + reverse("learning:verify", args=[certificate.number]),
        },
    )


def amount_of_time(minutes: int) -> str:
    """Return 1時間20分."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}時間" * bool(hours) + f"{rest}分" * bool(rest or not hours)


def completion_time(certificate: Certificate) -> datetime:
    return certificate.enrolment.completed_at or certificate.issued_at
