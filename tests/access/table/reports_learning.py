"""Learning reports are HR's; initiatives name nobody and are the committee's too; one's own chart is one's own."""

from collections.abc import Mapping

from lms.lib import clock
from reports.files.services import ask_for_file
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories import CourseVersionFactory

HR = {"hr": 200, "admin": 200}
HERS = {"hr": 200, "admin": 404}


def course(cast: Cast) -> Mapping[str, object]:
    return {"slug": CourseVersionFactory(course__live=True).course.slug}


def table(cast: Cast) -> Mapping[str, object]:
    return {"table": "courses", "kind": "csv"}


def file(cast: Cast) -> Mapping[str, object]:
    """A file that HR has asked for: another's is not there."""
    asked = ask_for_file(
        "audit", query="", file_format="csv", purpose="確認", language="ja", by=cast.hr, at=clock.now()
    )
    return {"uuid": asked.uuid}


ROWS = [
    Row(url="reports:learning", others=403, roles=HR),
    Row(url="reports:learning_svg", others=403, roles={"hr": 404, "admin": 404}),
    Row(url="reports:learning_file", build=table, others=403, roles=HR),
    Row(url="reports:learning_course", build=course, others=403, roles=HR),
    Row(url="reports:learning_audit", others=403, roles=HR),
    Row(url="reports:learning_audit_file", method="POST", others=403, roles={"hr": 422, "admin": 422}),
    Row(url="reports:files", others=403, roles=HR),
    Row(url="reports:file", build=file, others=403, roles=HERS),
    Row(url="reports:file_progress", build=file, others=403, roles=HERS),
    Row(url="reports:file_download", build=file, others=403, roles=HERS | {"hr": 410}),
    Row(url="reports:file_again", method="POST", build=file, others=403, roles=HERS | {"hr": 302}),
    Row(url="reports:learning_moves", others=403, roles=HR),
    Row(url="reports:initiatives", others=403, roles=HR | {"committee": 200}),
    Row(url="reports:own_levels_svg", others=404),
]
