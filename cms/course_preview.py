"""A drafted course as learners would meet it: the real templates over rows that are made up and never stored."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from curriculum import outline as shape
from curriculum.kinds import ModuleKind
from curriculum.models import Course, CourseVersion, LevelDescriptor, Module, PackageVersion, QuizContent
from curriculum.publishing import outline_of
from curriculum.questions.asking import Asked
from curriculum.questions.marking import right_answer
from curriculum.questions.shape import Question
from lms.learning.lessons import bookmarks
from lms.learning.lessons.parts import parts_of
from lms.learning.quizzes.marking import needed
from lms.learning.record.models import Enrolment
from lms.learning.record.outline import Outline, OutlineModule
from lms.learning.record.states import ProgressState
from lms.lib.ids import uuid7

# A course without an address yet still has links on its page.
NO_ADDRESS = "preview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every preview stands on: the draft as an outline, and its unsaved version with modules."""

    course: Course
    drafted: shape.CourseOutline
    version: CourseVersion
    modules: list[Module]

    @property
    def outline(self) -> Outline:
        return Outline(modules=[_line(module) for module in self.modules])


def serve(request: HttpRequest, course: Course, mode: str) -> HttpResponse:
    """Draw the course's page, or the module whose key is the mode; a key that is gone shows the course's page."""
    stage = set_up(course)
    keys = [str(module.key) for module in stage.modules]
    if mode not in keys:
        return TemplateResponse(request, "cms/preview/course.html", course_context(stage))
    place = keys.index(mode)
    content = stage.drafted.modules[place].content
    template, own = PREVIEWS[type(content)](content, course, place)
    return TemplateResponse(request, f"cms/preview/{template}.html", module_context(stage, place) | own)


def set_up(course: Course) -> Stage:
    course.slug = course.slug or NO_ADDRESS
    drafted = outline_of(course)
    version = CourseVersion(
        course=course,
        number=0,
        title=drafted.title,
        title_en=drafted.title_en,
        purpose=drafted.purpose,
        purpose_en=drafted.purpose_en,
        minutes=drafted.minutes,
    )
    modules = [
        Module(
            pk=place,
            uuid=module.key,
            course_version=version,
            key=module.key,
            order=place,
            kind=module.kind,
            title=module.title,
            title_en=module.title_en,
            minutes=module.minutes,
            is_required=module.is_required,
        )
        for place, module in enumerate(drafted.modules)
    ]
    return Stage(course=course, drafted=drafted, version=version, modules=modules)


def _line(module: Module) -> OutlineModule:
    return OutlineModule(
        pk=module.pk,
        uuid=module.uuid,
        title=module.name,
        kind=ModuleKind(module.kind),
        minutes=module.minutes,
        is_required=module.is_required,
        state=ProgressState.NOT_STARTED,
    )


def course_context(stage: Stage) -> dict[str, Any]:
    groups = sorted(stage.course.groups.all(), key=lambda group: group.precedence)
    sentence = None
    if groups and stage.course.supports_level_to:
        sentence = (
            LevelDescriptor.objects.filter(group=groups[0], level=stage.course.supports_level_to)
            .select_related("group")
            .first()
        )
    return {
        "course": stage.course,
        "version": stage.version,
        "enrolment": None,
        "outline": stage.outline,
        "sentence": sentence,
        "groups": groups,
        "rater": "",
    }


def module_context(stage: Stage, place: int) -> dict[str, Any]:
    return {
        "enrolment": Enrolment(course_version=stage.version),
        "module": stage.modules[place],
        "outline": stage.outline,
        "place": place + 1,
        "state": ProgressState.NOT_STARTED,
    }


type Own = tuple[str, dict[str, Any]]


def _lesson(lesson: shape.Lesson, course: Course, place: int) -> Own:
    body = course.modules[place].value["body"]
    return "lesson", {"parts": parts_of(body), "bookmark": bookmarks.parse(""), "visit": uuid7()}


def _quiz(quiz: shape.Quiz, course: Course, place: int) -> Own:
    questions = [*quiz.questions, *(question for draw in quiz.draws for question in draw.questions)]
    return "quiz", {
        "quiz": QuizContent(pass_percent=quiz.pass_percent, max_attempts=quiz.max_attempts),
        "questions": [answered_right(question) for question in questions],
        "total": quiz.asked_count,
        "drawn": quiz.asked_count - len(quiz.questions),
        "time_limit": quiz.time_limit,
        "needed": needed(quiz.asked_count, quiz.pass_percent),
    }


def answered_right(question: Question) -> Asked:
    """Return a question as it looks when it is answered right, for its author to check."""
    return Asked(question=question, chosen=right_answer(question), name=f"answer-{question.key}")


def _scorm(scorm: shape.Scorm, course: Course, place: int) -> Own:
    version = PackageVersion.objects.filter(pk=scorm.package).first() if scorm.package else None
    items = version.items.order_by("order") if version else ()
    return "scorm", {"package": version, "items": items}


def _project(project: shape.Project, course: Course, place: int) -> Own:
    return "project", {"project": project}


def _class(lesson: shape.Class, course: Course, place: int) -> Own:
    return "text", {"text": lesson.description}


def _handin(handin: shape.Handin, course: Course, place: int) -> Own:
    return "text", {"text": handin.prompt}


PREVIEWS: dict[type, Callable[[Any, Course, int], Own]] = {
    shape.Lesson: _lesson,
    shape.Quiz: _quiz,
    shape.Scorm: _scorm,
    shape.Project: _project,
    shape.Class: _class,
    shape.Handin: _handin,
}
