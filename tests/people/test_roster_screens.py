from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from lms.people.models import AuditEvent, Posting, RosterLoad, TitleRank, User
from lms.people.roster import services
from tests.cast import Cast
from tests.people.loads import AT, apply, check
from tests.people.rosters import as_bytes, changed, line

OCTOBER = date(2026, 10, 1)
HOUSE = [line(f"9{n:05}", f"職員 {n}") for n in range(12)]
State = RosterLoad.State
DELTA = RosterLoad.Form.DELTA


def everyone(cast: Cast) -> list[dict[str, str]]:
    """A full roster of those who are here, so that HR does not load themselves out of office."""
    return [line(person.staff_no, person.name) for person in User.objects.filter(postings__isnull=False)]


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def page(client: Client, load: RosterLoad, **query: str) -> str:
    response = client.get(reverse("people:roster_load", args=[load.uuid]), query)
    assert response.status_code == 200
    return response.content.decode()


def press(
    client: Client, step: str, load: RosterLoad, commits: DjangoCaptureOnCommitCallbacks, **data: object
) -> RosterLoad:
    with commits(execute=True):
        response = client.post(reverse(f"people:roster_{step}", args=[load.uuid]), data)
    assert response.status_code == 302
    load.refresh_from_db()
    return load


def upload(client: Client, data: bytes, name: str = "名簿.csv", form: str = "full") -> object:
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("people:roster"), {"file": file, "as_of": "2026-10-01", "form": form})


