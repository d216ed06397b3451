"""活動記録: the person looks first; then HR and the supervisor may read."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.learning.activity import access, queries, services
from lms.learning.activity.forms import AskForm, RemarkForm
from lms.learning.activity.models import ActivityRecord
from lms.lib import clock
from lms.lib.pdf import render_pdf
from lms.people import audit
from lms.people.models import WorkingGroupMembership
from lms.people.requests import Request

ROLES = dict(WorkingGroupMembership.Role.choices)


def facts(record: ActivityRecord) -> dict[str, object]:
    return {
        "record": record,
        "activities": [
            activity | {"role_name": ROLES.get(activity["role"], ""), **span_of(activity)}
            for activity in record.activities
        ],
        "minutes": queries.total_minutes(record.activities),
    }


def span_of(activity: dict[str, str]) -> dict[str, date | None]:
    """Return the days of an activity, which the record keeps as text."""
    return {name: date.fromisoformat(activity[name]) if activity[name] else None for name in ("since", "until")}


@require_http_methods(["GET", "POST"])
def mine(request: Request) -> HttpResponse:
    """Show my newest record to look at and release; a POST prepares one from what I have done."""
    if request.method == "POST":
        services.prepare(request.user, by=request.user, at=clock.now())
        return redirect("learning:activity")
    record = ActivityRecord.objects.filter(person=request.user).select_related("prepared_by").order_by("-pk").first()
    context = {"form": RemarkForm(), "sees_others": access.may_see_others(request.user, on=clock.today())}
    return render(request, "learning/activity/mine.html", context | (facts(record) if record else {}))


@require_POST
def decide(request: Request, uuid: UUID) -> HttpResponse:
    """Release my record, or refuse."""
    record = access.own_record_or_404(request.user, uuid)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "sees_others": access.may_see_others(request.user, on=clock.today())}
        return render(request, "learning/activity/mine.html", context | facts(record), status=422)
    releases = request.POST.get("verdict") == "release"
    services.decide(record, releases=releases, remark=form.cleaned_data["remark"], by=request.user, at=clock.now())
    words = _("HR and your supervisor can read it now.") if releases else _("Nobody else can read it.")
    messages.success(request, words)
    return redirect("learning:activity")


@require_http_methods(["GET", "POST"])
def others(request: Request) -> HttpResponse:
    """Show the records of people I may ask about; a POST asks for one, which its person sees first."""
    if not access.may_see_others(request.user, on=clock.today()):
        raise PermissionDenied
    people = access.people_for(request.user, on=clock.today()).exclude(pk=request.user.pk)
    form = AskForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        person = form.cleaned_data["staff_no"]
        services.prepare(person, by=request.user, at=clock.now())
        words = _("%(name)s sees the record first. You can read it once they have released it.")
        messages.success(request, words % {"name": person.name})
        return redirect("learning:activity-others")
    records = queries.newest(ActivityRecord.objects.filter(person__in=people))
    context = {"form": form, "records": records}
    return render(request, "learning/activity/others.html", context, status=422 if form.is_bound else 200)


@require_GET
def paper(request: Request, uuid: UUID) -> HttpResponse:
    """Return a record as PDF; reading somebody else's is recorded."""
    record = access.record_or_404(request.user, uuid, on=clock.today())
    if record.person_id != request.user.pk:
        audit.record(
            "activity.exported", actor=request.user, subject=record.person, at=clock.now(), target=str(record.uuid)
        )
    context = facts(record) | {"reader": request.user, "printed_at": clock.now()}
    name = _("activity-record_%(number)s.pdf") % {"number": record.person.staff_no}
    return HttpResponse(
        render_pdf("learning/activity/paper.html", context),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(False, name)},
    )
