"""Who may ask for more time, and who may answer: the first rater of the day, or HR."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from lms.learning.extensions import queries
from lms.learning.extensions.models import ExtensionRequest
from lms.people.access import has_role, is_supervisor
from lms.people.models import Role, User
from lms.people.queries import within_reach
from lms.people.reach import reach_of


def may_answer(user: User, on: date) -> bool:
    return has_role(user, Role.HR, on=on) or is_supervisor(user, on)


def answerable_by(user: User, on: date) -> QuerySet[ExtensionRequest]:
    """Return the requests a person may answer or read: HR those within reach, a supervisor those of their people."""
    theirs = Q(enrolment__learner__in=queries.rated_by(user, on))
    reach = reach_of(user, Role.HR, on)
    if reach:
        theirs |= Q(enrolment__learner__in=within_reach(reach, on))
    return queries.with_people(ExtensionRequest.objects.filter(theirs)).exclude(enrolment__learner=user)


def answerable_or_404(user: User, uuid: UUID, on: date) -> ExtensionRequest:
    """Return a request somebody may answer; a colleague who answers for nobody gets 403."""
    if not may_answer(user, on):
        raise PermissionDenied
    return get_object_or_404(answerable_by(user, on), uuid=uuid)


def own_request_or_404(user: User, uuid: UUID) -> ExtensionRequest:
    return get_object_or_404(ExtensionRequest.objects.select_related("enrolment"), uuid=uuid, enrolment__learner=user)
