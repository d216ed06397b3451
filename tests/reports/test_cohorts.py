"""The explorer: its cut, its filters, the names behind its numbers."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from assessments.models import Assessment, Cycle
from lms.people.models import AuditEvent, Role, RoleGrant, User, WorkingGroup, WorkingGroupMembership
from reports.cohorts import DRILLS, Filters, cohort, names
from reports.figures import committee_figures
from reports.models import SavedView
from tests.cast import Cast
from tests.factories import DepartmentFactory
from tests.reports.conftest import AS_OF
from tests.reports.conftest import LEVELS as DRAWN

FOLLOWED = [pair for pair in DRAWN if None not in pair]
CYCLE_NOBODY_READS = {
    "code": "other",
    "name_ja": "別",
    "opens_on": date(2026, 12, 1),
    "closes_on": date(2026, 12, 2),
    "reference_on": date(2026, 12, 1),
}
HERE = {"as_of": AS_OF.isoformat()}


def cut(**asked: Any):
    return cohort(Filters(as_of=AS_OF, **asked))


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def test_the_table_of_transitions_counts_the_same_people(two_cycles: list[Cycle]) -> None:
    table = cut(group="all_staff").transitions
    assert table == [[FOLLOWED.count((before, after)) for after in range(6)] for before in range(6)]


def test_without_filters_the_explorer_and_the_committee_count_alike(two_cycles: list[Cycle]) -> None:
    for group in committee_figures(AS_OF).groups:
        assert cut(group=group.key).figures.counts == {**group.counts, "excluded": 0, "shown_again": 0}


def test_every_number_has_as_many_names(two_cycles: list[Cycle]) -> None:
    found = cut(group="all_staff")
    counts = found.figures.counts
    keys = {"now": "in_scope", "base": "base_in_scope", "joined": "joiners", "left": "leavers"}
    for drill in DRILLS:
        assert len(names(found, drill)) == counts[keys.get(drill, drill)]
    for before in range(6):
        for after in range(6):
            assert len(names(found, f"{before}-{after}")) == found.transitions[before][after]
    with pytest.raises(KeyError):
        names(found, "3-x")


def test_a_working_group_is_that_of_the_reference_date(two_cycles: list[Cycle]) -> None:
    group = WorkingGroup.objects.create(name="窓口BPR")
    members = list(User.objects.filter(assessments__cycle=two_cycles[1]).order_by("staff_no")[:3])
    for person, until in zip(members, (None, date(2026, 9, 1), date(2026, 10, 2)), strict=True):
        WorkingGroupMembership.objects.create(
            working_group=group, person=person, valid_from=date(2026, 5, 1), valid_to=until
        )
    assert set(cut(working_group=group.uuid).rows["person"]) == {members[0].pk, members[2].pk}


def test_a_department_holds_those_below_it_and_who_has_left_since(cast: Cast, two_cycles: list[Cycle]) -> None:
    everybody = len(cut().rows)
    # Charlie works elsewhere.
    assert len(cut(department=cast.department.uuid).rows) == everybody - 1
    assert len(cut(department=DepartmentFactory().uuid).rows) == 0
    gone = Assessment.objects.filter(cycle=two_cycles[1]).order_by("pk").first()
    Assessment.objects.filter(pk=gone.pk).update(
        cycle=Cycle.objects.create(**CYCLE_NOBODY_READS, framework_id=two_cycles[0].framework_id)
    )
    assert gone.person_id in set(cut(department=cast.department.uuid).people("left")["person"])


def test_the_joining_year_is_a_fiscal_year(two_cycles: list[Cycle]) -> None:
    first, second = User.objects.filter(assessments__cycle=two_cycles[1]).order_by("staff_no")[:2]
    User.objects.exclude(pk__in=[first.pk, second.pk]).update(joined_on=date(2000, 4, 1))
    User.objects.filter(pk=first.pk).update(joined_on=date(2026, 3, 31))
    User.objects.filter(pk=second.pk).update(joined_on=date(2026, 4, 1))
    assert set(cut(joined=2025).rows["person"]) == {first.pk}
    assert set(cut(joined=2026).rows["person"]) == {second.pk}


def test_hr_of_one_department_sees_that_department(cast: Cast, two_cycles: list[Cycle]) -> None:
    elsewhere = DepartmentFactory()
    RoleGrant.objects.filter(person=cast.hr).delete()
    RoleGrant.objects.create(person=cast.hr, role=Role.HR, department=elsewhere, valid_from=date(2026, 4, 1))
    assert len(cohort(Filters(as_of=AS_OF), viewer=cast.hr).rows) == 0
    RoleGrant.objects.create(person=cast.hr, role=Role.HR, department=cast.department, valid_from=date(2026, 4, 1))
    asked_anew = User.objects.get(pk=cast.hr.pk)
    assert len(cohort(Filters(as_of=AS_OF), viewer=asked_anew).rows) == len(cut().rows) - 1


def test_the_page_shows_both_views_and_keeps_its_filters_in_the_address(hr: Client, two_cycles: list[Cycle]) -> None:
    page = hr.get("/reports/cohorts/", {**HERE, "group": "all_staff"}).content.decode()
    assert "16人のうち" in page
    assert "as_of=2026-11-01&amp;group=all_staff&amp;who=3-4" in page


def test_an_unknown_filter_is_refused(hr: Client, two_cycles: list[Cycle]) -> None:
    assert hr.get("/reports/cohorts/", {**HERE, "group": "kings"}).status_code == 422


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"as_of": "2999-01-01"}, "今日以前の日"),
        ({"as_of": "2026-02-31"}, "日付は"),
        ({"cycle": "R8-1", "base": "R8-2"}, "前の期を選んでください"),
    ],
)
def test_what_cannot_be_is_refused_with_the_remedy(
    hr: Client, two_cycles: list[Cycle], asked: dict[str, str], words: str
) -> None:
    page = hr.get("/reports/cohorts/", asked)
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_looking_at_names_is_on_record(hr: Client, cast: Cast, two_cycles: list[Cycle]) -> None:
    page = hr.get("/reports/cohorts/names/", {**HERE, "group": "all_staff", "who": "3-4"})
    assert len(page.context["page"].object_list) == 3
    event = AuditEvent.objects.get(action="report.names_viewed")
    assert (event.actor, event.details["people"], event.details["who"]) == (cast.hr, 3, "3-4")
    assert hr.get("/reports/cohorts/names/", {**HERE, "who": "everyone"}).status_code == 404


def test_a_view_is_kept_under_a_name_and_forgotten(hr: Client, cast: Cast, two_cycles: list[Cycle]) -> None:
    query = "as_of=2026-11-01&group=all_staff"
    for _ in range(2):
        response = hr.post("/reports/cohorts/views/", {"name": "全職員", "query": query})
    assert response["Location"] == f"/reports/cohorts/?{query}"
    view = SavedView.objects.get(person=cast.hr)
    assert f'href="/reports/cohorts/?{query.replace("&", "&amp;")}"' in hr.get("/reports/cohorts/").content.decode()
    hr.post(f"/reports/cohorts/views/{view.uuid}/forget/")
    assert not SavedView.objects.exists()


def test_the_chart_is_drawn(hr: Client, two_cycles: list[Cycle]) -> None:
    response = hr.get("/reports/cohorts.svg", {**HERE, "group": "all_staff"})
    assert response.content.startswith(b"<?xml")


def test_the_command_prints_the_cut(two_cycles: list[Cycle]) -> None:
    out = StringIO()
    call_command("cohort_figures", "--as-of", AS_OF.isoformat(), "--group", "all_staff", stdout=out)
    printed = json.loads(out.getvalue())
    assert printed["fixed_cohort"]["people"] == len(FOLLOWED) == sum(map(sum, printed["transitions"]))
    assert printed["in_office"]["composition"]["level_3"]["now"] == printed["in_office"]["at_least_3"]["people"]


def test_a_cut_asks_the_same_number_of_questions_however_many_people(
    two_cycles: list[Cycle], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        names(cut(group="all_staff"), "now")
