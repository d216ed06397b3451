from datetime import UTC, date, datetime
from io import BytesIO

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from curriculum.models import CourseVersion
from lms.learning.certificates.services import issue_certificate
from lms.learning.outside import services
from lms.learning.transcript.queries import transcript_of
from lms.learning.transcript.workbook import HEADING_ROW
from lms.people.models import AuditEvent, User
from tests.cast import Cast
from tests.factories import CourseVersionFactory, EnrolmentFactory

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def complete(person: User, title: str, month: int) -> None:
    enrolment = EnrolmentFactory(
        learner=person,
        course_version=CourseVersionFactory(title=title, minutes=30),
        state="completed",
        completed_at=datetime(2026, month, 3, 15, 30, tzinfo=UTC),
    )
    issue_certificate(enrolment, at=enrolment.completed_at)


def take_outside(cast: Cast, title: str) -> None:
    text = f"職員番号,研修名,実施機関,修了日,時間\n{cast.alice.staff_no},{title},J-LIS,2026-07-01,7\n"
    services.load_file(services.keep_file("f.csv", text.encode(), by=cast.hr, at=AT), by=cast.hr, at=AT)


def test_courses_and_outside_training_stand_in_one_list_newest_first(cast: Cast) -> None:
    complete(cast.alice, "情報セキュリティ研修", 3)
    complete(cast.alice, "生成AIの基本", 9)
    take_outside(cast, "自治体DX研修")
    complete(cast.charlie, "他人のコース", 9)
    found = transcript_of(cast.alice, at=AT)
    # Three in the afternoon of the third, UTC, is past midnight in the city.
    assert [(line.completed_on, line.title, line.fiscal_year) for line in found.lines] == [
        (date(2026, 9, 4), "生成AIの基本", 2026),
        (date(2026, 7, 1), "自治体DX研修", 2026),
        (date(2026, 3, 4), "情報セキュリティ研修", 2025),
    ]
    assert found.minutes == 30 + 420 + 30


def test_one_query_more_for_none_of_the_lines(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(10):
        complete(cast.alice, f"コース{number}", 5)
    with django_assert_num_queries(3):
        assert len(transcript_of(cast.alice, at=AT).lines) == 10


def test_the_paper_the_workbook_and_the_list_say_the_same(client: Client, cast: Cast) -> None:
    cast.alice.name = "𠮷田 髙子"
    cast.alice.save()
    complete(cast.alice, "=HYPERLINK(1)", 9)
    take_outside(cast, "自治体DX研修")
    client.force_login(cast.alice)
    paper = client.get(reverse("learning:transcript-pdf"))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    for words in ("𠮷田 髙子", "自治体DX研修", "令和8年7月1日", "7時間30分"):
        assert words in text.replace("\n", ""), words
    sheet = load_workbook(BytesIO(client.get(reverse("learning:transcript-xlsx")).content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=HEADING_ROW + 1, values_only=True))
    assert [row[2] for row in rows] == ["'=HYPERLINK(1)", "自治体DX研修"]
    assert rows[1][0].date() == date(2026, 7, 1)
    assert [row[6] for row in rows] == [30, 420]
    assert AuditEvent.objects.filter(action="transcript.exported", subject=cast.alice).count() == 2


def test_the_paper_is_japanese_for_every_reader(client: Client, cast: Cast) -> None:
    complete(cast.alice, "窓口の改善", 9)
    CourseVersion.objects.update(title_en="Better counters")
    cast.alice.language = "en"
    cast.alice.save()
    client.force_login(cast.alice)
    paper = client.get(reverse("learning:transcript-pdf"))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert "窓口の改善" in text
    assert "Better counters" not in text
