"""A quiz of every kind of question, drawn from banks, with a time limit: through the pages."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from curriculum.kinds import ModuleKind
from curriculum.models import Module, QuizContent, QuizItem
from curriculum.questions.marking import right_answer
from curriculum.questions.stored import columns_of
from lms.learning.models import Enrolment, ExtraTime, ModuleProgress, QuizAnswer, QuizAttempt
from lms.learning.quizzes import services
from lms.learning.quizzes.item_statistics import item_rows
from lms.learning.quizzes.tasks import close_overdue
from lms.learning.record.states import ProgressState
from lms.lib import clock
from tests.cast import Cast
from tests.curriculum.questions.examples import EVERY_KIND, NUMERIC, ORDERING
from tests.factories import CourseVersionFactory, EnrolmentFactory, ModuleFactory, UserFactory

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def full_quiz(**rules: object) -> Module:
    """A quiz with one question of each kind."""
    module = ModuleFactory(course_version=CourseVersionFactory(), kind=ModuleKind.QUIZ, order=0)
    quiz = QuizContent.objects.create(module=module, pass_percent=80, **rules)
    for order, question in enumerate(EVERY_KIND):
        QuizItem.objects.create(quiz=quiz, order=order, **columns_of(question))
    return module


@pytest.fixture
def enrolment(client: Client, cast: Cast) -> Enrolment:
    client.force_login(cast.alice)
    return EnrolmentFactory(learner=cast.alice, course_version=full_quiz().course_version)


def begin(enrolment: Enrolment, at: datetime = AT) -> QuizAttempt:
    return services.start_attempt(enrolment, enrolment.course_version.modules.get(), at=at)


def item_of(attempt: QuizAttempt, kind: str) -> QuizItem:
    return QuizItem.objects.get(quiz__module=attempt.module_id, kind=kind)


def right_post(attempt: QuizAttempt) -> dict[str, list[str]]:
    items = QuizItem.objects.filter(quiz__module=attempt.module_id)
    return {f"answer-{item.uuid}": right_answer(item.question) for item in items}


def submit(client: Client, attempt: QuizAttempt, data: dict[str, object]):
    return client.post(reverse("learning:quiz-submit", args=[attempt.uuid]), data)


def page_of(client: Client, enrolment: Enrolment) -> str:
    module = enrolment.course_version.modules.get()
    return unescape(client.get(reverse("learning:module", args=[enrolment.uuid, module.uuid])).content.decode())


def test_every_kind_can_be_answered_and_passes(client: Client, enrolment: Enrolment) -> None:
    attempt = begin(enrolment)
    submit(client, attempt, right_post(attempt))
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.score) == (True, 1)
    assert QuizAnswer.objects.filter(attempt=attempt, is_right=True).count() == len(EVERY_KIND)


def test_result_tells_the_right_answers_of_every_kind(client: Client, enrolment: Enrolment) -> None:
    attempt = begin(enrolment)
    data = right_post(attempt) | {
        f"answer-{item_of(attempt, 'numeric').uuid}": ["3"],
    }
    submit(client, attempt, data)
    shown = unescape(client.get(reverse("learning:quiz-result", args=[attempt.uuid])).content.decode())
    assert "7問中6問正解" in shown
    assert "正答: 10時間(誤差0.5まで)" in shown


def test_what_is_no_number_is_asked_again(client: Client, enrolment: Enrolment) -> None:
    attempt = begin(enrolment)
    numeric = item_of(attempt, "numeric")
    response = submit(client, attempt, right_post(attempt) | {f"answer-{numeric.uuid}": ["じゅう"]})
    assert response.status_code == 422
    assert "数値として読めません" in unescape(response.content.decode())
    attempt.refresh_from_db()
    assert attempt.is_open


def test_steps_move_without_script_and_nothing_is_handed_in(client: Client, enrolment: Enrolment) -> None:
    attempt = begin(enrolment)
    ordering = item_of(attempt, "ordering")
    name = f"answer-{ordering.uuid}"
    response = submit(client, attempt, {name: ["b", "a", "c"], "move": f"{name}:a:up"})
    attempt.refresh_from_db()
    assert response.status_code == 302
    assert attempt.is_open
    assert QuizAnswer.objects.get(item=ordering).chosen == ["a", "b", "c"]


def test_steps_stay_shuffled_the_same_in_one_attempt(client: Client, enrolment: Enrolment) -> None:
    begin(enrolment)
    pages = [page_of(client, enrolment) for _ in range(2)]
    places = [[page.index(step.text) for step in ORDERING.choices] for page in pages]
    assert places[0] == places[1]


# Draws


def test_each_attempt_draws_anew_and_asks_no_more_than_it_says(client: Client, cast: Cast) -> None:
    module = ModuleFactory(course_version=CourseVersionFactory(), kind=ModuleKind.QUIZ, order=0)
    draw = uuid4()
    quiz = QuizContent.objects.create(module=module, draws=[{"key": str(draw), "count": 3}])
    for order, question in enumerate(EVERY_KIND):
        QuizItem.objects.create(quiz=quiz, order=order, draw=draw if order else None, **columns_of(question))
    own = EnrolmentFactory(learner=cast.alice, course_version=module.course_version)
    attempt = begin(own)
    assert len(set(attempt.asked)) == 4
    assert attempt.asked[0] == QuizItem.objects.get(draw=None).pk
    client.force_login(cast.alice)
    assert page_of(client, own).count("data-ordering ") <= 1
    stray = QuizItem.objects.exclude(pk__in=attempt.asked).filter(quiz=quiz).first()
    address = reverse("learning:quiz-answer", args=[attempt.uuid, stray.uuid])
    assert client.post(address, {f"answer-{stray.uuid}": ["x"]}).status_code == 404


# Time


@pytest.fixture
def timed(cast: Cast) -> Enrolment:
    return EnrolmentFactory(learner=cast.alice, course_version=full_quiz(time_limit=20).course_version)


def test_time_limit_is_said_before_and_during(client: Client, timed: Enrolment, cast: Cast) -> None:
    client.force_login(cast.alice)
    assert "開始から20分まで" in page_of(client, timed)
    begin(timed, clock.now())
    assert "data-timer" in page_of(client, timed)


def test_extra_time_lengthens_a_limit_and_an_attempt_under_way(timed: Enrolment, cast: Cast) -> None:
    attempt = begin(timed)
    assert attempt.due_at == AT + timedelta(minutes=20)
    services.grant_extra_time(
        cast.alice, percent=50, valid_from=date(2026, 11, 1), valid_to=None, by=cast.hr, at=AT + timedelta(minutes=5)
    )
    attempt.refresh_from_db()
    assert attempt.due_at == AT + timedelta(minutes=30)


def test_answers_after_the_time_do_not_count_and_the_attempt_is_handed_in_once(timed: Enrolment) -> None:
    attempt = begin(timed)
    numeric = item_of(attempt, "numeric")
    services.keep_answers(attempt, {numeric: ["10"]}, at=AT + timedelta(minutes=19))
    services.keep_answers(attempt, {numeric: ["3"]}, at=AT + timedelta(minutes=21))
    late = AT + timedelta(hours=3)
    assert [services.close_overdue_attempts(at=late) for _ in range(2)] == [1, 0]
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.due_at
    assert QuizAnswer.objects.get(attempt=attempt, item=numeric).is_right
    assert QuizAnswer.objects.filter(attempt=attempt, is_right=False).count() == len(EVERY_KIND) - 1
    assert ModuleProgress.objects.get().state == ProgressState.FAILED


def test_sweep_runs_as_a_task(timed: Enrolment) -> None:
    begin(timed)
    assert close_overdue() == int(clock.now() > AT + timedelta(minutes=21))


def test_page_of_an_attempt_whose_time_is_over_shows_the_result(client: Client, timed: Enrolment, cast: Cast) -> None:
    begin(timed, clock.now() - timedelta(hours=1))
    client.force_login(cast.alice)
    module = timed.course_version.modules.get()
    response = client.get(reverse("learning:module", args=[timed.uuid, module.uuid]))
    assert response.url == reverse("learning:quiz-result", args=[QuizAttempt.objects.get().uuid])


# Extra time as HR keeps it


def test_hr_grants_and_ends_extra_time(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    page = reverse("learning:quiz-extra-time")
    client.post(page, {"staff_no": cast.alice.staff_no, "more": "none", "valid_from": "2026-04-01", "last_day": ""})
    grant = ExtraTime.objects.get()
    assert (grant.person, grant.percent) == (cast.alice, None)
    assert "制限時間なし" in client.get(page).content.decode()
    client.post(reverse("learning:quiz-extra-time-end", args=[grant.uuid]))
    grant.refresh_from_db()
    assert grant.valid_to == clock.today()


@pytest.mark.parametrize(
    ("sent", "words"),
    [({"staff_no": "999999"}, "職員番号999999の職員はいません"), ({"last_day": "2026-03-01"}, "最初の日より前")],
)
def test_extra_time_for_nobody_or_no_days_is_refused(
    client: Client, cast: Cast, sent: dict[str, str], words: str
) -> None:
    client.force_login(cast.hr)
    data = {"staff_no": cast.alice.staff_no, "more": "25", "valid_from": "2026-04-01"} | sent
    response = client.post(reverse("learning:quiz-extra-time"), data)
    assert response.status_code == 422
    assert words in unescape(response.content.decode())
    assert not ExtraTime.objects.exists()


# Item statistics


def taken_by(count: int, module: Module, *, wrong_number: int) -> None:
    for number in range(count):
        own = EnrolmentFactory(learner=UserFactory(), course_version=module.course_version)
        attempt = begin(own)
        items = QuizItem.objects.filter(quiz__module=module)
        answers = {item: right_answer(item.question) for item in items}
        if number < wrong_number:
            answers |= {item: ["3"] if item.kind == "numeric" else [] for item in items if item.kind != "single"}
        services.keep_answers(attempt, answers, at=AT)
        services.submit_attempt(attempt, by=own.learner, at=AT)


def test_statistics_count_first_attempts(django_assert_num_queries) -> None:
    module = full_quiz()
    taken_by(30, module, wrong_number=10)
    with django_assert_num_queries(2):
        rows = {row.item.kind: row for row in item_rows(module.course_version)}
    assert rows["numeric"].difficulty_percent == 67
    assert rows["numeric"].figures.discrimination == pytest.approx(1)
    assert rows["single"].verdict == "easy"
    assert [choice.count for choice in rows["single"].choices] == [0, 30]


def test_author_sees_figures_and_nobody_by_name(client: Client, cast: Cast) -> None:
    module = full_quiz()
    taken_by(3, module, wrong_number=1)
    client.force_login(cast.author)
    address = reverse("learning:quiz-statistics", args=[module.course_version.course.slug])
    shown = unescape(client.get(address).content.decode())
    assert NUMERIC.text in shown
    assert "回答が少なく" in shown
    client.force_login(cast.alice)
    assert client.get(address).status_code == 403
