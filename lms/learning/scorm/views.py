"""The player page on the LMS origin, what stands around it, and the page after the end."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from curriculum.models import Module, PackageItem
from lms.content_origin import content_origin, content_url
from lms.learning.record import access
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.record.onward import address_after
from lms.learning.record.queries import course_outline
from lms.learning.record.states import ProgressState
from lms.learning.scorm import queries, services, tokens
from lms.learning.scorm.access import own_open_session_or_404
from lms.learning.scorm.sequencing.requests import choice, read
from lms.learning.scorm.states import Mode
from lms.lib import clock
from lms.people.requests import Request


def show(request: Request, enrolment: Enrolment, module: Module) -> HttpResponse:
    """Launch the package in a frame; ask first when another window is playing it."""
    package = queries.package_of(enrolment, module)
    mode = Mode.REVIEW if request.GET.get("mode") == Mode.REVIEW else Mode.NORMAL
    chosen = request.GET.get("item", "")
    try:
        if package.tree is not None and mode is Mode.NORMAL:
            asked = choice(chosen) if chosen else None
            step = services.walk(enrolment, module, package.version, asked, at=clock.now())
            if asked or step.item is None:
                return _led(request, enrolment, module, step)
            item: PackageItem | None = step.item
        else:
            item = package.by_identifier(chosen) if chosen else package.place
        if item is None:
            raise Http404
        launch = services.launch(enrolment, module, item, mode=mode, takes_over=False, at=clock.now())
    except services.OpenElsewhere as other:
        return _ask_to_take_over(request, enrolment, module, other)
    if not item.is_sco:
        # Showing a page that cannot speak completes it.
        package = queries.package_of(enrolment, module)
    return _player(request, enrolment, module, package, item, launch)


def _led(request: Request, enrolment: Enrolment, module: Module, step: services.Step) -> HttpResponse:
    """Go where a step has led: into the player, or to the page that says what may be done next."""
    if step.is_refused:
        messages.warning(request, _("The course does not allow this step at the moment. Choose from the contents."))
    name = "learning:module" if step.item else "learning:scorm-end"
    return redirect(name, enrolment.uuid, module.uuid)


def _ask_to_take_over(
    request: Request, enrolment: Enrolment, module: Module, other: services.OpenElsewhere
) -> HttpResponse:
    context = {"enrolment": enrolment, "module": module, "live": other.session, **addresses(enrolment, module)}
    return render(request, "learning/scorm/take_over.html", context)


def _player(
    request: Request,
    enrolment: Enrolment,
    module: Module,
    package: queries.Package,
    item: PackageItem,
    launch: services.Launch,
) -> HttpResponse:
    is_walked = package.tree is not None and launch.session.mode == Mode.NORMAL
    ahead = services.outlook_of(launch.session, package.tree) if package.tree and is_walked else None
    context = {
        "enrolment": enrolment,
        "module": module,
        "package": package,
        **addresses(enrolment, module),
        "item": item,
        "toc": [] if package.is_single else list(package.toc(item, ahead)),
        "is_walked": is_walked,
        "controls": package.controls(item, ahead),
        "next_item": package.next_after(item),
        "previous_item": package.previous_before(item),
        "session": launch.session,
        "time_zone": settings.TIME_ZONE,
        "shell_url": content_url(reverse("shell", queries.CONTENT_URLS, args=[launch.token]), package.version.sha256),
        "content_origin": content_origin(package.version.sha256),
        "renew_url": reverse("learning:scorm-renew", args=[launch.session.uuid]),
    }
    response = render(request, "learning/scorm/player.html", context)
    # Chrome is about to switch `unload` off, and many courses finish in it (SCORM.md 1.4).
    response["Permissions-Policy"] = "unload=*"
    response["Cache-Control"] = "no-store"
    return response


def addresses(enrolment: Enrolment, module: Module) -> dict[str, str]:
    place = [enrolment.uuid, module.uuid]
    return {
        "course_url": reverse("learning:course", args=[enrolment.course_version.course.slug]),
        "play_url": reverse("learning:module", args=place),
        "end_url": reverse("learning:scorm-end", args=place),
        "take_over_url": reverse("learning:scorm-take-over", args=place),
        "start_over_url": reverse("learning:scorm-start-over", args=place),
        "navigate_url": reverse("learning:scorm-navigate", args=place),
    }


@require_POST
def take_over(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    """End the other window's session and play here."""
    own, played = access.own_module_or_404(request.user, enrolment, module)
    services.take_over(own, played)
    return redirect("learning:module", own.uuid, played.uuid)


@require_POST
def navigate(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    """Follow a request of the player's window; without one, what the package asked for as it finished."""
    own, played = access.own_module_or_404(request.user, enrolment, module)
    package = queries.package_of(own, played)
    if package.tree is None:
        return redirect("learning:scorm-end", own.uuid, played.uuid)
    asked = read(request.POST.get("request", ""))
    window = _uuid(request.POST.get("session", ""))
    try:
        step = services.walk(own, played, package.version, asked, own=window, at=clock.now())
    except services.OpenElsewhere as other:
        return _ask_to_take_over(request, own, played, other)
    return _led(request, own, played, step)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
def start_over(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    """Begin a new attempt; the old one and its results stay."""
    own, played = access.own_module_or_404(request.user, enrolment, module)
    services.start_over(own, played, at=clock.now())
    return redirect("learning:module", own.uuid, played.uuid)


@require_GET
def renew(request: Request, session: UUID) -> HttpResponse:
    """Give an open player a new right to write, after its person has signed in again.

    It changes nothing, so that the page's CSRF token, which the new sign-in has outdated, is not needed; no other
    origin can read the answer.
    """
    own = own_open_session_or_404(request.user, session)
    return JsonResponse({"token": tokens.launch_token(own.uuid)})


@require_GET
def end(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    """Say what was recorded, how it counts, and what comes next."""
    own, played = access.own_module_or_404(request.user, enrolment, module)
    package = queries.package_of(own, played)
    progress = ModuleProgress.objects.filter(enrolment=own, module=played).first()
    was_played = package.attempt is not None or package.is_new
    if not was_played or (progress is None and package.tree is None):
        return redirect("learning:module", own.uuid, played.uuid)
    progress = progress or ModuleProgress(enrolment=own, module=played)
    ahead = services.outlook_at(package.attempt, package.tree) if package.attempt and package.tree else None
    outline = course_outline(own)
    is_done = progress.state == ProgressState.COMPLETED
    context = {
        "enrolment": own,
        "module": played,
        "package": package,
        "progress": progress,
        "percent": None if progress.score is None else round(progress.score * 100),
        "minutes": -(-progress.seconds // 60),
        "saved_at": max((state.last_at for state in package.states.values() if state.last_at), default=None),
        "toc": list(package.toc(None, ahead)),
        "may_continue": ahead is not None and ahead.may_continue and not ahead.ends_by_continuing,
        "item": None if package.is_single or is_done or package.tree is not None else package.place,
        "next_module": outline.after(outline.module(played.pk)),
        "next_url": address_after(own, played),
        **addresses(own, played),
    }
    return render(request, "learning/scorm/end.html", context)
