"""The learning pages: screen and files say the same, names need a purpose, small counts don't leave HR."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Cycle
from curriculum.models import Course, CourseVersion
from lms.learning.models import Enrolment, QuizAnswer, QuizAttempt
from lms.people.models import AuditEvent, Posting, User
from reports.learning import queries
from reports.learning.figures import AuditState, Learned, Progress
from tests.cast import Cast
from tests.factories import CourseVersionFactory, EnrolmentFactory, PostingFactory, RankFactory, UserFactory
from tests.factories.modules import course_with_quiz
from tests.reports.conftest import *  # noqa: F403  # its fixture two_cycles

ON = date(2026, 6, 15)
DONE = datetime(2026, 6, 1, 3, tzinfo=UTC)


def enrol(person: User, version: CourseVersion, **facts: object) -> Enrolment:
    if facts.get("completed_at"):
        facts["state"] = "completed"
    return EnrolmentFactory(learner=person, course_version=version, **facts)


@pytest.fixture
def version(cast: Cast) -> CourseVersion:
    version = CourseVersionFactory(
        course__slug="a02", course__code="A02", course__is_mandatory=True, title="情報セキュリティ"
    )
    enrol(cast.alice, version, completed_at=DONE)
    enrol(cast.supervisor, version, due_on=date(2026, 6, 10))
    enrol(cast.second, version, due_on=date(2026, 6, 30))
    enrol(cast.charlie, version, completed_at=datetime(2026, 6, 20, tzinfo=UTC))
    return version


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def test_completion_as_of_a_day(cast: Cast, version: CourseVersion) -> None:
    figures = queries.completion(ON)
    assert figures.total == Progress(completed=1, overdue=1, not_started=2)
    assert [line.progress for line in figures.courses] == [figures.total]
    assert sum((line.progress for line in figures.departments), Progress()) == figures.total
    assert figures.points[-1].progress == figures.total
    assert queries.completion(date(2026, 6, 20)).total.completed == 2


def test_a_department_keeps_its_own(cast: Cast, version: CourseVersion) -> None:
    figures = queries.completion(ON, below=cast.department.pk)
    assert figures.total == Progress(completed=1, overdue=1, not_started=1)


def test_trials_and_cancelled_enrolments_are_none(cast: Cast, version: CourseVersion) -> None:
    enrol(cast.hr, version, state="cancelled")
    enrol(cast.author, version, source="trial")
    assert queries.completion(ON).total.enrolled == 4


def test_screen_and_file_show_the_same(hr: Client, version: CourseVersion) -> None:
    page = hr.get(reverse("reports:learning"), {"as_of": ON.isoformat()})
    body = hr.get(reverse("reports:learning_file", args=["courses", "csv"]), {"as_of": ON.isoformat()}).content
    row = list(csv.reader(StringIO(body.decode("utf-8-sig"))))[-1]
    progress = page.context["figures"].courses[0].progress
    assert row[1:] == ["4", "1", "0.25", "1", "0", "2"]
    assert [progress.enrolled, progress.completed, progress.overdue, progress.not_started] == [4, 1, 1, 2]
    assert AuditEvent.objects.filter(action="report.exported").count() == 1


@pytest.mark.parametrize("asked", ["yesterday", "2999-01-01"])
def test_a_day_without_figures_is_refused_with_the_remedy(hr: Client, version: CourseVersion, asked: str) -> None:
    answer = hr.get(reverse("reports:learning"), {"as_of": asked})
    assert answer.status_code == 422
    assert answer.context["form"].errors["as_of"]


def test_the_audit_list_names_everyone_with_their_standing(cast: Cast, version: CourseVersion) -> None:
    PostingFactory(
        person=cast.auditor, department=cast.department, kind=Posting.Kind.LEAVE, rank=RankFactory(key="staff")
    )
    audit = queries.audit_list(version.course, on=ON, since=date(2026, 4, 1))
    states = {line.name: line.state for line in audit.lines}
    assert states[cast.alice.name] is AuditState.COMPLETED
    assert states[cast.supervisor.name] is AuditState.OVERDUE
    assert states[cast.second.name] is AuditState.OPEN
    assert states[cast.charlie.name] is AuditState.OPEN, "completed later"
    assert states[cast.hr.name] is AuditState.NOT_ENROLLED
    assert states[cast.auditor.name] is AuditState.AWAY
    assert (audit.total.completed, audit.total.required, audit.total.away) == (1, 8, 1)


def test_last_year_s_completion_does_not_count_this_year(cast: Cast, version: CourseVersion) -> None:
    audit = queries.audit_list(version.course, on=date(2027, 5, 1), since=date(2027, 4, 1))
    assert audit.total.completed == 0


def test_renewing_a_course_keeps_the_completion_of_the_older_edition(cast: Cast, version: CourseVersion) -> None:
    newer = CourseVersionFactory(course=version.course, number=2)
    enrol(cast.alice, newer, enrolled_at=datetime(2026, 6, 10, tzinfo=UTC))
    audit = queries.audit_list(version.course, on=ON, since=date(2026, 4, 1))
    assert next(line.state for line in audit.lines if line.name == cast.alice.name) is AuditState.COMPLETED


@pytest.mark.parametrize("more", [0, 12])
def test_the_audit_list_asks_the_same_number_of_questions(
    cast: Cast, version: CourseVersion, more: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(more):
        person = UserFactory()
        PostingFactory(person=person, department=cast.department, rank=RankFactory(key="staff"))
        enrol(person, version)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        queries.audit_list(version.course, on=ON, since=date(2026, 4, 1))


@pytest.mark.parametrize("more", [0, 12])
def test_completion_asks_the_same_number_of_questions(
    cast: Cast, version: CourseVersion, more: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(more):
        person = UserFactory()
        PostingFactory(person=person, department=cast.department, rank=RankFactory(key="staff"))
        enrol(person, version)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        queries.completion(ON)


def test_names_leave_only_for_a_purpose(hr: Client, version: CourseVersion) -> None:
    address = f"{reverse('reports:learning_audit_file')}?course=a02&as_of={ON}"
    assert hr.post(address, {"kind": "csv"}).status_code == 422
    assert not AuditEvent.objects.exists()
    assert hr.post(address, {"kind": "csv", "purpose": "監査への回答"}).status_code == 302
    assert AuditEvent.objects.get().details["purpose"] == "監査への回答"


def test_moves_stand_beside_what_was_learned(cast: Cast, two_cycles: list[Cycle]) -> None:
    version = CourseVersionFactory(course__supports_level_to=4)
    learner = User.objects.filter(assessments__cycle__code="R8-1", assessments__level=3).order_by("pk")[0]
    enrol(learner, version, completed_at=datetime(2026, 8, 1, tzinfo=UTC))
    late = User.objects.filter(assessments__cycle__code="R8-1", assessments__level=1).order_by("pk")[0]
    enrol(late, version, completed_at=datetime(2026, 10, 20, tzinfo=UTC))
    found = queries.learning_moves(*two_cycles)
    (kinds,) = [levels for group, levels in found.groups if group.key == "all_staff"]
    assert kinds[3][Learned.LEADS_ON].people == 1
    assert kinds[1][Learned.NOTHING].people == 5, "completed after the second reference date"


def test_moves_page_says_it_shows_no_cause(hr: Client, two_cycles: list[Cycle]) -> None:
    assert "原因を示すものではありません" in hr.get(reverse("reports:learning_moves")).content.decode()


def test_one_cycle_has_no_moves(hr: Client) -> None:
    assert hr.get(reverse("reports:learning_moves")).status_code == 200


def test_cycles_the_wrong_way_round_are_refused(hr: Client, two_cycles: list[Cycle]) -> None:
    answer = hr.get(reverse("reports:learning_moves"), {"base": "R8-2", "cycle": "R8-1"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["cycle"]


def course_with(done: int, open_: int, **facts: object) -> Course:
    version = CourseVersionFactory(course__initiatives=[1], **facts)
    for number in range(done + open_):
        enrol(UserFactory(), version, **({"completed_at": DONE} if number < done else {}))
    return version.course


@pytest.mark.parametrize(
    ("done", "open_", "expected"),
    [(6, 7, (13, 6)), (0, 9, (9, 0)), (6, 2, (8, None)), (3, 9, (12, None)), (2, 1, (None, None))],
)
def test_small_counts_and_what_gives_them_away_are_withheld(
    client: Client, cast: Cast, done: int, open_: int, expected: tuple[int | None, int | None]
) -> None:
    course_with(done, open_)
    client.force_login(cast.committee)
    shown = client.get(reverse("reports:initiatives"), {"as_of": ON.isoformat()}).context["initiatives"]
    (line,) = shown[0].courses
    assert (line.enrolled, line.completed) == expected
    if None in expected:
        assert "＊" in client.get(reverse("reports:initiatives")).content.decode()


def test_one_s_own_chart_is_one_s_own(client: Client, cast: Cast, two_cycles: list[Cycle]) -> None:
    person = User.objects.filter(assessments__cycle__code="R8-1", assessments__level=3).order_by("pk")[0]
    client.force_login(person)
    answer = client.get(reverse("reports:own_levels_svg"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert reverse("reports:own_levels_svg") in client.get(reverse("me")).content.decode()
    client.force_login(cast.alice)
    assert client.get(reverse("reports:own_levels_svg")).status_code == 404
    assert reverse("reports:own_levels_svg") not in client.get(reverse("me")).content.decode()


def test_a_course_s_page_says_how_its_questions_are_answered(hr: Client, cast: Cast) -> None:
    version = course_with_quiz()
    quiz = version.modules.get(kind="quiz")
    items = list(quiz.quiz.items.order_by("order"))
    for number in range(12):
        enrolment = enrol(UserFactory(), version)
        attempt = QuizAttempt.objects.create(
            enrolment=enrolment, module=quiz, number=1, state="submitted", started_at=DONE, submitted_at=DONE,
            score="0.5", passed=False,
        )  # fmt: skip
        for item in items:
            is_right = number < 9 or item == items[1]
            QuizAnswer.objects.create(attempt=attempt, item=item, chosen=["a"], answered_at=DONE, is_right=is_right)
    answer = hr.get(reverse("reports:learning_course", args=[version.course.slug]))
    assert [row.difficulty_percent for row in answer.context["questions"]] == [75, 100]
    assert "75%" in answer.content.decode()
