"""A quiz is taken by its learner alone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from curriculum.models import QuizItem
from lms.learning.models import ExtraTime, QuizAttempt
from lms.learning.quizzes.services import start_attempt
from tests.access.rows import Row
from tests.access.table.learning_record import enrolment_of_alice
from tests.cast import Cast

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def attempt_of_alice(cast: Cast) -> QuizAttempt:
    own = enrolment_of_alice(cast)
    return start_attempt(own, own.course_version.modules.get(order=1), at=AT)


def quiz(cast: Cast) -> Mapping[str, object]:
    own = enrolment_of_alice(cast)
    return {"enrolment": own.uuid, "module": own.course_version.modules.get(order=1).uuid}


def attempt(cast: Cast) -> Mapping[str, object]:
    return {"attempt": attempt_of_alice(cast).uuid}


def question(cast: Cast) -> Mapping[str, object]:
    own = attempt_of_alice(cast)
    return {"attempt": own.uuid, "item": QuizItem.objects.get(quiz__module=own.module_id, order=0).uuid}


def course(cast: Cast) -> Mapping[str, object]:
    return {"slug": enrolment_of_alice(cast).course_version.course.slug}


def grant(cast: Cast) -> Mapping[str, object]:
    given = ExtraTime.objects.create(
        person=cast.alice, percent=50, valid_from=date(2026, 4, 1), granted_by=cast.hr, granted_at=AT
    )
    return {"uuid": given.uuid}


ROWS = [
    Row(url="learning:quiz-statistics", build=course, others=403, roles={"author": 200, "hr": 200, "admin": 200}),
    Row(url="learning:quiz-extra-time", others=403, roles={"hr": 200, "admin": 200}),
    Row(url="learning:quiz-extra-time-end", build=grant, method="POST", others=403, roles={"hr": 302, "admin": 302}),
    Row(url="learning:quiz-start", build=quiz, method="POST", others=404, roles={"alice": 302}),
    Row(url="learning:quiz-answer", build=question, method="POST", others=404, roles={"alice": 200}),
    # Nothing is answered yet: Alice is told which questions are open.
    Row(url="learning:quiz-submit", build=attempt, method="POST", others=404, roles={"alice": 422}),
    Row(url="learning:quiz-result", build=attempt, others=404, roles={"alice": 302}),
]
