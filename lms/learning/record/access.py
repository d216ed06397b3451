"""Who may open a course, an enrolment and its modules."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from curriculum.models import Course, Module
from lms.learning.record.models import Enrolment
from lms.learning.record.queries import COURSE_FIELDS, latest_enrolment
from lms.learning.record.states import EnrolmentState
from lms.lib.prepared import prepared
from lms.people.models import User

PAGE_FIELDS = (*COURSE_FIELDS, "live", "programme__name_ja", "programme__name_en")


def own_enrolment_or_404(user: User, uuid: UUID) -> Enrolment:
    """Return the learner's own enrolment with its course; anybody else's, or a cancelled one, does not exist."""
    return _own_enrolment.get_or_404(user.pk, uuid)


@prepared
def _own_enrolment(learner: UUID, uuid: UUID) -> QuerySet[Enrolment]:
    own = Enrolment.objects.exclude(state=EnrolmentState.CANCELLED).filter(learner=learner, uuid=uuid)
    # A course's draft is long, is read block by block as soon as it is there, and is for its authors.
    return own.select_related("course_version__course").defer("course_version__course__modules")


def module_or_404(enrolment: Enrolment, uuid: UUID) -> Module:
    """Return a module of the enrolment's course version."""
    module = _module.get_or_404(enrolment.course_version_id, uuid)
    module.course_version = enrolment.course_version
    return module


@prepared
def _module(version: int, uuid: UUID) -> QuerySet[Module]:
    return Module.objects.filter(course_version=version, uuid=uuid)


def own_module_or_404(user: User, enrolment: UUID, module: UUID) -> tuple[Enrolment, Module]:
    """Return the learner's own enrolment and one of its modules."""
    own = own_enrolment_or_404(user, enrolment)
    return own, module_or_404(own, module)


def course_or_404(user: User, slug: str) -> tuple[Course, Enrolment | None]:
    """Return a course with the enrolment its page is about.

    A published course is there for everyone, a retired one for those who took it, a draft for nobody.
    """
    course = _course.get_or_404(slug)
    enrolment = latest_enrolment(user, course)
    if enrolment is None and not (course.live and course.versions.exists()):
        raise Http404
    return course, enrolment


@prepared
def _course(slug: str) -> QuerySet[Course]:
    return Course.objects.filter(slug=slug).select_related("programme").only(*PAGE_FIELDS)


def offered_course_or_404(slug: str) -> Course:
    """Return a course that learners may choose for themselves today."""
    return get_object_or_404(Course.objects.filter(live=True, versions__isnull=False).distinct(), slug=slug)
