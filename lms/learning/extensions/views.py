"""期限の相談: the learner's page, and where supervisors and HR answer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.learning.extensions import access, queries, services
from lms.learning.extensions.forms import AnswerForm, AskForm
from lms.learning.extensions.models import ExtensionRequest
from lms.learning.extensions.rules import may_ask
from lms.learning.extensions.words import sentence
from lms.learning.record.access import own_enrolment_or_404
from lms.learning.record.models import Enrolment
from lms.lib import clock
from lms.people.access import has_role, role_required
from lms.people.models import Role
from lms.people.reach import reach_of
from lms.people.requests import Request

REQUESTS_PER_PAGE = 25
ANSWERED_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: Request, enrolment: UUID) -> HttpResponse:
    """Show the learner the trail of a due date; posting asks for another day."""
    own = own_enrolment_or_404(request.user, enrolment)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _asked(request, own, form):
        return redirect("learning:extension", own.uuid)
    problem = may_ask(services.situation_of(own))
    context = {
        "enrolment": own,
        "form": form,
        "problem": sentence(problem) if problem else "",
        "trail": queries.trail_of(own),
    }
    return render(request, "learning/extensions/ask.html", context, status=422 if form.is_bound else 200)


def _asked(request: Request, own: Enrolment, form: AskForm) -> bool:
    data = form.cleaned_data
    try:
        services.ask(
            own,
            reason=data["reason"],
            words=data["words"],
            wished_on=data["wished_on"],
            request_key=data["request_key"],
            at=clock.now(),
        )
    except services.Refusal as refusal:
        form.add_error("wished_on", sentence(refusal.problem))
        return False
    messages.success(request, _("Your request has been sent. You read the answer here and under Notices."))
    return True


@require_POST
def withdraw(request: Request, extension: UUID) -> HttpResponse:
    own = access.own_request_or_404(request.user, extension)
    try:
        services.withdraw(own, at=clock.now())
    except services.Refusal as refusal:
        messages.error(request, sentence(refusal.problem))
    else:
        messages.info(request, _("The request is taken back. The due date stays as it was."))
    return redirect("learning:extension", own.enrolment.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, extension: UUID) -> HttpResponse:
    """Show one request with its trail; posting answers it."""
    asked = access.answerable_or_404(request.user, extension, clock.today())
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"on": asked.wished_on})
    if form.is_valid() and _answered(request, asked, form):
        return redirect(_desk(request))
    context = {"asked": asked, "form": form, "trail": queries.trail_of(asked.enrolment), "desk": _desk(request)}
    return render(request, "learning/extensions/answer.html", context, status=422 if form.is_bound else 200)


def _answered(request: Request, asked: ExtensionRequest, form: AnswerForm) -> bool:
    data, at = form.cleaned_data, clock.now()
    try:
        if data["verdict"] == "grant":
            services.grant(asked, on=data["on"], answer=data["answer"], by=request.user, at=at)
        else:
            services.decline(asked, answer=data["answer"], by=request.user, at=at)
    except services.Refusal as refusal:
        form.add_error("on", sentence(refusal.problem))
        return False
    messages.success(request, _("%(name)s has been told.") % {"name": asked.enrolment.learner.name})
    return True


def _desk(request: Request) -> str:
    return "learning:extensions" if has_role(request.user, Role.HR, on=clock.today()) else "learning:team-learning"


@require_safe
@role_required(Role.HR)
def requests(request: Request) -> HttpResponse:
    """Show HR what waits within reach, and what was answered last."""
    today = clock.today()
    reach = reach_of(request.user, Role.HR, today)
    page = Paginator(queries.waiting_within(reach, today), REQUESTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "answered": queries.answered_within(reach, today, limit=ANSWERED_SHOWN)}
    return render(request, "learning/extensions/requests.html", context)
