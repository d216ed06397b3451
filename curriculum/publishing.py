"""Freezing a course: what authors drafted becomes a version that learners meet and nobody edits."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from curriculum import outline as shape
from curriculum.addresses import leads_somewhere, own_host
from curriculum.checks import Draft, Finding, Lost, check
from curriculum.models import (
    ClassContent,
    Course,
    CourseVersion,
    HandinContent,
    LessonContent,
    LessonDocument,
    LessonImage,
    Module,
    PackageVersion,
    ProjectContent,
    QuestionBank,
    QuizContent,
    QuizItem,
    ScormContent,
)
from curriculum.outline import Banks, CourseOutline, banks_drawn_from, read_modules
from curriculum.questions.shape import Question
from curriculum.questions.stored import columns_of
from curriculum.reading_level import KANJI
from curriculum.rich_text import LinkKind
from lms.people.models import User


class NotReadyError(Exception):
    """The publish checks found something that blocks; `findings` says what, in words."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = [finding for finding in findings if finding.blocks]
        super().__init__(" ".join(sentence(finding) for finding in self.findings))


def sentence(finding: Finding) -> str:
    """Return a finding as one line that names the module it is about."""
    if not finding.module:
        return str(finding.message)
    return _("%(module)s: %(message)s") % {"module": finding.module, "message": finding.message}


def outline_of(course: Course) -> CourseOutline:
    """Return what publishing this course, saved or not, would freeze."""
    stream = course.modules.get_prep_value()
    return CourseOutline(
        title=course.title,
        title_en=course.title_en,
        purpose=course.purpose.strip(),
        purpose_en=course.purpose_en.strip(),
        minutes=course.total_minutes,
        modules=read_modules(stream, bank_questions(banks_drawn_from(stream))),
    )


def bank_questions(banks: Iterable[int]) -> Banks:
    """Return what question banks hold now, by primary key; none asks nothing of the database."""
    wanted = list(banks)
    return {bank.pk: bank.read() for bank in QuestionBank.objects.filter(pk__in=wanted)} if wanted else {}


def findings_for(course: Course, *, on: date) -> list[Finding]:
    """Run the publish checks on a course as it stands in the editor, saved or not."""
    outline = outline_of(course)
    contents = (module.content for module in outline.modules)
    chosen = {content.package for content in contents if isinstance(content, shape.Scorm) and content.package}
    known = PackageVersion.objects.filter(pk__in=chosen).values_list("pk", flat=True) if chosen else ()
    lessons = [module.content for module in outline.modules if isinstance(module.content, shape.Lesson)]
    draft = Draft(
        outline=outline,
        has_owner=course.owner_id is not None,
        has_groups=bool(course.groups.all()),
        is_heard=bool(course.reading) or not KANJI.search(course.title),
        review_on=course.review_on,
        packages=frozenset(known),
        lost=lost_in(lessons),
        suffixes=suffixes_in(lessons),
        host=own_host(),
    )
    return check(draft, on=on)


def lost_in(texts: Sequence[shape.Lesson]) -> Lost:
    """Return the pictures, files, pages and paths that texts name and that readers would not find."""
    documents = (text.documents | text.targets(LinkKind.DOCUMENT) for text in texts)
    typed = {link.path_at(own_host()) for text in texts for link in text.links}
    return Lost(
        images=_gone(get_image_model().objects.all(), (text.images for text in texts)),
        documents=_gone(get_document_model().objects.all(), documents),
        pages=_gone(Page.objects.live(), (text.targets(LinkKind.PAGE) for text in texts)),
        paths=frozenset(path for path in typed if path and not leads_somewhere(path)),
    )


def suffixes_in(texts: Sequence[shape.Lesson]) -> dict[int, str]:
    """Return how the names of the files in texts end, by primary key, in lower case."""
    wanted = frozenset[int]().union(*(text.documents for text in texts))
    names = get_document_model().objects.filter(pk__in=wanted).values_list("pk", "file") if wanted else ()
    return {pk: PurePosixPath(name).suffix.lower() for pk, name in names}


