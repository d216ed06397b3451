"""HR plans calibrations, follows them, and reads how far raters agree. Nobody else sees these pages."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.calibration import access, queries, services
from assessments.calibration.agreement import FEWEST_PAIRS
from assessments.calibration.forms import AgreementForm, CaseForm, PlanForm
from assessments.calibration.models import Calibration
from assessments.calibration.states import CalibrationState, obstacles, shows_results
from assessments.errors import Refused
from assessments.models import Cycle
from assessments.states import CycleState
from curriculum.models import FrameworkVersion
from lms.lib import clock
from lms.lib.ids import uuid7
from lms.people import audit
from lms.people.access import city_hr
from lms.people.requests import Request


@require_GET
@city_hr
def calibrations(request: Request) -> HttpResponse:
    """Show every calibration, newest first."""
    return render(request, "assessments/calibration/list.html", {"lines": queries.round_lines()})


@require_http_methods(["GET", "POST"])
@city_hr
def new(request: Request) -> HttpResponse:
    """Plan a calibration."""
    groups = list(FrameworkVersion.objects.current(clock.today()).groups.order_by("precedence"))
    form = PlanForm(groups, request.POST or None, initial={"request_key": uuid7(), "opens_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        planned = services.plan(
            form.planned, request_key=form.cleaned_data["request_key"], by=request.user, at=clock.now()
        )
        return redirect("assessments:calibration", planned.uuid)
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/calibration/new.html", {"form": form}, status=status)


@require_GET
@city_hr
def calibration(request: Request, uuid: UUID) -> HttpResponse:
    """Show one calibration: its cases while it is prepared, who has judged while it is open, then the results."""
    return _page(request, access.calibration_or_404(uuid), CaseForm(initial={"request_key": uuid7()}))


def _page(request: Request, found: Calibration, form: CaseForm, status: int = 200) -> HttpResponse:
    today = clock.today()
    is_planned = found.state == CalibrationState.PLANNED
    has_results = shows_results(found.state, closes_on=found.closes_on, on=today)
    progress = [] if is_planned else queries.progress_of(found, today)
    cases = queries.cases_of(found)
    context = {
        "calibration": found,
        "form": form,
        "cases": cases,
        "collection": queries.collection(found) if is_planned else [],
        "obstacles": _obstacles(found, len(cases)) if is_planned else [],
        "is_planned": is_planned,
        "is_open": found.state == CalibrationState.OPEN,
        "has_results": has_results,
        "progress": progress,
        "finished": sum(line.is_finished for line in progress),
        "results": queries.case_results(found) if has_results else [],
        "figures": queries.calibration_agreement(found) if has_results else None,
        "fewest_pairs": FEWEST_PAIRS,
    }
    return render(request, "assessments/calibration/round.html", context, status=status)


def _obstacles(found: Calibration, cases: int) -> list[str]:
    today = clock.today()
    raters = queries.raters_of(found.group, today, with_second=found.with_second_raters)
    in_the_way = obstacles(
        cases=cases, planned_cases=found.planned_cases, raters=len(raters), closes_on=found.closes_on, on=today
    )
    return [str(obstacle.label) for obstacle in in_the_way]


@require_POST
@city_hr
def write_case(request: Request, uuid: UUID) -> HttpResponse:
    """Write a new case into a calibration."""
    found = access.calibration_or_404(uuid)
    form = CaseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    key = form.key_for("case")
    return _done(
        request,
        uuid,
        lambda: services.write_case(found, form.written, request_key=key, by=request.user, at=clock.now()),
    )


@require_POST
@city_hr
def take_case(request: Request, uuid: UUID, vignette: UUID) -> HttpResponse:
    """Take a case of the collection into a calibration."""
    found = access.calibration_or_404(uuid)
    chosen = access.vignette_or_404(vignette)
    return _done(request, uuid, lambda: services.take_case(found, chosen))


@require_POST
@city_hr
def drop_case(request: Request, uuid: UUID, vignette: UUID) -> HttpResponse:
    """Take a case out of a calibration that is being prepared."""
    found = access.calibration_or_404(uuid)
    chosen = access.vignette_or_404(vignette)
    return _done(request, uuid, lambda: services.drop_case(found, chosen))


@require_POST
@city_hr
def open_calibration(request: Request, uuid: UUID) -> HttpResponse:
    """Ask the raters."""
    found = access.calibration_or_404(uuid)

    def ask() -> None:
        raters = services.open_calibration(found, by=request.user, at=clock.now())
        messages.success(request, _("%(count)d raters find the cases under Assessment now.") % {"count": raters})

    return _done(request, uuid, ask)


@require_POST
@city_hr
def close_calibration(request: Request, uuid: UUID) -> HttpResponse:
    """Close a calibration and show its results."""
    found = access.calibration_or_404(uuid)
    return _done(request, uuid, lambda: services.close_calibration(found, by=request.user, at=clock.now()))


def _done(request: Request, uuid: UUID, action: Callable[[], object]) -> HttpResponse:
    """Do something to a calibration and go back to it, with the reason when it is refused."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("assessments:calibration", uuid)


@require_GET
@city_hr
def agreement(request: Request) -> HttpResponse:
    """Show how far self-assessments and blind first ratings agree, by talent group and by rater."""
    form = AgreementForm(request.GET or None)
    chosen = form.cleaned_data["cycle"] if request.GET and form.is_valid() else None
    is_refused = bool(request.GET) and not form.is_valid()
    cycle = chosen or (None if is_refused else _newest_closed())
    raters, too_few = queries.agreement_by_rater(_closed(), clock.today()) if cycle else ([], 0)
    if cycle:
        audit.record("agreement.viewed", actor=request.user, at=clock.now(), target=cycle.code)
    context = {
        "form": form,
        "cycle": cycle,
        "groups": queries.agreement_by_group(cycle) if cycle else [],
        "raters": raters,
        "too_few": too_few,
        "fewest_pairs": FEWEST_PAIRS,
    }
    return render(request, "assessments/calibration/agreement.html", context, status=422 if is_refused else 200)


def _closed() -> list[Cycle]:
    rows = Cycle.objects.filter(state=CycleState.CLOSED).select_related("framework")
    return list(rows.order_by("-reference_on", "-pk"))


def _newest_closed() -> Cycle | None:
    return next(iter(_closed()), None)
