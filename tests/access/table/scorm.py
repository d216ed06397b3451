"""Who reaches the pages around a package: it is the learner's own, and nobody else's."""

from collections.abc import Mapping

from lms.learning.scorm.services import launch
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories.scorm import AT, scorm_course


def module(cast: Cast) -> Mapping[str, object]:
    played = scorm_course(cast.alice)
    return {"enrolment": played.enrolment.uuid, "module": played.module.uuid}


def played_module(cast: Cast) -> Mapping[str, object]:
    return session_of(cast)[0]


def session(cast: Cast) -> Mapping[str, object]:
    return session_of(cast)[1]


def session_of(cast: Cast) -> tuple[Mapping[str, object], Mapping[str, object]]:
    played = scorm_course(cast.alice)
    launched = launch(played.enrolment, played.module, played.item, at=AT)
    place = {"enrolment": played.enrolment.uuid, "module": played.module.uuid}
    return place, {"session": launched.session.uuid}


def version(cast: Cast) -> Mapping[str, object]:
    return {"pk": scorm_course(cast.alice).version.pk}


def browsed_module(cast: Cast) -> Mapping[str, object]:
    return {"module": scorm_course(cast.alice).module.uuid}


def browsed_version(cast: Cast) -> Mapping[str, object]:
    return {"version": scorm_course(cast.alice).version.uuid}


# Those who may read courses before learners do.
READERS = {"author": 200, "admin": 200, "hr": 200}
# Wagtail leads those who may enter its pages, but not this one, to its first page.
KEEPERS = {"author": 200, "admin": 200, "hr": 302}

ROWS = [
    Row(url="package_move", others=403, roles=KEEPERS, build=version),
    Row(url="package_try", others=403, roles={**KEEPERS, "author": 302, "admin": 302}, method="POST", build=version),
    Row(url="learning:scorm-browse", others=403, roles=READERS, build=browsed_module),
    Row(url="learning:package-browse", others=403, roles=READERS, build=browsed_version),
    # A module that was never opened has no end yet: the learner is led to it.
    Row(url="learning:scorm-end", others=404, roles={"alice": 302}, build=module),
    Row(url="learning:scorm-navigate", others=404, roles={"alice": 302}, method="POST", build=played_module),
    Row(url="learning:scorm-take-over", others=404, roles={"alice": 302}, method="POST", build=played_module),
    Row(url="learning:scorm-start-over", others=404, roles={"alice": 302}, method="POST", build=played_module),
    Row(url="learning:scorm-renew", others=404, roles={"alice": 200}, build=session),
]
