"""A hand-in module for its learner, and what waits for a reviewer."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum.models import HandinContent, Module
from lms.learning.handed_in import download
from lms.learning.handins import access, queries, services
from lms.learning.handins.forms import DraftForm, HandInForm, ReviewerForm, ReviewForm
from lms.learning.handins.models import HandIn, HandInReview
from lms.learning.handins.words import sentence
from lms.learning.record.access import own_module_or_404
from lms.learning.record.frame import frame
from lms.learning.record.models import Enrolment
from lms.learning.record.onward import address_after
from lms.lib import clock
from lms.people.models import User
from lms.people.requests import Request


def show(request: Request, enrolment: Enrolment, module: Module) -> HttpResponse:
    return _page(request, enrolment, module)


def _page(request: Request, enrolment: Enrolment, module: Module, form: HandInForm | None = None) -> HttpResponse:
    """Show what is asked, what was handed in and said; the form until a version is accepted."""
    versions = queries.versions_of(enrolment, module)
    newest = versions[0] if versions else None
    draft = queries.draft_of(enrolment, module)
    # What was begun goes on; what came back is mended, not written anew.
    begun = draft.bookmark if draft else ""
    form = form or HandInForm(initial={"text": begun or (newest.text if newest else "")})
    context = frame(enrolment, module) | {
        "content": HandinContent.objects.get(module=module),
        "versions": versions,
        "standing": _standing(newest),
        "reviewer": services.reviewer_for(request.user, module, clock.today()),
        "form": form,
        "draft_at": draft.last_activity_at if draft else None,
        "next_url": address_after(enrolment, module),
    }
    return render(request, "learning/handins/show.html", context, status=422 if form.errors else 200)


def _standing(newest: HandIn | None) -> str:
    """Return where the learner's hand-in is: nothing yet, waiting, returned or accepted."""
    if newest is None:
        return "open"
    review = getattr(newest, "review", None)
    return review.verdict if review else "waiting"


@require_POST
def hand_in(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    own, asked = own_module_or_404(request.user, enrolment, module)
    get_object_or_404(HandinContent, module=asked)
    form = HandInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, own, asked, form)
    data = form.cleaned_data
    try:
        services.hand_in(
            own, asked, text=data["text"], file=data["file"], request_key=data["request_key"], at=clock.now()
        )
    except services.Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Handed in. You see here what your reviewer says."))
    return redirect("learning:module", own.uuid, asked.uuid)


@require_POST
def keep(request: Request, enrolment: UUID, module: UUID) -> HttpResponse:
    """Keep what is written so far; the answer is the line that says so."""
    own, asked = own_module_or_404(request.user, enrolment, module)
    get_object_or_404(HandinContent, module=asked)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    at = clock.now()
    services.keep_draft(own, asked, form.cleaned_data["text"], at=at)
    return render(request, "components/save_state.html", {"state": "saved", "at": at})


@require_safe
def file(request: Request, hand_in: UUID) -> FileResponse:
    """Give a version's attachment as a download."""
    version = access.readable_or_404(request.user, hand_in, clock.today())
    if not version.file:
        raise Http404
    return download(version.file, version.filename)


@require_safe
def reviews(request: Request) -> HttpResponse:
    """List what waits for this person's review, and what they judged last."""
    context = {
        "waiting": queries.reviews_waiting(request.user, clock.today()),
        "reviewed": queries.recently_reviewed(request.user),
    }
    return render(request, "learning/handins/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, hand_in: UUID) -> HttpResponse:
    version = access.reviewable_or_404(request.user, hand_in, clock.today())
    rubric = services.rubric_of(version.module)
    form = ReviewForm(request.POST if request.method == "POST" else None, rubric=rubric)
    if form.is_valid() and _reviewed(request, form, version):
        return redirect("learning:handin-reviews")
    return _review_page(request, version, form, ReviewerForm(), status=422 if form.errors else 200)


@require_POST
def hand_over(request: Request, hand_in: UUID) -> HttpResponse:
    """Give a version to another reviewer; it then waits for them."""
    version = access.reviewable_or_404(request.user, hand_in, clock.today())
    form = ReviewerForm(request.POST)
    if form.is_valid() and _handed_over(request, form, form.cleaned_data["staff_no"], version):
        return redirect("learning:handin-reviews")
    return _review_page(request, version, ReviewForm(rubric=services.rubric_of(version.module)), form, status=422)


def _handed_over(request: Request, form: ReviewerForm, person: User, version: HandIn) -> bool:
    try:
        services.hand_over(version, to=person, by=request.user, at=clock.now())
    except services.Refusal as refusal:
        form.add_error("staff_no", sentence(refusal))
        return False
    messages.success(request, _("%(name)s looks at it now.") % {"name": person.name})
    return True


def _review_page(
    request: Request, version: HandIn, form: ReviewForm, reviewer: ReviewerForm, *, status: int
) -> HttpResponse:
    versions = queries.versions_of(version.enrolment, version.module)
    context = {
        "version": next(row for row in versions if row.pk == version.pk),
        "earlier": [row for row in versions if row.number < version.number],
        "newest": versions[0],
        "enrolment": version.enrolment,
        "learner": version.enrolment.learner,
        "module": version.module,
        "content": HandinContent.objects.get(module=version.module),
        "form": form,
        "reviewer_form": reviewer,
    }
    return render(request, "learning/handins/review.html", context, status=status)


def _reviewed(request: Request, form: ReviewForm, version: HandIn) -> bool:
    """Save the review; False when it was refused, with the reason on the form."""
    data = form.cleaned_data
    verdict = HandInReview.Verdict(data["verdict"])
    try:
        services.review(
            version, verdict=verdict, comment=data["comment"], scores=form.scores, by=request.user, at=clock.now()
        )
    except services.Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    messages.success(
        request, _("Your review is recorded. %(name)s sees it now.") % {"name": version.enrolment.learner.name}
    )
    return True
