"""Badges of certificates: from our rows to a signed credential."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lms.learning.certificates.badge import Badge, signed
from lms.learning.certificates.keys import city_key
from lms.learning.certificates.models import Certificate
from lms.learning.certificates.sheet import completion_time


def badge_of(certificate: Certificate) -> Badge:
    """Return what a certificate says; it comes with its holder, course version and course."""
    version = certificate.enrolment.course_version
    holder = certificate.enrolment.learner
    return Badge(
        uuid=certificate.uuid,
        number=certificate.number,
        holder=holder.pk,
        holder_name=holder.name,
        course=version.uuid,
        course_name=version.title,
        course_code=version.course.code,
        purpose=version.purpose,
        minutes=version.minutes,
        completed_on=timezone.localdate(completion_time(certificate)),
        issued_at=certificate.issued_at,
        issuer_url=settings.LMS_ORIGIN + reverse("learning:badge-issuer"),
        issuer_name=settings.CERTIFICATE_ISSUER,
        verify_url=settings.LMS_ORIGIN + reverse("learning:verify", args=[certificate.number]),
    )


def signed_badge(certificate: Certificate) -> str:
    return signed(badge_of(certificate), city_key())
