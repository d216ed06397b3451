import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from lms.people import audit
from lms.people.models import AuditCheck, AuditEvent
from tests.cast import Cast
from tests.people.loads import AT, apply
from tests.people.rosters import line


@pytest.fixture
def auditor(client: Client, cast: Cast) -> Client:
    client.force_login(cast.auditor)
    return client


@pytest.fixture
def deeds(cast: Cast) -> None:
    audit.record("assessment.viewed", actor=cast.supervisor, subject=cast.alice, at=AT, target="R8-mid")
    audit.record("assessment.rated", actor=cast.supervisor, subject=cast.alice, at=AT, target="R8-mid")
    audit.record("report.exported", actor=cast.hr, at=AT, details={"purpose": "委員会", "comment": "秘密"})


def shown(client: Client, **query: str) -> str:
    return client.get(reverse("people:audit"), query).content.decode()


def table(client: Client, **query: str) -> str:
    return shown(client, **query).partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.mark.usefixtures("deeds")
def test_who_saw_and_changed_what_about_a_person(auditor, cast) -> None:
    rows = table(auditor, words=cast.alice.staff_no)
    assert "評価を閲覧" in rows
    assert "評価を入力" in rows
    assert "レポートを出力" not in rows
    assert cast.supervisor.name in rows


@pytest.mark.usefixtures("deeds")
@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ({"words": "あおき"}, "評価を閲覧", "レポートを出力"),
        ({"words": "R8-mid"}, "評価を入力", "レポートを出力"),
        ({"sort": "saw"}, "評価を閲覧", "評価を入力"),
        ({"sort": "changed"}, "評価を入力", "評価を閲覧"),
        ({"sort": "exported"}, "レポートを出力", "評価を入力"),
        ({"since": "2026-10-01", "until": "2026-10-01"}, "評価を閲覧", "名簿を適用"),
    ],
)
def test_the_list_is_narrowed(auditor, query: dict[str, str], seen: str, unseen: str) -> None:
    rows = table(auditor, **query)
    assert seen in rows
    assert unseen not in rows


@pytest.mark.usefixtures("deeds")
def test_days_outside_show_nothing(auditor) -> None:
    assert table(auditor, since="2026-10-02") == ""
    assert table(auditor, until="2026-09-30") == ""


@pytest.mark.usefixtures("deeds")
def test_metadata_is_shown_but_not_what_was_written(auditor) -> None:
    page = shown(auditor)
    assert "委員会" in page
    assert "秘密" not in page


def test_a_roster_that_changed_somebody_is_found_by_the_person(auditor) -> None:
    apply([line("900001", "職員 一")], form="delta")
    assert "名簿を適用" in table(auditor, words="900001")
    assert "roster.csv" in table(auditor, words="900001")


def test_exchanged_days_are_named(auditor) -> None:
    assert "入れ替えてください" in shown(auditor, since="2026-10-02", until="2026-10-01")


@pytest.mark.usefixtures("deeds")
def test_a_check_says_whether_the_chain_is_whole(auditor, django_capture_on_commit_callbacks) -> None:
    assert "まだ確かめていません" in shown(auditor)
    with django_capture_on_commit_callbacks(execute=True):
        auditor.post(reverse("people:audit_check"))
    assert "連鎖は正しい" in shown(auditor)
    AuditEvent.objects.filter(action="assessment.rated").update(target="changed")
    audit.check_chain(at=AT.replace(year=2030))
    broken = AuditEvent.objects.get(action="assessment.rated").sequence
    assert AuditCheck.objects.order_by("-at").first().broken_at == broken
    assert f"連鎖が{broken}番で壊れています" in shown(auditor)


@pytest.mark.usefixtures("deeds")
def test_an_export_needs_a_purpose_and_leaves_a_line(auditor, cast) -> None:
    address = reverse("people:audit_export") + "?sort=saw"
    refused = auditor.post(address, {"purpose": ""})
    assert refused.status_code == 422
    assert not AuditEvent.objects.filter(action="audit.exported").exists()
    response = auditor.post(address, {"purpose": "=定期監査"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert "=定期監査" in rows[0][0]
    assert cast.auditor.name in rows[0][0]
    assert [row[3] for row in rows[2:]] == ["評価を閲覧"]
    event = AuditEvent.objects.get(action="audit.exported")
    assert (event.actor, event.details["rows"], event.details["purpose"]) == (cast.auditor, 1, "=定期監査")


def test_cells_of_the_export_run_as_no_formula(auditor, cast) -> None:
    audit.record("report.exported", actor=cast.hr, at=AT, target="=1+1")
    response = auditor.post(reverse("people:audit_export"), {"purpose": "定期監査"})
    assert ",'=1+1," in response.content.decode("utf-8-sig")


def test_the_page_asks_the_same_queries_however_long(auditor, cast, django_assert_max_num_queries) -> None:
    for _repeat in range(2):
        audit.record_each("assessment.viewed", actor=cast.hr, at=AT, subjects=[cast.alice] * 30)
        with django_assert_max_num_queries(14):
            shown(auditor, words=cast.alice.staff_no)


def test_many_lines_make_one_whole_chain(cast) -> None:
    audit.record_each("assessment.viewed", actor=cast.hr, at=AT, subjects=[cast.alice, cast.charlie])
    audit.record("assessment.viewed", actor=cast.hr, subject=cast.alice, at=AT)
    assert list(AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]
    assert audit.first_broken_line() is None


def test_a_line_taken_out_is_noticed(cast) -> None:
    audit.record_each("assessment.viewed", actor=cast.hr, at=AT, subjects=[cast.alice] * 3)
    AuditEvent.objects.filter(sequence=2).delete()
    assert audit.first_broken_line() == 2
