"""点検: what must be mended before a course is published, and what should be. Pure rule.

A finding that blocks would leave learners with something they cannot use (a question without a right answer) or shut
some of them out (a picture without words). The others warn.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_OID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curriculum.outline import (
    Class,
    CourseOutline,
    Criterion,
    Draw,
    Handin,
    Lesson,
    ModuleOutline,
    Project,
    Quiz,
    Scorm,
)
from curriculum.questions.problems import problems_of
from curriculum.questions.stream import children
from curriculum.reading_level import Hardness, stumbles
from curriculum.rich_text import LinkKind, sentences_in


class Severity(StrEnum):
    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend, in words: where it stands, what is wrong, what to do."""

    code: str
    severity: Severity
    message: str | Promise
    module: str = ""

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What lessons name and learners would not find: things by their primary keys, paths of our own site."""

    images: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    pages: frozenset[int] = frozenset()
    paths: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A course as the checks see it.

    `packages` are the versions there are, `lost` what it names and is gone, `suffixes` how the names of the files it
    uses end, by primary key, `host` the name learners reach the site by. `is_heard` says that search finds the title as
    it is spoken.
    """

    outline: CourseOutline
    has_owner: bool
    has_groups: bool
    is_heard: bool
    review_on: date | None
    packages: frozenset[int] = frozenset()
    lost: Lost = field(default_factory=Lost)
    suffixes: Mapping[int, str] = field(default_factory=dict)
    host: str = ""


def check(draft: Draft, *, on: date) -> list[Finding]:
    """Return every finding, those that block first, otherwise in the order of the course."""
    findings = [*_course_findings(draft, on), *_module_findings(draft)]
    return sorted(findings, key=lambda finding: not finding.blocks)


def _block(code: str, message: str | Promise, module: str = "") -> Finding:
    return Finding(code=code, severity=Severity.BLOCKS, message=message, module=module)


def _warn(code: str, message: str | Promise, module: str = "") -> Finding:
    return Finding(code=code, severity=Severity.WARNS, message=message, module=module)


def _course_findings(draft: Draft, on: date) -> Iterator[Finding]:
    outline = draft.outline
    if not outline.modules:
        yield _block("no_modules", _("The course has no modules. Add at least one."))
    if not outline.purpose:
        yield _block("no_purpose", _("The purpose is missing. Say in a sentence what the course is for."))
    if not draft.has_owner:
        yield _block("no_owner", _("The owner is missing. Choose who answers questions about the course."))
    if outline.minutes and outline.minutes != outline.minutes_of_modules:
        yield _block(
            "minutes_differ",
            _(
                "The course says %(course)s minutes, its modules add up to %(modules)s. "
                "Set the course's minutes to 0, and those of the modules are added up."
            )
            % {"course": outline.minutes, "modules": outline.minutes_of_modules},
        )
    if not draft.has_groups:
        yield _warn("no_groups", _("No talent group is chosen, so the course is suggested to nobody."))
    if not draft.is_heard:
        yield _warn(
            "no_reading", _("The reading in kana is missing. Without it, who types せいせい does not find 生成AI.")
        )
    if draft.review_on is None:
        yield _warn("no_review_date", _("The review date is missing. Set when the content is to be looked at again."))
    elif draft.review_on <= on:
        yield _warn("review_due", _("The review date has passed. Look the content over and set the next date."))


def _module_findings(draft: Draft) -> Iterator[Finding]:
    for place, module in enumerate(draft.outline.modules, start=1):
        name = module.title or str(_("module %(number)s") % {"number": place})
        if not module.title:
            yield _block("no_title", _("The title is missing."), name)
        if not module.minutes:
            yield _block("no_minutes", _("The minutes are missing. Say how long the module takes."), name)
        for code, message in _content_problems(module, draft):
            yield _block(code, message, name)
        if isinstance(module.content, Lesson):
            yield from text_findings(
                module.content, lost=draft.lost, suffixes=draft.suffixes, host=draft.host, name=name
            )
        yield from reading_findings(module.content.prose, name)


def text_findings(
    text: Lesson, *, lost: Lost, suffixes: Mapping[int, str], host: str, name: str = ""
) -> Iterator[Finding]:
    """Yield what is wrong with a text of blocks: a lesson's, or that of a page of the portal."""
    for code, message in _text_problems(text):
        yield _block(code, message, name)
    yield from _lost_findings(text, lost, name)
    yield from _media_findings(text, suffixes, name)
    yield from _address_findings(text, lost.paths, host, name)


def _lost_findings(lesson: Lesson, lost: Lost, name: str) -> Iterator[Finding]:
    """Yield what was chosen and is gone, which blocks."""
    if lesson.images & lost.images:
        yield _block("lost_image", _("A picture no longer exists. Choose another or remove the block."), name)
    if lesson.documents & lost.documents:
        yield _block("lost_document", _("A file no longer exists. Choose another or remove the block."), name)
    if lesson.targets(LinkKind.PAGE) & lost.pages:
        yield _block("lost_page", _("A link leads to a page that is gone or not published. Point it elsewhere."), name)
    if lesson.targets(LinkKind.DOCUMENT) & lost.documents:
        yield _block("lost_target", _("A link leads to a file that no longer exists. Point it elsewhere."), name)


