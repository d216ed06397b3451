"""Fills an empty database for a run; started as a program of its own, under the bench's settings.

`python -m bench.prepare schema` migrates and collects static files; `... city` builds the demo city, lets those sign in
who are needed, and prints them as JSON.
"""

import contextlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import django
from django.core.management import call_command

LEARNERS = 8


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody in the middle of the course that is a package."""

    staff_no: str
    enrolment: str
    module: str
    course: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Who signs in and what they open."""

    people: int
    password: str
    learners: Sequence[Learner]
    supervisor: str
    rated: int
    cycle: str
    hr: str

    @classmethod
    def from_json(cls, text: str) -> "Cast":
        data = json.loads(text)
        return cls(**data | {"learners": [Learner(**learner) for learner in data["learners"]]})


def prepare_schema() -> None:
    from scripts.prepare import collect_static

    call_command("migrate", interactive=False, verbosity=0)
    collect_static()


def build_city() -> Cast:
    call_command("demo_city")
    return choose_cast()


def choose_cast() -> Cast:
    """Choose people by staff number, so that every run of a day measures the same ones."""
    from assessments.models import Assessment
    from lms.demo.build import OPEN_CYCLE
    from lms.demo.people import PASSWORD, rater_of, role_holders, section_staff
    from lms.lib import clock
    from lms.people.models import RaterAssignment, Role, User

    supervisor = rater_of(section_staff()[-1], RaterAssignment.Role.FIRST, clock.today())
    learners = choose_learners()
    let_sign_in([learner.staff_no for learner in learners], like=supervisor)
    return Cast(
        people=User.objects.count(),
        password=PASSWORD,
        learners=learners,
        supervisor=supervisor.staff_no,
        rated=Assessment.objects.filter(cycle__code=OPEN_CYCLE, first_rater=supervisor).count(),
        cycle=OPEN_CYCLE,
        hr=role_holders()[Role.HR].staff_no,
    )


def choose_learners() -> list[Learner]:
    from curriculum.kinds import ModuleKind
    from lms.demo.catalogue import SCORM_COURSE
    from lms.learning.models import Enrolment
    from lms.learning.record.states import EnrolmentState

    rows = Enrolment.objects.filter(
        state=EnrolmentState.IN_PROGRESS,
        course_version__course__code=SCORM_COURSE,
        course_version__modules__kind=ModuleKind.SCORM,
    ).order_by("learner__staff_no")
    fields = ("learner__staff_no", "uuid", "course_version__modules__uuid", "course_version__course__slug")
    return [Learner(*map(str, row)) for row in rows.values_list(*fields)[:LEARNERS]]


def let_sign_in(staff_numbers: Sequence[str], *, like: object) -> None:
    from lms.people.models import User

    assert isinstance(like, User)
    User.objects.filter(staff_no__in=staff_numbers).update(password=like.password)


def main(step: str) -> None:
    django.setup()
    with contextlib.redirect_stdout(sys.stderr):
        if step == "schema":
            prepare_schema()
            return
        cast = build_city()
    print(json.dumps(asdict(cast)))


if __name__ == "__main__":
    main(sys.argv[1])
