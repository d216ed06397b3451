"""Deletions from proposal to record: four eyes, whole steps, and a leaver of whom only the figures stay."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assessments.models import Answer, Objection
from lms.learning.models import HandIn, Notice, ScormCommit
from lms.lib import clock
from lms.operations.backups import services as backups
from lms.operations.models import DeletionItem, DeletionRun, DoomedFile, Hold
from lms.operations.retention import ledger, queries, registry, running, services, staff, tasks
from lms.operations.retention.paper import deletion_pdf
from lms.operations.retention.registry import PERSON
from lms.operations.retention.services import Refused
from lms.people import audit
from lms.people.models import AuditEvent, RosterLoad, User
from tests.cast import Cast
from tests.operations.retention.conftest import FILE, LEFT, LONG_AGO, NOW, Leaving

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def proposed(cast: Cast) -> DeletionRun:
    return services.propose(document_no="職第12号", note="", by=cast.hr, at=NOW, on=TODAY)


def approved(cast: Cast) -> DeletionRun:
    return services.approve(looked(proposed(cast), cast), by=cast.admin, at=NOW, on=TODAY)


def looked(run: DeletionRun, cast: Cast) -> DeletionRun:
    return services.note_look(run, 0, by=cast.hr, at=NOW)


def carried_out(cast: Cast) -> DeletionRun:
    run = approved(cast)
    running.perform(run)
    run.refresh_from_db()
    return run


def test_leaver_is_due_from_the_april_after_five_years(leaving: Leaving):
    assert leaving.person in queries.leavers(date(2021, 4, 1))
    due = {each.record_class.key: each for each in queries.due_on(date(2026, 3, 31))}
    assert not due[PERSON].people
    due = {each.record_class.key: each for each in queries.due_on(date(2026, 4, 1))}
    assert set(due[PERSON].people) == {leaving.person.pk}


def test_nothing_is_deleted_before_somebody_else_approves(leaving: Leaving, cast: Cast):
    run = proposed(cast)
    running.perform(run)
    with pytest.raises(Refused):
        services.approve(run, by=cast.hr, at=NOW, on=TODAY)
    leaving.person.refresh_from_db()
    assert leaving.person.name == "青木 花子"
    looked(run, cast)
    services.approve(run, by=cast.admin, at=NOW, on=TODAY)


def test_database_itself_wants_four_eyes(leaving: Leaving, cast: Cast):
    run = proposed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeletionRun.objects.filter(pk=run.pk).update(state="running", decided_by=cast.hr, decided_at=NOW)


def test_there_is_one_open_deletion(leaving: Leaving, cast: Cast):
    proposed(cast)
    with pytest.raises(Refused):
        services.propose(document_no="", note="", by=cast.admin, at=NOW, on=TODAY)


def test_proposal_turned_down_deletes_nothing_and_may_come_again(leaving: Leaving, cast: Cast):
    run = proposed(cast)
    services.reject(run, by=cast.admin, at=NOW, on=TODAY)
    with pytest.raises(Refused):
        services.approve(run, by=cast.admin, at=NOW, on=TODAY)
    assert default_storage.exists(FILE)
    assert proposed(cast).number == "D-R8-2"


def test_leaver_is_nowhere_named_any_more(leaving: Leaving, cast: Cast):
    number = leaving.person.staff_no
    carried_out(cast)
    words = ["青木", "花子", "アオキ", "alice@", "私の改善", "よくやった", "my own words"]
    for model in apps.get_models():
        for row in model._base_manager.values():
            row.pop("request_key", None)  # a browser's random number; the factory puts words there
            said = json.dumps(row, default=str, ensure_ascii=False)
            assert not [word for word in words if word in said], (model, row)
    assert not User.objects.filter(staff_no=number).exists()
    lines = AuditEvent.objects.values_list("target", "details")
    assert not [line for line in lines if number in str(line)]


def test_pseudonym_leads_back_to_nobody(leaving: Leaving, cast: Cast):
    carried_out(cast)
    person = User.objects.get(pk=leaving.person.pk)
    assert person.staff_no.startswith("x-")
    assert person.name == f"退職者{person.staff_no.removeprefix('x-')}"
    assert (person.kana, person.email, person.is_active, person.has_usable_password()) == ("", "", False, False)
    assert person.joined_on == date(2001, 4, 1)
    assert person.left_on == LEFT
    assert person.forgotten_at == NOW


def test_what_counts_for_figures_stays(leaving: Leaving, cast: Cast):
    carried_out(cast)
    leaving.assessment.refresh_from_db()
    leaving.enrolment.refresh_from_db()
    leaving.hand_in.refresh_from_db()
    assert (leaving.assessment.level, leaving.assessment.state) == (3, "confirmed")
    assert leaving.assessment.department == cast.department
    assert Counter(Answer.objects.values_list("level", flat=True))[3] == 2
    assert leaving.enrolment.completed_at == LONG_AGO
    assert leaving.hand_in.review.verdict == "accepted"
    assert leaving.session.cmi.completion == "completed"
    posting = leaving.person.postings.get()
    assert (posting.department, posting.rank.key, posting.title) == (cast.department, "staff", "")


def test_files_go_after_the_commit(leaving: Leaving, cast: Cast):
    carried_out(cast)
    assert not default_storage.exists(FILE)
    assert not DoomedFile.objects.exists()


def test_number_of_a_certificate_stays_verifiable_without_a_name(leaving: Leaving, cast: Cast, client):
    carried_out(cast)
    client.force_login(cast.hr)
    page = client.get(f"/verify/{leaving.certificate.number}/?name=青木+花子")
    assert page.status_code == 200
    assert leaving.certificate.number in page.content.decode()
    assert "退職者" not in page.content.decode()
    assert client.get(f"/learn/certificates/{leaving.certificate.uuid}.pdf").status_code == 404


def test_trail_is_whole_and_says_who_was_forgotten_by_key_alone(leaving: Leaving, cast: Cast):
    carried_out(cast)
    assert audit.first_broken_line() is None
    line = AuditEvent.objects.get(action="deletion.forgotten")
    assert (line.subject_id, line.actor_id, line.details) == (leaving.person.pk, cast.admin.pk, {})
    deeds = AuditEvent.objects.filter(action__startswith="deletion.").order_by("sequence")
    assert list(deeds.values_list("action", flat=True)) == [
        "deletion.proposed",
        "deletion.looked",
        "deletion.approved",
        "deletion.forgotten",
        "deletion.finished",
    ]


# Holds and second thoughts


@pytest.mark.parametrize("is_everybody", [True, False])
def test_hold_keeps_a_leaver_out(leaving: Leaving, cast: Cast, is_everybody: bool):
    person = None if is_everybody else leaving.person
    hold = services.place_hold(person, reason=Hold.Reason.DISPUTE, note="職第1号", by=cast.hr, at=NOW)
    assert not any(leaving.person.pk in each.people for each in queries.due_on(TODAY))
    assert services.release_hold(hold, by=cast.hr, at=NOW)
    assert not services.release_hold(hold, by=cast.hr, at=NOW)
    assert any(leaving.person.pk in each.people for each in queries.due_on(TODAY))


def test_hold_placed_after_approval_still_keeps(leaving: Leaving, cast: Cast):
    run = approved(cast)
    services.place_hold(leaving.person, reason=Hold.Reason.DISCLOSURE, note="", by=cast.hr, at=NOW)
    running.perform(run)
    leaving.person.refresh_from_db()
    assert leaving.person.name == "青木 花子"
    assert run.items.get(key=PERSON).outcome == DeletionItem.Outcome.KEPT
    assert default_storage.exists(FILE)


def test_open_objection_keeps_by_itself(leaving: Leaving, cast: Cast):
    Objection.objects.create(
        assessment=leaving.assessment,
        confirmation=leaving.assessment.confirmations.get(),
        text="違う",
        request_key="o",
        by=leaving.person,
        at=NOW,
    )
    assert not any(leaving.person.pk in each.people for each in queries.due_on(TODAY))


def test_who_came_back_is_left_alone(leaving: Leaving, cast: Cast):
    run = approved(cast)
    User.objects.filter(pk=leaving.person.pk).update(left_on=None)
    running.perform(run)
    leaving.person.refresh_from_db()
    assert leaving.person.name == "青木 花子"


# Dead workers


def test_worker_that_dies_leaves_whole_steps_and_the_next_one_ends_it(
    leaving: Leaving, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    User.objects.filter(pk__in=[cast.charlie.pk, cast.author.pk]).update(left_on=LEFT)
    run = approved(cast)
    forgotten: list[str] = []
    keepers = registry.person_keepers(PERSON)
    real = keepers[-1].erase

    def die_at_second(person: User, before: date) -> registry.Erased:
        erased = real(person, before)
        forgotten.append(str(person.pk))
        if len(forgotten) == 2:
            raise KeyboardInterrupt  # the worker is killed with everything of the step done but not committed
        return erased

    dying = registry.PersonKeeper(record_class=PERSON, erase=die_at_second)
    with monkeypatch.context() as killed:
        killed.setattr(running, "person_keepers", lambda key: [*keepers[:-1], dying] if key == PERSON else [])
        with pytest.raises(KeyboardInterrupt):
            running.perform(run)
    run.refresh_from_db()
    assert run.state == DeletionRun.State.RUNNING
    assert User.objects.exclude(forgotten_at=None).count() == 1
    # Whoever was in the middle is as before, name and all.
    assert User.objects.filter(pk=forgotten[1], forgotten_at=None).exclude(name__startswith="退職者").exists()
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: NOW + tasks.LOST_AFTER * 2)
        tasks.resume_deletions()
    run.refresh_from_db()
    assert run.state == DeletionRun.State.DONE
    assert User.objects.exclude(forgotten_at=None).count() == 3
    assert AuditEvent.objects.filter(action="deletion.forgotten").count() == 3


def test_file_whose_deletion_was_interrupted_goes_with_the_next_worker(
    leaving: Leaving, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    run = approved(cast)
    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", lambda name: (_ for _ in ()).throw(OSError("no such disk")))
        with pytest.raises(OSError, match="no such disk"):
            running.perform(run)
    assert DoomedFile.objects.get().name == FILE
    assert HandIn.objects.get().file == ""
    running.perform(run)
    run.refresh_from_db()
    assert run.state == DeletionRun.State.DONE
    assert not default_storage.exists(FILE)


def test_carrying_out_again_changes_nothing(leaving: Leaving, cast: Cast):
    run = carried_out(cast)
    before = list(User.objects.order_by("pk").values()), AuditEvent.objects.count()
    tasks.perform_deletion(str(run.uuid))
    for item in run.items.all():
        running.perform_step(item.pk)
    assert not running.finish(run, at=NOW)
    assert (list(User.objects.order_by("pk").values()), AuditEvent.objects.count()) == before


# Classes of people still in office


def test_old_notices_and_traces_go_though_their_person_stays(leaving: Leaving, cast: Cast):
    User.objects.filter(pk=leaving.person.pk).update(left_on=None)
    Notice.objects.create(
        person=leaving.person, kind="assigned", key="n2", on=date(2026, 6, 1), at=NOW, subject="今年", body="…", url="/"
    )
    run = carried_out(cast)
    assert [notice.subject for notice in Notice.objects.all()] == ["今年"]
    assert not ScormCommit.objects.exists()
    assert {line.record_class.key for line in queries.run_lines(run)} == {
        "assessment_words", "handins", "traces", "notices", "trail",
    }  # fmt: skip
    leaving.person.refresh_from_db()
    assert leaving.person.name == "青木 花子"
    assert audit.first_broken_line() is None


def test_held_persons_lines_of_the_trail_keep_their_details(leaving: Leaving, cast: Cast):
    services.place_hold(leaving.person, reason=Hold.Reason.AUDIT, note="", by=cast.hr, at=NOW)
    carried_out(cast)
    assert AuditEvent.objects.get(action="sign_in.succeeded").details == {"ip": "10.1.2.3"}
    assert AuditEvent.objects.get(action="handin.handed_over").details == {}


# Loaded files


def old_roster(person: User) -> RosterLoad:
    load = RosterLoad(
        filename="名簿.csv", as_of=LONG_AGO.date(), state="applied", uploaded_at=LONG_AGO, touched_at=LONG_AGO
    )
    load.file.save("roster.csv", ContentFile(f"{person.staff_no},{person.name}".encode()))
    load.changes.create(line=1, staff_no=person.staff_no, name=person.name, kind="join")
    return load


def test_roster_goes_from_the_disk_though_one_it_names_is_held(leaving: Leaving, cast: Cast):
    load = old_roster(leaving.person)
    path = Path(load.file.path)
    services.place_hold(leaving.person, reason=Hold.Reason.AUDIT, note="", by=cast.hr, at=NOW)
    assert path.read_bytes()
    run = carried_out(cast)
    assert not path.exists()
    load.refresh_from_db()
    assert (load.file.name, load.changes.count()) == ("", 0)
    [line] = [line for line in queries.run_lines(run) if line.record_class.key == "files"]
    assert (line.deleted, line.files) == (1, 1)
    [paper] = PdfReader(BytesIO(deletion_pdf(run))).pages
    assert "ディスクから消えたことを確認" in paper.extract_text().replace("\n", "")


def test_hold_on_everybody_keeps_roster_files(leaving: Leaving, cast: Cast):
    load = old_roster(leaving.person)
    run = approved(cast)
    services.place_hold(None, reason=Hold.Reason.AUDIT, note="", by=cast.hr, at=NOW)
    running.perform(run)
    assert Path(load.file.path).exists()


def test_file_that_will_not_go_keeps_the_run_open(leaving: Leaving, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    run = approved(cast)
    with monkeypatch.context() as stubborn:
        stubborn.setattr(default_storage, "delete", lambda name: None)
        with pytest.raises(FileExistsError):
            running.perform(run)
    run.refresh_from_db()
    assert run.state == DeletionRun.State.RUNNING


# The record


def test_record_names_nobody_who_was_deleted(leaving: Leaving, cast: Cast):
    run = carried_out(cast)
    paper = PdfReader(BytesIO(deletion_pdf(run)))
    [page] = paper.pages
    text = page.extract_text()
    assert "D-R8-1" in text
    assert "職第12号" in text
    assert cast.hr.name in text
    assert cast.admin.name in text
    assert "青木" not in text
    assert str(leaving.person.pk) not in text


def test_list_beside_the_backups_holds_keys_alone(leaving: Leaving, cast: Cast):
    run = carried_out(cast)
    [path] = ledger.folder().glob("*.json")
    text = path.read_text(encoding="utf-8")
    assert str(leaving.person.pk) in text
    assert not [word for word in ("青木", leaving.hand_in.filename, "alice") if word in text]
    assert path.stem == str(run.uuid)


# Terms


def test_term_is_set_within_its_bounds(cast: Cast):
    services.set_term("files", 1, document_no="総第3号", by=cast.admin, at=NOW)
    assert queries.years_by_class()["files"] == 1
    for key, years in (("files", 9), ("files", 5), (PERSON, 3), ("trail", 1)):
        if key == PERSON:
            services.set_term("files", 3, document_no="", by=cast.admin, at=NOW)
        with pytest.raises(Refused):
            services.set_term(key, years, document_no="", by=cast.admin, at=NOW)


def test_later_change_of_a_term_changes_no_run(leaving: Leaving, cast: Cast):
    run = approved(cast)
    services.set_term(PERSON, 10, document_no="", by=cast.admin, at=NOW)
    running.perform(run)
    assert User.objects.get(pk=leaving.person.pk).forgotten_at


def test_day_of_the_trail_is_the_citys(cast: Cast):
    """31 March 23:30 in the city is a day of the old fiscal year though UTC has the same day all afternoon."""
    at = timezone.make_aware(datetime(2021, 3, 31, 23, 30))  # noqa: DTZ001 - made aware
    audit.record("sign_in.failed", actor=None, at=at, details={"ip": "10.0.0.1"})
    assert dict(staff.trail_due(date(2021, 4, 1))) == {"2021-03": 1}
    assert dict(staff.trail_due(date(2021, 3, 31))) == {}


@pytest.mark.usefixtures("restoring")
@pytest.mark.django_db(transaction=True)
def test_restored_backup_does_not_bring_anybody_back(
    leaving: Leaving, cast: Cast, installation: Path, capsys: pytest.CaptureFixture
):
    made = backups.make_backup(at=NOW)
    run = carried_out(cast)
    capsys.readouterr()
    call_command("restore", str(installation / "backups" / made.file_name), "--yes")
    assert f"{run.number}" in capsys.readouterr().out
    person = User.objects.get(pk=leaving.person.pk)
    assert person.name.startswith("退職者")
    assert not default_storage.exists(FILE)
    again = DeletionRun.objects.get(uuid=run.uuid)
    assert (again.number, again.state) == (run.number, DeletionRun.State.DONE)
    assert again.proposed_office == run.proposed_office
    assert (again.looked_by, again.looked_at, again.places_found) == (cast.hr, NOW, 0)
    assert audit.first_broken_line() is None
    call_command("apply_deletions")
    assert DeletionRun.objects.count() == 1


@pytest.mark.usefixtures("restoring")
@pytest.mark.django_db(transaction=True)
def test_operations_page_names_the_deletions_a_restore_repeated(cast: Cast, leaving: Leaving, installation: Path):
    made = backups.make_backup(at=NOW)
    run = carried_out(cast)
    client = Client()
    client.force_login(cast.admin)
    assert run.number not in client.get("/ops/").content.decode()
    _manifest, repeated = backups.restore(installation / "backups" / made.file_name, at=NOW)
    assert [run.number in said for said in repeated] == [True]
    client.force_login(User.objects.get(pk=cast.admin.pk))
    page = client.get("/ops/").content.decode()
    assert made.file_name in page
    assert reverse("operations:deletion", args=[run.uuid]) in page


@pytest.mark.django_db(transaction=True)
def test_hold_in_a_backup_holds_again_and_the_list_stays_whole(leaving: Leaving, cast: Cast, installation: Path):
    hold = services.place_hold(leaving.person, reason=Hold.Reason.AUDIT, note="", by=cast.hr, at=LONG_AGO)
    made = backups.make_backup(at=NOW)
    services.release_hold(hold, by=cast.hr, at=NOW)
    run = carried_out(cast)
    listed = (ledger.folder() / f"{run.uuid}.json").read_text(encoding="utf-8")
    _manifest, [said] = backups.restore(installation / "backups" / made.file_name, at=NOW + timedelta(days=1))
    assert "対象外1件" in said
    assert User.objects.get(pk=leaving.person.pk).name == "青木 花子"
    assert (ledger.folder() / f"{run.uuid}.json").read_text(encoding="utf-8") == listed
    again = DeletionRun.objects.get(uuid=run.uuid)
    assert (again.finished_at, again.repeated_at) == (run.finished_at, NOW + timedelta(days=1))
