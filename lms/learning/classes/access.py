"""Who may set dates and record attendance (HR, authors, administrators), consent (raters), and whose seat is whose."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from curriculum.kinds import ModuleKind
from curriculum.models import Module
from lms.learning.classes.models import ClassApplication, ClassSession
from lms.learning.record.states import EnrolmentState
from lms.people.access import has_role, is_supervisor, role_required
from lms.people.models import RaterAssignment, Role, User

ORGANISERS = (Role.HR, Role.AUTHOR, Role.ADMINISTRATOR)
organisers_only = role_required(*ORGANISERS)


def class_modules() -> QuerySet[Module]:
    return Module.objects.filter(kind=ModuleKind.CLASS).select_related("course_version__course")


def class_module_or_404(uuid: UUID) -> Module:
    return get_object_or_404(class_modules(), uuid=uuid)


def session_or_404(uuid: UUID) -> ClassSession:
    return get_object_or_404(ClassSession.objects.select_related("module__course_version__course"), uuid=uuid)


def sessions_for(module: Module) -> QuerySet[ClassSession]:
    """Return the dates of a class, whichever version of the course they were set for."""
    return ClassSession.objects.filter(
        module__key=module.key, module__course_version__course_id=module.course_version.course_id
    )


def own_application_or_404(user: User, uuid: UUID) -> ClassApplication:
    own = ClassApplication.objects.filter(enrolment__learner=user).exclude(enrolment__state=EnrolmentState.CANCELLED)
    return get_object_or_404(own.select_related("session__module", "enrolment__course_version__course"), uuid=uuid)


def supervised(user: User, on: date) -> QuerySet[User]:
    """Return the people a person may send to a class and consents for: those they rate on a date, first or second."""
    return supervised_by(user.pk, on)


def supervised_by(person: UUID, on: date) -> QuerySet[User]:
    rated = RaterAssignment.objects.filter(rater=person).on(on).values("person_id")
    return User.objects.filter(pk__in=rated, is_active=True).exclude(pk=person)


def applications_of_own_people(user: User, on: date) -> QuerySet[ClassApplication]:
    found = ClassApplication.objects.filter(enrolment__learner__in=supervised(user, on))
    return found.select_related("session__module__course_version__course", "enrolment__learner")


def consentable_or_404(user: User, uuid: UUID, on: date) -> ClassApplication:
    """Return an application to who may answer it: the applicant's supervisors, and organisers for who has none."""
    found = applications_of_own_people(user, on)
    if has_role(user, *ORGANISERS, on=on):
        everyone = ClassApplication.objects.exclude(enrolment__learner=user)
        found = everyone.select_related("session__module__course_version__course", "enrolment__learner")
    return get_object_or_404(found, uuid=uuid)


def must_supervise(user: User, on: date) -> None:
    """Refuse whoever rates nobody on a date."""
    if not is_supervisor(user, on):
        raise PermissionDenied


def page_behind(user: User, application: ClassApplication, on: date) -> str:
    """Return the page on which a person meets an application: a supervisor's own people, or the organiser's sheet."""
    if applications_of_own_people(user, on).filter(pk=application.pk).exists():
        return reverse("learning:class-team")
    return reverse("learning:class-session", args=[application.session.uuid])
