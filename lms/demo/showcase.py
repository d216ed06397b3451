"""Publishes one course that shows every block of a lesson and every kind of question, with a bank to draw from."""

import math
import struct
import wave
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont
from wagtail.documents.models import Document
from wagtail.images.models import Image

from curriculum.kinds import ModuleKind
from curriculum.models import Course, QuestionBank
from lms.lib.pdf import FONT, FONT_FILES
from lms.people.models import User

SHOWCASE_FILE = Path(__file__).parent / "fixtures" / "showcase.yaml"
SLIDE_SIZE = (960, 540)
TONE_SECONDS, TONE_RATE, TONE_PITCH = 2, 8000, 880

type Block = dict[str, Any]


def draft_showcase(*, owner: User) -> Course:
    """Return a saved course whose draft holds a lesson of every block and a quiz of every kind."""
    words = yaml.safe_load(SHOWCASE_FILE.read_text(encoding="utf-8"))
    bank = QuestionBank.objects.create(
        title=words["bank"]["title"],
        description=words["bank"]["description"],
        questions=keyed(words["bank"]["questions"], "bank"),
    )
    course = Course(
        slug=words["code"].lower(),
        **{name: words[name] for name in ("code", "title", "title_en", "reading", "purpose")},
        owner=owner,
        review_on=date(2027, 3, 31),
        live=False,
        modules=keyed([lesson(words), quiz(words, bank)], "module"),
    )
    course.save()
    return course


def keyed(blocks: list[Block], within: str) -> list[Block]:
    """Return blocks with ids that are the same in every demo city."""
    return [block | {"id": str(uuid5(NAMESPACE_URL, f"showcase:{within}:{n}"))} for n, block in enumerate(blocks)]


def lesson(words: dict[str, Any]) -> Block:
    slides = [drawn | {"image": slide_image(drawn)} for drawn in words["slides"]]
    recording = document("確認音.wav", tone())
    sheet = document("連絡先メモ.txt", "気づいた時刻:\n端末の番号:\n知らせた相手:\n".encode())
    body = [
        {"type": "text", "value": words["text"]},
        {"type": "slides", "value": {"title": "3つの手順", "slides": [only(slide) for slide in slides]}},
        {"type": "check_question", "value": words["check_question"] | {"must_answer": True}},
        {"type": "accordion", "value": {"items": words["accordion"]}},
        {"type": "audio", "value": words["audio"] | {"file": recording, "must_watch": False}},
        {"type": "code", "value": words["formula"] | {"kind": "formula"}},
        {"type": "file", "value": {"file": sheet, "description": "気づいたときに書き留める紙"}},
        {"type": "callout", "value": {"tone": "point", "text": words["point"]}},
    ]
    value = {"title": "レッスンの部品", "minutes": 5, "is_required": True, "body": keyed(body, "body")}
    return {"type": ModuleKind.LESSON.value, "value": value}


def quiz(words: dict[str, Any], bank: QuestionBank) -> Block:
    draw = {"type": "draw", "value": {"bank": bank.pk, "count": words["bank"]["draw"]}}
    value = {
        "title": "問いの種類",
        "minutes": 5,
        "is_required": True,
        "pass_percent": 70,
        "max_attempts": None,
        "questions": keyed([*words["questions"], draw], "question"),
    }
    return {"type": ModuleKind.QUIZ.value, "value": value}


def only(slide: dict[str, Any]) -> dict[str, Any]:
    """Return what the block of a slide holds; its title and line are in the picture."""
    return {name: slide[name] for name in ("image", "alt", "notes")}


def slide_image(words: dict[str, str]) -> int:
    """Draw a slide: its title and one line, dark on white."""
    regular, bold = (settings.FONTS_ROOT / file for file in FONT_FILES[FONT])
    picture = Picture.new("RGB", SLIDE_SIZE, "#ffffff")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 24, SLIDE_SIZE[1]), fill="#0017c1")
    pen.text((80, 160), words["title"], font=ImageFont.truetype(str(bold), 64), fill="#1a1a1a")
    pen.text((80, 290), words["line"], font=ImageFont.truetype(str(regular), 36), fill="#1a1a1a")
    file = BytesIO()
    picture.save(file, "PNG")
    name = f"{words['title']}.png"
    return int(Image.objects.create(title=words["title"], file=ContentFile(file.getvalue(), name=name)).pk)


def tone() -> bytes:
    """Return a short tone as a recording."""
    file = BytesIO()
    steps = range(TONE_SECONDS * TONE_RATE)
    samples = (int(6000 * math.sin(2 * math.pi * TONE_PITCH * step / TONE_RATE)) for step in steps)
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(TONE_RATE)
        made.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


def document(name: str, body: bytes) -> int:
    return int(Document.objects.create(title=name, file=ContentFile(body, name=name)).pk)
