"""Checking in at the door: the code the organiser shows, and the page it opens on a learner's phone."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.learning.classes import access, services, tickets
from lms.learning.classes.models import ClassSession
from lms.learning.classes.words import sentence
from lms.lib import clock
from lms.lib.qr import qr_svg
from lms.people.requests import Request

TEMPLATE = "learning/classes/check_in.html"


@require_safe
@access.organisers_only
def door(request: Request, session: UUID) -> HttpResponse:
    """Show the code for the wall; the page fetches the next one before this one runs out."""
    date = access.session_or_404(session)
    ticket = tickets.ticket_for(date.uuid, at=clock.now())
    address = settings.LMS_ORIGIN + reverse("learning:class-check-in", args=[ticket.token])
    context = {
        "session": date,
        "module": date.module,
        "ticket": ticket,
        "address": address,
        "qr": qr_svg(address, label=_("QR code for checking in")),
        "here": date.applications.filter(checked_in_at__isnull=False).count(),
    }
    part = "#code" if request.htmx else ""
    return render(request, f"learning/classes/door.html{part}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Request, token: str) -> HttpResponse:
    """Ask who opened a code whether they are there, and note it when they say so."""
    now = clock.now()
    try:
        date = access.session_or_404(tickets.read_ticket(token, at=now))
    except tickets.Expired:
        return render(request, TEMPLATE, {"problem": "expired"}, status=410)
    except tickets.Forged:
        return render(request, TEMPLATE, {"problem": "forged"}, status=404)
    if request.method != "POST":
        return render(request, TEMPLATE, {"session": date, "application": services.checked_in(date, request.user)})
    return _checked_in(request, date)


def _checked_in(request: Request, date: ClassSession) -> HttpResponse:
    try:
        application = services.check_in(date, request.user, at=clock.now())
    except services.Refusal as refusal:
        return render(request, TEMPLATE, {"session": date, "refusal": sentence(refusal)}, status=409)
    return render(request, TEMPLATE, {"session": date, "application": application})
