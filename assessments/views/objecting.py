"""意見申出: a person writes what they object to; HR reads it with the trail, and replies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments import access, objections, queries
from assessments.errors import Refused
from assessments.forms import ObjectionForm, posted
from assessments.hr_forms import ReplyForm
from assessments.models import Objection, Reply
from assessments.trail import note_views
from lms.lib import clock
from lms.lib.ids import uuid7
from lms.people.access import role_required
from lms.people.models import Role
from lms.people.requests import Request


@require_http_methods(["GET", "POST"])
def object_to(request: Request, uuid: UUID) -> HttpResponse:
    """Let a person object to their confirmed level in writing."""
    assessment = access.own_assessment_or_404(request.user, uuid)
    form = ObjectionForm(posted(request), initial={"request_key": uuid7()})
    if request.method == "POST" and form.is_valid():
        try:
            objections.object_to(
                assessment,
                form.cleaned_data["text"],
                request_key=form.cleaned_data["request_key"],
                by=request.user,
                at=clock.now(),
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your objection is filed. HR replies in writing; you find it on this page."))
        return redirect("assessments:self", uuid)
    context = {
        "assessment": assessment,
        "cycle": assessment.cycle,
        "form": form,
        "result": queries.my_result(assessment),
        "can_object": objections.can_object(assessment, at=clock.now()),
    }
    return render(request, "assessments/object.html", context, status=422 if form.is_bound else 200)


@role_required(Role.HR)
@require_GET
def index(request: Request) -> HttpResponse:
    """Show the objections within reach, open ones first."""
    rows = access.objections_for(request.user, on=clock.today())
    return render(request, "assessments/hr/objections.html", {"rows": queries.objection_list(rows)})


@role_required(Role.HR)
@require_http_methods(["GET", "POST"])
def reply(request: Request, uuid: UUID) -> HttpResponse:
    """Show one objection with both views and the trail; a POST replies."""
    rows = access.objections_for(request.user, on=clock.today())
    objection = get_object_or_404(queries.with_parties(rows), uuid=uuid)
    form = ReplyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return reply_with(request, objection, form)
    note_views(request.user, [objection.assessment.person], objection.assessment.cycle, at=clock.now())
    who = access.viewer_of(request.user, objection.assessment, on=clock.today())
    context = {
        "objection": objection,
        "assessment": objection.assessment,
        "reply": Reply.objects.filter(objection=objection).select_related("by").first(),
        "form": form,
        "detail": queries.detail(objection.assessment, who),
        "trail": queries.trail_of(objection.assessment),
    }
    return render(request, "assessments/hr/objection.html", context, status=422 if form.is_bound else 200)


def reply_with(request: Request, objection: Objection, form: ReplyForm) -> HttpResponse:
    try:
        objections.reply_to(
            objection,
            Reply.Verdict(form.cleaned_data["verdict"]),
            form.cleaned_data["text"],
            by=request.user,
            at=clock.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:objection", objection.uuid)
    messages.success(request, _("The reply is filed. The person can read it now."))
    return redirect("assessments:objections")
