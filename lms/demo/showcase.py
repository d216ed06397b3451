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

FIXTURES = Path(__file__).parent / "fixtures"
SHOWCASE_FILE = FIXTURES / "showcase.yaml"
VIDEO_FILE = FIXTURES / "three-steps.webm"
SLIDE_SIZE = (960, 540)
FIGURE_SIZE, BOX_SIZE, BOX_GAP = (960, 240), (240, 120), 80
INK, ACCENT = "#1a1a1a", "#0017c1"
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
        **{name: words[name] for name in ("code", "title", "title_en", "reading", "purpose", "purpose_en")},
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
        {"type": "figure", "value": figure(words["figure"])},
        {"type": "slides", "value": {"title": "3つの手順", "slides": [only(slide) for slide in slides]}},
        {"type": "check_question", "value": words["check_question"] | {"must_answer": True}},
        {"type": "video", "value": video(words["video"])},
        {"type": "accordion", "value": {"items": words["accordion"]}},
        {"type": "audio", "value": words["audio"] | {"file": recording, "must_watch": False}},
        {"type": "code", "value": words["formula"] | {"kind": "formula"}},
        {"type": "file", "value": {"file": sheet, "description": "気づいたときに書き留める紙"}},
        {"type": "callout", "value": {"tone": "point", "text": words["point"]}},
    ]
    value = {
        "title": "レッスンの部品",
        "title_en": "Parts of a lesson",
        "minutes": 5,
        "is_required": True,
        "body": keyed(body, "body"),
    }
    return {"type": ModuleKind.LESSON.value, "value": value}


def quiz(words: dict[str, Any], bank: QuestionBank) -> Block:
    draw = {"type": "draw", "value": {"bank": bank.pk, "count": words["bank"]["draw"]}}
    value = {
        "title": "問いの種類",
        "title_en": "Kinds of question",
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


def video(words: dict[str, Any]) -> Block:
    """Return a video's block: a film without sound, whose captions tell what a voice would."""
    said = words["captions"]
    return {
        "title": words["title"],
        "file": document("3つの手順.webm", VIDEO_FILE.read_bytes()),
        "captions": document("3つの手順.vtt", captions(said, words["seconds"]).encode()),
        "is_silent": True,
        "transcript": "\n\n".join(line["text"] for line in said),
        "must_watch": True,
    }


def captions(lines: list[dict[str, Any]], seconds: int) -> str:
    """Return WebVTT: each line stands until the next begins, the last until the end."""
    ends = [*(line["second"] for line in lines[1:]), seconds]
    cues = [
        f"00:{line['second']:02}.000 --> 00:{end:02}.000\n{line['text']}" for line, end in zip(lines, ends, strict=True)
    ]
    return "\n\n".join(["WEBVTT", *cues, ""])


def figure(words: dict[str, Any]) -> Block:
    """Draw boxes from left to right with arrows between them."""
    bold = settings.FONTS_ROOT / FONT_FILES[FONT][1]
    picture = Picture.new("RGB", FIGURE_SIZE, "#ffffff")
    pen = ImageDraw.Draw(picture)
    (width, height), top = BOX_SIZE, (FIGURE_SIZE[1] - BOX_SIZE[1]) // 2
    middle = FIGURE_SIZE[1] // 2
    for place, text in enumerate(words["boxes"]):
        left = 40 + place * (width + BOX_GAP)
        pen.rounded_rectangle((left, top, left + width, top + height), radius=12, outline=ACCENT, width=4)
        pen.text((left + width / 2, middle), text, font=ImageFont.truetype(str(bold), 40), fill=INK, anchor="mm")
        if place:
            pen.line((left - BOX_GAP + 12, middle, left - 24, middle), fill=INK, width=4)
            pen.polygon([(left - 28, middle - 12), (left - 8, middle), (left - 28, middle + 12)], fill=INK)
    return {"image": stored_image("3つの手順の図", picture), "alt": words["alt"], "caption": words["caption"]}


def slide_image(words: dict[str, str]) -> int:
    """Draw a slide: its title and one line, dark on white."""
    regular, bold = (settings.FONTS_ROOT / file for file in FONT_FILES[FONT])
    picture = Picture.new("RGB", SLIDE_SIZE, "#ffffff")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 24, SLIDE_SIZE[1]), fill=ACCENT)
    pen.text((80, 160), words["title"], font=ImageFont.truetype(str(bold), 64), fill=INK)
    pen.text((80, 290), words["line"], font=ImageFont.truetype(str(regular), 36), fill=INK)
    return stored_image(words["title"], picture)


def stored_image(title: str, picture: Picture.Image) -> int:
    file = BytesIO()
    picture.save(file, "PNG")
    return int(Image.objects.create(title=title, file=ContentFile(file.getvalue(), name=f"{title}.png")).pk)


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
