"""評価: what needs me."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments import access, queries
from assessments.models import Cycle
from assessments.states import CycleState
from lms.lib import clock
from lms.people.access import is_supervisor
from lms.people.models import User
from lms.people.requests import Request


@require_GET
def home(request: Request) -> HttpResponse:
    """Show my self-assessments, whom I rate and what I confirm, in that order."""
    mine = queries.own_turns(request.user)
    context = {
        "mine": mine,
        # One primary action a page: one's own answers come first.
        "later_kind": "secondary" if any(turn.waits for turn in mine) else "primary",
        "work": queries.rater_work(request.user, on=clock.today()),
        "latest": queries.last_confirmed(request.user),
        "planned": Cycle.objects.filter(state=CycleState.PLANNED).order_by("opens_on", "pk").first(),
    }
    return render(request, "assessments/home.html", context)


@require_GET
def team(request: Request) -> HttpResponse:
    """Show a supervisor who of their people has not handed in and who is not rated yet."""
    if not is_supervisor(request.user, clock.today()) and not queries.rater_work(request.user, on=clock.today()):
        raise PermissionDenied
    cycle = queries.newest_open_cycle(request.user, on=clock.today())
    rows = rated_rows(request.user, cycle) if cycle else []
    context = {
        "cycle": cycle,
        "rows": rows,
        "waiting_self": sum(not row.self_submitted for row in rows),
        "unrated": sum(not row.is_finished for row in rows),
        "without_evidence": sum(row.self_submitted and not row.evidence_count for row in rows),
    }
    return render(request, "assessments/team.html", context)


def rated_rows(user: User, cycle: Cycle) -> list[queries.RatingRow]:
    return queries.rating_rows(access.rateable(user, cycle, on=clock.today()), cycle)
