"""Lists as files: built in the background, their asker's alone, gone after a week; what fails says what to do."""

import errno
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.models import Cycle
from curriculum.models import CourseVersion
from lms.people.models import AuditEvent
from reports.files import services, tasks
from reports.files.models import ReportFile
from tests.cast import Cast
from tests.factories import CourseVersionFactory, EnrolmentFactory
from tests.reports.conftest import *  # noqa: F403  # its fixture two_cycles

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
PURPOSE = {"purpose": "監査への回答"}
State = ReportFile.State


@pytest.fixture
def version(cast: Cast) -> CourseVersion:
    version = CourseVersionFactory(course__slug="a02", course__is_mandatory=True, title="情報セキュリティ")
    done = datetime(2026, 6, 1, tzinfo=UTC)
    EnrolmentFactory(learner=cast.alice, course_version=version, state="completed", completed_at=done)
    EnrolmentFactory(learner=cast.supervisor, course_version=version, due_on=date(2026, 6, 10))
    return version


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def asked(cast: Cast, *, file_format: str = "csv", listing: str = "audit", **query: str) -> ReportFile:
    filters = {"course": "a02", "as_of": "2026-06-15"} | query
    return services.ask_for_file(
        listing, query=urlencode(filters), file_format=file_format, **PURPOSE, language="ja", by=cast.hr, at=AT
    )


def built(cast: Cast, **options: str) -> ReportFile:
    file = asked(cast, **options)
    services.build_file(file, at=AT)
    file.refresh_from_db()
    return file


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_hr_asks_watches_and_fetches(hr, version, kind, django_capture_on_commit_callbacks) -> None:
    address = f"{reverse('reports:learning_audit_file')}?course=a02&as_of=2026-06-15"
    waiting = hr.post(address, {"kind": kind} | PURPOSE)
    file = ReportFile.objects.get()
    assert waiting["Location"] == reverse("reports:file", args=[file.uuid])
    page = hr.get(waiting["Location"]).content.decode()
    assert "順番を待っています" in page
    assert 'http-equiv="refresh"' in page
    assert "HX-Refresh" not in hr.get(reverse("reports:file_progress", args=[file.uuid]))

    with django_capture_on_commit_callbacks(execute=True):
        hr.post(address, {"kind": kind} | PURPOSE)
    file = ReportFile.objects.latest("pk")
    assert (file.state, file.rows_done, file.rows_total) == (State.READY, 9, 9)
    assert hr.get(reverse("reports:file_progress", args=[file.uuid]))["HX-Refresh"] == "true"
    assert (
        reverse("reports:file_download", args=[file.uuid])
        in hr.get(reverse("reports:file", args=[file.uuid])).content.decode()
    )
    answer = hr.get(reverse("reports:file_download", args=[file.uuid]))
    assert answer["Content-Disposition"] == f'attachment; filename="audit-a02-20260615.{kind}"'
    assert len(answer.getvalue()) == file.size


def test_every_step_of_a_list_that_leaves_is_on_record(hr: Client, cast: Cast, version: CourseVersion) -> None:
    file = built(cast)
    hr.get(reverse("reports:file_download", args=[file.uuid]))
    events = AuditEvent.objects.filter(action__startswith="report.").order_by("sequence")
    assert [event.action for event in events] == ["report.asked", "report.exported", "report.downloaded"]
    assert all(event.details["purpose"] == "監査への回答" for event in events)
    assert (events[1].details["rows"], events[1].details["sha256"]) == (9, file.sha256)


def test_the_file_says_who_took_it_out_and_when_it_was_asked_for(cast: Cast, version: CourseVersion) -> None:
    lines = built(cast).file.read().decode("utf-8-sig").splitlines()
    assert cast.hr.name in lines[3]
    assert "2026-11-20T10:00+09:00" in lines[3]
    assert "監査への回答" in lines[3]


def test_paper_and_workbook_hold_the_same_names(cast: Cast, version: CourseVersion) -> None:
    sheet = load_workbook(BytesIO(built(cast, file_format="xlsx").file.read())).worksheets[0]
    names = {row[1] for row in sheet.iter_rows(min_row=6, values_only=True)}
    paper = PdfReader(BytesIO(built(cast, file_format="pdf").file.read())).pages[0].extract_text()
    assert cast.alice.name in names
    assert all(str(name) in paper for name in names)


