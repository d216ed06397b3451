"""Who may open a certificate: the person it was issued to, and HR."""

from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from lms.learning.certificates.models import Certificate
from lms.people.access import has_role
from lms.people.models import Role, User


def certificate_or_404(user: User, uuid: UUID, *, on: date) -> Certificate:
    """Return a certificate with its course and holder to its holder or to HR."""
    certificate = get_object_or_404(
        Certificate.objects.select_related("enrolment__learner", "enrolment__course_version__course"), uuid=uuid
    )
    if not may_see_holder(user, certificate, on=on):
        raise Http404
    return certificate


def may_see_holder(user: User, certificate: Certificate, *, on: date) -> bool:
    """Tell whether the person may read who holds a certificate without naming them first."""
    return certificate.enrolment.learner_id == user.pk or has_role(user, Role.HR, on=on)
