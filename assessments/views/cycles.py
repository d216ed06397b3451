"""評価期間: HR's list of cycles, and one cycle with how far everyone is."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from assessments import access, queries, tasks
from assessments import cycles as actions
from assessments.errors import Refused
from assessments.governing import attention_counts
from assessments.models import Cycle
from assessments.scope import Exclude
from assessments.states import CycleState
from lms.lib import clock
from lms.people.access import city_hr, role_required
from lms.people.models import Role
from lms.people.reach import reach_of
from lms.people.requests import Request

PROGRESS = "progress"
"""The part of a cycle's page that renews itself while the cycle is open."""


@role_required(Role.HR)
@require_GET
def cycles(request: Request) -> HttpResponse:
    """Show every cycle, newest first, with its counts."""
    reach = reach_of(request.user, Role.HR, clock.today())
    stages = queries.stages_by_cycle(reach)
    rows = [(cycle, stages.get(cycle.pk, queries.Stages())) for cycle in Cycle.objects.order_by("-reference_on", "-pk")]
    return render(
        request,
        "assessments/cycles.html",
        {"rows": rows, "is_city": reach.is_city, "objections": waiting_objections(request)},
    )


@role_required(Role.HR)
@require_GET
def cycle(request: Request, code: str) -> HttpResponse:
    """Show one cycle as stages with counts, and by 部 and 課."""
    found = get_object_or_404(Cycle.objects.select_related("framework", "opened_by", "closed_by"), code=code)
    if request.htmx and found.state == CycleState.PLANNED:
        return render(request, "assessments/cycle.html#opening", {"cycle": found})
    is_open = found.state == CycleState.OPEN
    if request.htmx and not (is_open and request.htmx.target == PROGRESS):
        # The cycle has been opened or closed meanwhile: load the whole page anew.
        return HttpResponse(headers={"HX-Refresh": "true"})
    reach = reach_of(request.user, Role.HR, clock.today())
    total = queries.stages_by_cycle(reach).get(found.pk, queries.Stages())
    warnings = queries.cycle_warnings(found, reach)
    mine = access.governed(request.user, found, on=clock.today())
    context = {
        "cycle": found,
        "departments": queries.department_stages(found, reach),
        "total": total,
        "missing": total.missing(),
        "left": total.total - total.confirmed,
        "stages": stage_line(found, total),
        "warnings": warnings,
        "attention": attention_counts(mine, on=clock.today()) if is_open else [],
        "excluded": [(Exclude(key).label, count) for key, count in warnings.excluded.items()],
        "is_planned": found.state == CycleState.PLANNED,
        "is_open": is_open,
        "is_late": is_open and found.closes_on < clock.today(),
        "is_city": reach.is_city,
        "seen_at": clock.now(),
    }
    return render(request, f"assessments/cycle.html{f'#{PROGRESS}' if request.htmx else ''}", context)


def waiting_objections(request: Request) -> int:
    return access.objections_for(request.user, on=clock.today()).filter(reply__isnull=True).count()


def stage_line(cycle: Cycle, stages: queries.Stages) -> list[dict[str, str]]:
    """Return the cycle as a line of steps with counts."""
    counts = [
        (_("Self-assessment"), stages.self_done),
        (_("First rater"), stages.first_done),
        (_("Second rater"), stages.confirmed),
    ]
    is_planned, is_closed = cycle.state == CycleState.PLANNED, cycle.state == CycleState.CLOSED
    steps = [{"label": _("Opened"), "state": "current" if is_planned else "done", "note": ""}]
    for label, done in counts:
        state = "todo" if is_planned else step_state(done, stages.total, is_closed=is_closed)
        steps.append({"label": label, "state": state, "note": f"{done:,} / {stages.total:,}"})
    steps.append({"label": pgettext("cycle", "Closed"), "state": "done" if is_closed else "todo", "note": ""})
    return steps


def step_state(done: int, total: int, *, is_closed: bool) -> str:
    return "done" if is_closed or (total and done == total) else "current"


@city_hr
@require_POST
def open_cycle(request: Request, code: str) -> HttpResponse:
    """Start opening a cycle in the background."""
    found = get_object_or_404(Cycle, code=code)
    at = clock.now()
    try:
        with transaction.atomic():
            actions.request_opening(found, by=request.user, at=at)
            start = partial(tasks.open_cycle.delay, code)
            transaction.on_commit(start)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("assessments:cycle", code)
