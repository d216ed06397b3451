"""Learning reports are HR's; initiatives name nobody and are the committee's too; one's own chart is one's own."""

from collections.abc import Mapping

from tests.access.rows import Row
from tests.cast import Cast
from tests.factories import CourseVersionFactory

HR = {"hr": 200, "admin": 200}


def course(cast: Cast) -> Mapping[str, object]:
    return {"slug": CourseVersionFactory(course__live=True).course.slug}


def table(cast: Cast) -> Mapping[str, object]:
    return {"table": "courses", "kind": "csv"}


ROWS = [
    Row(url="reports:learning", others=403, roles=HR),
    Row(url="reports:learning_svg", others=403, roles={"hr": 404, "admin": 404}),
    Row(url="reports:learning_file", build=table, others=403, roles=HR),
    Row(url="reports:learning_course", build=course, others=403, roles=HR),
    Row(url="reports:learning_audit", others=403, roles=HR),
    Row(url="reports:learning_audit_file", method="POST", others=403, roles={"hr": 422, "admin": 422}),
    Row(url="reports:learning_moves", others=403, roles=HR),
    Row(url="reports:initiatives", others=403, roles=HR | {"committee": 200}),
    Row(url="reports:own_levels_svg", others=404),
]
