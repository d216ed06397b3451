"""What assessments answer to the learning record, which stands below them and does not know them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count

from assessments.models import Assessment
from assessments.states import CONFIRMED_STATES, UNFINISHED_STATES, CycleState
from curriculum.models import TalentGroup
from lms.people.models import User


def level_in(group: TalentGroup, person: User) -> int | None:
    """Return the newest confirmed level in a group, which keeps its key through versions of the framework."""
    confirmed = Assessment.objects.filter(person=person, group__key=group.key, state__in=CONFIRMED_STATES)
    newest = confirmed.exclude(level=None).order_by("-cycle__reference_on", "-pk")
    return newest.values_list("level", flat=True).first()


def missing_ratings(on: date) -> Mapping[UUID, int]:
    """Return how many ratings each first rater owes in the cycles that have begun and are open on a date."""
    owed = Assessment.objects.filter(
        cycle__state=CycleState.OPEN, cycle__opens_on__lte=on, state__in=UNFINISHED_STATES, first_rater__isnull=False
    )
    return dict(owed.order_by().values_list("first_rater").annotate(Count("pk")))
