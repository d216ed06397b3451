from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.people.roster.diff import Change, Facts
from tests.people.cities import EMPTY, ON, codes, compare, facts_after, facts_of, kinds
from tests.people.rosters import changed, city, line

SMALL = [
    line("000001", "部 長子", 課コード="", 課="", 職名="部長"),
    line("000002", "課 長子", 職名="課長"),
    line("000003", "青木 花子"),
    line("000004", "上田 二郎", 職名="主任"),
]
SECTION = {"係コード": "010101", "係": "DX推進係"}


def only(changes: tuple[Change, ...], kind: str) -> Change:
    (change,) = (change for change in changes if change.kind == kind)
    return change


def test_the_first_roster_brings_people_and_departments() -> None:
    found = compare(EMPTY, SMALL)
    assert kinds(found) == {"join": 4, "reorganise": 2}
    assert found.city.units["0101"].parent == "01"
    assert only(found.changes[:1], "join").after == {"department": "総務部", "title": "部長", "rank": "director"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"課コード": "0102", "課": "職員課"}, {"move": 1, "reorganise": 1}),
        ({"職名": "係長"}, {"promote": 1}),
        ({"職名": "技師"}, {"correct": 1}),
        ({"職名": "会計年度任用職員"}, {"correct": 1}),
        ({"職名": "課長", "課コード": "0102", "課": "職員課"}, {"move": 1, "promote": 1, "reorganise": 1}),
        ({"氏名": "青山 花子"}, {"correct": 1}),
        ({"任用区分": "再任用"}, {"correct": 1}),
        ({"メール": "hanako@city.example"}, {"correct": 1}),
        ({"週勤務時間": "20:00"}, {"correct": 1}),
        ({"退職日": "2027-03-31"}, {"correct": 1}),
        ({"退職日": "2026-03-31"}, {"leave": 1}),
        ({"発令区分": "育休"}, {"absence": 1}),
        ({}, {}),
    ],
)
def test_each_kind_of_change_to_one_person(cells: dict[str, str], expected: dict[str, int]) -> None:
    found = compare(facts_of(SMALL), changed(SMALL, "000003", **cells))
    assert kinds(found) == expected
    assert not found.is_refused


def test_joiners_and_leavers_in_a_full_roster() -> None:
    found = compare(facts_of(SMALL), [*SMALL[:3], line("000009", "新人 一郎")])
    assert kinds(found) == {"join": 1, "leave": 1}
    assert only(found.changes, "leave").staff_no == "000004"


def test_a_list_of_changes_ends_nobody_and_closes_no_department() -> None:
    found = compare(facts_of(SMALL), [line("000003", "青木 花子", 職名="係長")], is_full=False)
    assert kinds(found) == {"promote": 1}
    assert found.city.units.keys() == {"01", "0101"}


def test_a_renamed_department_moves_nobody() -> None:
    renamed = [each | ({"課": "デジタル課"} if each["課コード"] else {}) for each in SMALL]
    found = compare(facts_of(SMALL), renamed)
    assert kinds(found) == {"reorganise": 1}
    change = only(found.changes, "reorganise")
    assert (change.before["department"], change.after["department"]) == ("総務部 情報政策課", "総務部 デジタル課")


def test_a_second_post_begins_and_ends_beside_the_main_one() -> None:
    second = line("000003", "青木 花子", 課コード="0102", 課="職員課", 発令区分="兼務")
    begun = compare(facts_of(SMALL), [*SMALL, second])
    assert kinds(begun) == {"concurrent": 1, "reorganise": 1}
    ended = compare(facts_after(begun), SMALL)
    assert kinds(ended) == {"concurrent": 1, "reorganise": 1}


def test_somebody_on_leave_keeps_the_main_post_and_returns() -> None:
    away = compare(facts_of(SMALL), changed(SMALL, "000003", 発令区分="休職"))
    person = away.city.people["000003"]
    assert {post.kind for post in person.posts} == {"main", "leave"}
    assert kinds(compare(facts_after(away), SMALL)) == {"absence": 1}


