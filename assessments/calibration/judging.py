"""A rater judges the cases one by one; afterwards they see how the others did, without names."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assessments.calibration import access, queries, services
from assessments.calibration.forms import JudgementForm, value_of
from assessments.calibration.models import CalibrationCase, CalibrationRater, CalibrationRating
from assessments.calibration.states import shows_results, takes_ratings
from assessments.errors import Refused
from assessments.queries import ladder
from lms.lib import clock
from lms.people.requests import Request


@require_GET
def cases(request: Request, uuid: UUID) -> HttpResponse:
    """Show the cases to judge, or how all raters judged them once the period is over."""
    today = clock.today()
    place = access.my_place_or_404(request.user, uuid, on=today)
    round_ = place.calibration
    mine = queries.ratings_by(place)
    has_results = shows_results(round_.state, closes_on=round_.closes_on, on=today)
    rows = [(case, mine.get(case.pk), _pressed(mine.get(case.pk))) for case in queries.cases_of(round_)]
    context = {
        "calibration": round_,
        "rows": rows,
        "judged": len(mine),
        "sentences": ladder(round_.group_id),
        "is_open": takes_ratings(round_.state, opens_on=round_.opens_on, closes_on=round_.closes_on, on=today),
        "has_results": has_results,
        "results": queries.case_results(round_, mine) if has_results else [],
    }
    return render(request, "assessments/calibration/cases.html", context)


def _pressed(rating: CalibrationRating | None) -> str:
    return value_of(rating.level) if rating else ""


@require_POST
def judge(request: Request, uuid: UUID, order: int) -> HttpResponse:
    """Save one judgement; answer with the state of its case."""
    place = access.my_place_or_404(request.user, uuid, on=clock.today())
    case = access.case_or_404(place, order)
    form = JudgementForm(request.POST)
    refusal = _save(place, case, form) if form.is_valid() else _first_error(form)
    if not request.htmx:
        if refusal:
            messages.error(request, refusal)
        return redirect(f"{reverse('assessments:calibration_cases', args=[uuid])}#case-{order}")
    mine = queries.ratings_by(place)
    context = {
        "refusal": refusal,
        "rating": mine.get(case.pk),
        "is_swap": True,
        "judged": len(mine),
        "calibration": place.calibration,
    }
    return render(request, "assessments/calibration/_saved.html", context)


def _first_error(form: JudgementForm) -> str:
    return next(str(errors[0]) for errors in form.errors.values())


def _save(place: CalibrationRater, case: CalibrationCase, form: JudgementForm) -> str:
    """Append the judgement; return why not when it is refused."""
    try:
        services.judge_case(
            place,
            case,
            level=form.chosen,
            reason=form.cleaned_data["reason"],
            request_key=form.key_for("judge"),
            at=clock.now(),
        )
    except Refused as problem:
        return str(problem)
    return ""
