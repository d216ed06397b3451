"""What waits for a rater."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from assessments.chairs import rates_first, rates_second
from assessments.models import Assessment, Cycle
from assessments.queries.rating import Tally
from assessments.states import CONFIRMED_STATES, UNFINISHED_STATES, AssessmentState, CycleState
from lms.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterWork:
    """A rater's work in one open cycle."""

    cycle: Cycle
    to_rate: Tally
    to_confirm: Tally
    ready: int


def rater_work(person: User, *, on: date) -> list[RaterWork]:
    """Return what a person has to rate and to confirm, for themselves or as a deputy, in two queries.

    A cycle that is closed counts while an objection has set somebody's level aside.
    """
    first, second = rates_first(person, on), rates_second(person, on)
    unfinished = Q(state__in=UNFINISHED_STATES)
    confirmed = Q(state__in=CONFIRMED_STATES)
    rows = (
        Assessment.objects.filter(first | second, is_live())
        .values("cycle")
        .annotate(
            rate_total=Count("pk", filter=first),
            rate_left=Count("pk", filter=first & unfinished),
            confirm_total=Count("pk", filter=second),
            confirm_ready=Count("pk", filter=second & Q(state=AssessmentState.RATED)),
            confirm_done=Count("pk", filter=second & confirmed),
        )
        .order_by("cycle")
    )
    found = {row["cycle"]: row for row in rows}
    cycles = Cycle.objects.in_bulk(found) if found else {}
    return [
        RaterWork(
            cycle=cycles[key],
            to_rate=Tally(done=row["rate_total"] - row["rate_left"], total=row["rate_total"]),
            to_confirm=Tally(done=row["confirm_done"], total=row["confirm_total"]),
            ready=row["confirm_ready"],
        )
        for key, row in found.items()
    ]


def is_live() -> Q:
    """Return the condition that something may still be written: see `locks.is_open`."""
    reopened = Q(reopened_at__isnull=False) & ~Q(state__in=CONFIRMED_STATES)
    return Q(cycle__state=CycleState.OPEN) | reopened


def newest_open_cycle(rater: User, *, on: date) -> Cycle | None:
    """Return the open cycle in which this person rates somebody first."""
    mine = Assessment.objects.filter(rates_first(rater, on), cycle__state=CycleState.OPEN)
    return Cycle.objects.filter(pk__in=mine.values("cycle")).order_by("-reference_on", "-pk").first()
