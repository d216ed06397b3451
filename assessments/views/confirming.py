"""確定: the second rater looks at each first rater's list, confirms or returns with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from assessments import access, queries, services
from assessments.errors import Refused
from assessments.forms import ReturnForm
from assessments.models import Assessment, Cycle
from assessments.states import CONFIRMED_STATES, AssessmentState, CycleState
from assessments.trail import note_views
from lms.lib import clock
from lms.people.requests import Request


@require_http_methods(["GET", "POST"])
def confirm(request: Request, cycle: str) -> HttpResponse:
    """Show the lists to confirm; a POST confirms the people ticked."""
    round_ = access.cycle_or_404(cycle)
    mine = access.confirmable_or_403(request.user, round_, on=clock.today())
    if request.method == "POST":
        return confirm_ticked(request, round_)
    rated = [row.person for row in mine.select_related("person") if row.state != AssessmentState.OPEN]
    note_views(request.user, rated, round_, at=clock.now())
    lists = queries.confirm_lists(mine, round_)
    context = {
        "cycle": round_,
        "lists": lists,
        "groups": queries.spreads_by_group(lists),
        "total": sum(len(part.rows) for part in lists),
        "ready": sum(part.ready for part in lists),
        "confirmed": sum(row.state in CONFIRMED_STATES for part in lists for row in part.rows),
        "is_open": round_.state == CycleState.OPEN,
        "return_form": ReturnForm(),
    }
    return render(request, "assessments/confirm.html", context)


def confirm_ticked(request: Request, cycle: Cycle) -> HttpResponse:
    mine = access.confirmable(request.user, cycle, on=clock.today())
    seen = ticked(request)
    chosen = list(mine.filter(uuid__in=seen))
    if not chosen:
        messages.warning(request, _("Tick the people whose rating you confirm."))
        return redirect("assessments:confirm", cycle.code)
    done = services.confirm(
        chosen,
        by=request.user,
        at=clock.now(),
        seen={row.pk: seen[row.uuid] for row in chosen},
    )
    say_confirmed(request, done)
    return redirect("assessments:confirm", cycle.code)


def ticked(request: Request) -> dict[UUID, int]:
    """Return the ticked assessments with the rating that stood on the page: uuid, then the number of its answer."""
    pairs = [value.partition(":") for value in request.POST.getlist("confirm")]
    found = {}
    for uuid, _colon, answer in pairs:
        try:
            found[UUID(uuid)] = int(answer)
        except ValueError:
            continue
    return found


def say_confirmed(request: Request, done: services.Confirmed) -> None:
    if done.confirmed:
        count = len(done.confirmed)
        words = ngettext(
            "The level of %(count)d person is confirmed. They can now see it.",
            "The levels of %(count)d people are confirmed. They can now see them.",
            count,
        )
        messages.success(request, words % {"count": count})
    if done.left:
        names = pgettext("list", ", ").join(row.person.name for row in done.left)
        messages.warning(
            request, _("Not confirmed, because the rating has changed since you saw it: %(names)s") % {"names": names}
        )


@require_http_methods(["GET", "POST"])
def send_back(request: Request, cycle: str, uuid: UUID) -> HttpResponse:
    """Ask for the reason and send one rating back to its first rater."""
    round_ = access.cycle_or_404(cycle)
    assessment = access.confirmable_one_or_404(request.user, round_, uuid, on=clock.today())
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return return_with(request, assessment, form.cleaned_data["reason"])
    note_views(request.user, [assessment.person], round_, at=clock.now())
    detail = queries.detail(assessment, access.viewer_of(request.user, assessment, on=clock.today()))
    context = {
        "cycle": round_,
        "assessment": assessment,
        "form": form,
        "detail": detail,
        "comment": queries.comment_of(assessment),
        "can_return": assessment.state == AssessmentState.RATED and round_.state == CycleState.OPEN,
    }
    return render(request, "assessments/return.html", context, status=422 if form.is_bound else 200)


def return_with(request: Request, assessment: Assessment, reason: str) -> HttpResponse:
    try:
        services.return_rating(assessment, reason=reason, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("The rating of %(name)s is returned to %(rater)s with your reason.")
        rater = assessment.first_rater.name if assessment.first_rater else ""
        messages.success(request, words % {"name": assessment.person.name, "rater": rater})
    return redirect("assessments:confirm", assessment.cycle.code)
