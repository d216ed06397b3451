"""Questions inside a lesson: marked on the server, and needed to finish only where the author says so."""

from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from curriculum.models import LessonContent, Module
from curriculum.questions.check_questions import read_check_question
from lms.learning.models import CheckAnswer, Enrolment, ModuleProgress
from tests.cast import Cast
from tests.factories import CourseVersionFactory, EnrolmentFactory
from tests.factories.modules import lesson_module

QUESTION = UUID("0190a000-0000-7000-8000-000000000001")
RIGHT, WRONG, OTHER = (f"0190a000-0000-7000-8000-00000000001{number}" for number in range(3))


def block(*, must_answer: bool = False, also_right: bool = False) -> dict[str, Any]:
    choices = [
        (RIGHT, "回数を数える", True, "数えると、話し合えるものになります。"),
        (WRONG, "新しい機器を買う", False, "先に何に困っているかを確かめます。"),
        (OTHER, "係で話す", also_right, ""),
    ]
    return {
        "type": "check_question",
        "id": str(QUESTION),
        "value": {
            "text": "最初にすることはどれですか。",
            "choices": [
                {"type": "item", "id": key, "value": {"text": text, "is_correct": right, "feedback": said}}
                for key, text, right, said in choices
            ],
            "explanation": "事実から始めます。",
            "must_answer": must_answer,
        },
    }


# The rule


@pytest.mark.parametrize(
    ("also_right", "chosen", "is_right", "said"),
    [
        (False, [RIGHT], True, ["数えると、話し合えるものになります。"]),
        (False, [WRONG], False, ["先に何に困っているかを確かめます。"]),
        (False, [OTHER], False, []),
        (False, [], False, []),
        (True, [RIGHT], False, ["数えると、話し合えるものになります。"]),
        (True, [RIGHT, OTHER], True, ["数えると、話し合えるものになります。"]),
    ],
)
def test_each_choice_has_its_words(also_right: bool, chosen: list[str], is_right: bool, said: list[str]) -> None:
    question = read_check_question(block(also_right=also_right))
    assert question.is_right(chosen) is is_right
    assert [words for _choice, words in question.said_of(chosen)] == said


def test_an_unfinished_draft_reads_as_empty() -> None:
    question = read_check_question({"type": "check_question", "id": str(QUESTION), "value": None})
    assert (question.question.text, question.question.choices, question.must_answer) == ("", (), False)


# The page


@pytest.fixture
def enrolment(client: Client, cast: Cast, db: None) -> Enrolment:
    version = CourseVersionFactory()
    lesson_module(version, order=0)
    lesson_module(version, order=1)
    client.force_login(cast.alice)
    return EnrolmentFactory(learner=cast.alice, course_version=version)


@pytest.fixture
def lesson(enrolment: Enrolment) -> Module:
    module = enrolment.course_version.modules.get(order=0)
    ask(module, block())
    return module


def ask(module: Module, question: dict[str, Any]) -> None:
    content = LessonContent.objects.get(module=module)
    content.body = [question]
    content.save()


def address(name: str, enrolment: Enrolment, module: Module, *more: object) -> str:
    return reverse(f"learning:{name}", args=[enrolment.uuid, module.uuid, *more])


def answer(client: Client, enrolment: Enrolment, module: Module, *chosen: str, check: bool = True) -> str:
    data: dict[str, Any] = {f"answer-{QUESTION}": list(chosen)} | ({"check": "1"} if check else {})
    url = address("lesson-answer", enrolment, module, QUESTION)
    response = client.post(url, data, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_page_tells_nothing_before_it_is_asked(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    shown = unescape(client.get(address("module", enrolment, lesson)).content.decode())
    assert "最初にすることはどれですか。" in shown
    assert "先に何に困っているか" not in shown
    assert "事実から始めます。" not in shown


def test_a_wrong_answer_gets_its_own_words_and_another_try(
    client: Client, enrolment: Enrolment, lesson: Module
) -> None:
    shown = answer(client, enrolment, lesson, WRONG)
    assert "先に何に困っているかを確かめます。" in shown
    assert "事実から始めます。" not in shown
    shown = answer(client, enrolment, lesson, RIGHT)
    assert "事実から始めます。" in shown
    kept = CheckAnswer.objects.get()
    assert (kept.tries, kept.is_right) == (2, True)


def test_the_same_answer_twice_counts_once(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    for _time in range(3):
        answer(client, enrolment, lesson, WRONG)
    assert CheckAnswer.objects.get().tries == 1


def test_a_choice_is_kept_unmarked_and_comes_back_after_the_tab_was_closed(
    client: Client, enrolment: Enrolment, lesson: Module
) -> None:
    answer(client, enrolment, lesson, WRONG, check=False)
    assert CheckAnswer.objects.get().is_right is None
    shown = client.get(address("module", enrolment, lesson)).content.decode()
    assert f'value="{WRONG}" checked' in shown
    assert "先に何に困っているか" not in shown


def test_checking_without_a_choice_says_what_to_do(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    assert "まだ何も選ばれていません。" in answer(client, enrolment, lesson)


def test_without_script_the_page_comes_back_at_the_question(
    client: Client, enrolment: Enrolment, lesson: Module
) -> None:
    url = address("lesson-answer", enrolment, lesson, QUESTION)
    response = client.post(url, {f"answer-{QUESTION}": RIGHT, "check": "1"})
    assert response.headers["location"].endswith(f"#block-{QUESTION}")
    assert "事実から始めます。" in client.get(address("module", enrolment, lesson)).content.decode()


def test_a_choice_or_question_that_is_not_there_is_not_kept(
    client: Client, enrolment: Enrolment, lesson: Module
) -> None:
    answer(client, enrolment, lesson, "nonsense")
    assert CheckAnswer.objects.get().chosen == []
    assert client.post(address("lesson-answer", enrolment, lesson, UUID(int=5))).status_code == 404


def test_nobody_answers_for_somebody_else(client: Client, cast: Cast, enrolment: Enrolment, lesson: Module) -> None:
    client.force_login(cast.charlie)
    assert client.post(address("lesson-answer", enrolment, lesson, QUESTION)).status_code == 404
    assert not CheckAnswer.objects.exists()


# Finishing


def is_finished(enrolment: Enrolment, module: Module) -> bool:
    return ModuleProgress.objects.filter(enrolment=enrolment, module=module, completed_at__isnull=False).exists()


def test_a_question_keeps_nobody_from_finishing_unless_the_author_says_so(
    client: Client, enrolment: Enrolment, lesson: Module
) -> None:
    client.post(address("lesson-finish", enrolment, lesson))
    assert is_finished(enrolment, lesson)


def test_a_needed_question_is_to_be_answered_right_once(client: Client, enrolment: Enrolment, lesson: Module) -> None:
    ask(lesson, block(must_answer=True))
    answer(client, enrolment, lesson, WRONG)
    shown = client.post(address("lesson-finish", enrolment, lesson), follow=True).content.decode()
    assert "まだ正解していない問いが1問あります。" in shown
    # A later visit is not met with the refusal of an earlier one.
    assert "まだ正解していない" not in client.get(address("module", enrolment, lesson)).content.decode()
    assert not is_finished(enrolment, lesson)
    answer(client, enrolment, lesson, RIGHT)
    # Looking at what is said of the other choices takes nothing back.
    answer(client, enrolment, lesson, WRONG)
    client.post(address("lesson-finish", enrolment, lesson))
    assert is_finished(enrolment, lesson)
