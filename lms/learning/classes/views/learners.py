"""A class for its learner: dates to apply for, their own place, the calendar file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from curriculum.models import ClassContent, Module
from lms.learning.classes import access, queries, services
from lms.learning.classes.calendar_file import Event, calendar_file
from lms.learning.classes.models import PENDING_STATES, ClassApplication
from lms.learning.classes.words import sentence
from lms.learning.record.access import own_module_or_404
from lms.learning.record.frame import frame
from lms.learning.record.models import Enrolment
from lms.learning.record.onward import address_after
from lms.lib import clock
from lms.people.access import has_role
from lms.people.requests import Request

State = ClassApplication.State


def show(request: Request, enrolment: Enrolment, module: Module) -> HttpResponse:
    """Show the dates with their free seats, and the learner's own."""
    now = clock.now()
    dates = queries.dates_for_learner(enrolment, module, now)
    ahead = [row for row in dates if row.is_ahead(now)]
    own = next((row for row in ahead if row.own and row.own.state in PENDING_STATES), None)
    open_dates = [row for row in ahead if row.session.starts_at > now]
    is_waiting = own is not None and own.own is not None and own.own.state == State.WAITING
    context = frame(enrolment, module) | {
        "content": ClassContent.objects.get(module=module),
        "own": own,
        "in_line": queries.place_in_queue(own.own) if is_waiting and own and own.own else None,
        "may_cancel": own is not None and own.session.starts_at > now,
        "dates": open_dates,
        # The first date with a seat is the one offered.
        "offered": next((row for row in open_dates if row.free), open_dates[0] if open_dates else None),
        "refused": [row for row in ahead if row.own and row.own.state == State.DECLINED],
        "past": [row for row in dates if row not in ahead],
        "may_organise": has_role(request.user, *access.ORGANISERS, on=clock.today()),
        "next_url": address_after(enrolment, module),
    }
    return render(request, "learning/classes/show.html", context)


@require_POST
def apply(request: Request, enrolment: UUID, module: UUID, session: UUID) -> HttpResponse:
    own, attended = own_module_or_404(request.user, enrolment, module)
    date = get_object_or_404(access.sessions_for(attended), uuid=session)
    try:
        application = services.apply(own, date, at=clock.now())
    except services.Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _applied(application))
    return redirect("learning:module", own.uuid, attended.uuid)


def _applied(application: ClassApplication) -> str:
    match application.state:
        case State.ASKED:
            return _("Your supervisor has been asked for consent. You get a mail when they have answered.")
        case State.WAITING:
            return _("The date is full; you are on its waiting list and move up by yourself when a seat comes free.")
    return _("You have a seat. Put the date into your calendar.")


@require_POST
def cancel(request: Request, application: UUID) -> HttpResponse:
    own = access.own_application_or_404(request.user, application)
    try:
        services.cancel(own, at=clock.now())
    except services.Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.info(request, _("You have given the seat back. Choose another date when it suits you."))
    module = Module.objects.get(course_version_id=own.enrolment.course_version_id, key=own.session.module.key)
    return redirect("learning:module", own.enrolment.uuid, module.uuid)


@require_safe
def calendar(request: Request, application: UUID) -> HttpResponse:
    """Give the date as a calendar file."""
    own = access.own_application_or_404(request.user, application)
    date = own.session
    event = Event(
        uid=f"{date.uuid}@{request.get_host()}",
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        title=own.enrolment.course_version.name,
        place=date.place,
        description=date.instructor,
        url=request.build_absolute_uri(reverse("learning:resume", args=[own.enrolment.uuid])),
        is_cancelled=date.called_off_at is not None or own.state == "cancelled",
    )
    response = HttpResponse(calendar_file(event, at=clock.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{event.title}.ics")
    return response
