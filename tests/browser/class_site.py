"""Fills a fresh installation with a class that wants consent and a hand-in with a rubric; prints who takes part.

With the argument "code" it reads what the wall of that class shows: the address in the QR code.
"""

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
from django.urls import reverse  # noqa: E402

from curriculum.models import HandinContent  # noqa: E402
from lms.learning.classes.tickets import ticket_for  # noqa: E402
from lms.learning.models import ClassSession  # noqa: E402
from lms.lib import clock  # noqa: E402
from tests.cast import make_cast  # noqa: E402
from tests.factories import PostingFactory, RaterAssignmentFactory, UserFactory  # noqa: E402
from tests.factories.classes import class_date, enrolled  # noqa: E402
from tests.factories.handins import asked  # noqa: E402
from tests.factories.people import PASSWORD  # noqa: E402

RUBRIC = [
    {"key": "facts", "title": "事実", "levels": ["ない", "一部", "ある", "前後で比べている"]},
    {"key": "use", "title": "使い道", "levels": ["ない", "自分", "係", "ほかの係"]},
]


@transaction.atomic
def fill() -> dict[str, object]:
    cast = make_cast()
    colleagues = [UserFactory(name=name, kana=kana) for name, kana in (("江口 四郎", "エグチ"), ("岡 五郎", "オカ"))]
    for person in colleagues:
        PostingFactory(person=person, department=cast.department)
        RaterAssignmentFactory(person=person, rater=cast.supervisor)
    class_enrolment, class_module = enrolled(cast)
    date = class_date(class_module, starts_at=clock.now() + timedelta(days=7), capacity=5, needs_consent=True)
    hand_in, asking = asked(cast.alice)
    HandinContent.objects.filter(module=asking).update(rubric=RUBRIC)
    people = {
        "learner": cast.alice,
        "supervisor": cast.supervisor,
        "HR": cast.hr,
        "designated": colleagues[0],
        "on paper": colleagues[1],
    }
    return {
        "password": PASSWORD,
        "people": {part: {"staff_no": person.staff_no, "name": person.name} for part, person in people.items()},
        "class": f"/learn/e/{class_enrolment.uuid}/{class_module.uuid}/",
        "date": f"/hr/classes/dates/{date.uuid}/",
        "course": class_module.course_version.title,
        "hand_in": f"/learn/e/{hand_in.uuid}/{asking.uuid}/",
    }


def code() -> dict[str, object]:
    ticket = ticket_for(ClassSession.objects.get().uuid, at=clock.now())
    return {"address": reverse("learning:class-check-in", args=[ticket.token])}


print(json.dumps(code() if sys.argv[1:] == ["code"] else fill()))  # noqa: T201 - what the test reads
