"""A course is open to everyone; an enrolment to its learner alone."""

from collections.abc import Mapping

from lms.learning.models import Enrolment
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories import EnrolmentFactory
from tests.factories.modules import course_with_quiz


def course(cast: Cast) -> Mapping[str, object]:
    return {"slug": course_with_quiz().course.slug}


def enrolment_of_alice(cast: Cast) -> Enrolment:
    made = EnrolmentFactory(learner=cast.alice, course_version=course_with_quiz())
    return Enrolment.objects.get(pk=made.pk)


def enrolment(cast: Cast) -> Mapping[str, object]:
    return {"enrolment": enrolment_of_alice(cast).uuid}


def lesson(cast: Cast) -> Mapping[str, object]:
    own = enrolment_of_alice(cast)
    return {"enrolment": own.uuid, "module": own.course_version.modules.get(order=0).uuid}


ROWS = [
    Row(url="learning:home", others=200),
    Row(url="learning:catalogue", others=200),
    Row(url="learning:course", build=course, others=200),
    Row(url="learning:enrol", build=course, method="POST", others=302),
    Row(url="learning:enrol", build=course, others=405),
    Row(url="learning:resume", build=enrolment, others=404, roles={"alice": 302}),
    Row(url="learning:finished", build=enrolment, others=404, roles={"alice": 302}),
    Row(url="learning:module", build=lesson, others=404, roles={"alice": 200}),
]