# What a file is chosen for, by block and field: how its name may end, and what to say of any other.
MEDIA: dict[tuple[str, str], tuple[frozenset[str], Promise]] = {
    ("video", "file"): (
        frozenset({".mp4", ".webm"}),
        _("A %(suffix)s file was chosen as a video, which browsers do not play. Choose an .mp4 or .webm file."),
    ),
    ("video", "captions"): (
        frozenset({".vtt"}),
        _("A %(suffix)s file was chosen as captions. Choose a WebVTT file (.vtt)."),
    ),
    ("audio", "file"): (
        frozenset({".mp3", ".m4a", ".wav"}),
        _("A %(suffix)s file was chosen as a recording, which browsers do not play. Choose an .mp3 or .m4a file."),
    ),
}


def _media_findings(lesson: Lesson, suffixes: Mapping[int, str], name: str) -> Iterator[Finding]:
    """Yield files that cannot be played as what they were chosen for."""
    for (kind, part), (playable, message) in MEDIA.items():
        for value in lesson.blocks(kind):
            suffix = suffixes.get(value.get(part) or 0)
            if suffix is not None and suffix not in playable:
                yield _block(f"wrong_{kind}_{part}", message % {"suffix": suffix}, name)


def _address_findings(lesson: Lesson, lost_paths: frozenset[str], host: str, name: str) -> Iterator[Finding]:
    """Yield typed addresses: of ours with nothing there, which block, and those outside, which few desks can follow."""
    for link in dict.fromkeys(lesson.links):
        path = link.path_at(host)
        if path in lost_paths:
            yield _block(
                "lost_address",
                _(
                    "%(address)s leads learners nowhere: no page for all and no offered course is there."
                    " Correct or remove the link."
                )
                % {"address": link.target},
                name,
            )
        elif link.kind is LinkKind.EXTERNAL and not path:
            yield _warn(
                "external_link",
                _(
                    "%(address)s lies outside the city's network, where many desks cannot follow. Attach the file, or"
                    " say here what it says."
                )
                % {"address": link.target},
                name,
            )


def reading_findings(prose: Iterable[str], name: str = "") -> Iterator[Finding]:
    """Yield what is hard to read in Japanese prose; none of it blocks."""
    sentences = [sentence for text in prose for sentence in sentences_in(text)]
    for stumble in stumbles(sentences):
        yield _warn(stumble.kind, HARD_TO_READ[stumble.kind] % {"where": stumble.where, "amount": stumble.amount}, name)


HARD_TO_READ: dict[Hardness, Promise] = {
    Hardness.LONG_SENTENCE: _(
        "A sentence has %(amount)s characters: “%(where)s” Split it, one thing in each; 60 are easy to read."
    ),
    Hardness.KANJI_RUN: _(
        "“%(where)s” is %(amount)s kanji in a row. Put a particle such as の between them, or say it in plain words."
    ),
    Hardness.MANY_KANJI: _(
        "%(amount)s%% of the characters are kanji, most of all in “%(where)s” Write verbs and adverbs in hiragana and"
        " replace Chinese compounds by plain words."
    ),
}


type Problem = tuple[str, str | Promise]


def _content_problems(module: ModuleOutline, draft: Draft) -> Iterator[Problem]:
    content = module.content
    if isinstance(content, Scorm):
        return _scorm_problems(content, draft.packages)
    problems: Callable[[Any], Iterator[Problem]] = _PROBLEMS[type(content)]
    return problems(content)


def _lesson_problems(lesson: Lesson) -> Iterator[Problem]:
    if not lesson.body:
        yield "empty_lesson", _("The lesson is empty. Add text, a figure or a video.")
    for number, check_question in enumerate(lesson.check_questions, start=1):
        for code, message in problems_of(check_question.question):
            yield code, _("Check questions: %(message)s") % {"message": message % {"number": number}}


def _text_problems(lesson: Lesson) -> Iterator[Problem]:
    yield from _empty_blocks(lesson)
    for figure in lesson.blocks("figure"):
        if not figure.get("image"):
            yield "no_image", _("A figure has no image. Choose one or remove the figure.")
        if not (figure.get("alt") or "").strip():
            yield "no_alt", _("A figure has no alternative text. Say what it tells someone who cannot see it.")
    for video in lesson.blocks("video"):
        yield from _video_problems(video)
    for audio in lesson.blocks("audio"):
        yield from _audio_problems(audio)
    for deck in lesson.blocks("slides"):
        yield from _slides_problems(deck)
    for file in lesson.blocks("file"):
        if not file.get("file"):
            yield "no_file", _("A file block has no file. Choose one or remove the block.")


