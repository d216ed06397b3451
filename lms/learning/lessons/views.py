"""A lesson: shown where the learner left it, kept while it is read, finished with a button."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from curriculum.models import LessonContent, Module
from curriculum.questions.check_questions import read_check_questions
from lms.learning.lessons import bookmarks, services
from lms.learning.lessons.forms import PlaceForm
from lms.learning.lessons.parts import AskedHere, answers_in, parts_of
from lms.learning.record import access
from lms.learning.record.frame import frame
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.record.onward import address_after
from lms.lib import clock
from lms.lib.ids import uuid7
from lms.people.requests import Request

UNFINISHED = "unfinished"


def show(request: Request, enrolment: Enrolment, module: Module) -> HttpResponse:
    progress = ModuleProgress.objects.filter(enrolment=enrolment, module=module).first()
    context = frame(enrolment, module) | {
        "parts": parts_of(LessonContent.objects.get(module=module).body, answers_in(enrolment, module)),
        "bookmark": bookmarks.parse(progress.bookmark if progress else ""),
        "saved_at": progress.last_activity_at if progress else None,
        "visit": uuid7(),
        # Asked for only by who was just refused: what is left, beside the button that was pressed.
        "left": services.still_to_do(enrolment, module) if UNFINISHED in request.GET else None,
    }
    return render(request, "learning/lessons/show.html", context)


@require_POST
def keep(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    """Keep the reading place; the answer is the line that says so."""
    own, read = access.own_module_or_404(request.user, enrolment, module)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    sent = form.cleaned_data
    at = clock.now()
    services.keep_place(own, read, sent["bookmark"], visit=str(sent["visit"]), seconds=sent["seconds"], at=at)
    return render(request, "components/save_state.html", {"state": "saved", "at": at})


@require_POST
def finish(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    """Finish the lesson after keeping what its page sends along; a refusal leads to the first part that is left."""
    own, read = access.own_module_or_404(request.user, enrolment, module)
    at = clock.now()
    form = PlaceForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        services.keep_place(own, read, sent["bookmark"], visit=str(sent["visit"]), seconds=sent["seconds"], at=at)
    try:
        services.finish_lesson(own, read, by=request.user, at=at)
    except ValidationError:
        first = services.still_to_do(own, read).first
        address = reverse("learning:module", args=[own.uuid, read.uuid])
        return redirect(f"{address}?{UNFINISHED}=1#block-{first}")
    return redirect(address_after(own, read))


@require_POST
def answer(request: Request, enrolment: UUID, module: UUID, question: UUID) -> HttpResponse:
    """Keep an answer to a check question, and mark it when the button asked for that; the answer is the question."""
    own, read = access.own_module_or_404(request.user, enrolment, module)
    lesson = get_object_or_404(LessonContent, module=read)
    asked = {each.key: each for each in read_check_questions(lesson.body.get_prep_value())}.get(question)
    if asked is None:
        raise Http404
    given = request.POST.getlist(f"answer-{question}")
    checks = "check" in request.POST
    answer = services.answer_check_question(own, read, asked, given, checks=checks, at=clock.now())
    if "HX-Request" not in request.headers:
        return redirect(f"{reverse('learning:module', args=[own.uuid, read.uuid])}#block-{question}")
    here = AskedHere(check_question=asked, answer=answer)
    context = {"enrolment": own, "module": read, "here": here, "is_asked_now": checks}
    return render(request, "learning/lessons/_check_question.html", context)