def test_hr_takes_a_roster_from_upload_to_undo(hr, cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(hr, as_bytes(HOUSE), form="delta")
    load = RosterLoad.objects.get()
    assert response.url == reverse("people:roster_load", args=[load.uuid])
    assert (load.state, load.uploaded_by, load.filename) == (State.READY, cast.hr, "名簿.csv")
    shown = page(hr, load, kind="join")
    assert "職員 0" in shown
    assert "総務部 情報政策課" in shown

    assert press(hr, "approve", load, django_capture_on_commit_callbacks).state == State.APPLIED
    assert (load.applied_by, User.objects.filter(staff_no__startswith="9").count()) == (cast.hr, 12)
    assert "まで取り消せます" in page(hr, load)

    assert press(hr, "undo", load, django_capture_on_commit_callbacks).state == State.UNDONE
    assert not User.objects.filter(staff_no__startswith="9").exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("名簿.xlsx", b"PK", "Excel ブック"),
        ("名簿.pdf", b"%PDF", "CSV ファイルではありません"),
        ("名簿.csv", b"", "ファイルが空です"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_at_the_door(hr, name: str, data: bytes, words: str) -> None:
    response = upload(hr, data, name)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not RosterLoad.objects.exists()


def test_a_file_beyond_the_limit_is_refused(hr, settings) -> None:
    settings.ROSTER_MAX_BYTES = 10
    assert upload(hr, as_bytes(HOUSE)).status_code == 422


def test_progress_is_shown_until_the_work_is_over(hr) -> None:
    load = check(HOUSE, on=OCTOBER)
    address = reverse("people:roster_progress", args=[load.uuid])
    RosterLoad.objects.update(state=State.CHECKING, rows_done=250, rows_total=1000)
    response = hr.get(address)
    assert "HX-Refresh" not in response
    assert "1000行のうち250行" in response.content.decode()
    assert address in page(hr, load)
    RosterLoad.objects.update(state=State.READY)
    assert hr.get(address)["HX-Refresh"] == "true"


def test_problems_stand_first_with_line_and_remedy(hr) -> None:
    load = check([*HOUSE, line("", "番号 無子")], on=OCTOBER)
    shown = page(hr, load)
    assert "直すところが1件あります" in shown
    assert "職員番号がありません。" in shown
    assert "職員番号を入れるか、この行を除いてください。" in shown
    assert reverse("people:roster_approve", args=[load.uuid]) not in shown


def test_hr_maps_an_unknown_column_and_title_and_checks_again(hr, django_capture_on_commit_callbacks) -> None:
    load = check([each | {"好きな色": "青"} for each in HOUSE], on=OCTOBER)
    assert "列「好きな色」" in page(hr, load)
    press(hr, "check", load, django_capture_on_commit_callbacks, **{"column-0": ""})
    assert load.state == State.READY

    load = check(changed(HOUSE, "900003", 職名="副参事"), on=OCTOBER)
    press(hr, "check", load, django_capture_on_commit_callbacks, **{"title-0": "division_head"})
    assert load.state == State.READY
    assert TitleRank.objects.get(title="副参事").rank.key == "division_head"


def test_what_is_not_decided_stays_a_problem(hr, django_capture_on_commit_callbacks) -> None:
    load = check(changed(HOUSE, "900003", 職名="副参事"), on=OCTOBER)
    press(hr, "check", load, django_capture_on_commit_callbacks, **{"title-0": "?"})
    assert load.state == State.REFUSED


def test_many_leavers_are_confirmed_by_their_number(hr, cast, django_capture_on_commit_callbacks) -> None:
    here = everyone(cast)
    apply([*here, *HOUSE])
    load = check([*here, *HOUSE[:6]], on=OCTOBER)
    address = reverse("people:roster_approve", args=[load.uuid])
    assert hr.post(address).status_code == 422
    assert hr.post(address, {"leavers": 5}).status_code == 422
    load.refresh_from_db()
    assert load.state == State.READY
    press(hr, "approve", load, django_capture_on_commit_callbacks, leavers=6)
    assert load.state == State.APPLIED


def test_a_stale_load_says_so_and_can_be_checked_again(hr, django_capture_on_commit_callbacks) -> None:
    apply(HOUSE, form=DELTA)
    load = check(changed(HOUSE, "900003", 職名="係長"), on=OCTOBER, form=DELTA)
    apply(changed(HOUSE, "900004", 職名="係長"), on=OCTOBER, form=DELTA)
    press(hr, "approve", load, django_capture_on_commit_callbacks)
    assert "点検の後に職員情報が変わった" in page(hr, load)
    assert press(hr, "check", load, django_capture_on_commit_callbacks).state == State.READY


def test_a_discarded_load_keeps_its_file(hr, django_capture_on_commit_callbacks) -> None:
    load = press(hr, "discard", check(HOUSE, on=OCTOBER, form=DELTA), django_capture_on_commit_callbacks)
    assert load.state == State.DISCARDED
    press(hr, "approve", load, django_capture_on_commit_callbacks)
    assert load.state == State.DISCARDED
    response = hr.get(reverse("people:roster_file", args=[load.uuid]))
    assert b"".join(response.streaming_content) == as_bytes(HOUSE, "utf-8")
    assert response["Content-Disposition"].startswith("attachment")


def test_a_download_is_audited(hr, cast) -> None:
    load = check(HOUSE, on=OCTOBER)
    hr.get(reverse("people:roster_file", args=[load.uuid]))
    event = AuditEvent.objects.get(action="roster.downloaded")
    assert (event.actor, event.target) == (cast.hr, str(load.uuid))


def test_a_load_a_worker_left_is_taken_up_again(cast) -> None:
    from lms.people.roster.tasks import resume_roster_loads

    load = check(HOUSE, on=OCTOBER, form=DELTA)
    services.approve_load(load, by=cast.hr, at=AT)
    resume_roster_loads()
    load.refresh_from_db()
    assert load.state == State.APPLIED
    assert Posting.objects.filter(person__staff_no="900003").exists()


def test_an_unexpected_failure_is_told_and_changes_nothing(hr, cast, monkeypatch) -> None:
    from lms.people.roster import tasks, writing

    def fail(*_args: object) -> None:
        raise RuntimeError("disk full")

    load = check(HOUSE, on=OCTOBER, form=DELTA)
    services.approve_load(load, by=cast.hr, at=AT)
    monkeypatch.setattr(writing, "write_difference", fail)
    with pytest.raises(RuntimeError):
        tasks.apply_roster_load(load.pk)
    assert not User.objects.filter(staff_no__startswith="9").exists()
    load.refresh_from_db()
    assert "予期しない理由で止まりました" in page(hr, load)


def test_a_page_of_lines_asks_the_same_queries_however_long(hr, django_assert_max_num_queries) -> None:
    for people in (1, 200):
        load = check([line(f"8{n:05}", 職名="主事") for n in range(people)], on=OCTOBER)
        with django_assert_max_num_queries(14):
            page(hr, load, kind="join")


def test_hr_finds_the_rosters_in_the_admin_menu(hr, client, cast) -> None:
    assert reverse("people:roster") in hr.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(cast.author)
    assert reverse("people:roster") not in client.get(reverse("wagtailadmin_home")).content.decode()