def test_the_last_day_in_office_is_a_day_of_work() -> None:
    stays = compare(facts_of(SMALL), changed(SMALL, "000003", 退職日=ON.isoformat()))
    assert stays.city.people["000003"].left_on == date(2026, 4, 2)


def test_a_returner_joins_as_the_same_person() -> None:
    facts = facts_of(SMALL)
    gone = replace(facts.city.people["000003"], posts=frozenset(), left_on=date(2026, 1, 1), kana="アオキ")
    people = {number: person for number, person in facts.city.people.items() if number != "000003"}
    before = replace(facts, city=replace(facts.city, people=people), known=dict(facts.known) | {"000003": gone})
    found = compare(before, SMALL)
    assert kinds(found) == {"join": 1}
    assert (found.city.people["000003"].left_on, found.city.people["000003"].kana) == (None, "アオキ")


def test_a_joiner_of_a_later_day_is_left_out_with_a_warning() -> None:
    found = compare(facts_of(SMALL), [*SMALL, line("000009", 採用日="2026-10-01")])
    assert kinds(found) == {}
    assert "joins_later" in {problem.code for problem in found.problems}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([*SMALL, line("000003", "青木 花子")], ["repeated_number"]),
        ([*SMALL, line("000003", "別人 三郎", 発令区分="兼務")], ["other_name"]),
        ([*SMALL, line("000009", 職名="宇宙飛行士")], ["unknown_title"]),
        ([*SMALL, line("000009", 職名="")], ["no_title"]),
        ([*SMALL, line("000009", 部コード="", 部="", 課コード="", 課="")], ["no_department"]),
        ([*SMALL, line("000009", 課コード="0999", 課="")], ["unknown_department"]),
        ([*SMALL, line("000009", 課="別の課")], ["department_names"]),
        ([*SMALL, line("000009", 部コード="02", 部="市民部")], ["department_place"]),
        ([*SMALL, line("000009", 発令区分="兼務")], ["no_main_post"]),
        ([*SMALL[:2], line("3", "青木 花子"), SMALL[3]], ["lost_zeros"]),
        ([*SMALL, line("000009", 一次評価者="000009")], ["rates_self"]),
        ([*SMALL, line("000009", 一次評価者="777777")], ["unknown_rater"]),
    ],
)
def test_what_contradicts_itself_is_refused_and_named(lines: list[dict[str, str]], expected: list[str]) -> None:
    found = compare(facts_of(SMALL), lines)
    assert codes(found.problems) == expected
    assert found.is_refused
    assert all(problem.line for problem in found.problems if problem.severity == "error")


def test_departments_in_a_circle_are_refused() -> None:
    there = line("000008", 部コード="X", 部="甲", 課コード="Y", 課="乙")
    back = line("000009", 部コード="Y", 部="乙", 課コード="X", 課="甲")
    assert "circular_departments" in codes(compare(facts_of(SMALL), [*SMALL, there, back]).problems)


def test_raters_in_a_circle_are_refused_and_shown() -> None:
    lines = changed(changed(SMALL, "000003", 一次評価者="000004"), "000004", 一次評価者="000003")
    (problem,) = (p for p in compare(facts_of(SMALL), lines).problems if p.severity == "error")
    assert problem.code == "circular_raters"
    assert problem.details["chain"] == "青木 花子 (000003) → 上田 二郎 (000004) → 青木 花子 (000003)"


def test_a_department_without_a_code_is_found_by_its_name() -> None:
    lines = [{k: v for k, v in each.items() if "コード" not in k} for each in SMALL]
    assert kinds(compare(facts_of(SMALL), lines)) == {}
    fresh = compare(EMPTY, lines)
    assert fresh.city.units.keys() == {"総務部", "総務部/情報政策課"}
    assert kinds(compare(facts_after(fresh), lines)) == {}


