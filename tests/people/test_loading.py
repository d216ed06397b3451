from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.core.files.base import ContentFile
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from lms.people import audit
from lms.people.models import (
    AuditEvent,
    Department,
    DepartmentPeriod,
    Posting,
    RaterAssignment,
    RosterChange,
    RosterLoad,
    User,
)
from lms.people.roster import services
from lms.people.roster.services import RosterRefused
from tests.factories import EnrolmentFactory, framework
from tests.people.loads import AT, ON, apply, check, start
from tests.people.rosters import changed, city, line

State = RosterLoad.State
OCTOBER = date(2026, 10, 1)
HOUSE = [
    line("000001", "部 長子", 課コード="", 課="", 職名="部長"),
    line("000002", "課 長子", 職名="課長"),
    line("000003", "𠮷田 花子", フリガナ="ヨシダ ハナコ"),
    line("000004", "上田 二郎", 職名="主任"),
]
DATED = (DepartmentPeriod, Posting, RaterAssignment)


@pytest.fixture(autouse=True)
def ranks(db: None) -> None:
    framework()


def rows_of(model: type[models.Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.order_by("pk").values())


def everything() -> list[list[dict[str, Any]]]:
    return [rows_of(model) for model in (User, Department, *DATED)]


def post_on(staff_no: str, on: date) -> Posting:
    return Posting.objects.filter(person__staff_no=staff_no, kind="main").on(on).get()


def test_a_first_roster_makes_people_posts_departments_and_raters() -> None:
    load = apply(HOUSE, encoding="utf-8-sig")
    assert load.state == State.APPLIED
    person = User.objects.get(staff_no="000003")
    assert (person.name, person.family_name, person.kana) == ("𠮷田 花子", "𠮷田", "ヨシダ ハナコ")
    assert not is_password_usable(person.password)
    assert person in User.objects.matching("よしだ")
    assert (person.joined_on, post_on("000003", ON).title) == (ON, "主事")
    assert DepartmentPeriod.objects.get(department__code="0101").parent == Department.objects.get(code="01")
    raters = RaterAssignment.objects.filter(person=person).order_by("role").values_list("role", "rater__staff_no")
    assert list(raters) == [("first", "000002"), ("second", "000001")]


def test_a_check_changes_nothing_but_its_own_lines() -> None:
    apply(HOUSE)
    before = everything()
    load = check(changed(HOUSE, "000003", 職名="係長"), on=OCTOBER)
    assert everything() == before
    assert load.state == State.READY
    assert load.summary["counts"]["promote"] == 1
    assert load.rows_done == load.rows_total == 4


def test_checking_again_replaces_the_lines() -> None:
    load = check(HOUSE)
    lines = load.changes.count()
    services.check_load(load, at=AT)
    assert load.changes.count() == lines


def test_history_stays_and_the_new_rows_begin_on_the_day() -> None:
    apply(HOUSE)
    moved = changed(HOUSE, "000003", 課コード="0102", 課="職員課", 職名="係長")
    apply(moved, on=OCTOBER)
    before, after = post_on("000003", OCTOBER - timedelta(days=1)), post_on("000003", OCTOBER)
    assert (before.title, before.department.code, before.valid_to) == ("主事", "0101", OCTOBER)
    assert (after.title, after.department.code, after.valid_to) == ("係長", "0102", None)


def test_loading_the_same_roster_again_writes_no_row() -> None:
    apply(HOUSE)
    before = everything()
    load = apply(reversed(HOUSE), encoding="utf-8-sig")
    assert everything() == before
    assert not load.changes.exclude(kind=RosterChange.Kind.PROBLEM).exists()


def test_applying_twice_is_one_application() -> None:
    load = apply(HOUSE)
    before = everything()
    services.apply_load(load, by=None, at=AT + timedelta(minutes=1))
    assert everything() == before
    assert AuditEvent.objects.filter(action="roster.applied").count() == 1


def test_a_leaver_holds_nothing_from_the_day_on_and_rates_nobody() -> None:
    apply(HOUSE)
    apply(HOUSE[:1] + HOUSE[2:], on=OCTOBER, confirmed=True)
    gone = User.objects.get(staff_no="000002")
    assert gone.left_on == OCTOBER
    assert not Posting.objects.filter(person=gone).on(OCTOBER).exists()
    assert not RaterAssignment.objects.filter(rater=gone).on(OCTOBER).exists()
    assert RaterAssignment.objects.filter(person__staff_no="000003", role="first").on(OCTOBER).get().rater == (
        User.objects.get(staff_no="000001")
    )


def test_a_known_last_day_ends_the_posts_by_itself() -> None:
    apply(changed(HOUSE, "000003", 退職日="2027-03-31"))
    assert post_on("000003", date(2027, 3, 31)).valid_to == date(2027, 4, 1)
    apply(changed(HOUSE, "000003", 退職日="2027-09-30"))
    assert post_on("000003", date(2027, 9, 30)).valid_to == date(2027, 10, 1)


def test_a_corrected_file_for_the_same_day_replaces_rows_that_never_held() -> None:
    apply(HOUSE)
    apply(changed(HOUSE, "000003", 職名="技師"))
    assert Posting.objects.filter(person__staff_no="000003").count() == 1
    assert post_on("000003", ON).title == "技師"


def test_a_roster_dated_before_a_booked_one_leaves_the_booked_days_alone() -> None:
    april = date(2027, 4, 1)
    apply(HOUSE)
    apply(changed(HOUSE, "000003", 職名="係長"), on=april)
    apply(changed(HOUSE, "000003", 職名="技師"), on=OCTOBER)
    assert post_on("000003", OCTOBER).title == "技師"
    assert post_on("000003", april).title == "係長"
    assert post_on("000003", OCTOBER).valid_to == april


def test_a_refused_roster_is_kept_and_changes_nothing() -> None:
    before = everything()
    load = check([*HOUSE, line("", "番号 無子")])
    assert load.state == State.REFUSED
    with pytest.raises(RosterRefused, match="not_ready"):
        services.apply_load(load, by=None, at=AT)
    assert everything() == before
    with load.file.open("rb") as kept:
        assert "番号 無子".encode() in kept.read()


def test_an_unreadable_file_is_kept_and_named() -> None:
    load = services.start_load(ContentFile(b"PK\x03\x04", name="roster.xlsx"), by=None, at=AT, as_of=ON)
    services.check_load(load, at=AT)
    assert (load.state, load.changes.get().code) == (State.REFUSED, "excel_file")


def test_many_leavers_need_a_second_confirmation() -> None:
    apply(HOUSE)
    load = check(HOUSE[:3], on=OCTOBER)
    with pytest.raises(RosterRefused, match="not_confirmed"):
        services.apply_load(load, by=None, at=AT)
    services.apply_load(load, by=None, at=AT, confirmed=True)
    assert load.state == State.APPLIED


def test_a_load_whose_city_has_changed_since_its_check_is_not_applied() -> None:
    apply(HOUSE)
    load = check(changed(HOUSE, "000003", 職名="係長"), on=OCTOBER)
    apply(changed(HOUSE, "000004", 職名="係長"), on=OCTOBER)
    before = everything()
    with pytest.raises(RosterRefused, match="stale"):
        services.apply_load(load, by=None, at=AT)
    load.refresh_from_db()
    assert (load.state, load.failure) == (State.REFUSED, "stale")
    assert everything() == before


def test_undo_restores_every_row() -> None:
    apply(HOUSE)
    before = everything()
    different = [
        *changed(changed(HOUSE, "000003", 課コード="0102", 課="職員課"), "000004", 氏名="上山 二郎")[1:],
        line("000009", "新人 一郎", 課="情報政策課"),
    ]
    load = apply(different, on=OCTOBER, confirmed=True, at=AT + timedelta(hours=1))
    assert everything() != before
    services.undo_load(load, by=None, at=AT + timedelta(days=6))
    assert everything() == before
    assert load.state == State.UNDONE


def test_undo_restores_rows_that_a_correction_of_the_same_day_replaced() -> None:
    apply(HOUSE)
    before = everything()
    load = apply(changed(HOUSE, "000002", 職名="係長"), at=AT + timedelta(hours=1))
    services.undo_load(load, by=None, at=AT + timedelta(hours=2))
    assert everything() == before


def test_undo_ends_with_its_days() -> None:
    load = apply(HOUSE)
    with pytest.raises(RosterRefused, match="too_late"):
        services.undo_load(load, by=None, at=AT + timedelta(days=7))


def test_undo_goes_backwards_only() -> None:
    first = apply(HOUSE)
    second = apply(changed(HOUSE, "000003", 職名="係長"), on=OCTOBER, at=AT + timedelta(hours=1))
    with pytest.raises(RosterRefused, match="later_load"):
        services.undo_load(first, by=None, at=AT + timedelta(hours=2))
    services.undo_load(second, by=None, at=AT + timedelta(hours=2))
    services.undo_load(first, by=None, at=AT + timedelta(hours=2))
    assert not User.objects.exists()


def test_undo_refuses_to_delete_who_has_begun_to_learn() -> None:
    load = apply(HOUSE)
    EnrolmentFactory(learner=User.objects.get(staff_no="000003"))
    before = everything()
    with pytest.raises(RosterRefused, match="in_use"):
        services.undo_load(load, by=None, at=AT)
    assert everything() == before
    load.refresh_from_db()
    assert load.state == State.APPLIED


def test_undo_refuses_when_a_rater_was_changed_by_hand_since() -> None:
    load = apply(HOUSE)
    RaterAssignment.objects.filter(person__staff_no="000003", role="first").update(valid_to=OCTOBER)
    with pytest.raises(RosterRefused, match="changed_since"):
        services.undo_load(load, by=None, at=AT)


def test_accounts_without_a_post_are_not_ended_by_a_roster() -> None:
    keeper = User.objects.create_user("break-glass", "correct-horse-battery", name="非常用")
    apply(HOUSE)
    keeper.refresh_from_db()
    assert keeper.left_on is None


def test_every_step_leaves_a_line_in_a_whole_chain() -> None:
    load = apply(HOUSE)
    services.undo_load(load, by=None, at=AT)
    actions = AuditEvent.objects.order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["roster.uploaded", "roster.checked", "roster.applied", "roster.undone"]
    assert audit.first_broken_line() is None
    assert AuditEvent.objects.get(action="roster.applied").details["digest"] == load.digest


def test_a_saved_mapping_mends_an_unknown_column(cast) -> None:
    lines = [each | {"所管": "x"} for each in HOUSE]
    assert check(lines, on=OCTOBER).changes.filter(code="unknown_column").exists()
    services.map_columns({"所管": "", "謎": "no_such_field"}, by=cast.hr, at=AT)
    load = check(lines, on=OCTOBER)
    assert not load.changes.filter(code="unknown_column").exists()
    assert load.summary["ignored_columns"] == ["所管"]


def test_a_mapped_title_has_its_rank(cast) -> None:
    lines = changed(HOUSE, "000003", 職名="副参事")
    assert check(lines, on=OCTOBER).state == State.REFUSED
    services.map_titles({"副参事": "division_head"}, by=cast.hr, at=AT)
    assert not check(lines, on=OCTOBER).changes.filter(code="unknown_title").exists()


def test_queries_grow_by_batches_not_by_people() -> None:
    counts = []
    for people, on in ((20, ON), (400, OCTOBER)):
        load = start(city(people), on=on)
        with CaptureQueriesContext(connection) as queries:
            services.check_load(load, at=AT)
            services.apply_load(load, by=None, at=AT, confirmed=True)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 15
