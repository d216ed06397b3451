"""Fills an installation with one open cycle: a supervisor with twelve people, eight of whom have handed in."""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.embedded")

import django

django.setup()

from django.db import transaction  # noqa: E402

from assessments.cycles import open_cycle  # noqa: E402
from assessments.levels import choices_for  # noqa: E402
from assessments.models import Assessment, Cycle  # noqa: E402
from assessments.services import save_self  # noqa: E402
from curriculum.models import FrameworkVersion  # noqa: E402
from lms.lib import clock  # noqa: E402
from lms.people.models import RaterAssignment  # noqa: E402
from tests.cast import make_cast  # noqa: E402
from tests.factories import PostingFactory, RankFactory, RaterAssignmentFactory, UserFactory  # noqa: E402
from tests.factories.people import PASSWORD  # noqa: E402

PEOPLE = 12
HANDED_IN = 8


@transaction.atomic
def fill() -> dict[str, str]:
    now, today = clock.now(), clock.today()
    cast = make_cast()
    rank = RankFactory(key="staff")
    people = [UserFactory(name=f"職員 {number:02}", kana=f"ショクイン{number:02}") for number in range(2, PEOPLE + 1)]
    for person in people:
        PostingFactory(person=person, department=cast.department, rank=rank)
        RaterAssignmentFactory(person=person, rater=cast.supervisor)
        RaterAssignmentFactory(person=person, rater=cast.second, role=RaterAssignment.Role.SECOND)
    cycle = Cycle.objects.create(
        code="R8-3",
        name_ja="令和8年度 期末",
        framework=FrameworkVersion.objects.get(),
        opens_on=today,
        closes_on=today + timedelta(days=14),
        reference_on=today,
    )
    open_cycle(cycle, by=cast.hr, at=now)
    for number, person in enumerate(people[:HANDED_IN]):
        assessment = Assessment.objects.get(cycle=cycle, person=person)
        save_self(assessment, choices_for(number % 4 + 1), request_key="s", by=person, at=now, draft=False)
    mine = Assessment.objects.get(cycle=cycle, person=cast.alice)
    return {
        "password": PASSWORD,
        "alice": cast.alice.staff_no,
        "supervisor": cast.supervisor.staff_no,
        "second": cast.second.staff_no,
        "hr": cast.hr.staff_no,
        "assessment": str(mine.uuid),
    }


print(json.dumps(fill()))  # noqa: T201 — what the test reads