def test_the_people_behind_a_number_are_a_file_too(cast: Cast, two_cycles: list[Cycle]) -> None:
    file = built(cast, listing="cohort", cycle="R8-2", group="all_staff", as_of="2026-11-01", who="3-4")
    text = file.file.read().decode("utf-8-sig")
    assert file.rows_total == 3
    assert text.count("レベル4(能力)") >= 3
    assert "人事評価" in text


@pytest.mark.parametrize(
    ("listing", "filters"),
    [("audit", {"course": "gone"}), ("cohort", {"as_of": "1999-01-01"}), ("cohort", {"cycle": "gone"})],
)
def test_a_list_of_something_gone_says_so(hr, cast, version, listing, filters) -> None:
    file = built(cast, listing=listing, **filters)
    assert (file.state, file.failure) == (State.FAILED, "gone")
    page = hr.get(reverse("reports:file", args=[file.uuid])).content.decode()
    assert "一覧のページで選び直してください" in page


def test_a_full_disk_says_whom_to_tell(hr, cast, version, monkeypatch) -> None:
    def full(*_args: object) -> bytes:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setitem(services.WRITERS, "csv", full)
    file = asked(cast)
    with pytest.raises(OSError, match="no space"):
        tasks.build_report_file(file.pk)
    assert "空き容量" in hr.get(reverse("reports:file", args=[file.uuid])).content.decode()
    monkeypatch.undo()
    assert hr.post(reverse("reports:file_again", args=[file.uuid])).status_code == 302
    tasks.build_report_file(file.pk)
    file.refresh_from_db()
    assert (file.state, file.failure) == (State.READY, "")


def test_a_second_run_changes_nothing(cast: Cast, version: CourseVersion) -> None:
    file = built(cast)
    before = file.sha256
    tasks.build_report_file(file.pk)
    file.refresh_from_db()
    assert (file.state, file.sha256) == (State.READY, before)
    assert AuditEvent.objects.filter(action="report.exported").count() == 1


def test_what_a_dead_worker_left_is_taken_up(cast: Cast, version: CourseVersion, monkeypatch) -> None:
    file = asked(cast)
    ReportFile.objects.filter(pk=file.pk).update(state=State.BUILDING)
    monkeypatch.setattr("lms.lib.clock.now", lambda: AT + timedelta(minutes=5))
    tasks.sweep_report_files()
    file.refresh_from_db()
    assert file.state == State.BUILDING, "its worker may still be at it"
    monkeypatch.setattr("lms.lib.clock.now", lambda: AT + timedelta(minutes=16))
    tasks.sweep_report_files()
    file.refresh_from_db()
    assert file.state == State.READY


def test_a_file_expires_and_can_be_built_again_as_of_the_same_day(hr, cast, version) -> None:
    file = built(cast)
    stored, storage = file.file.name, file.file.storage
    assert services.let_go(at=AT + timedelta(days=6)) == 0
    assert services.let_go(at=AT + timedelta(days=7)) == 1
    assert not storage.exists(stored)
    answer = hr.get(reverse("reports:file_download", args=[file.uuid]))
    assert answer.status_code == 410
    assert "保存期限が過ぎました" in answer.content.decode()
    hr.post(reverse("reports:file_again", args=[file.uuid]))
    tasks.build_report_file(file.pk)
    file.refresh_from_db()
    assert file.filename == "audit-a02-20260615.csv"


def test_nobody_else_fetches_it(client: Client, cast: Cast, version: CourseVersion) -> None:
    file = built(cast)
    addresses = [reverse(f"reports:{name}", args=[file.uuid]) for name in ("file", "file_progress", "file_download")]
    client.force_login(cast.admin)
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    assert PURPOSE["purpose"] not in client.get(reverse("reports:files")).content.decode()
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [302] * 3


def test_who_has_left_hr_fetches_nothing(client: Client, cast: Cast, version: CourseVersion) -> None:
    file = built(cast)
    cast.hr.role_grants.all().delete()
    client.force_login(cast.hr)
    assert client.get(reverse("reports:file_download", args=[file.uuid])).status_code == 403


def test_my_files_cost_the_same_however_many(hr, cast, version, django_assert_max_num_queries) -> None:
    for _number in range(10):
        asked(cast)
    with django_assert_max_num_queries(12):
        page = hr.get(reverse("reports:files")).content.decode()
    assert page.count("監査への回答") == 10
