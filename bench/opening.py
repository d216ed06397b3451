"""Times the opening of a cycle for many people: `DATABASE_URL=… python -m bench.opening 2500 25000`.

Each size is measured in a transaction that is rolled back, on whatever database the settings name.
"""

import os
import sys
import time
from datetime import UTC, date, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from assessments.cycles import open_cycle  # noqa: E402
from assessments.models import Assessment, Cycle  # noqa: E402
from assessments.preview import preview  # noqa: E402
from curriculum.framework import load_framework, read_data  # noqa: E402
from lms.people.models import Department, DepartmentPeriod, Posting, Rank, RaterAssignment, User  # noqa: E402

SINCE, ON = date(2026, 4, 1), date(2026, 6, 1)
AT = datetime(2026, 6, 1, tzinfo=UTC)
SECTION = 12
LIMITS = {2_500: 20, 25_000: 180}


def fill(people: int) -> None:
    """Post people in sections of twelve, each with a first and a second rater."""
    rank = Rank.objects.get(key="staff")
    staff = [User(staff_no=f"B{number:06}", name=f"職員 {number}", search_key=str(number)) for number in range(people)]
    User.objects.bulk_create(staff, batch_size=2000)
    places = Department.objects.bulk_create([Department(code=f"B{number}") for number in range(people // SECTION + 1)])
    DepartmentPeriod.objects.bulk_create(
        DepartmentPeriod(department=place, name=place.code, kind="section", valid_from=SINCE) for place in places
    )
    Posting.objects.bulk_create(
        (
            Posting(person=person, department=places[number // SECTION], rank=rank, title="主事", valid_from=SINCE)
            for number, person in enumerate(staff)
        ),
        batch_size=2000,
    )
    RaterAssignment.objects.bulk_create(
        (
            RaterAssignment(person=person, rater=staff[(number + step) % people], role=role, valid_from=SINCE)
            for number, person in enumerate(staff)
            for step, role in ((1, "first"), (2, "second"))
        ),
        batch_size=2000,
    )


def measure(people: int) -> tuple[float, float]:
    """Return the seconds of a preview and of an opening, and check that everyone was taken in once."""
    with transaction.atomic():
        framework = load_framework(read_data())
        fill(people)
        cycle = Cycle.objects.create(
            code="bench", name_ja="計測", framework=framework, opens_on=ON, closes_on=ON, reference_on=ON
        )
        begun = time.perf_counter()
        preview(cycle)
        looked = time.perf_counter()
        open_cycle(cycle, by=None, at=AT)
        done = time.perf_counter()
        taken = Assessment.objects.filter(cycle=cycle).count()
        transaction.set_rollback(True)
    if taken != people:
        raise SystemExit(f"{taken} of {people} were taken in")
    return looked - begun, done - looked


def main() -> int:
    sizes = [int(size) for size in sys.argv[1:]] or list(LIMITS)
    late = False
    for people in sizes:
        look, opening = measure(people)
        limit = LIMITS.get(people)
        late = late or (limit is not None and opening > limit)
        print(f"{connection.vendor} {people:>7,}: preview {look:6.2f} s, opening {opening:6.2f} s, limit {limit} s")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
