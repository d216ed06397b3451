"""Who may ask for more time, and who may answer: the first rater of the day, or HR."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from lms.learning.extensions import queries
from lms.learning.extensions.models import ExtensionRequest
from lms.people.access import has_role, is_supervisor
from lms.people.models import Role, User


def may_answer(user: User, on: date) -> bool:
    return has_role(user, Role.HR, on=on) or is_supervisor(user, on)


def answerable_by(user: User, on: date) -> QuerySet[ExtensionRequest]:
    """Return the requests a person may answer or read: HR all of them, a supervisor those of their people."""
    requests = queries.with_people(ExtensionRequest.objects.all())
    if has_role(user, Role.HR, on=on):
        return requests.exclude(enrolment__learner=user)
    return requests.filter(enrolment__learner__in=queries.rated_by(user, on))


def answerable_or_404(user: User, uuid: UUID, on: date) -> ExtensionRequest:
    """Return a request somebody may answer; a colleague who answers for nobody gets 403."""
    if not may_answer(user, on):
        raise PermissionDenied
    return get_object_or_404(answerable_by(user, on), uuid=uuid)


def own_request_or_404(user: User, uuid: UUID) -> ExtensionRequest:
    return get_object_or_404(ExtensionRequest.objects.select_related("enrolment"), uuid=uuid, enrolment__learner=user)
