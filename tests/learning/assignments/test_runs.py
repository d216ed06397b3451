"""Rules as they run over a small city: who gets what, what a second run does, what follows a transfer or leave."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from curriculum.models import Course, CourseVersion
from lms.learning.assignments import services, tasks
from lms.learning.assignments.models import Assignment, AssignmentRun
from lms.learning.extensions import services as extensions
from lms.learning.models import Enrolment, Notice
from lms.people.models import Posting, RosterLoad, User
from tests.cast import Cast
from tests.factories import (
    CourseFactory,
    CourseVersionFactory,
    DepartmentFactory,
    EnrolmentFactory,
    PostingFactory,
    UserFactory,
    WorkingGroupFactory,
    WorkingGroupMembershipFactory,
)
from tests.factories.assigning import RuleFactory

AT = datetime(2026, 5, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 10, 1, 1, tzinfo=UTC)
DUE = date(2026, 6, 30)
HAND = AssignmentRun.Trigger.HAND


def course() -> Course:
    return CourseVersionFactory(course__live=True).course


def run(at: datetime = AT) -> dict[str, int]:
    return services.run_rules(trigger=HAND, at=at).counts


def changes(counts: dict[str, int]) -> dict[str, int]:
    return {key: value for key, value in counts.items() if key in ("assign", "reopen", "move", "end")}


def taken(person: User) -> Enrolment:
    return Enrolment.objects.get(learner=person)


def post(person: User, **fields: object) -> Posting:
    main = Posting.objects.get(person=person, kind=Posting.Kind.MAIN)
    return PostingFactory(person=person, department=main.department, rank=main.rank, **fields)


def test_everyone_gets_the_course_with_the_reason_and_hears_of_it_once(cast: Cast) -> None:
    RuleFactory(courses=[course()])
    people = User.objects.count()
    assert changes(run()) == {"assign": people}
    given = Assignment.objects.get(learner=cast.alice)
    assert (given.criterion, given.because, given.due_on) == ("everyone", "common", DUE)
    assert taken(cast.alice).due_on == DUE
    assert taken(cast.alice).source == Enrolment.Source.ASSIGNED
    assert Notice.objects.filter(person=cast.alice, kind=Notice.Kind.ASSIGNED).count() == 1


def test_a_second_run_changes_nothing(cast: Cast) -> None:
    RuleFactory(courses=[course(), course()])
    run()
    before = list(Enrolment.objects.order_by("pk").values())
    assert changes(run()) == {}
    assert list(Enrolment.objects.order_by("pk").values()) == before
    assert Notice.objects.filter(person=cast.alice).count() == 1


def test_a_run_whose_worker_died_is_made_up_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = RuleFactory(courses=[course(), course()])
    monkeypatch.setattr(services, "tell", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run()
    monkeypatch.undo()
    assert changes(run()) == {}
    assert Assignment.objects.filter(rule=rule, learner=cast.alice).count() == 2
    assert "ほか1件" in Notice.objects.get(person=cast.alice).subject
    assert Enrolment.objects.filter(learner=cast.alice).count() == 2


def test_rules_ask_for_rank_department_working_group_and_employment(cast: Cast) -> None:
    group = WorkingGroupFactory()
    WorkingGroupMembershipFactory(working_group=group, person=cast.charlie)
    below = DepartmentFactory(period__parent=cast.department, period__kind="section")
    helper = UserFactory(name="係の人")
    PostingFactory(person=helper, department=below, employment="fiscal_year")
    by_rank, by_group, by_department, by_employment = (course() for _ in range(4))
    rank = Posting.objects.get(person=cast.supervisor).rank
    RuleFactory(takes_everyone=False, courses=[by_rank]).ranks.add(rank)
    RuleFactory(takes_everyone=False, courses=[by_group]).working_groups.add(group)
    RuleFactory(takes_everyone=False, courses=[by_department]).departments.add(cast.department)
    RuleFactory(takes_everyone=True, employments=["fiscal_year"], courses=[by_employment])
    run()

    def takers(course: Course) -> set[User]:
        return {row.learner for row in Assignment.objects.filter(course=course).select_related("learner")}

    assert takers(by_rank) == {cast.supervisor}
    assert takers(by_group) == {cast.charlie}
    assert takers(by_employment) == {helper}
    assert helper in takers(by_department)
    assert cast.charlie not in takers(by_department)


def test_a_programmes_course_goes_to_the_groups_it_is_meant_for(cast: Cast) -> None:
    from curriculum.models import Programme, TalentGroup

    programme = Programme.objects.order_by("pk").first()
    meant = course()
    meant.programme = programme
    meant.groups.add(TalentGroup.objects.get(key="all_staff"))
    meant.save()
    other = course()
    other.programme = programme
    other.groups.add(TalentGroup.objects.get(key="leader_wg"))
    other.save()
    RuleFactory(programme=programme)
    run()
    assert Assignment.objects.filter(course=meant, learner=cast.alice).exists()
    assert not Assignment.objects.filter(course=other, learner=cast.alice).exists()


def test_a_joiner_has_thirty_days(cast: Cast) -> None:
    RuleFactory(courses=[course()])
    run()
    joiner = UserFactory(joined_on=date(2026, 10, 1))
    PostingFactory(person=joiner, department=cast.department, valid_from=date(2026, 10, 1))
    assert changes(run(LATER)) == {"assign": 1}
    assert taken(joiner).due_on == date(2026, 11, 2)  # 31 October is a Saturday
    assert Assignment.objects.get(learner=joiner).because == "joined"


def test_leave_pauses_and_the_return_gives_thirty_days(cast: Cast) -> None:
    RuleFactory(courses=[course()])
    run()
    leave = post(cast.alice, kind=Posting.Kind.LEAVE, valid_from=date(2026, 6, 1), valid_to=date(2026, 10, 1))
    assert changes(run(datetime(2026, 7, 1, tzinfo=UTC))) == {}
    assert taken(cast.alice).due_on == DUE
    assert changes(run(LATER)) == {"move": 1}
    assert taken(cast.alice).due_on == date(2026, 11, 2)
    assert leave.valid_to == date(2026, 10, 1)


def test_who_is_on_leave_when_the_rule_begins_gets_it_on_return(cast: Cast) -> None:
    RuleFactory(courses=[course()])
    post(cast.alice, kind=Posting.Kind.LEAVE, valid_from=date(2026, 4, 15), valid_to=date(2026, 10, 1))
    run()
    assert not Enrolment.objects.filter(learner=cast.alice).exists()
    run(LATER)
    assert taken(cast.alice).due_on == date(2026, 11, 2)


def test_a_transfer_out_of_the_audience_takes_back_what_was_not_begun(cast: Cast) -> None:
    RuleFactory(takes_everyone=False, courses=[course()]).departments.add(cast.department)
    run()
    begun = Enrolment.objects.get(learner=cast.supervisor)
    Enrolment.objects.filter(pk=begun.pk).update(state="in_progress", started_at=AT)
    elsewhere = DepartmentFactory()
    people = [cast.alice, cast.supervisor]
    Posting.objects.filter(person__in=people).update(department=elsewhere)
    assert changes(run(LATER)) == {"end": 2}
    assert taken(cast.alice).state == "cancelled"
    begun.refresh_from_db()
    assert (begun.state, begun.due_on) == ("in_progress", None)
    assert set(Assignment.objects.filter(learner__in=people).values_list("ending", flat=True)) == {"left_audience"}


def test_a_completion_of_any_year_counts_for_a_rule_that_is_not_yearly(cast: Cast) -> None:
    done = EnrolmentFactory(
        learner=cast.alice,
        course_version__course__live=True,
        state="completed",
        completed_at=datetime(2025, 6, 1, tzinfo=UTC),
    )
    RuleFactory(courses=[done.course_version.course])
    run()
    assert taken(cast.alice) == done
    assert not Assignment.objects.filter(learner=cast.alice).exists()


def test_renewal_begins_a_new_year_and_keeps_old_completions(cast: Cast) -> None:
    asked = course()
    rule = RuleFactory(courses=[asked], is_yearly=True)
    run()
    old = taken(cast.alice)
    Enrolment.objects.filter(pk=old.pk).update(state="completed", completed_at=AT + timedelta(days=3))
    renewed = services.renew(rule, by=cast.hr, at=LATER)
    assert services.renew(rule, by=cast.hr, at=LATER) == renewed
    assert (renewed.fiscal_year, renewed.due_on, renewed.state) == (2027, date(2027, 6, 30), "draft")
    at = datetime(2027, 5, 6, tzinfo=UTC)
    services.activate(renewed, by=cast.hr, at=at)
    run(at)
    ours = Enrolment.objects.filter(learner=cast.alice).order_by("fiscal_year")
    assert [(row.fiscal_year, row.state, row.due_on) for row in ours] == [
        (2026, "completed", DUE),
        (2027, "not_started", date(2027, 6, 30)),
    ]
    # Charlie never did it: the open one goes on and has the new date.
    assert taken(cast.charlie).due_on == min(DUE, date(2027, 6, 30))


def test_a_yearly_rule_goes_on_with_the_copies_of_its_courses(cast: Cast) -> None:
    asked, uncopied = course(), course()
    rule = RuleFactory(courses=[asked, uncopied], is_yearly=True)
    run()
    Enrolment.objects.filter(learner=cast.alice).update(state="completed", completed_at=AT + timedelta(days=3))
    copy, draft = CourseFactory(copied_from=asked, live=True), CourseFactory(copied_from=asked, live=False)
    CourseVersion.objects.create(course=copy, number=1, title="翌年度", published_at=AT)
    renewed = services.renew(rule, by=cast.hr, at=LATER)
    assert set(renewed.courses.all()) == {copy, uncopied}
    assert draft not in renewed.courses.all()
    at = datetime(2027, 5, 6, tzinfo=UTC)
    services.activate(renewed, by=cast.hr, at=at)
    run(at)
    ours = Enrolment.objects.filter(learner=cast.alice).order_by("fiscal_year", "course_version__course")
    assert [(row.fiscal_year, row.course_version.course, row.state) for row in ours] == [
        (2026, asked, "completed"),
        (2026, uncopied, "completed"),
        (2027, uncopied, "not_started"),
        (2027, copy, "not_started"),
    ]


def test_copies_made_after_the_renewal_are_taken_until_the_rule_gives_something(cast: Cast) -> None:
    asked, other = course(), course()
    rule = RuleFactory(courses=[asked, other], is_yearly=True)
    renewed = services.renew(rule, by=cast.hr, at=LATER)
    copy = CourseFactory(copied_from=asked)
    for _again in range(2):
        services.take_copies(renewed, by=cast.hr, at=LATER)
    assert set(renewed.courses.all()) == {copy, other}
    at = datetime(2027, 5, 6, tzinfo=UTC)
    services.activate(renewed, by=cast.hr, at=at)
    run(at)
    CourseFactory(copied_from=other)
    services.take_copies(renewed, by=cast.hr, at=at)
    assert set(renewed.courses.all()) == {copy, other}


def test_a_rule_taken_once_stays_with_the_course_it_names(cast: Cast) -> None:
    asked = course()
    CourseFactory(copied_from=asked)
    renewed = services.renew(RuleFactory(courses=[asked], is_yearly=False), by=cast.hr, at=LATER)
    assert list(renewed.courses.all()) == [asked]


def test_a_new_version_does_not_move_whoever_is_under_way(cast: Cast) -> None:
    asked = course()
    old = asked.versions.get()
    EnrolmentFactory(learner=cast.alice, course_version=old, state="in_progress", source="chosen")
    CourseVersion.objects.create(course=asked, number=2, title="新しい版", published_at=AT)
    RuleFactory(courses=[asked])
    run()
    assert taken(cast.alice).course_version == old
    assert taken(cast.alice).due_on == DUE
    assert taken(cast.charlie).course_version.number == 2


def test_an_extension_outlives_the_next_runs(cast: Cast) -> None:
    RuleFactory(courses=[course()])
    run()
    asked = extensions.ask(
        taken(cast.alice), reason="busy", words="", wished_on=date(2026, 8, 31), request_key="k", at=AT
    )
    extensions.grant(asked, on=date(2026, 8, 31), answer="", by=cast.supervisor, at=AT)
    run(LATER)
    assert taken(cast.alice).due_on == date(2026, 8, 31)


def test_an_exemption_takes_back_at_once_and_its_end_gives_again(cast: Cast) -> None:
    asked = course()
    RuleFactory(courses=[asked])
    run()
    exemption = services.exempt(cast.alice, asked, reason="県で受講", until=None, by=cast.hr, at=AT)
    assert taken(cast.alice).state == "cancelled"
    assert changes(run()) == {}
    with pytest.raises(services.Refusal):
        services.exempt(cast.alice, asked, reason="もう一度", until=None, by=cast.hr, at=AT)
    services.withdraw_exemption(exemption, by=cast.hr, at=LATER)
    assert changes(run(LATER)) == {"reopen": 1}
    assert taken(cast.alice).state == "not_started"


def test_ending_a_rule_keeps_what_another_rule_still_asks_for(cast: Cast) -> None:
    asked = course()
    rule = RuleFactory(courses=[asked])
    RuleFactory(courses=[asked], due_on=date(2026, 9, 30))
    run()
    assert taken(cast.alice).due_on == DUE
    services.end_rule(rule, by=cast.hr, at=LATER)
    assert (taken(cast.alice).state, taken(cast.alice).due_on) == ("not_started", date(2026, 9, 30))


def test_a_retired_course_is_taken_back(cast: Cast) -> None:
    asked = course()
    RuleFactory(courses=[asked])
    run()
    Course.objects.filter(pk=asked.pk).update(live=False)
    run(LATER)
    assert taken(cast.alice).state == "cancelled"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"takes_everyone": False}, "nobody"),
        ({"with_course": False}, "no_course"),
        ({"due_on": date(2026, 5, 2)}, "due_past"),
        ({"state": "ended"}, "not_draft"),
    ],
)
def test_a_rule_that_says_too_little_is_not_activated(cast: Cast, fields: dict[str, object], code: str) -> None:
    values = {"state": "draft", "activated_at": None, "with_course": True} | fields
    courses = [course()] if values.pop("with_course") else []
    rule = RuleFactory(courses=courses, **values)
    with pytest.raises(services.Refusal) as refusal:
        services.activate(rule, by=cast.hr, at=LATER if code == "due_past" else AT)
    assert refusal.value.code == code


def test_a_roster_load_is_followed_once(cast: Cast) -> None:
    RuleFactory(courses=[course()])
    load = RosterLoad(filename="名簿.csv", as_of=AT, uploaded_at=AT, touched_at=AT, applied_at=AT, state="applied")
    load.save()
    tasks.follow_roster()
    assert AssignmentRun.objects.get().trigger == AssignmentRun.Trigger.ROSTER
    tasks.follow_roster()
    assert AssignmentRun.objects.count() == 1


def test_queries_do_not_grow_with_people(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    rule = RuleFactory(courses=[course()])
    for _ in range(30):
        PostingFactory(department=cast.department)
    with django_assert_max_num_queries(50):
        services.apply_rule(rule, services.city_on(date(2026, 5, 1)), at=AT)
    with django_assert_max_num_queries(28):
        services.apply_rule(rule, services.city_on(date(2026, 5, 1)), at=AT)


def test_a_rule_cannot_be_due_before_it_starts(db: None) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        RuleFactory(due_on=date(2026, 4, 1))
