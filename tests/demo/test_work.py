"""The demo's projects, classes and hand-ins, told for a small group instead of the whole city."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.utils import timezone

from lms.demo.answers import sit_tests
from lms.demo.classes import ClassStory
from lms.demo.handins import SectionHandsIn
from lms.demo.projects import GroupAtWork, page, stories
from lms.learning.models import (
    ClassApplication,
    Deliverable,
    ModuleProgress,
    Project,
    QuizAttempt,
    Review,
    TimeEntry,
)
from lms.learning.quizzes.item_statistics import item_rows
from lms.learning.record.models import Enrolment
from tests.cast import Cast
from tests.factories import EnrolmentFactory
from tests.factories.classes import class_module
from tests.factories.handins import asked
from tests.factories.modules import course_with_quiz
from tests.factories.projects import make_group, project_module

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 1, 3, tzinfo=UTC)


def tell(cast: Cast, number: int) -> Project:
    group, _bob = make_group(cast)
    module = project_module(phases=4)
    story = stories()[number]
    since = date(2026, 5, 1)
    return GroupAtWork(group=group, module=module, story=story, today=TODAY, since=since, random=Random(number)).tell()


@pytest.mark.parametrize("number", range(6))
def test_each_story_stands_where_it_says(cast: Cast, number: int) -> None:
    story = stories()[number]
    project = tell(cast, number)
    project.refresh_from_db()
    assert project.phases.exclude(accepted_at=None).count() == story["accepted"]
    assert project.state == ("completed" if story["accepted"] == 4 else "active")
    waiting = Deliverable.objects.filter(phase__project=project, review=None).count()
    assert waiting == (1 if story.get("next") == "waiting" else 0)
    newest = Review.objects.order_by("-at", "-pk").values_list("verdict", flat=True).first()
    assert newest == ("returned" if story.get("next") == "returned" else "accepted")


def test_time_lies_on_past_working_days_of_the_project(cast: Cast) -> None:
    project = tell(cast, 0)
    days = set(TimeEntry.objects.values_list("on", flat=True))
    assert days
    assert all(timezone.localdate(project.started_at) <= day < TODAY and day.weekday() < 5 for day in days)


def test_the_same_words_make_the_same_pdf() -> None:
    made = [page("課題設定書", "WG 題", ["課題は待ち時間。" * 20], TODAY) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF")


def test_attendance_follows_the_record(cast: Cast) -> None:
    module = class_module()
    enrolments = [EnrolmentFactory(course_version=module.course_version) for _ in range(40)]
    for number, enrolment in enumerate(enrolments[:20]):
        at = datetime(2026, 7, 20, 7, tzinfo=UTC) + timedelta(days=5 * number)
        ModuleProgress.objects.create(enrolment=enrolment, module=module, state="completed", completed_at=at)
    ClassStory(module=module, today=TODAY, organiser=cast.hr, random=Random(1)).tell()
    attended = ClassApplication.objects.filter(state="attended").select_related("session", "enrolment")
    done = dict(ModuleProgress.objects.values_list("enrolment_id", "completed_at"))
    assert attended
    assert all(row.session.ends_at <= row.recorded_at == done[row.enrolment_id] for row in attended)
    others = ClassApplication.objects.exclude(state="attended").values_list("enrolment_id", flat=True)
    assert not set(others) & set(done)
    ahead = ClassApplication.objects.filter(session__starts_at__date__gt=TODAY)
    assert set(ahead.values_list("state", flat=True)) <= {"applied"}


def test_the_learners_hand_in_came_back_and_others_wait(cast: Cast) -> None:
    enrolment, module = asked(cast.charlie)
    Enrolment.objects.filter(pk=enrolment.pk).update(learner=cast.alice)
    staff = [cast.second, cast.hr, cast.author, cast.committee, cast.auditor]
    module.course_version.course.owner = cast.admin
    SectionHandsIn(module=module, today=TODAY).tell(staff, cast.alice)
    verdicts = [getattr(row, "review", None) and row.review.verdict for row in module.hand_ins.order_by("pk")]
    assert verdicts == ["accepted", "accepted", "returned", None, None, "returned"]


def test_who_passed_a_test_has_the_attempts_that_led_there(cast: Cast) -> None:
    version = course_with_quiz()
    module = version.modules.get(kind="quiz")
    for number in range(40):
        ModuleProgress.objects.create(
            enrolment=EnrolmentFactory(course_version=version),
            module=module,
            state="completed",
            completion="completed",
            success="passed",
            score=Decimal("0.5") if number % 3 else Decimal(1),
            started_at=NOON,
            completed_at=NOON,
        )
    sit_tests([version.course.code], Random(1))
    attempts = QuizAttempt.objects.all()
    assert attempts.filter(passed=True).count() == 40
    assert 0 < attempts.filter(passed=False, number=1).count() < 20
    assert all(each.score * 2 == each.answers.filter(is_right=True).count() for each in attempts)
    rows = item_rows(version)
    assert {row.figures.answers for row in rows} == {40}
    assert len({row.figures.right for row in rows}) > 1
