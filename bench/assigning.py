"""Measures the not-done page, the check before reminding and the daily rule run at a size of one's choice.

`python -m bench.assigning PEOPLE COURSES` fills a migrated database (DATABASE_URL) that holds nobody yet with a
synthetic city: a tree of departments, one rule of all courses for everyone, two thirds completed. Then it prints
milliseconds of one process without a web server: the median of several requests through all of Django, and one quiet
run of the rules.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import batched

import django

REPEATS = 7
BATCH = 5000
PEOPLE_A_SECTION = 12


def main(people: int, courses: int) -> None:
    from django.conf import settings

    # Addresses of static files need no collected manifest here.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ALLOWED_HOSTS = ["*"]
    django.setup()
    start = time.perf_counter()
    if not is_filled():
        fill(people, courses)
    print(f"{people:,} people x {courses} courses filled in {time.perf_counter() - start:.0f} s")
    for name, act in acts().items():
        act()
        times = [timed(act) for _ in range(REPEATS if people <= 5000 else 3)]
        print(f"{name}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")
    print(f"daily rule run, nothing to change: {timed(run_rules):.0f} ms")


def is_filled() -> bool:
    from lms.learning.models import Enrolment

    return Enrolment.objects.exists()


def fill(people: int, courses: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from curriculum.framework import load_framework, read_data
    from curriculum.models import Course, CourseVersion
    from lms.learning.models import Assignment, AssignmentRule, Enrolment
    from lms.people.models import Department, DepartmentPeriod, Posting, Rank, RoleGrant, User

    now, today = timezone.now(), timezone.localdate()
    since = date(2020, 4, 1)
    load_framework(read_data())
    rank = Rank.objects.order_by("-order").first() or Rank.objects.create(key="staff", name="主事級", order=99)
    sections: list[Department] = []
    parents: dict[str, Department] = {}
    for number in range(-(-people // PEOPLE_A_SECTION)):
        division, bureau = number // 4, number // 24
        above = None
        for key, kind in ((f"B{bureau}", "bureau"), (f"D{division}", "division"), (f"S{number}", "section")):
            if key not in parents:
                parents[key] = Department.objects.create(code=key)
                DepartmentPeriod.objects.create(
                    department=parents[key], parent=above, name=key, kind=kind, order=number, valid_from=since
                )
            above = parents[key]
        sections.append(parents[f"S{number}"])
    users = [
        User(staff_no=f"{n:06}", name=f"職員{n}", kana=f"ショクイン{n:06}", joined_on=since) for n in range(people)
    ]
    User.objects.bulk_create(users, batch_size=BATCH)
    RoleGrant.objects.create(person=users[0], role="hr", valid_from=since)
    Posting.objects.bulk_create(
        [
            Posting(person=user, department=sections[n // PEOPLE_A_SECTION], rank=rank, title="主事", valid_from=since)
            for n, user in enumerate(users)
        ],
        batch_size=BATCH,
    )
    rule = AssignmentRule.objects.create(
        name="全員",
        fiscal_year=2026,
        state="active",
        takes_everyone=True,
        starts_on=today - timedelta(days=90),
        due_on=None,
        created_at=now,
        activated_at=now - timedelta(days=90),
    )
    for number in range(courses):
        course = Course.objects.create(slug=f"c{number}", title=f"コース{number}", code=f"C{number:03}", live=True)
        version = CourseVersion.objects.create(course=course, number=1, title=course.title, published_at=now)
        rule.courses.add(course)
        due_on = today + timedelta(days=number % 40 - 20)
        enrolments = [
            Enrolment(
                learner=user,
                course_version=version,
                source="assigned",
                enrolled_at=now,
                due_on=due_on,
                state="completed" if (n + number) % 3 else "not_started",
                completed_at=now if (n + number) % 3 else None,
            )
            for n, user in enumerate(users)
        ]
        for batch in batched(enrolments, BATCH):
            Enrolment.objects.bulk_create(batch)
        assignments = [
            Assignment(
                rule=rule,
                course=course,
                learner_id=row.learner_id,
                enrolment=row,
                reached_on=today - timedelta(days=90),
                due_on=today,
                because="reached",
                criterion="everyone",
            )
            for row in enrolments
        ]
        for group in batched(assignments, BATCH):
            Assignment.objects.bulk_create(group)
    # Without a fixed date the run asks for 30 days from its start: take that as what was given.
    from lms.learning.assignments import services

    Assignment.objects.update(due_on=services.city_on(today).days.on_or_after(today - timedelta(days=60)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def acts() -> dict[str, Callable[[], object]]:
    from django.test import Client

    from curriculum.models import Course
    from lms.people.models import Department, User

    client = Client()
    client.force_login(User.objects.get(staff_no="000000"), backend="lms.people.sign_on.StaffBackend")
    bureau = Department.objects.get(code="B0").uuid
    course = Course.objects.order_by("pk").first()
    assert course is not None

    def get(address: str) -> Callable[[], object]:
        def act() -> object:
            response = client.get(address)
            assert response.status_code == 200, response.status_code
            return response

        return act

    return {
        "not done, all courses": get("/hr/not-done/"),
        "not done, one course": get(f"/hr/not-done/?course={course.pk}"),
        "names, first page": get("/hr/not-done/names/"),
        "names of a bureau": get(f"/hr/not-done/names/?department={bureau}"),
        "check before reminding, one course": get(f"/hr/not-done/remind/?course={course.pk}"),
    }


def run_rules() -> object:
    from django.utils import timezone

    from lms.learning.assignments.models import AssignmentRun
    from lms.learning.assignments.services import run_rules as run

    return run(trigger=AssignmentRun.Trigger.HAND, at=timezone.now(), is_told=False)


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
