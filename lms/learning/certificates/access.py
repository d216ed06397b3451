"""Who may open a certificate: the person it was issued to, and HR within reach."""

from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from lms.learning.certificates.models import Certificate
from lms.people.models import Role, User
from lms.people.queries import within_reach
from lms.people.reach import reach_of


def certificate_or_404(user: User, uuid: UUID, *, on: date) -> Certificate:
    """Return a certificate with its course and holder to its holder or to HR that reaches the holder.

    Once the holder is a pseudonym there is no sheet any more, only the number.
    """
    certificate = get_object_or_404(
        Certificate.objects.select_related("enrolment__learner", "enrolment__course_version__course"),
        uuid=uuid,
        enrolment__learner__forgotten_at=None,
    )
    if not may_see_holder(user, certificate, on=on):
        raise Http404
    return certificate


def may_see_holder(user: User, certificate: Certificate, *, on: date) -> bool:
    """Tell whether the person may read who holds a certificate without naming them first."""
    holder = certificate.enrolment.learner_id
    return holder == user.pk or within_reach(reach_of(user, Role.HR, on), on).filter(pk=holder).exists()