def _empty_blocks(lesson: Lesson) -> Iterator[Problem]:
    """Yield the blocks of words that have none; learners would meet a gap."""
    if any(block["type"] == "text" and not _says(block["value"]) for block in lesson.body):
        yield "empty_text", _("A block of text is empty. Write it or remove the block.")
    if not all(_says(callout.get("text")) for callout in lesson.blocks("callout")):
        yield "empty_callout", _("A callout is empty. Write it or remove the callout.")
    if not all((code.get("text") or "").strip() for code in lesson.blocks("code")):
        yield "empty_code", _("A block of code is empty. Write it or remove the block.")
    opened = (children(value, "items", within=NAMESPACE_OID) for value in lesson.blocks("accordion"))
    sections = [section for items in opened for _key, section in items]
    if not all((section.get("title") or "").strip() and _says(section.get("text")) for section in sections):
        yield "empty_section", _("A section that opens has no heading or no text. Fill it in or remove it.")


def _says(html: str | None) -> bool:
    return any(sentences_in(html or ""))


def _video_problems(video: Any) -> Iterator[Problem]:
    if not video.get("file"):
        yield "no_video", _("A video has no file. Choose one or remove the video.")
    if not (video.get("transcript") or "").strip():
        yield "no_transcript", _("A video has no transcript. Write down what is said and shown.")
    if not video.get("captions") and not video.get("is_silent"):
        yield "no_captions", _("A video has no captions. Add a WebVTT file, or mark the video as having no sound.")


def _audio_problems(audio: Any) -> Iterator[Problem]:
    if not audio.get("file"):
        yield "no_audio", _("An audio block has no file. Choose one or remove the block.")
    if not (audio.get("transcript") or "").strip():
        yield "no_audio_transcript", _("A recording has no transcript. Write down what is said.")


def _slides_problems(deck: Any) -> Iterator[Problem]:
    slides = [slide for _key, slide in children(deck, "slides", within=NAMESPACE_OID)]
    if not slides or any(not slide.get("image") for slide in slides):
        yield "no_slide", _("A slide has no image. Choose one or remove the slide.")
    if any(not (slide.get("alt") or "").strip() for slide in slides):
        yield "no_slide_alt", _("A slide has no alternative text. Say what it tells someone who cannot see it.")


def _quiz_problems(quiz: Quiz) -> Iterator[Problem]:
    if not quiz.questions and not quiz.draws:
        yield "no_questions", _("The quiz has no questions. Add at least one.")
    for number, question in enumerate(quiz.questions, start=1):
        for code, message in problems_of(question):
            yield code, message % {"number": number}
    banks = [draw.bank for draw in quiz.draws if draw.bank]
    if len(set(banks)) < len(banks):
        yield "bank_twice", _("Two draws are from the same question bank. Make them one draw of more questions.")
    for draw in quiz.draws:
        yield from _draw_problems(draw)


def _draw_problems(draw: Draw) -> Iterator[Problem]:
    if draw.bank is None or not draw.questions:
        yield "no_bank", _("A draw has no question bank with questions in it. Choose one or remove the draw.")
        return
    if len(draw.questions) < draw.count:
        yield (
            "small_bank",
            _("%(count)s questions are to be drawn, but the bank has %(held)s. Add to it, or draw fewer.")
            % {"count": draw.count, "held": len(draw.questions)},
        )
    for number, question in enumerate(draw.questions, start=1):
        for code, message in problems_of(question):
            yield code, _("Question bank: %(message)s") % {"message": message % {"number": number}}


def _scorm_problems(scorm: Scorm, packages: frozenset[int]) -> Iterator[Problem]:
    if scorm.package is None:
        yield "no_package", _("No package is chosen. Upload one under e-learning packages and choose it here.")
    elif scorm.package not in packages:
        yield "lost_package", _("The chosen package no longer exists. Choose another.")


def _project_problems(project: Project) -> Iterator[Problem]:
    if not project.phases or any(not phase.title for phase in project.phases):
        yield "no_phases", _("Every phase of the project needs a title, and there must be at least one.")
    if not project.rubric:
        yield "no_rubric", _("The rubric is empty. Reviewers need at least one criterion.")
    if any(not is_finished(row) for row in project.rubric):
        yield "unfinished_rubric", _("Every criterion needs a title and a sentence for each of the levels 1 to 4.")


def is_finished(criterion: Criterion) -> bool:
    """Tell whether a criterion has its title and words for the levels 1 to 4."""
    return bool(criterion.title) and len([text for text in criterion.levels if text.strip()]) == 4


def _class_problems(lesson: Class) -> Iterator[Problem]:
    if not lesson.description:
        yield "no_description", _("Say what happens in the class.")


def _handin_problems(handin: Handin) -> Iterator[Problem]:
    if not handin.prompt:
        yield "no_prompt", _("Say what is to be handed in.")
    if any(not is_finished(row) for row in handin.rubric):
        yield "unfinished_rubric", _("Every criterion needs a title and a sentence for each of the levels 1 to 4.")


_PROBLEMS: dict[type, Callable[[Any], Iterator[Problem]]] = {
    Lesson: _lesson_problems,
    Quiz: _quiz_problems,
    Project: _project_problems,
    Class: _class_problems,
    Handin: _handin_problems,
}
