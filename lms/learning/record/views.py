"""My courses, the catalogue, a course's page, and the door to every module."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from curriculum.access import COURSE_READERS
from curriculum.kinds import ModuleKind
from curriculum.talent_groups import group_of
from lms.learning.assessed import level_in
from lms.learning.extensions.queries import newest_of
from lms.learning.record import access, queries, services
from lms.learning.record.forms import CatalogueForm
from lms.learning.record.models import Enrolment
from lms.learning.record.states import EnrolmentState
from lms.learning.rooms import show_view
from lms.lib import clock
from lms.people.access import has_role
from lms.people.requests import Request

COURSES_PER_PAGE = 24
RECENTLY_COMPLETED = 10
SUGGESTIONS = 3


@require_GET
def home(request: Request) -> HttpResponse:
    group = group_of(request.user, clock.today())
    level = level_in(group, request.user) if group else None
    context = {
        "items": queries.home_items(request.user),
        "completed": queries.completed_items(request.user, limit=RECENTLY_COMPLETED),
        "group": group,
        "path": queries.path_of(request.user, group) if group else [],
        "level": level,
        "next_level": (level or 0) + 1,
    }
    return render(request, "learning/record/home.html", context)


@require_GET
def catalogue(request: Request) -> HttpResponse:
    form = CatalogueForm(request.GET, on=clock.today())
    courses = queries.catalogue(request.user, form.wanted, group_of(request.user, clock.today()))
    page = Paginator(courses, COURSES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "learning/record/catalogue.html", {"form": form, "page": page, "wanted": form.wanted})


@require_GET
def course(request: Request, slug: str) -> HttpResponse:
    course, enrolment = access.course_or_404(request.user, slug)
    version = enrolment.course_version if enrolment else queries.newest_version(course)
    outline = queries.course_outline(enrolment) if enrolment else queries.published_outline(version)
    groups = queries.groups_of(course)
    context = {
        "course": course,
        "version": version,
        "enrolment": enrolment,
        "outline": outline,
        "groups": groups,
        "led": queries.group_led(groups, group_of(request.user, clock.today())),
        "may_browse": has_role(request.user, *COURSE_READERS, on=clock.today()),
    }
    if enrolment and enrolment.due_on and outline.resume:
        context |= due_talk(request, enrolment)
    return render(request, "learning/record/course.html", context)


def due_talk(request: Request, enrolment: Enrolment) -> dict[str, object]:
    """Return how far talk about a due date went: the newest request, or before any the name of who would answer it."""
    extension = newest_of(enrolment)
    return {"extension": extension} if extension else {"rater": queries.first_rater_name(request.user, clock.today())}


@require_POST
def enrol(request: Request, slug: str) -> HttpResponse:
    enrolment = services.choose_course(request.user, access.offered_course_or_404(slug), at=clock.now())
    return redirect("learning:resume", enrolment.uuid)


@require_GET
def resume(request: Request, enrolment: UUID) -> HttpResponse:
    """Lead to the module opened last, or the next one to do; a finished course to its end."""
    own = access.own_enrolment_or_404(request.user, enrolment)
    module = queries.course_outline(own).resume
    if module:
        return redirect("learning:module", own.uuid, module.uuid)
    return redirect("learning:finished", own.uuid)


@require_GET
def module(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    """Note that the module was opened, and hand over to the room that plays its kind."""
    own, opened = access.own_module_or_404(request.user, enrolment, module)
    services.open_module(own, opened, at=clock.now())
    return show_view(ModuleKind(opened.kind))(request, own, opened)


@require_GET
def finished(request: Request, enrolment: UUID) -> HttpResponse:
    """Say what was recorded and what comes next; a course under way has no end to show."""
    own = access.own_enrolment_or_404(request.user, enrolment)
    if own.state != EnrolmentState.COMPLETED:
        return redirect("learning:course", own.course_version.course.slug)
    group = group_of(request.user, clock.today())
    course = own.course_version.course
    context = {
        "enrolment": own,
        "course": course,
        "outline": queries.course_outline(own),
        "minutes_learned": -(-queries.enrolment_seconds(own) // 60),
        "led": queries.group_led(queries.groups_of(course), group),
        "items": queries.home_items(request.user, limit=SUGGESTIONS),
    }
    return render(request, "learning/record/finished.html", context)
