"""`python -m bench.assigning`: the not-done page, the check before reminding and the daily rules, on PostgreSQL.

Each size gets a scratch database filled with a synthetic city: a tree of departments, one rule of all courses for
everyone, two thirds completed. Pages go through all of Django without a web server; each is also a ratio to the empty
signed-in page of the same process. CPU time is the process's and the database's.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import cpu, stack
from bench.databases import Postgres, is_server_there, of_environment

SIZES = ((2_500, 30), (25_000, 100))
OUTPUT = Path(__file__).parent / "results" / "assigning.json"
# Milliseconds of the server's time, the database's among them, that a page may take at the first size.
LIMITS = {"not_done": 300}
REPEATS = 9
# The server's helpers come and go within a query, and the CPU time they took with them.
ONE_PROCESS = {"PGOPTIONS": "-c max_parallel_workers_per_gather=0"}
PEOPLE_A_SECTION = 12
SECTIONS_A_DIVISION = 4
DIVISIONS_A_BUREAU = 6
SINCE = date(2020, 4, 1)
PORT = 8112

type Act = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one page or one run takes: the median of wall-clock and of CPU milliseconds."""

    wall_ms: float
    cpu_ms: float
    ratio: float | None = None

    def beside(self, empty: "Cost") -> "Cost":
        """Return the same cost compared with that of the empty page."""
        return Cost(wall_ms=self.wall_ms, cpu_ms=self.cpu_ms, ratio=round(self.cpu_ms / empty.cpu_ms, 2))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.assigning", description=__doc__)
    parser.add_argument("--child", nargs=2, type=int, metavar=("PEOPLE", "COURSES"), help=argparse.SUPPRESS)
    parser.add_argument("--largest", type=int, default=SIZES[-1][0], help="leave out sizes above this")
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure(*options.child)))
        return 0
    if not is_server_there():
        raise SystemExit("This measures PostgreSQL, and none answers. BENCH_POSTGRES names the server.")
    sizes = [run(people, courses) for people, courses in SIZES if people <= options.largest]
    OUTPUT.write_text(json.dumps({"measured_at": datetime.now(UTC).isoformat(), "sizes": sizes}, indent=2) + "\n")
    return int(any(sizes[0]["costs"][key]["cpu_ms"] > limit for key, limit in LIMITS.items()))


def run(people: int, courses: int) -> dict[str, Any]:
    """Measure one size in a process and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="dx-bench-") as folder:
        database = Postgres.create(Path(folder) / "var")
        try:
            environment = database.environment() | ONE_PROCESS
            stack.program("bench.prepare", "schema", environment=environment, port=PORT)
            arguments = ("--child", str(people), str(courses))
            printed = stack.program("bench.assigning", *arguments, environment=environment, port=PORT)
        finally:
            database.drop()
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    print(f"{people:,} people x {courses} courses, filled in {found['fill_s']} s")
    for key, cost in found["costs"].items():
        print(f"  {key:<22} {cost['wall_ms']:>9,.0f} ms, CPU {cost['cpu_ms']:>9,.0f} ms, x empty {cost['ratio']:,}")
    return found


def measure(people: int, courses: int) -> dict[str, Any]:
    import django

    django.setup()
    start = time.monotonic()
    fill(people, courses)
    filled = round(time.monotonic() - start)
    costs = {key: cost_of(act, REPEATS) for key, act in pages().items()}
    # One run: it changes nothing, as on most days.
    costs["daily_rules"] = cost_of(run_rules, 1)
    compared = {key: asdict(cost.beside(costs["empty"])) for key, cost in costs.items()}
    return {"people": people, "courses": courses, "fill_s": filled, "costs": compared}


def cost_of(act: Act, times: int) -> Cost:
    """Do something once to warm up, then several times."""
    act()
    taken = [timed(act) for _ in range(times)]
    wall, spent = (statistics.median(values) * 1000 for values in zip(*taken, strict=True))
    return Cost(wall_ms=round(wall, 1), cpu_ms=round(spent, 1))


def timed(act: Act) -> tuple[float, float]:
    """Return the seconds that passed and those of CPU, the database's among them."""
    database = of_environment()
    before, own, start = cpu.snapshot(database.processes()), time.process_time(), time.perf_counter()
    act()
    wall, own = time.perf_counter() - start, time.process_time() - own
    return wall, own + cpu.spent(before, cpu.snapshot(database.processes()))


def pages() -> dict[str, Act]:
    from django.conf import settings
    from django.test import Client

    from curriculum.models import Course
    from lms.people.models import Department, User

    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"accept-language": "ja"})
    client.force_login(User.objects.get(staff_no="000000"), backend="lms.people.sign_on.StaffBackend")
    bureau = Department.objects.get(code="B0").uuid
    course = Course.objects.order_by("pk").values_list("pk", flat=True)[0]
    addresses = {
        "empty": "/bench/empty/",
        "not_done": "/hr/not-done/",
        "not_done_one_course": f"/hr/not-done/?course={course}",
        "not_done_bureau_opened": f"/hr/not-done/below/?department={bureau}",
        "names": "/hr/not-done/names/",
        "names_of_bureau": f"/hr/not-done/names/?department={bureau}",
        "check_one_course": f"/hr/not-done/remind/?course={course}",
    }

    def opening(address: str) -> Act:
        def act() -> None:
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)

        return act

    return {key: opening(address) for key, address in addresses.items()}


