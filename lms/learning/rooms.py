"""Which room plays which kind of module: one line makes a kind playable.

Each view is `show(request, enrolment, module) -> HttpResponse`; the learner has been checked to own the enrolment.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.module_loading import import_string

from curriculum.kinds import ModuleKind
from curriculum.models import Module
from lms.learning.record.models import Enrolment
from lms.people.requests import Request

type ShowModule = Callable[[Request, Enrolment, Module], HttpResponse]

ROOMS: dict[ModuleKind, str] = {
    ModuleKind.LESSON: "lms.learning.lessons.views.show",
    ModuleKind.QUIZ: "lms.learning.quizzes.views.show",
    ModuleKind.SCORM: "lms.learning.scorm.views.show",
    ModuleKind.PROJECT: "lms.learning.projects.views.show",
    ModuleKind.CLASS: "lms.learning.classes.views.learners.show",
    ModuleKind.HANDIN: "lms.learning.handins.views.show",
}


def show_view(kind: ModuleKind) -> ShowModule:
    """Return the view of the room that plays this kind."""
    view: ShowModule = import_string(ROOMS[kind])
    return view
