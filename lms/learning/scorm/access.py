"""Who may touch a learning session."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from lms.learning.record.states import EnrolmentState
from lms.learning.scorm.models import ScormSession
from lms.learning.scorm.states import SessionState
from lms.people.models import User


def own_open_session_or_404(user: User, uuid: UUID) -> ScormSession:
    """Return the learner's own session that is still open; anybody else's does not exist."""
    sessions = ScormSession.objects.exclude(attempt__enrolment__state=EnrolmentState.CANCELLED)
    return get_object_or_404(sessions, uuid=uuid, attempt__enrolment__learner=user, state=SessionState.OPEN)
