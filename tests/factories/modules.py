"""Courses with content: lessons with blocks, quizzes with questions."""

import json
from uuid import uuid4

from curriculum.kinds import ModuleKind
from curriculum.models import CourseVersion, LessonContent, Module, QuizContent, QuizItem
from tests.factories.curriculum import CourseVersionFactory, ModuleFactory

# Text, kind, choices by key; a capital key is a right answer.
QUESTIONS = (
    ("最初にすることはどれですか。", QuizItem.Kind.SINGLE, {"a": "報告する", "B": "数える", "c": "変える"}),
    ("あてはまるものはどれですか。", QuizItem.Kind.MULTIPLE, {"A": "転記", "B": "二重入力", "c": "話し合い"}),
)


def lesson_module(version: CourseVersion, **fields: object) -> Module:
    """A lesson of two blocks of text."""
    module = ModuleFactory(course_version=version, kind=ModuleKind.LESSON, **fields)
    blocks = [{"type": "text", "id": str(uuid4()), "value": f"<p>本文{number}</p>"} for number in (1, 2)]
    LessonContent.objects.create(module=module, body=json.dumps(blocks))
    return module


def quiz_module(
    version: CourseVersion, *, pass_percent: int = 100, max_attempts: int | None = None, **fields: object
) -> Module:
    """A quiz of one question with one right answer and one with two."""
    module = ModuleFactory(course_version=version, kind=ModuleKind.QUIZ, **fields)
    quiz = QuizContent.objects.create(module=module, pass_percent=pass_percent, max_attempts=max_attempts)
    for order, (text, kind, choices) in enumerate(QUESTIONS):
        QuizItem.objects.create(
            quiz=quiz,
            key=uuid4(),
            order=order,
            kind=kind,
            text=text,
            choices=[
                {"key": key.lower(), "text": words, "is_correct": key.isupper()} for key, words in choices.items()
            ],
            explanation=f"解説{order + 1}",
        )
    return module


def course_with_quiz(**quiz: object) -> CourseVersion:
    """A published course: a lesson, then a quiz."""
    version = CourseVersionFactory()
    lesson_module(version, order=0)
    quiz_module(version, order=1, **quiz)
    return version
