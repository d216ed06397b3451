"""What Alice hands in is hers and her first rater's."""

from collections.abc import Mapping

from django.core.files.base import ContentFile

from lms.learning.handins import services
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories.handins import AT, asked, handed_in


def module(cast: Cast) -> Mapping[str, object]:
    enrolment, handin = asked(cast.alice)
    return {"enrolment": enrolment.uuid, "module": handin.uuid}


def version(cast: Cast) -> Mapping[str, object]:
    return {"hand_in": handed_in(cast.alice).uuid}


def version_with_file(cast: Cast) -> Mapping[str, object]:
    enrolment, handin = asked(cast.alice)
    file = ContentFile(b"%PDF-1.4", name="改善シート.pdf")
    made = services.hand_in(enrolment, handin, text="", file=file, request_key="k", at=AT)
    return {"hand_in": made.uuid}


ROWS = [
    Row(url="learning:hand-in", build=module, method="POST", others=404, roles={"alice": 422}),
    Row(url="learning:hand-in-keep", build=module, method="POST", others=404, roles={"alice": 200}),
    Row(url="learning:handin-file", build=version_with_file, others=404, roles={"alice": 200, "supervisor": 200}),
    # Everyone may look whether something waits; the list is their own.
    Row(url="learning:handin-reviews", others=200),
    Row(url="learning:handin-review", build=version, others=404, roles={"supervisor": 200}),
    Row(url="learning:handin-review", build=version, method="POST", others=404, roles={"supervisor": 422}),
    Row(url="learning:handin-hand-over", build=version, method="POST", others=404, roles={"supervisor": 422}),
]
