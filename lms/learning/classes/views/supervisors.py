"""Classes for supervisors: applications that wait for consent, and sending one's people."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.learning.classes import access, queries, services
from lms.learning.classes.forms import DeclineForm, NominateForm
from lms.learning.classes.words import sentence
from lms.lib import clock
from lms.people.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: Request) -> HttpResponse:
    """List what waits for consent and who goes where; posting sends somebody to a date."""
    access.must_supervise(request.user, clock.today())
    now = clock.now()
    form = NominateForm(
        request.POST if request.method == "POST" else None,
        dates=queries.dates_ahead(now),
        people=access.supervised(request.user, clock.today()).order_by("kana", "staff_no"),
    )
    if form.is_valid() and _nominated(request, form):
        return redirect("learning:class-team")
    context = {
        "asked": queries.consents_waiting(request.user, now),
        "places": queries.places_of_own_people(request.user, now),
        "attendance": queries.attendance_of_own_people(request.user, now),
        "form": form,
        "now": now,
    }
    return render(request, "learning/classes/team.html", context, status=422 if form.errors else 200)


def _nominated(request: Request, form: NominateForm) -> bool:
    person = form.cleaned_data["person"]
    try:
        made = services.nominate(form.cleaned_data["session"], person, by=request.user, at=clock.now())
    except services.Refusal as refusal:
        form.add_error("person", sentence(refusal))
        return False
    if made.state == "waiting":
        said = _("%(name)s is on the waiting list and moves up when a seat comes free.")
    else:
        said = _("%(name)s has a seat and is told by mail.")
    messages.success(request, said % {"name": person.name})
    return True


@require_POST
def consent(request: Request, application: UUID) -> HttpResponse:
    asked = access.consentable_or_404(request.user, application, clock.today())
    try:
        given = services.consent(asked, by=request.user, at=clock.now())
    except services.Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        said = _("%(name)s has a seat now.") if given.state == "applied" else _("%(name)s is on the waiting list now.")
        messages.success(request, said % {"name": asked.enrolment.learner.name})
    return redirect(access.page_behind(request.user, asked, clock.today()))


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Request, application: UUID) -> HttpResponse:
    """Refuse consent, with the reason the applicant reads."""
    asked = access.consentable_or_404(request.user, application, clock.today())
    form = DeclineForm(request.POST if request.method == "POST" else None)
    back = access.page_behind(request.user, asked, clock.today())
    if form.is_valid():
        try:
            services.decline(asked, note=form.cleaned_data["note"], by=request.user, at=clock.now())
        except services.Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.info(request, _("%(name)s is told the reason.") % {"name": asked.enrolment.learner.name})
            return redirect(back)
    context = {"application": asked, "session": asked.session, "form": form, "back": back}
    return render(request, "learning/classes/decline.html", context, status=422 if form.errors else 200)


@require_POST
def take_off(request: Request, application: UUID) -> HttpResponse:
    """Take somebody off the list; organisers and the supervisors of who was to go may."""
    leaving = access.consentable_or_404(request.user, application, clock.today())
    try:
        services.take_off(leaving, by=request.user, at=clock.now())
    except services.Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        said = _("%(name)s is off the list and is told.")
        messages.info(request, said % {"name": leaving.enrolment.learner.name})
    return redirect(access.page_behind(request.user, leaving, clock.today()))
