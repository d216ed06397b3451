"""Fills a fresh installation with a course of a lesson, a quiz of every kind and a hand-in, and prints what it made."""

import io
import json
import math
import os
import struct
import sys
import wave
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
RECORDING_SECONDS = 6
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:05.000\n急がせるメールほど、一度手を止めます。\n"
CHECK_QUESTION = "0190a000-0000-7000-8000-000000000001"
CHOICES = ("0190a000-0000-7000-8000-000000000011", "0190a000-0000-7000-8000-000000000012")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.embedded")
    sys.path.insert(0, str(ROOT))
    django.setup()
    sys.stdout.write(json.dumps(make()))


def make() -> dict[str, object]:
    from tests.factories import CourseVersionFactory, EnrolmentFactory, UserFactory, framework
    from tests.factories.people import PASSWORD

    framework()
    version = CourseVersionFactory(course__title="やさしい情報セキュリティ")
    add_lesson(version)
    add_quiz(version)
    add_hand_in(version)
    # One for each width and one more, so that each begins with nothing done.
    learners = [UserFactory(staff_no=f"00000{number}", name="青木 花子") for number in range(1, 6)]
    enrolments = [str(EnrolmentFactory(learner=learner, course_version=version).uuid) for learner in learners]
    modules = [str(uuid) for uuid in version.modules.order_by("order").values_list("uuid", flat=True)]
    return {
        "learners": [learner.staff_no for learner in learners],
        "enrolments": enrolments,
        "modules": modules,
        "word": PASSWORD,
    }


def add_lesson(version) -> None:
    from curriculum.kinds import ModuleKind
    from curriculum.models import LessonContent
    from tests.factories import ModuleFactory

    module = ModuleFactory(course_version=version, kind=ModuleKind.LESSON, order=0, title="標的型メール")
    choices = zip(CHOICES, (("すぐ開く", False, "まず手を止めます。"), ("差出人を確かめる", True, "")), strict=True)
    question = {
        "text": "最初にすることはどれですか。",
        "choices": [
            {"type": "item", "id": key, "value": {"text": text, "is_correct": right, "feedback": said}}
            for key, (text, right, said) in choices
        ],
        "explanation": "別の手段で確かめます。",
        "must_answer": True,
    }
    video = {
        "file": document("recording.wav", recording()),
        "captions": document("captions.vtt", CAPTIONS.encode()),
        "transcript": "急がせるメールほど、一度手を止めます。",
        "must_watch": False,
    }
    slides = [{"type": "item", "id": str(number), "value": {"notes": f"{number}枚目のことば"}} for number in (1, 2, 3)]
    body = [
        {"type": "text", "id": "0190a000-0000-7000-8000-000000000002", "value": "<p>読む本文です。</p>"},
        {"type": "video", "id": "0190a000-0000-7000-8000-000000000003", "value": video},
        {
            "type": "slides",
            "id": "0190a000-0000-7000-8000-000000000004",
            "value": {"title": "3つの手順", "slides": slides},
        },
        {"type": "check_question", "id": CHECK_QUESTION, "value": question},
    ]
    LessonContent.objects.create(module=module, body=json.dumps(body))


def recording() -> bytes:
    """Return a quiet tone: a player's behaviour hangs on its length and not on what it shows."""
    file = io.BytesIO()
    rate = 8000
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(rate)
        tone = (int(900 * math.sin(step / 6)) for step in range(rate * RECORDING_SECONDS))
        made.writeframes(b"".join(struct.pack("<h", each) for each in tone))
    return file.getvalue()


def document(name: str, body: bytes) -> int:
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    return Document.objects.create(title=name, file=ContentFile(body, name=name)).pk


def add_quiz(version) -> None:
    from curriculum.kinds import ModuleKind
    from curriculum.models import QuizContent, QuizItem
    from curriculum.questions.stored import columns_of
    from tests.curriculum.questions.examples import EVERY_KIND
    from tests.factories import ModuleFactory

    module = ModuleFactory(course_version=version, kind=ModuleKind.QUIZ, order=1, title="確認テスト")
    quiz = QuizContent.objects.create(module=module, pass_percent=100)
    for order, question in enumerate(EVERY_KIND):
        QuizItem.objects.create(quiz=quiz, order=order, **columns_of(question))


def add_hand_in(version) -> None:
    from curriculum.kinds import ModuleKind
    from curriculum.models import HandinContent
    from tests.factories import ModuleFactory

    module = ModuleFactory(course_version=version, kind=ModuleKind.HANDIN, order=2, title="提出")
    HandinContent.objects.create(module=module, prompt="改善のたねを3つ書きます。")


if __name__ == "__main__":
    main()
