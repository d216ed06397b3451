"""Whose learning a person may look at: HR's within the departments of the grant, an author's in their own courses."""

from datetime import date
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.shortcuts import get_object_or_404
from wagtail.models import Revision

from curriculum.models import Course, Module
from lms.learning.record.models import Enrolment, EnrolmentQuerySet
from lms.learning.scorm.models import ScormSession
from lms.people.access import has_role
from lms.people.models import Role, User
from lms.people.queries import within_reach
from lms.people.reach import reach_of

SUPPORT_ROLES = (Role.HR, Role.AUTHOR)


def supported(user: User, *, on: date) -> EnrolmentQuerySet:
    """Return the enrolments this person may look into; the list and each page ask the same."""
    return Enrolment.objects.filter(_hr_scope(user, on) | _authored(user, on))


def _hr_scope(user: User, on: date) -> Q:
    reach = reach_of(user, Role.HR, on)
    if reach.is_city:
        return Q(pk__isnull=False)  # an empty Q would vanish beside the other condition
    return Q(learner__in=within_reach(reach, on).values("pk")) if reach else Q(pk__in=[])


def _authored(user: User, on: date) -> Q:
    """An author's courses are those they answer for, and those they have written on."""
    if not has_role(user, Role.AUTHOR, on=on):
        return Q(pk__in=[])
    revisions = Revision.objects.filter(user=user, content_type=ContentType.objects.get_for_model(Course))
    ids = {int(pk) for pk in revisions.values_list("object_id", flat=True).distinct()}
    return Q(course_version__course__in=Course.objects.filter(Q(owner=user) | Q(pk__in=ids)).values("pk"))


def enrolment_or_404(user: User, uuid: UUID, *, on: date) -> Enrolment:
    found = supported(user, on=on).select_related("learner", "course_version__course")
    return get_object_or_404(found, uuid=uuid)


def module_or_404(user: User, enrolment: UUID, module: UUID, *, on: date) -> tuple[Enrolment, Module]:
    own = enrolment_or_404(user, enrolment, on=on)
    return own, get_object_or_404(Module, uuid=module, course_version_id=own.course_version_id)


def session_or_404(user: User, uuid: UUID, *, on: date) -> ScormSession:
    sessions = ScormSession.objects.select_related(
        "attempt__enrolment__learner", "attempt__enrolment__course_version", "attempt__module", "cmi__item"
    ).defer("data")
    return get_object_or_404(sessions, uuid=uuid, attempt__enrolment__in=supported(user, on=on))
