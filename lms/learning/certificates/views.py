"""Certificates: the PDF for its holder, and the page that says whether one is genuine."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from lms.learning.certificates.access import certificate_or_404, may_see_holder
from lms.learning.certificates.badge import check
from lms.learning.certificates.badges import signed_badge
from lms.learning.certificates.forms import BadgeForm, HolderForm, NumberForm, plain_number
from lms.learning.certificates.keys import public_keys, trusted_keys
from lms.learning.certificates.models import Certificate
from lms.learning.certificates.sheet import certificate_pdf
from lms.learning.certificates.words import BADGE_FAULTS
from lms.lib import clock
from lms.lib.text import search_key
from lms.people import audit
from lms.people.requests import Request


@require_GET
def certificate(request: Request, uuid: UUID) -> HttpResponse:
    issued = certificate_or_404(request.user, uuid, on=clock.today())
    holder = issued.enrolment.learner
    if holder != request.user:
        audit.record("certificate.exported", actor=request.user, subject=holder, target=issued.number, at=clock.now())
    return HttpResponse(
        certificate_pdf(issued),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, f"修了証_{issued.number}.pdf")},
    )


@require_GET
def badge(request: Request, uuid: UUID) -> HttpResponse:
    """Give a certificate as an open badge, signed by the city."""
    issued = certificate_or_404(request.user, uuid, on=clock.today())
    holder = issued.enrolment.learner
    if holder != request.user:
        audit.record("certificate.exported", actor=request.user, subject=holder, target=issued.number, at=clock.now())
    return HttpResponse(
        signed_badge(issued),
        content_type="application/jwt",
        headers={"Content-Disposition": content_disposition_header(True, f"{issued.number}.jwt")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def check_badge(request: Request) -> HttpResponse:
    """Say whether a badge file was signed by this city; a certificate's number leads on to `verify`."""
    number = NumberForm(request.GET if "number" in request.GET else None)
    if number.is_valid():
        return redirect("learning:verify", number.cleaned_data["number"])
    form = BadgeForm(request.POST, request.FILES) if request.method == "POST" else BadgeForm()
    context: dict[str, object] = {"form": form, "number_form": number}
    if form.is_valid():
        checked = check(form.cleaned_data["file"], trusted_keys(), at=clock.now())
        context["checked"] = checked
        context["fault"] = BADGE_FAULTS[checked.fault] if checked.fault else ""
    return render(
        request, "learning/certificates/check_badge.html", context, status=422 if form.errors or number.errors else 200
    )


@login_not_required
@require_GET
def keys(request: HttpRequest) -> JsonResponse:
    """Give the city's public keys: with them a badge is checked anywhere, without asking us again."""
    return JsonResponse(public_keys(), headers={"Cache-Control": "public, max-age=3600"})


@login_not_required
@require_GET
def issuer(request: HttpRequest) -> JsonResponse:
    """Give the issuer's profile, at the address that is its identifier in every badge (Open Badges 3.0, B.1)."""
    address = settings.LMS_ORIGIN + reverse("learning:badge-issuer")
    return JsonResponse({"id": address, "type": ["Profile"], "name": settings.CERTIFICATE_ISSUER})


@require_GET
def verify(request: Request, number: str) -> HttpResponse:
    """Say whether a number was issued, for which course and when; the holder's name is confirmed, not told."""
    issued = (
        Certificate.objects.select_related("enrolment__learner", "enrolment__course_version")
        .filter(number=plain_number(number))
        .first()
    )
    context: dict[str, object] = {"number": number, "certificate": issued}
    if issued is None:
        context["number_form"] = NumberForm(initial={"number": number})
        return render(request, "learning/certificates/verify.html", context, status=404)
    if issued.enrolment.learner.forgotten_at:
        return render(request, "learning/certificates/verify.html", context)
    form = HolderForm(request.GET if "name" in request.GET else None)
    if form.is_valid():
        context["is_holder"] = search_key(form.cleaned_data["name"]) == search_key(issued.enrolment.learner.name)
    context |= {"form": form, "tells_holder": may_see_holder(request.user, issued, on=clock.today())}
    return render(request, "learning/certificates/verify.html", context)
