"""Who looks into a learner's record: HR of the learner's department, authors of the course, nobody else."""

from collections.abc import Mapping

from tests.access.rows import Row
from tests.access.table.scorm import session_of
from tests.cast import Cast
from tests.factories.scorm import scorm_course


def enrolment(cast: Cast) -> Mapping[str, object]:
    return {"enrolment": session_of(cast)[0]["enrolment"]}


def module(cast: Cast) -> Mapping[str, object]:
    return session_of(cast)[0]


def session(cast: Cast) -> Mapping[str, object]:
    return session_of(cast)[1]


def version(cast: Cast) -> Mapping[str, object]:
    return {"version": scorm_course(cast.alice).version.uuid}


ROWS = [
    Row(url="learning:support", others=403, roles={"hr": 200, "author": 200}),
    # The author has not written this course.
    Row(url="learning:support-enrolment", others=403, roles={"hr": 200, "author": 404}, build=enrolment),
    Row(url="learning:support-reset", others=403, roles={"hr": 200, "author": 404}, build=module),
    Row(url="learning:support-credit", others=403, roles={"hr": 200, "author": 404}, build=module),
    Row(url="learning:support-view", others=403, roles={"hr": 200, "author": 404}, build=module),
    Row(url="learning:package-answers", others=403, roles={"hr": 200, "author": 200}, build=version),
    Row(url="learning:package-answers-xlsx", others=403, roles={"hr": 200, "author": 200}, build=version),
    Row(url="learning:support-session", others=403, roles={"hr": 200, "author": 404}, build=session),
]
