"""Learners of one's scope, why somebody is not complete, the call log of a session, and what may be done."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from curriculum.models import Module
from lms.learning.record.models import Enrolment
from lms.learning.scorm import tokens
from lms.learning.scorm.looking import Look, show
from lms.learning.scorm.queries import CONTENT_URLS, package_of
from lms.learning.support import access, queries, services
from lms.learning.support.access import SUPPORT_ROLES
from lms.learning.support.forms import LearnersForm, ReasonForm
from lms.lib import clock
from lms.people.access import role_required
from lms.people.requests import Request

PAGE = 50


@require_GET
@role_required(*SUPPORT_ROLES)
def learners(request: Request) -> HttpResponse:
    scope = access.supported(request.user, on=clock.today())
    form = LearnersForm(request.GET, courses=queries.courses_of(scope))
    page = Paginator(queries.learners(scope, form.wanted), PAGE).get_page(request.GET.get("page"))
    return render(request, "learning/support/learners.html", {"form": form, "page": page})


@require_GET
@role_required(*SUPPORT_ROLES)
def enrolment_page(request: Request, enrolment: UUID) -> HttpResponse:
    """Why this person is, or is not, complete."""
    found = access.enrolment_or_404(request.user, enrolment, on=clock.today())
    services.note_viewing(found, by=request.user, at=clock.now())
    lines = queries.module_lines(found)
    context = {
        "enrolment": found,
        "lines": lines,
        "open_lines": queries.open_modules(lines),
        "may_change": not queries.is_own(found, request.user),
    }
    return render(request, "learning/support/enrolment.html", context)


@require_GET
@role_required(*SUPPORT_ROLES)
def session_page(request: Request, session: UUID) -> HttpResponse:
    """The call log of one session: every commit, what it brought, and the calls that led to it."""
    found = access.session_or_404(request.user, session, on=clock.today())
    page = Paginator(queries.commit_lines(found), PAGE).get_page(request.GET.get("page"))
    enrolment = found.attempt.enrolment
    context = {
        "session": found,
        "enrolment": enrolment,
        "item": found.cmi.item,
        "page": page,
        "lines": queries.in_words(found, page.object_list),
    }
    return render(request, "learning/support/session.html", context)


type Change = Callable[[Request, Enrolment, Module, str], str]


def _changed(request: Request, enrolment: UUID, module: UUID, template: str, change: Change) -> HttpResponse:
    """Ask for the reason, then change; nobody changes their own record."""
    found, part = access.module_or_404(request.user, enrolment, module, on=clock.today())
    if queries.is_own(found, request.user):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        messages.info(request, change(request, found, part, form.cleaned_data["reason"]))
        return redirect("learning:support-enrolment", found.uuid)
    status = 422 if form.is_bound else 200
    return render(request, template, {"enrolment": found, "module": part, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@role_required(*SUPPORT_ROLES)
def reset(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    return _changed(request, enrolment, module, "learning/support/reset.html", _reset)


def _reset(request: Request, enrolment: Enrolment, module: Module, reason: str) -> str:
    services.reset_module(enrolment, module, reason=reason, by=request.user, at=clock.now())
    words = _("“%(module)s” begins from the start when %(name)s opens it next.")
    return words % {"module": module.name, "name": enrolment.learner.name}


@require_http_methods(["GET", "POST"])
@role_required(*SUPPORT_ROLES)
def credit(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    return _changed(request, enrolment, module, "learning/support/credit.html", _credit)


def _credit(request: Request, enrolment: Enrolment, module: Module, reason: str) -> str:
    words = {"module": module.name, "name": enrolment.learner.name}
    try:
        services.credit_module(enrolment, module, reason=reason, by=request.user, at=clock.now())
    except services.NotOpenError:
        return _("“%(module)s” needs no credit: it is completed already, or the course was cancelled.") % words
    return _("“%(module)s” now counts as completed for %(name)s.") % words


@require_GET
@role_required(*SUPPORT_ROLES)
def view_as(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    """Show a package with the learner's data, in a window that writes nothing."""
    found, part = access.module_or_404(request.user, enrolment, module, on=clock.today())
    package = package_of(found, part)
    chosen = request.GET.get("item", "")
    item = package.by_identifier(chosen) if chosen else package.place
    if item is None:
        raise Http404
    services.note_showing(found, item, by=request.user, at=clock.now())
    token = tokens.viewing_token(found.pk, part.pk, item.pk)
    look = Look(
        title=part.title,
        words=_("As %(name)s left it. Nothing is saved.") % {"name": found.learner.name},
        item=item,
        items=package.choosable,
        shell=reverse("viewing", CONTENT_URLS, args=[token]),
        back_url=reverse("learning:support-enrolment", args=[found.uuid]),
        back_label=found.learner.name,
    )
    return show(request, look)
