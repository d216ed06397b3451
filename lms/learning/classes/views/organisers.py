"""Classes for organisers: the list, dates, the attendance sheet on screen and on paper."""

import hashlib
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.learning.classes import access, queries, services
from lms.learning.classes.forms import AttendanceForm, DateForm, PeopleForm, SubstituteForm, as_filled_in
from lms.learning.classes.models import ClassSession
from lms.learning.classes.paper import Sheet, sign_in_sheet
from lms.learning.classes.words import sentence
from lms.lib import clock
from lms.people import audit
from lms.people.requests import Request
from lms.people.trail.forms import PurposeForm


@require_safe
@access.organisers_only
def classes(request: Request) -> HttpResponse:
    return render(request, "learning/classes/classes.html", {"lines": queries.class_lines(clock.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@access.organisers_only
def sessions(request: Request, module: UUID) -> HttpResponse:
    """List the dates of one class and set new ones."""
    taught, now = access.class_module_or_404(module), clock.now()
    form = DateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = form.cleaned_data["request_key"]
        services.set_date(taught, form.date, request_key=key, by=request.user, at=now)
        messages.success(request, _("The date is open for applications."))
        return redirect("learning:class-sessions", taught.uuid)
    context = {"module": taught, "dates": queries.dates_for_organisers(taught, now), "form": form, "now": now}
    return render(request, "learning/classes/sessions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access.organisers_only
def change(request: Request, session: UUID) -> HttpResponse:
    """Change when, where or for how many."""
    date = access.session_or_404(session)
    form = DateForm(request.POST if request.method == "POST" else None, initial=as_filled_in(date))
    if form.is_valid() and _changed(request, date, form):
        return redirect("learning:class-session", date.uuid)
    context = {"session": date, "module": date.module, "form": form}
    return render(request, "learning/classes/change.html", context, status=422 if form.errors else 200)


def _changed(request: Request, date: ClassSession, form: DateForm) -> bool:
    try:
        services.change_date(date, form.date, by=request.user, at=clock.now())
    except services.Refusal as refusal:
        form.add_error("capacity" if refusal.code == "too_few_seats" else None, sentence(refusal))
        return False
    messages.success(request, _("The date is changed. Whoever is on the list is told of a new time or place."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@access.organisers_only
def session(request: Request, session: UUID) -> HttpResponse:
    """Show the attendance sheet of a date; posting records the marks given."""
    date = access.session_or_404(session)
    attendees = queries.sheet(date)
    form = AttendanceForm(request.POST if request.method == "POST" else None, attendees=attendees)
    if form.is_valid() and _recorded(request, date, form):
        return redirect("learning:class-session", date.uuid)
    return _sheet_page(request, date, marks=form, status=422 if form.is_bound else 200)


def _recorded(request: Request, date: ClassSession, form: AttendanceForm) -> bool:
    try:
        count = services.record_attendance(date, form.marks, by=request.user, at=clock.now())
    except services.Refusal as refusal:
        messages.error(request, sentence(refusal))
        return False
    recorded = ngettext("Recorded for %(count)d person.", "Recorded for %(count)d people.", count)
    messages.success(request, recorded % {"count": count})
    return True


def _sheet_page(
    request: Request,
    date: ClassSession,
    *,
    people: PeopleForm | None = None,
    marks: AttendanceForm | None = None,
    purpose: PurposeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    attendees = queries.sheet(date)
    now = clock.now()
    context = {
        "session": date,
        "module": date.module,
        "attendees": [line for line in attendees if line.has_seat],
        "queue": queries.queue(attendees),
        "asked": [line for line in attendees if line.application.state == "asked"],
        "present": sum(line.application.state == "attended" for line in attendees),
        "open": sum(line.application.state == "applied" for line in attendees),
        "people_form": people or PeopleForm(),
        "marks": marks,
        "purpose": purpose or PurposeForm(),
        "has_begun": date.starts_at <= now,
        "is_over": date.ends_at <= now,
    }
    return render(request, "learning/classes/session.html", context, status=status)


@require_POST
@access.organisers_only
def add_people(request: Request, session: UUID) -> HttpResponse:
    """Designate people, or add who signed the paper sheet; what is refused for one is said of that one."""
    date = access.session_or_404(session)
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return _sheet_page(request, date, people=form, status=422)
    added = 0
    for person in form.people:
        try:
            services.designate(date, person, by=request.user, at=clock.now())
            added += 1
        except services.Refusal as refusal:
            said = _("%(name)s (%(number)s): %(reason)s")
            reason = {"name": person.name, "number": person.staff_no, "reason": sentence(refusal)}
            form.add_error("staff_no", said % reason)
    if added:
        put = ngettext("%(count)d person is on the list.", "%(count)d people are on the list.", added)
        messages.success(request, put % {"count": added})
    if form.errors:
        return _sheet_page(request, date, people=form, status=422)
    return redirect("learning:class-session", date.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def substitute(request: Request, application: UUID) -> HttpResponse:
    """Name who goes instead; organisers and the supervisors of who was to go may."""
    replaced = access.consentable_or_404(request.user, application, clock.today())
    form = SubstituteForm(request.POST if request.method == "POST" else None)
    back = access.page_behind(request.user, replaced, clock.today())
    if form.is_valid():
        person = form.cleaned_data["staff_no"]
        try:
            services.substitute(replaced, person, by=request.user, at=clock.now())
        except services.Refusal as refusal:
            form.add_error("staff_no", sentence(refusal))
        else:
            messages.success(request, _("%(name)s goes instead.") % {"name": person.name})
            return redirect(back)
    context = {"application": replaced, "session": replaced.session, "form": form, "back": back}
    return render(request, "learning/classes/substitute.html", context, status=422 if form.errors else 200)


@require_POST
@access.organisers_only
def call_off(request: Request, session: UUID) -> HttpResponse:
    date = access.session_or_404(session)
    try:
        services.call_off(date, by=request.user, at=clock.now())
    except services.Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.info(request, _("The date is called off. Whoever had a seat can choose another date."))
    return redirect("learning:class-session", date.uuid)


@require_POST
@access.organisers_only
def paper(request: Request, session: UUID) -> HttpResponse:
    """Hand out the sheet to sign on paper; who took it out, and what for, stands on it and in the trail (R16)."""
    date = access.session_or_404(session)
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _sheet_page(request, date, purpose=form, status=422)
    now, why = clock.now(), form.cleaned_data["purpose"]
    lines = [line for line in queries.sheet(date) if line.has_seat]
    body = sign_in_sheet(Sheet(session=date, lines=lines, taken_by=request.user, taken_at=now, purpose=why))
    details = {"purpose": why, "rows": len(lines), "sha256": hashlib.sha256(body).hexdigest()}
    audit.record("class.sheet_exported", actor=request.user, at=now, target=str(date.uuid), details=details)
    name = _("Attendance sheet %(day)s.pdf") % {"day": f"{date.starts_at:%Y%m%d}"}
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
