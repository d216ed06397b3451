from datetime import UTC, datetime
from html import unescape
from io import BytesIO

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from pypdf import PdfReader

from lms.learning.certificates.services import issue_certificate
from lms.learning.models import Certificate
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories import EnrolmentFactory

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
NAME = "髙﨑 𠮷子"

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(cast: Cast) -> Certificate:
    cast.alice.name = NAME
    cast.alice.save()
    enrolment = EnrolmentFactory(
        learner=cast.alice,
        course_version__course__title="生成AIの基本と庁内ルール",
        course_version__minutes=85,
        completed_at=AT,
    )
    return issue_certificate(enrolment, at=AT)


def download(client: Client, certificate: Certificate):
    return client.get(reverse("learning:certificate", args=[certificate.uuid]))


def sheet(client: Client, certificate: Certificate) -> PdfReader:
    return PdfReader(BytesIO(download(client, certificate).content))


@pytest.mark.parametrize("language", ["ja", "en"])
@override_settings(CERTIFICATE_ISSUER="霞市 DX推進委員会", LMS_ORIGIN="https://dx.example.jp")
def test_certificate_says_who_completed_what_and_when(
    client: Client, cast: Cast, certificate: Certificate, language: str
) -> None:
    cast.alice.language = language
    cast.alice.save()
    client.force_login(cast.alice)
    text = sheet(client, certificate).pages[0].extract_text()
    for words in (
        "修 了 証",
        "R8-000001",
        NAME,
        "生成AIの基本と庁内ルール",
        "令和8年度",
        "1時間25分",
        "令和8年11月23日",
        "霞市 DX推進委員会",
        "https://dx.example.jp/verify/R8-000001/",
    ):
        assert words in text


def test_certificate_is_one_landscape_a4_page_with_its_fonts_inside(
    client: Client, cast: Cast, certificate: Certificate
) -> None:
    client.force_login(cast.alice)
    reader = sheet(client, certificate)
    assert len(reader.pages) == 1
    assert [round(side) for side in reader.pages[0].mediabox[2:]] == [842, 595]
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    embedded = {font["/BaseFont"].split("+")[-1] for font in fonts if "/FontDescriptor" in font}
    assert embedded == {"BIZUDPGothic-Regular", "BIZUDPGothic-Bold", "NotoSansJP-Bold"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts if "/FontDescriptor" in font)


@pytest.mark.parametrize("title", ["短い", "とても長いコース名" * 11])
def test_title_of_any_length_stays_on_the_page(
    client: Client, cast: Cast, certificate: Certificate, title: str
) -> None:
    version = certificate.enrolment.course_version
    version.title = title
    version.save()
    client.force_login(cast.alice)
    reader = sheet(client, certificate)
    assert len(reader.pages) == 1
    assert title in "".join(reader.pages[0].extract_text().split())


def test_certificate_is_downloaded_under_its_number(client: Client, cast: Cast, certificate: Certificate) -> None:
    client.force_login(cast.alice)
    response = download(client, certificate)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert "R8-000001.pdf" in response["Content-Disposition"]


def test_certificate_of_somebody_else_is_for_hr_and_leaves_a_trace(
    client: Client, cast: Cast, certificate: Certificate
) -> None:
    client.force_login(cast.hr)
    assert download(client, certificate).status_code == 200
    event = AuditEvent.objects.get(action="certificate.exported")
    assert (event.actor, event.subject, event.target) == (cast.hr, cast.alice, "R8-000001")
    client.force_login(cast.supervisor)
    assert download(client, certificate).status_code == 404
    assert AuditEvent.objects.filter(action="certificate.exported").count() == 1


def test_ones_own_download_leaves_no_trace(client: Client, cast: Cast, certificate: Certificate) -> None:
    client.force_login(cast.alice)
    download(client, certificate)
    assert not AuditEvent.objects.filter(action="certificate.exported").exists()


# Is it genuine?


def verify(client: Client, number: str, **query: str) -> str:
    return unescape(client.get(reverse("learning:verify", args=[number]), query).content.decode())


def test_number_is_confirmed_without_telling_the_holder(client: Client, cast: Cast, certificate: Certificate) -> None:
    client.force_login(cast.charlie)
    shown = verify(client, "R8-000001")
    assert "発行されています" in shown
    assert "生成AIの基本と庁内ルール" in shown
    assert NAME not in shown


@pytest.mark.parametrize(
    ("name", "says"),
    [(NAME, "氏名が一致しました"), ("髙﨑𠮷子", "氏名が一致しました"), ("青木 花子", "氏名が一致しません")],
)
def test_name_on_the_paper_is_compared(
    client: Client, cast: Cast, certificate: Certificate, name: str, says: str
) -> None:
    client.force_login(cast.charlie)
    assert says in verify(client, "R8-000001", name=name)


def test_holder_and_hr_read_the_name(client: Client, cast: Cast, certificate: Certificate) -> None:
    for person in (cast.alice, cast.hr):
        client.force_login(person)
        assert NAME in verify(client, "R8-000001").split("</header>")[1]


def test_number_never_issued_is_said_to_be_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.charlie)
    response = client.get(reverse("learning:verify", args=["R8-999999"]))
    assert response.status_code == 404
    assert "R8-999999 は発行されていません" in response.content.decode()


def test_number_of_a_paper_is_asked_for_in_either_width(client: Client, cast: Cast, certificate: Certificate) -> None:
    client.force_login(cast.charlie)
    page = reverse("learning:badge-check")
    typed = certificate.number.replace("R", "ｒ").replace("-", "ー").replace("0", "０")
    response = client.get(page, {"number": f" {typed} "}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("learning:verify", args=[certificate.number])
    assert "この番号の修了証は発行されています" in response.content.decode()
    assert client.get(page, {"number": ""}).status_code == 422


def test_number_may_be_typed_in_small_letters(client: Client, cast: Cast, certificate: Certificate) -> None:
    client.force_login(cast.charlie)
    assert "発行されています" in verify(client, "r8-000001")
