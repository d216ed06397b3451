"""Judging by a rubric, handing a review over, and files that are not what they say."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.forms import ValidationError
from django.test import Client, override_settings
from django.urls import reverse

from curriculum.models import HandinContent
from lms.learning.handed_in import FILE_TYPES, SIGNATURES, TEXT_TYPES, check_upload, is_what_it_says
from lms.learning.handins import services
from lms.learning.handins.models import HandIn, HandInReview
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories.handins import AT, handed_in

Verdict = HandInReview.Verdict
RUBRIC = [
    {"key": "a", "title": "課題", "levels": ["曖昧", "分かる", "数字がある", "原因まである"]},
    {"key": "b", "title": "比べ方", "levels": ["なし", "感想", "同じ数え方", "続けて測った"]},
]


@pytest.fixture
def version(cast: Cast) -> HandIn:
    made = handed_in(cast.alice)
    HandinContent.objects.update(rubric=RUBRIC)
    return made


def test_accepting_needs_a_level_for_every_criterion_returning_does_not(version: HandIn, cast: Cast) -> None:
    with pytest.raises(services.Refusal, match="criteria_missing"):
        services.review(version, verdict=Verdict.ACCEPTED, comment="", scores={"a": 3}, by=cast.supervisor, at=AT)
    made = services.review(
        version, verdict=Verdict.RETURNED, comment="測り方を足す", scores={"a": 3}, by=cast.supervisor, at=AT
    )
    assert made.scores == {"a": 3}


def test_a_reviewer_judges_by_the_rubric_and_the_learner_reads_it(client: Client, version: HandIn, cast: Cast) -> None:
    client.force_login(cast.supervisor)
    address = reverse("learning:handin-review", args=[version.uuid])
    assert "原因まである" in client.get(address).text
    given = {"verdict": "accepted", "comment": "", "criterion-a": "3"}
    assert client.post(address, given).status_code == 422
    assert client.post(address, given | {"criterion-b": "2"}).status_code == 302
    client.force_login(cast.alice)
    page = client.get(reverse("learning:module", args=[version.enrolment.uuid, version.module.uuid])).text
    assert "数字がある" in page
    assert "感想" in page


def test_the_learner_knows_beforehand_what_it_is_judged_by(client: Client, version: HandIn, cast: Cast) -> None:
    client.force_login(cast.alice)
    page = client.get(reverse("learning:module", args=[version.enrolment.uuid, version.module.uuid])).text
    assert "続けて測った" in page


def test_a_review_is_handed_over_and_waits_for_the_other(client: Client, version: HandIn, cast: Cast) -> None:
    client.force_login(cast.supervisor)
    address = reverse("learning:handin-hand-over", args=[version.uuid])
    assert client.post(address, {"staff_no": cast.alice.staff_no}).status_code == 422
    assert client.post(address, {"staff_no": "nobody"}).status_code == 422
    assert client.post(address, {"staff_no": cast.author.staff_no}).status_code == 302
    assert AuditEvent.objects.get(action="handin.handed_over").subject == cast.alice
    client.force_login(cast.author)
    assert cast.alice.name in client.get(reverse("learning:handin-reviews")).text
    services.review(version, verdict=Verdict.RETURNED, comment="足す", by=cast.author, at=AT)
    with pytest.raises(services.Refusal, match="reviewed_already"):
        services.hand_over(version, to=cast.hr, by=cast.author, at=AT)


def test_every_kind_that_is_taken_has_a_way_to_be_recognised() -> None:
    assert SIGNATURES.keys() | TEXT_TYPES == FILE_TYPES


@pytest.mark.parametrize(
    ("suffix", "head", "expected"),
    [
        (".pdf", b"%PDF-1.7", True),
        (".pdf", b"MZ\x90\x00", False),
        (".xlsx", b"PK\x03\x04rest", True),
        (".xlsx", b"<html>", False),
        (".jpg", b"\xff\xd8\xff\xe0", True),
        (".mp4", b"\x00\x00\x00\x18ftypmp42", True),
        (".mp4", b"ftyp", False),
        (".csv", "職員番号,氏名".encode("cp932"), True),
        (".csv", b"a\x00b", False),
        (".txt", b"", True),
        (".png", b"", False),
    ],
)
def test_content_against_name(*, suffix: str, head: bytes, expected: bool) -> None:
    assert is_what_it_says(suffix, head) is expected


def refuse(file: "UploadedFile[bytes]") -> None:
    if b"EICAR" in file.read():
        raise ValidationError("virus")


@override_settings(UPLOAD_SCANNER="tests.learning.handins.test_rubric.refuse")
def test_the_city_s_own_scanner_is_asked() -> None:
    clean = SimpleUploadedFile("a.txt", b"fine")
    check_upload(clean)
    assert clean.read() == b"fine"
    with pytest.raises(ValidationError, match="virus"):
        check_upload(SimpleUploadedFile("a.txt", b"EICAR"))
