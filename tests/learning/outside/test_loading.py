from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.learning.outside import services
from lms.learning.outside.models import OutsideLoad, OutsideTraining
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories import UserFactory

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
ON = date(2026, 11, 23)
HEAD = "職員番号,氏名,研修名,実施機関,修了日,時間,備考\n"


def kept(cast: Cast, *lines: str) -> OutsideLoad:
    return services.keep_file("研修.csv", (HEAD + "\n".join(lines)).encode("cp932"), by=cast.hr, at=AT)


def line_of(cast: Cast, title: str = "自治体DX研修") -> str:
    return f"{cast.alice.staff_no},{cast.alice.name},{title},J-LIS,2026-06-01,7,"


def test_the_report_tells_new_lines_from_problems_and_records_nothing(cast: Cast) -> None:
    other = f"{cast.charlie.staff_no},{cast.alice.name},研修,J-LIS,2026-06-01,7,"
    load = kept(cast, line_of(cast), "999999,誰か,研修,J-LIS,2026-06-01,7,", other)
    report = services.dry_run(load, on=ON)
    assert [match.person for match in report.new] == [cast.alice]
    assert [(problem.line, problem.code) for problem in report.problems] == [(3, "unknown_person"), (4, "other_name")]
    assert not OutsideTraining.objects.exists()


def test_loading_twice_and_the_same_line_in_another_file_count_once(cast: Cast) -> None:
    load = kept(cast, line_of(cast))
    assert [services.load_file(load, by=cast.hr, at=AT) for _ in range(2)] == [1, 0]
    again = kept(cast, line_of(cast), line_of(cast, "別の研修"))
    assert [match.row.title for match in services.dry_run(again, on=ON).known] == ["自治体DX研修"]
    assert services.load_file(again, by=cast.hr, at=AT) == 1
    assert OutsideTraining.objects.count() == 2
    assert AuditEvent.objects.filter(action="outside.loaded", subject=cast.alice).count() == 2


def test_a_load_taken_back_can_be_loaded_anew(cast: Cast) -> None:
    load = kept(cast, line_of(cast))
    services.load_file(load, by=cast.hr, at=AT)
    assert [services.take_back(load, by=cast.hr, at=AT) for _ in range(2)] == [1, 0]
    assert services.load_file(load, by=cast.hr, at=AT) == 0
    assert services.load_file(kept(cast, line_of(cast)), by=cast.hr, at=AT) == 1


def test_a_dry_run_asks_as_much_for_a_hundred_lines_as_for_one(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [UserFactory() for _ in range(100)]
    load = kept(cast, *(f"{person.staff_no},,研修,J-LIS,2026-06-01,7," for person in people))
    with django_assert_num_queries(2):
        assert len(services.dry_run(load, on=ON).new) == 100


def test_hr_checks_a_file_and_loads_it_and_the_person_reads_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    address = reverse("learning:outside")
    workbook = SimpleUploadedFile("研修.csv", b"PK\x03\x04")
    assert "Excel" in client.post(address, {"file": workbook}).text
    text = f"{HEAD}{line_of(cast)}\n000,x,研修,J-LIS,あした,7,\n"
    response = client.post(address, {"file": SimpleUploadedFile("研修.csv", text.encode("utf-8-sig"))})
    page = client.get(response.url).text
    assert "あした" in page
    load = OutsideLoad.objects.get()
    client.post(reverse("learning:outside-apply", args=[load.uuid]))
    client.force_login(cast.alice)
    assert "自治体DX研修" in client.get(reverse("me")).text


def test_a_number_that_lost_its_zeros_is_said_to_have(cast: Cast) -> None:
    bob = UserFactory(staff_no="000417")
    report = services.dry_run(kept(cast, "417,,研修,J-LIS,2026-06-01,7,", "999999,,研修,J-LIS,2026-06-01,7,"), on=ON)
    assert [(problem.line, problem.code) for problem in report.problems] == [(2, "lost_zeros"), (3, "unknown_person")]
    assert bob not in [match.person for match in report.new]
