from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.cycles import close_cycle, open_cycle, request_opening
from assessments.errors import Refused
from assessments.models import Assessment, Exclusion
from assessments.states import CycleState
from lms.people.models import AuditEvent, Posting, RaterAssignment, User
from tests.cast import Cast
from tests.factories import (
    DepartmentFactory,
    PostingFactory,
    RankFactory,
    RaterAssignmentFactory,
    UserFactory,
    WorkingGroupMembershipFactory,
)
from tests.factories.assessments import AT, CycleFactory


def test_opening_binds_group_department_title_and_raters_of_the_reference_date(cast: Cast) -> None:
    later = RaterAssignment.objects.get(person=cast.alice, role=RaterAssignment.Role.FIRST)
    later.valid_to = date(2026, 11, 2)
    later.save()
    RaterAssignmentFactory(person=cast.alice, rater=cast.charlie, valid_from=date(2026, 11, 2))
    open_cycle(CycleFactory(), by=cast.hr, at=AT)
    assessment = Assessment.objects.select_related("group").get(person=cast.alice)
    assert assessment.first_rater == cast.supervisor
    assert assessment.second_rater == cast.second
    assert assessment.group.key == "all_staff"
    assert assessment.department == cast.department
    assert assessment.title == "主事"


def test_working_group_member_with_an_earlier_group_is_marked_as_shown_again(cast: Cast) -> None:
    WorkingGroupMembershipFactory(person=cast.supervisor)
    WorkingGroupMembershipFactory(person=cast.alice)
    open_cycle(CycleFactory(), by=cast.hr, at=AT)
    rows = Assessment.objects.select_related("group").in_bulk(field_name="pk").values()
    found = {row.person_id: (row.group.key, row.is_secondary_wg) for row in rows}
    assert found[cast.supervisor.pk] == ("leader_section", True)
    assert found[cast.alice.pk] == ("leader_wg", False)


@pytest.mark.parametrize(
    ("posting", "reason"),
    [
        ({"kind": Posting.Kind.LEAVE}, "leave"),
        ({"kind": Posting.Kind.SECONDED_OUT}, "seconded_out"),
    ],
)
def test_who_is_away_on_the_reference_date_is_left_out_with_the_reason(cast: Cast, posting, reason) -> None:
    PostingFactory(person=cast.alice, valid_from=date(2026, 10, 1), **posting)
    open_cycle(CycleFactory(), by=cast.hr, at=AT)
    assert not Assessment.objects.filter(person=cast.alice).exists()
    left_out = Exclusion.objects.select_related("group").get(person=cast.alice)
    assert left_out.reason == reason
    assert left_out.group is not None
    assert left_out.group.key == "all_staff"


def test_who_came_back_the_day_before_takes_part(cast: Cast) -> None:
    PostingFactory(
        person=cast.alice,
        kind=Posting.Kind.LEAVE,
        valid_from=date(2026, 6, 1),
        valid_to=date(2026, 11, 1),
    )
    open_cycle(CycleFactory(), by=cast.hr, at=AT)
    assert Assessment.objects.filter(person=cast.alice).exists()


def test_fiscal_year_appointments_are_left_out_unless_the_cycle_takes_them(cast: Cast) -> None:
    Posting.objects.filter(person=cast.alice).update(employment=Posting.Employment.FISCAL_YEAR)
    open_cycle(CycleFactory(), by=cast.hr, at=AT)
    assert Exclusion.objects.get(person=cast.alice).reason == "fiscal_year"
    open_cycle(CycleFactory(code="R8-4", excluded_employments=[]), by=cast.hr, at=AT)
    assert Assessment.objects.filter(person=cast.alice, cycle__code="R8-4").exists()


def test_who_has_left_or_not_joined_is_neither_assessed_nor_left_out(cast: Cast) -> None:
    User.objects.filter(pk=cast.alice.pk).update(left_on=date(2026, 10, 31))
    User.objects.filter(pk=cast.charlie.pk).update(joined_on=date(2026, 12, 1))
    open_cycle(CycleFactory(), by=cast.hr, at=AT)
    gone = [cast.alice, cast.charlie]
    assert not Assessment.objects.filter(person__in=gone).exists()
    assert not Exclusion.objects.filter(person__in=gone).exists()


def test_opening_twice_adds_only_who_came_in_between(cast: Cast) -> None:
    cycle = CycleFactory()
    first = open_cycle(cycle, by=cast.hr, at=AT)
    before = set(Assessment.objects.values_list("pk", flat=True))
    newcomer = UserFactory()
    PostingFactory(person=newcomer, department=DepartmentFactory(), rank=RankFactory(key="staff"))
    second = open_cycle(cycle, by=cast.hr, at=AT)
    third = open_cycle(cycle, by=cast.hr, at=AT)
    assert first.assessments == len(before)
    assert (second.assessments, third.assessments) == (1, 0)
    assert set(Assessment.objects.exclude(person=newcomer).values_list("pk", flat=True)) == before


def test_opening_takes_the_same_queries_for_few_and_many(cast: Cast, django_assert_num_queries) -> None:
    few, many = CycleFactory(), CycleFactory(code="R8-4")
    with CaptureQueriesContext(connection) as for_few:
        open_cycle(few, by=cast.hr, at=AT)
    expected = len(for_few)
    rank = RankFactory(key="staff")
    for _ in range(30):
        PostingFactory(person=UserFactory(), department=cast.department, rank=rank)
    with django_assert_num_queries(expected):
        opened = open_cycle(many, by=cast.hr, at=AT)
    assert opened.assessments == 39


def test_closed_cycle_stays_closed(cast: Cast) -> None:
    cycle = CycleFactory()
    open_cycle(cycle, by=cast.hr, at=AT)
    close_cycle(cycle, by=cast.hr, at=AT)
    close_cycle(cycle, by=cast.hr, at=AT)
    assert AuditEvent.objects.filter(action="cycle.closed").count() == 1
    for refused in (open_cycle, request_opening):
        with pytest.raises(Refused):
            refused(cycle, by=cast.hr, at=AT)
    cycle.refresh_from_db()
    assert cycle.state == CycleState.CLOSED


def test_planned_cycle_cannot_be_closed(cast: Cast) -> None:
    with pytest.raises(Refused):
        close_cycle(CycleFactory(), by=cast.hr, at=AT)


def test_opening_and_closing_are_on_the_trail(cast: Cast) -> None:
    cycle = CycleFactory()
    open_cycle(cycle, by=cast.hr, at=AT)
    close_cycle(cycle, by=cast.hr, at=AT)
    actions = AuditEvent.objects.filter(actor=cast.hr, target="R8-3").order_by("sequence")
    assert list(actions.values_list("action", flat=True)) == ["cycle.opened", "cycle.closed"]
