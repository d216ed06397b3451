"""Fills an installation with one open cycle and two first raters of twelve people each.

The supervisor's people have no earlier level, and eight have handed in. The chief's have earlier levels, evidence and,
all but one, self-assessments of their own: what a sitting at the end of a half-year finds.
"""

import json
import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.embedded")

import django

django.setup()

from django.db import transaction  # noqa: E402

from assessments.cycles import open_cycle  # noqa: E402
from assessments.levels import choices_for  # noqa: E402
from assessments.models import Assessment, Cycle  # noqa: E402
from assessments.past import PastRating, record_past_cycle  # noqa: E402
from assessments.services import attach_evidence, save_self  # noqa: E402
from curriculum.models import FrameworkVersion  # noqa: E402
from lms.lib import clock  # noqa: E402
from lms.people.models import RaterAssignment, User  # noqa: E402
from tests.cast import Cast, make_cast  # noqa: E402
from tests.factories import (  # noqa: E402
    PostingFactory,
    RankFactory,
    RaterAssignmentFactory,
    UserFactory,
    WorkingGroupMembershipFactory,
)
from tests.factories.people import PASSWORD  # noqa: E402

PEOPLE = 12
HANDED_IN = 8
# The chief's people in the order of the screen: their level last time, and their own view now.
LAST_LEVELS = (2, 2, 3, 3, 3, 3, None, 2, 2, 1, 4, 3)
SELF_LEVELS = (2, 2, 4, 3, 5, 3, 1, 2, 3, 0, 3, None)
IN_WORKING_GROUP = 8


@transaction.atomic
def fill() -> dict[str, Any]:
    now, today = clock.now(), clock.today()
    cast = make_cast()
    people = people_of(cast.supervisor, cast.second, cast)
    chief = UserFactory(name="主任 春子", kana="シュニン ハルコ")
    team = people_of(chief, UserFactory(), cast)
    WorkingGroupMembershipFactory(person=team[IN_WORKING_GROUP])
    record_last_cycle(team, cast, today, now)
    cycle = planned("R8-3", "令和8年度 期末", today)
    open_cycle(cycle, by=cast.hr, at=now)
    for number, person in enumerate(people[1 : HANDED_IN + 1]):
        hand_in(cycle, person, number % 4 + 1, now)
    for person, level in zip(team, SELF_LEVELS, strict=True):
        if level is not None:
            attach_note(cycle, person, now)
            hand_in(cycle, person, level, now)
    mine = Assessment.objects.get(cycle=cycle, person=cast.alice)
    return {
        "password": PASSWORD,
        "alice": cast.alice.staff_no,
        "supervisor": cast.supervisor.staff_no,
        "second": cast.second.staff_no,
        "chief": chief.staff_no,
        "hr": cast.hr.staff_no,
        "assessment": str(mine.uuid),
        "self_levels": SELF_LEVELS,
    }


def people_of(rater: User, second: User, cast: Cast) -> list[User]:
    """Return twelve people with their raters; Alice is the first of her supervisor's."""
    rank = RankFactory(key="staff")
    found = [cast.alice] if rater == cast.supervisor else []
    for number in range(len(found) + 1, PEOPLE + 1):
        person = UserFactory(name=f"職員 {number:02}", kana=f"ショクイン{number:02}")
        PostingFactory(person=person, department=cast.department, rank=rank)
        RaterAssignmentFactory(person=person, rater=rater)
        RaterAssignmentFactory(person=person, rater=second, role=RaterAssignment.Role.SECOND)
        found.append(person)
    return found


def planned(code: str, name: str, opens_on: date) -> Cycle:
    return Cycle.objects.create(
        code=code,
        name_ja=name,
        framework=FrameworkVersion.objects.get(),
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=14),
        reference_on=opens_on,
    )


def record_last_cycle(people: list[User], cast: Cast, today: date, now: datetime) -> None:
    levels = zip(people, LAST_LEVELS, strict=True)
    ratings = [
        PastRating(person_id=person.pk, self_answers=None, answers=choices_for(level))
        for person, level in levels
        if level is not None
    ]
    cycle = planned("R8-2", "令和8年度 中間", today - timedelta(days=150))
    record_past_cycle(cycle, ratings, by=cast.hr, at=now, comment_where_needed="改善シートで確かめた")


def hand_in(cycle: Cycle, person: User, level: int, now: datetime) -> None:
    assessment = Assessment.objects.get(cycle=cycle, person=person)
    save_self(assessment, choices_for(level), request_key="s", by=person, at=now, draft=False)


def attach_note(cycle: Cycle, person: User, now: datetime) -> None:
    attach_evidence(
        Assessment.objects.get(cycle=cycle, person=person),
        level=3,
        by=person,
        at=now,
        request_key="e",
        note="申請の手引きを書き直した",
        happened_on=now.date() - timedelta(days=20),
    )


print(json.dumps(fill()))  # noqa: T201 — what the test reads