def run_rules() -> object:
    from django.utils import timezone

    from lms.learning.assignments.models import AssignmentRun
    from lms.learning.assignments.services import run_rules as run

    return run(trigger=AssignmentRun.Trigger.HAND, at=timezone.now(), is_told=False)


def fill(people: int, courses: int) -> None:
    """Write the city; its many rows are made inside the database."""
    from django.db import connection
    from django.utils import timezone

    from curriculum.framework import load_framework, read_data

    load_framework(read_data())
    fill_people(people)
    rule = fill_courses(courses)
    now, today = timezone.now(), timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(ENROLMENTS, {"now": now, "today": today})
        cursor.execute(ASSIGNMENTS, {"rule": rule, "since": today - timedelta(days=90), "due": given_due(today)})
        # As autovacuum leaves a city that has been there for a day: index-only scans need its visibility map.
        cursor.execute("VACUUM (ANALYZE)")


def fill_people(people: int) -> None:
    from lms.people.models import Department, Posting, Rank, RoleGrant, User

    rank = Rank.objects.get(key="staff")
    staff = [
        User(staff_no=f"{n:06}", name=f"職員{n}", kana=f"ショクイン{n:06}", joined_on=SINCE) for n in range(people)
    ]
    User.objects.bulk_create(staff, batch_size=5000)
    RoleGrant.objects.create(person=staff[0], role="hr", valid_from=SINCE)
    sections: list[Department] = [section_of(number) for number in range(-(-people // PEOPLE_A_SECTION))]
    Posting.objects.bulk_create(
        (
            Posting(
                person=person, department=sections[n // PEOPLE_A_SECTION], rank=rank, title="主事", valid_from=SINCE
            )
            for n, person in enumerate(staff)
        ),
        batch_size=5000,
    )


def section_of(number: int) -> Any:
    """Return a section, made together with its division and its bureau where they are not there yet."""
    from lms.people.models import Department, DepartmentPeriod

    division = number // SECTIONS_A_DIVISION
    kinds = (("B", "bureau", division // DIVISIONS_A_BUREAU), ("D", "division", division), ("S", "section", number))
    above = None
    for letter, kind, order in kinds:
        department, is_new = Department.objects.get_or_create(code=f"{letter}{order}")
        if is_new:
            DepartmentPeriod.objects.create(
                department=department, parent=above, name=department.code, kind=kind, order=order, valid_from=SINCE
            )
        above = department
    return above


def fill_courses(courses: int) -> int:
    """Write the courses and the rule that gives all of them to everyone; return the rule's key."""
    from django.utils import timezone

    from curriculum.models import Course, CourseVersion
    from lms.learning.models import AssignmentRule
    from lms.lib.calendar import fiscal_year

    now = timezone.now()
    rule = AssignmentRule.objects.create(
        name="全員",
        fiscal_year=fiscal_year(timezone.localdate()),
        state="active",
        takes_everyone=True,
        starts_on=timezone.localdate() - timedelta(days=90),
        created_at=now,
        activated_at=now - timedelta(days=90),
    )
    for number in range(courses):
        course = Course.objects.create(slug=f"c{number}", title=f"コース{number}", code=f"C{number:03}", live=True)
        CourseVersion.objects.create(course=course, number=1, title=course.title, published_at=now)
        rule.courses.add(course)
    return int(rule.pk)


def given_due(today: date) -> date:
    """Return the due date the rule gave: 30 days from its start, on an open day."""
    from lms.learning.assignments import services

    return services.city_on(today).days.on_or_after(today - timedelta(days=60))


# Due dates lie up to 20 days on either side of today; every third course of a person is still to do.
ENROLMENTS = """
    INSERT INTO learning_enrolment
        (uuid, learner_id, course_version_id, source, enrolled_at, fiscal_year, due_on, state, completed_at)
    SELECT gen_random_uuid(), person.id, version.id, 'assigned', %(now)s, 0,
           %(today)s::date + (version.id %% 40)::int - 20,
           CASE WHEN (person.staff_no::int + version.id) %% 3 = 0 THEN 'not_started' ELSE 'completed' END,
           CASE WHEN (person.staff_no::int + version.id) %% 3 = 0 THEN NULL ELSE %(now)s::timestamptz END
    FROM people_user person CROSS JOIN curriculum_courseversion version
"""
ASSIGNMENTS = """
    INSERT INTO learning_assignment
        (rule_id, course_id, learner_id, enrolment_id, reached_on, due_on, because, criterion, ended_on, ending)
    SELECT %(rule)s, version.course_id, enrolment.learner_id, enrolment.id, %(since)s, %(due)s,
           'reached', 'everyone', NULL, ''
    FROM learning_enrolment enrolment JOIN curriculum_courseversion version ON version.id = enrolment.course_version_id
"""


if __name__ == "__main__":
    sys.exit(main())