def test_a_single_department_column_is_enough_for_known_departments() -> None:
    lines = [{"職員番号": "000003", "氏名": "青木 花子", "所属コード": "01"}]
    found = compare(facts_of(SMALL), lines, is_full=False)
    assert kinds(found) == {"move": 1}


@pytest.mark.parametrize(("leavers", "asks"), [(1, False), (2, True)])
def test_more_than_one_leaver_in_ten_asks_again(leavers: int, asks: bool) -> None:
    people = [line(f"{n:06}") for n in range(10)]
    found = compare(facts_of(people), people[leavers:])
    assert (found.leavers, found.needs_confirmation) == (leavers, asks)
    assert not found.is_refused


def test_raters_with_too_many_people_are_warned_of() -> None:
    many = [SMALL[0], SMALL[1], *(line(f"1{n:05}") for n in range(16))]
    warned = [p for p in compare(EMPTY, many).problems if p.code == "many_ratees"]
    assert [(p.staff_no, p.details["count"]) for p in warned] == [("000002", 16)]


def test_people_nobody_rates_are_warned_of() -> None:
    warned = [p.staff_no for p in compare(EMPTY, SMALL).problems if p.code == "no_first_rater"]
    assert warned == ["000001"]


def test_a_booked_later_roster_is_mentioned() -> None:
    facts = replace(facts_of(SMALL), later_load_on=date(2027, 4, 1))
    assert "later_load" in {problem.code for problem in compare(facts, SMALL).problems}


# Whatever the roster: a second load changes nothing, and the order of the lines does not matter.

TITLES = st.sampled_from(["主事", "主任", "係長", "課長", "部長", "会計年度任用職員"])
PLACES = st.sampled_from(
    [
        {"部コード": "01", "部": "総務部", "課コード": "", "課": "", "係コード": "", "係": ""},
        {"部コード": "01", "部": "総務部", "課コード": "0101", "課": "情報政策課", "係コード": "", "係": ""},
        {"部コード": "01", "部": "総務部", "課コード": "0101", "課": "情報政策課", **SECTION},
        {"部コード": "02", "部": "市民部", "課コード": "0201", "課": "市民課", "係コード": "", "係": ""},
    ]
)


@st.composite
def rosters(draw: st.DrawFn) -> list[dict[str, str]]:
    found = []
    for number in draw(st.sets(st.integers(1, 30), min_size=1, max_size=12)):
        main = line(f"{number:06}", f"職員 {number}", 職名=draw(TITLES), **draw(PLACES))
        found.append(main | {"メール": "", "退職日": ""})
        if draw(st.booleans()):
            place = draw(PLACES)
            found.append(found[-1] | place | {"発令区分": draw(st.sampled_from(["兼務", "事務取扱", "休職"]))})
    return found


@settings(max_examples=60, deadline=None)
@given(rosters(), rosters())
def test_loading_twice_changes_nothing_the_second_time(first: list[dict[str, str]], then: list[dict[str, str]]) -> None:
    after = facts_after(compare(facts_of(first), then))
    again = compare(after, then)
    assert again.changes == ()
    assert again.ratings == after.ratings


@settings(max_examples=60, deadline=None)
@given(rosters(), rosters(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(first, then, random) -> None:
    facts: Facts = facts_of(first)
    shuffled = list(then)
    random.shuffle(shuffled)
    one, other = compare(facts, then), compare(facts, shuffled)
    assert [replace(c, line=None) for c in one.changes] == [replace(c, line=None) for c in other.changes]
    assert (one.city, one.ratings) == (other.city, other.ratings)
    assert sorted(p.code for p in one.problems) == sorted(p.code for p in other.problems)


def test_a_whole_city_is_compared_without_problems() -> None:
    found = compare(EMPTY, city(300))
    assert not found.is_refused
    assert kinds(found)["join"] == 300
