"""A supervisor's people and what they owe: names on the screen, counts in the mail (story 19)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import QuerySet

from lms.learning.assessed import missing_ratings
from lms.learning.extensions.models import ExtensionRequest
from lms.learning.extensions.queries import rated_by, waiting_for
from lms.learning.record.models import Enrolment
from lms.learning.record.states import OPEN_STATES
from lms.people.models import User
from lms.people.queries import away_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of a team with the courses still to do, the most urgent first."""

    person: User
    owed: list[Enrolment]
    late: int
    is_away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    members: list[Member]
    waiting: QuerySet[ExtensionRequest]
    late: int
    soon: int
    # People still to be rated in an open assessment.
    ratings: int

    @property
    def without_mailbox(self) -> int:
        return sum(not member.person.email for member in self.members)


def team_page(rater: User, on: date) -> TeamPage:
    """Return a supervisor's people, the late ones first, in a constant number of queries."""
    people = list(rated_by(rater, on).order_by("kana", "staff_no").only("name", "kana", "staff_no", "email"))
    away = set(away_on(on).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
    owed: dict[object, list[Enrolment]] = {person.pk: [] for person in people}
    for enrolment in _owed(people):
        owed[enrolment.learner_id].append(enrolment)
    members = [
        Member(
            person=person,
            owed=owed[person.pk],
            late=sum(row.due_on < on for row in owed[person.pk] if row.due_on),
            is_away=person.pk in away,
        )
        for person in people
    ]
    present = [member for member in members if not member.is_away]
    week = on + timedelta(days=7)
    return TeamPage(
        members=sorted(members, key=lambda member: (member.is_away, -member.late, not member.owed)),
        waiting=waiting_for(rater, on),
        late=sum(bool(member.late) for member in present),
        soon=sum(any(on <= row.due_on <= week for row in member.owed if row.due_on) for member in present),
        ratings=missing_ratings(on).get(rater.pk, 0),
    )


def _owed(people: list[User]) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(
        learner__in=people, state__in=OPEN_STATES, due_on__isnull=False, course_version__course__live=True
    )
    return (
        rows.select_related("course_version")
        .only("uuid", "learner_id", "due_on", "state", "course_version__title", "course_version__title_en")
        .order_by("due_on", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )
