"""Who may open an attempt: the learner who makes it."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from lms.learning.quizzes.models import QuizAttempt
from lms.learning.record.states import EnrolmentState
from lms.people.models import User


def own_attempt_or_404(user: User, uuid: UUID) -> QuizAttempt:
    attempts = QuizAttempt.objects.exclude(enrolment__state=EnrolmentState.CANCELLED)
    return get_object_or_404(
        attempts.select_related("enrolment__course_version__course", "module__quiz"),
        uuid=uuid,
        enrolment__learner=user,
    )
