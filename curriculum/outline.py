"""A course's modules as plain values: what freezing, preview and publish checks all read. Pure.

`read_modules` understands the stored (JSON) form of the course editor's stream, so that a draft, a revision and a
published row are read by the same rules.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import NAMESPACE_OID, UUID

from curriculum.questions.check_questions import CheckQuestion, read_check_questions
from curriculum.questions.shape import Question
from curriculum.questions.stream import DRAW, children, read_questions, text_of
from curriculum.rich_text import Link, LinkKind, headings_in, links_in

type Json = Mapping[str, Any]
# What the question banks hold now, by their primary keys.
type Banks = Mapping[int, tuple[Question, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson's body as stored: one {"type", "value", "id"} for each block."""

    body: tuple[Json, ...]

    def blocks(self, block_type: str) -> Iterator[Json]:
        return (block["value"] or {} for block in self.body if block["type"] == block_type)

    @property
    def check_questions(self) -> tuple[CheckQuestion, ...]:
        return tuple(read_check_questions(self.body))

    @property
    def images(self) -> frozenset[int]:
        """The primary keys of the pictures it shows."""
        slides = (child for deck in self.blocks("slides") for child in children(deck, "slides", within=NAMESPACE_OID))
        shown = [*self.blocks("figure"), *(slide for _key, slide in slides)]
        return frozenset(value["image"] for value in shown if value.get("image"))

    @property
    def documents(self) -> frozenset[int]:
        """The primary keys of its videos, recordings, captions and files."""
        held = [value for kind in ("video", "audio", "file") for value in self.blocks(kind)]
        return frozenset(value[name] for value in held for name in ("file", "captions") if value.get(name))

    @property
    def rich_texts(self) -> Iterator[str]:
        """The texts that may hold links, as HTML."""
        yield from (block["value"] or "" for block in self.body if block["type"] == "text")
        yield from (value.get("text") or "" for value in self.blocks("callout"))
        for value in self.blocks("accordion"):
            yield from (item.get("text") or "" for _key, item in children(value, "items", within=NAMESPACE_OID))

    @property
    def links(self) -> list[Link]:
        return [link for html in self.rich_texts for link in links_in(html)]

    @property
    def headings(self) -> Iterator[str]:
        """What its parts are called."""
        for html in self.rich_texts:
            yield from headings_in(html)
        for value in self.blocks("accordion"):
            yield from (text_of(item, "title") for _key, item in children(value, "items", within=NAMESPACE_OID))
        for kind in ("video", "audio", "slides"):
            yield from (text_of(value, "title") for value in self.blocks(kind))

    def targets(self, kind: LinkKind) -> frozenset[int]:
        """Return the primary keys of the pages or documents it links to."""
        return frozenset(int(link.target) for link in self.links if link.kind is kind and link.target.isdecimal())

    @property
    def prose(self) -> Iterator[str]:
        """Everything it says in sentences; what a recording says is as spoken as it is."""
        yield from self.rich_texts
        for question in self.check_questions:
            yield from (question.question.text, question.question.explanation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """So many questions drawn at random for each attempt, of those the bank held when the course was published."""

    key: UUID
    bank: int | None
    count: int
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """Questions asked of everyone, and draws. `time_limit` is in minutes, None for as long as somebody needs."""

    pass_percent: int
    max_attempts: int | None
    questions: tuple[Question, ...]
    draws: tuple[Draw, ...] = ()
    time_limit: int | None = None

    @property
    def prose(self) -> Iterator[str]:
        for question in (*self.questions, *(each for draw in self.draws for each in draw.questions)):
            yield from (question.text, question.explanation)

    @property
    def asked_count(self) -> int:
        return len(self.questions) + sum(min(draw.count, len(draw.questions)) for draw in self.draws)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorm:
    """An e-learning package: the primary key of the package version it plays, None when none is chosen."""

    package: int | None

    @property
    def prose(self) -> Iterator[str]:
        """Return nothing: what a package says is its maker's."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    key: str
    title: str
    guidance: str
    deliverable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    key: str
    title: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    brief: str
    phases: tuple[Phase, ...]
    rubric: tuple[Criterion, ...]

    @property
    def prose(self) -> Iterator[str]:
        yield self.brief
        yield from (phase.guidance for phase in self.phases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    description: str

    @property
    def prose(self) -> Iterator[str]:
        yield self.description


@dataclass(frozen=True, slots=True, kw_only=True)
class Handin:
    prompt: str
    rubric: tuple[Criterion, ...] = ()

    @property
    def prose(self) -> Iterator[str]:
        yield self.prompt


type Content = Lesson | Quiz | Scorm | Project | Class | Handin


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleOutline:
    """One module as drafted. `key` is its block id: the same in every version of the course."""

    key: UUID
    kind: str
    title: str
    title_en: str = ""
    minutes: int
    is_required: bool
    content: Content

    @property
    def headings(self) -> Iterator[str]:
        """What it and its parts are called: what somebody looks for who knows not which course it is in."""
        yield from (self.title, self.title_en)
        if isinstance(self.content, Lesson):
            yield from self.content.headings


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseOutline:
    """What a course version freezes: the words on its first page and its modules in order."""

    title: str
    title_en: str
    purpose: str
    minutes: int
    modules: tuple[ModuleOutline, ...]
    purpose_en: str = ""

    @property
    def minutes_of_modules(self) -> int:
        return sum(module.minutes for module in self.modules)

    def fingerprint(self) -> str:
        """Return a digest that two outlines share when a learner would meet the same course in both."""
        met = asdict(self)
        # Versions published before these words could be given in English keep their digest.
        if not self.purpose_en:
            del met["purpose_en"]
        for module in met["modules"]:
            if not module["title_en"]:
                del module["title_en"]
        return hashlib.sha256(json.dumps(met, ensure_ascii=False, default=str).encode()).hexdigest()


def read_modules(stream: Iterable[Json], banks: Banks | None = None) -> tuple[ModuleOutline, ...]:
    """Return the modules of a stored stream; a missing value reads as empty, for drafts may be unfinished.

    Without the banks' questions, draws are read as the author wrote them: from which bank, and how many.
    """
    return tuple(_read_module(block, banks or {}) for block in stream)


def banks_drawn_from(stream: Iterable[Json]) -> frozenset[int]:
    """Return the primary keys of the question banks that a stored stream draws from."""
    quizzes = (module.content for module in read_modules(stream) if isinstance(module.content, Quiz))
    return frozenset(draw.bank for quiz in quizzes for draw in quiz.draws if draw.bank)


def _read_module(block: Json, banks: Banks) -> ModuleOutline:
    value: Json = block["value"] or {}
    key = UUID(block["id"])
    content = _read_quiz(key, value, banks) if block["type"] == "quiz" else _READERS[block["type"]](key, value)
    return ModuleOutline(
        key=key,
        kind=block["type"],
        title=text_of(value, "title"),
        title_en=text_of(value, "title_en"),
        minutes=value.get("minutes") or 0,
        is_required=bool(value.get("is_required", True)),
        content=content,
    )


def _read_lesson(key: UUID, value: Json) -> Lesson:
    return Lesson(body=tuple(value.get("body") or ()))


def _read_quiz(key: UUID, value: Json, banks: Banks) -> Quiz:
    stream = value.get("questions") or ()
    return Quiz(
        pass_percent=80 if value.get("pass_percent") is None else value["pass_percent"],
        max_attempts=value.get("max_attempts") or None,
        questions=read_questions(stream, within=key),
        draws=tuple(_read_draw(block, banks) for block in stream if block.get("type") == DRAW),
        time_limit=value.get("time_limit") or None,
    )


def _read_draw(block: Json, banks: Banks) -> Draw:
    value: Json = block["value"] or {}
    bank = value.get("bank") or None
    return Draw(key=UUID(block["id"]), bank=bank, count=value.get("count") or 1, questions=banks.get(bank or 0, ()))


def _read_scorm(key: UUID, value: Json) -> Scorm:
    return Scorm(package=value.get("package") or None)


def _read_project(key: UUID, value: Json) -> Project:
    return Project(
        brief=text_of(value, "brief"),
        phases=tuple(
            Phase(
                key=id,
                title=text_of(each, "title"),
                guidance=text_of(each, "guidance"),
                deliverable=text_of(each, "deliverable"),
            )
            for id, each in children(value, "phases", within=key)
        ),
        rubric=_read_rubric(key, value),
    )


def _read_class(key: UUID, value: Json) -> Class:
    return Class(description=text_of(value, "description"))


def _read_handin(key: UUID, value: Json) -> Handin:
    return Handin(prompt=text_of(value, "prompt"), rubric=_read_rubric(key, value))


def _read_rubric(key: UUID, value: Json) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(
            key=id,
            title=text_of(each, "title"),
            levels=tuple(text or "" for _, text in children(each, "levels", within=UUID(id))),
        )
        for id, each in children(value, "rubric", within=key)
    )


_READERS: dict[str, Callable[[UUID, Json], Content]] = {
    "lesson": _read_lesson,
    "scorm": _read_scorm,
    "project": _read_project,
    "class": _read_class,
    "handin": _read_handin,
}