def _gone(rows: QuerySet[Any], named: Iterable[frozenset[int]]) -> frozenset[int]:
    """Return which of the primary keys no row has; none named asks nothing of the database."""
    wanted = frozenset[int]().union(*named)
    there = rows.filter(pk__in=wanted).values_list("pk", flat=True) if wanted else ()
    return wanted - frozenset(there)


@transaction.atomic
def publish_course(course: Course, *, by: User | None, at: datetime) -> CourseVersion:
    """Freeze the course as it is stored; a course that has not changed keeps its newest version.

    Learners on an older version stay on it. Raises `NotReadyError` when a publish check blocks.
    """
    # Locking the course makes two publishers number their versions one after the other.
    stored = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    findings = findings_for(stored, on=timezone.localdate(at))
    if any(finding.blocks for finding in findings):
        raise NotReadyError(findings)
    outline = outline_of(stored)
    fingerprint = outline.fingerprint()
    newest = stored.versions.order_by("-number").first()
    if newest and newest.fingerprint == fingerprint:
        return newest
    version = CourseVersion.objects.create(
        course=stored,
        number=(stored.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=outline.title,
        title_en=outline.title_en,
        purpose=outline.purpose,
        purpose_en=outline.purpose_en,
        minutes=outline.minutes,
        fingerprint=fingerprint,
        published_at=at,
        published_by=by,
    )
    for order, module in enumerate(outline.modules):
        _freeze_module(version, order, module)
    return version


def _freeze_module(version: CourseVersion, order: int, drafted: shape.ModuleOutline) -> None:
    module = Module.objects.create(
        course_version=version,
        key=drafted.key,
        order=order,
        kind=drafted.kind,
        title=drafted.title,
        title_en=drafted.title_en,
        minutes=drafted.minutes,
        is_required=drafted.is_required,
    )
    match drafted.content:
        case shape.Lesson() as lesson:
            _freeze_lesson(module, lesson)
        case shape.Quiz() as quiz:
            _freeze_quiz(module, quiz)
        case shape.Scorm(package=int(package)):
            ScormContent.objects.create(module=module, package_version=PackageVersion.objects.get(pk=package))
        case shape.Project() as project:
            _freeze_project(module, project)
        case shape.Class(description=description):
            ClassContent.objects.create(module=module, description=description)
        case shape.Handin(prompt=prompt, rubric=rubric):
            HandinContent.objects.create(module=module, prompt=prompt, rubric=_frozen_rubric(rubric))


def _freeze_lesson(module: Module, lesson: shape.Lesson) -> None:
    """Freeze a lesson and hold on to its pictures and files.

    Each row is saved by itself: Wagtail learns from the signal of a save that something is in use.
    """
    content = LessonContent.objects.create(module=module, body=list(lesson.body))
    for image in get_image_model().objects.filter(pk__in=lesson.images):
        LessonImage.objects.create(lesson=content, image=image)
    for document in get_document_model().objects.filter(pk__in=lesson.documents):
        LessonDocument.objects.create(lesson=content, document=document)


def _freeze_quiz(module: Module, quiz: shape.Quiz) -> None:
    content = QuizContent.objects.create(
        module=module,
        pass_percent=quiz.pass_percent,
        max_attempts=quiz.max_attempts,
        time_limit=quiz.time_limit,
        draws=[{"key": str(draw.key), "count": draw.count} for draw in quiz.draws],
    )
    asked: list[tuple[Question, UUID | None]] = [(question, None) for question in quiz.questions]
    asked += [(question, draw.key) for draw in quiz.draws for question in draw.questions]
    QuizItem.objects.bulk_create(
        QuizItem(quiz=content, order=order, draw=draw, **columns_of(question))
        for order, (question, draw) in enumerate(asked)
    )


def _freeze_project(module: Module, project: shape.Project) -> None:
    ProjectContent.objects.create(
        module=module,
        brief=project.brief,
        phases=[
            {"key": row.key, "title": row.title, "guidance": row.guidance, "deliverable": row.deliverable}
            for row in project.phases
        ],
        rubric=_frozen_rubric(project.rubric),
    )


def _frozen_rubric(rubric: Iterable[shape.Criterion]) -> list[dict[str, object]]:
    return [{"key": row.key, "title": row.title, "levels": list(row.levels)} for row in rubric]
