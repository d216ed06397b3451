"""HR prepares a disclosure: name the request, look at what is held, withhold what the law allows, take the file."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.lib import clock
from lms.people import audit
from lms.people.access import city_hr
from lms.people.requests import Request
from reports.disclosure import paper
from reports.disclosure.forms import RequestForm
from reports.disclosure.held import held_about
from reports.disclosure.withholding import Ground, UnknownFactError, checked

WITHHOLD = "withhold-"


@require_safe
@city_hr
def disclosure(request: Request) -> HttpResponse:
    """Ask for the request; then show what is held about the person, with what may be withheld."""
    form = RequestForm(clock.today(), request.GET or None)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "reports/disclosure/ask.html", {"form": form}, status=status)
    asked = form.cleaned_data
    audit.record(
        "disclosure.viewed",
        actor=request.user,
        subject=asked["staff_no"],
        at=clock.now(),
        target=asked["document_no"],
    )
    return _check(request, form)


def _check(request: Request, form: RequestForm, *, error: str = "", status: int = 200) -> HttpResponse:
    person = form.cleaned_data["staff_no"]
    context = {
        "form": form,
        "person": person,
        "chapters": held_about(person, at=clock.now()),
        "grounds": Ground.choices,
        "error": error,
    }
    return render(request, "reports/disclosure/check.html", context, status=status)


@require_POST
@city_hr
def disclosure_file(request: Request) -> HttpResponse:
    """Hand out the PDF and the JSON in one ZIP, and note it in the audit trail."""
    form = RequestForm(clock.today(), request.POST)
    if not form.is_valid():
        return render(request, "reports/disclosure/ask.html", {"form": form}, status=422)
    asked = paper.Request(
        person=form.cleaned_data["staff_no"],
        requested_on=form.cleaned_data["requested_on"],
        document_no=form.cleaned_data["document_no"],
        by=request.user,
        at=clock.now(),
    )
    with translation.override("ja"):
        chapters = held_about(asked.person, at=asked.at)
        try:
            withheld = checked(_withheld(request.POST), chapters)
        except UnknownFactError:
            withheld = None
        body = paper.as_zip(asked, chapters, withheld) if withheld is not None else b""
    if withheld is None:
        error = _("What is held has changed since this page was opened. Check it again.")
        return _check(request, form, error=error, status=409)
    _note(asked, body, withheld=len(withheld))
    name = content_disposition_header(True, f"disclosure-{asked.person.staff_no}.zip")
    return HttpResponse(body, content_type="application/zip", headers={"Content-Disposition": name})


def _withheld(given: QueryDict) -> dict[str, str]:
    return {key.removeprefix(WITHHOLD): str(given[key]) for key in given if key.startswith(WITHHOLD) and given[key]}


def _note(asked: paper.Request, body: bytes, *, withheld: int) -> None:
    audit.record(
        "disclosure.exported",
        actor=asked.by,
        subject=asked.person,
        at=asked.at,
        target=asked.document_no,
        details={"withheld": withheld, "sha256": paper.fingerprint(body)},
    )
