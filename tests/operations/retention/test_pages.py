"""The pages of retention: who sees what, and a deletion pressed through from proposal to PDF."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from lms.operations.models import DeletionRun, Hold
from lms.operations.retention import running, services
from lms.people.models import AuditEvent, Role, RoleGrant, User
from tests.cast import Cast
from tests.operations.retention.conftest import NOW, Leaving

pytestmark = pytest.mark.django_db
HOME = "/ops/retention/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_two_people_carry_a_deletion_through(leaving: Leaving, cast: Cast, django_capture_on_commit_callbacks: object):
    hr, admin = signed_in(cast.hr), signed_in(cast.admin)
    response = hr.post(reverse("operations:propose_deletion"), {"document_no": "職第1号", "note": "定例"})
    run = DeletionRun.objects.get()
    assert response["Location"] == reverse("operations:deletion", args=[run.uuid])
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        hr.post(reverse("operations:approve_deletion", args=[run.uuid]))
    run.refresh_from_db()
    assert run.state == DeletionRun.State.PROPOSED
    admin.post(reverse("operations:approve_deletion", args=[run.uuid]))
    run.refresh_from_db()
    assert run.state == DeletionRun.State.PROPOSED, "nobody has looked where the leavers are named"
    hr.post(reverse("operations:look_for_names", args=[run.uuid]))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        admin.post(reverse("operations:approve_deletion", args=[run.uuid]))
    run.refresh_from_db()
    assert run.state == DeletionRun.State.DONE
    response = admin.get(reverse("operations:deletion_record", args=[run.uuid]))
    assert response["Content-Type"] == "application/pdf"
    assert "D-R8-1" in PdfReader(BytesIO(response.content)).pages[0].extract_text()
    assert run.number in text(hr, HOME)


def test_names_are_for_hr_alone_and_looking_is_recorded(leaving: Leaving, cast: Cast):
    hr, admin = signed_in(cast.hr), signed_in(cast.admin)
    assert "青木 花子" in text(hr, reverse("operations:retention_people"))
    assert AuditEvent.objects.filter(action="retention.names_viewed", actor=cast.hr).count() == 1
    admin.post(reverse("operations:propose_deletion"))
    page = reverse("operations:deletion", args=[DeletionRun.objects.get().uuid])
    assert "青木" in text(hr, page)
    assert "青木" not in text(admin, page)
    assert "青木" not in text(admin, HOME)


def test_hr_of_a_department_has_no_part_in_it(leaving: Leaving, cast: Cast):
    RoleGrant.objects.filter(person=cast.hr, role=Role.HR).update(department=cast.department)
    assert signed_in(cast.hr).get(HOME).status_code == 403


def test_desk_asks_whoever_did_not_propose_it(leaving: Leaving, cast: Cast):
    RoleGrant.objects.create(person=cast.admin, role=Role.HR, valid_from="2026-04-01")
    hr, colleague = signed_in(cast.hr), signed_in(cast.admin)
    assert "D-R8-1" not in text(colleague, "/hr/")
    hr.post(reverse("operations:propose_deletion"))
    assert "D-R8-1" in text(colleague, "/hr/")
    assert "D-R8-1" not in text(hr, "/hr/")


def test_there_is_no_record_before_the_end(leaving: Leaving, cast: Cast):
    hr = signed_in(cast.hr)
    hr.post(reverse("operations:propose_deletion"))
    run = DeletionRun.objects.get()
    assert hr.get(reverse("operations:deletion_record", args=[run.uuid])).status_code == 404


def test_hold_is_placed_and_released(leaving: Leaving, cast: Cast):
    hr, holds = signed_in(cast.hr), reverse("operations:holds")
    asked = {"staff_no": leaving.person.staff_no, "reason": "dispute", "note": "職第2号"}
    assert hr.post(holds, asked).status_code == 302
    hold = Hold.objects.get()
    assert (hold.person, hold.reason, hold.placed_by) == (leaving.person, "dispute", cast.hr)
    hr.post(reverse("operations:propose_deletion"))
    assert not DeletionRun.objects.filter(items__person=leaving.person.pk).exists()
    hr.post(reverse("operations:release_hold", args=[hold.uuid]))
    assert not Hold.objects.standing().exists()


@pytest.mark.parametrize("asked", [{}, {"is_everybody": "on", "staff_no": "000001"}, {"staff_no": "zzz"}])
def test_hold_wants_one_person_or_everybody(asked: dict[str, str], cast: Cast):
    User.objects.filter(pk=cast.alice.pk).update(staff_no="000001")
    response = signed_in(cast.hr).post(reverse("operations:holds"), {**asked, "reason": "audit"})
    assert response.status_code == 422
    assert not Hold.objects.exists()


def test_term_out_of_bounds_is_refused_with_the_bounds(cast: Cast):
    admin, address = signed_in(cast.admin), reverse("operations:retention_term", args=["files"])
    response = admin.post(address, {"years": 6})
    assert response.status_code == 422
    assert "1年から5年" in response.content.decode()
    assert admin.post(address, {"years": 2, "document_no": "総第3号"}).status_code == 302
    event = AuditEvent.objects.get(action="retention.term_set")
    assert event.details == {"years": 2, "former": 3, "document_no": "総第3号"}
    assert admin.get(reverse("operations:retention_term", args=["nothing"])).status_code == 404


def test_page_asks_no_more_of_the_database_for_more_leavers(
    leaving: Leaving, cast: Cast, django_assert_max_num_queries: object
):
    hr = signed_in(cast.hr)
    address = reverse("operations:retention_people")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        text(hr, address)
    User.objects.filter(pk__in=[cast.charlie.pk, cast.author.pk, cast.auditor.pk]).update(left_on="2021-04-01")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        text(hr, address)


def test_trail_reads_on_after_its_details_are_gone(leaving: Leaving, cast: Cast):
    run = services.propose(document_no="", note="", by=cast.hr, at=NOW, on=NOW.date())
    services.note_look(run, 0, by=cast.hr, at=NOW)
    services.approve(run, by=cast.admin, at=NOW, on=NOW.date())
    running.perform(run)
    page = text(signed_in(cast.auditor), "/audit/")
    assert "青木" not in page
    assert "退職者を仮名に置き換えた" in page
