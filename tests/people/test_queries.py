from datetime import date

import pytest

from lms.people import queries
from lms.people.models import Department, User
from tests.factories import framework
from tests.people.loads import ON, apply
from tests.people.rosters import changed, line

OCTOBER = date(2026, 10, 1)
SECTION = {"係コード": "010101", "係": "DX推進係"}
HOUSE = [
    line("000004", "青木 花子", **SECTION),
    line("000003", "係 長子", **SECTION, 職名="係長"),
    line("000002", "課 長子", 係コード="", 係="", 職名="課長"),
    line("000001", "部 長子", 課コード="", 課="", 係コード="", 係="", 職名="部長"),
    line("000005", "市 民子", 部コード="02", 部="市民部", 課コード="0201", 課="市民課"),
]


@pytest.fixture(autouse=True)
def house(db: None) -> None:
    framework()
    apply(HOUSE)
    renamed = [each | {"課": "デジタル課"} if each.get("課コード") == "0101" else each for each in HOUSE]
    apply(
        changed(renamed, "000004", 係コード="", 係="", 課コード="0201", 部コード="02", 部="市民部", 課="市民課"),
        on=OCTOBER,
    )


def person(number: str) -> User:
    return User.objects.get(staff_no=number)


def test_the_tree_is_as_of_a_date(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        before, after = queries.department_tree(ON), None
    after = queries.department_tree(OCTOBER)
    assert [node.path for node in before.walk()] == [
        "総務部",
        "総務部 情報政策課",
        "総務部 情報政策課 DX推進係",
        "市民部",
        "市民部 市民課",
    ]
    assert "総務部 デジタル課" in [node.path for node in after.walk()]
    assert [node.depth for node in before.walk()] == [0, 1, 2, 0, 1]


def test_people_below_a_department() -> None:
    bureau = Department.objects.get(code="01")
    assert set(queries.people_below(bureau, ON)) == {person(f"00000{n}") for n in range(1, 5)}
    assert set(queries.people_below(bureau, OCTOBER)) == {person(f"00000{n}") for n in range(1, 4)}


def test_where_somebody_belongs_on_a_date(django_assert_num_queries) -> None:
    alice = person("000004")
    with django_assert_num_queries(1):
        assert queries.standing_of(alice, ON) == queries.Standing(department="DX推進係", title="主事")
    assert queries.standing_of(alice, OCTOBER).department == "市民課"
    assert queries.department_of(alice, OCTOBER).code == "0201"
    assert queries.standing_of(alice, date(2020, 1, 1)) is None


def test_who_somebody_rates_on_a_date() -> None:
    assert list(queries.reports_of(person("000003"), ON)) == [person("000004")]
    assert list(queries.reports_of(person("000003"), OCTOBER)) == []
    assert list(queries.reports_of(person("000002"), ON, role="second")) == [person("000004")]


def test_full_department_names_of_many(django_assert_num_queries) -> None:
    people = list(User.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        labels = queries.department_labels(people, ON)
    assert labels[person("000004").pk] == "総務部 情報政策課 DX推進係"


def test_lists_follow_organisation_then_rank_then_number(django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        found = queries.staff_list(ON)
    assert [each.staff_no for each in found] == ["000001", "000002", "000003", "000004", "000005"]
    below = queries.department_tree(ON).ids_below(Department.objects.get(code="0101").pk)
    assert [each.staff_no for each in queries.staff_list(ON, below)] == ["000002", "000003", "000004"]
