"""Loads the demo city's roster into an empty database through the product's service, and prints what it cost.

A program of its own, so that its CPU time is the load's alone; reading the file is part of it, writing it is not.
"""

import json
import time
from dataclasses import asdict, dataclass

import django

from bench import cpu
from bench.counting import Counter
from bench.databases import of_environment


@dataclass(frozen=True, slots=True)
class RosterCost:
    people: int
    cpu_seconds: float
    seconds: float
    queries: int


def measure() -> RosterCost:
    from django.core.files.base import ContentFile
    from django.db import connection

    from curriculum.framework import load_framework, read_data
    from lms.demo import city
    from lms.demo.roster import roster_csv
    from lms.people.models import User

    load_framework(read_data())  # the plan's table of titles, which the roster is read with
    database = of_environment()
    file = ContentFile(roster_csv(city.build_city(8)), name="roster.csv")
    connection.ensure_connection()
    counter = Counter()
    before, own, start = cpu.snapshot(database.processes()), time.process_time(), time.monotonic()
    with connection.execute_wrapper(counter):
        load(file)
    seconds, own = time.monotonic() - start, time.process_time() - own
    elsewhere = cpu.spent(before, cpu.snapshot(database.processes()))
    return RosterCost(User.objects.count(), own + elsewhere, seconds, counter.queries)


def load(file: object) -> None:
    """Do what HR does with a roster: hand the file in, have it checked, approve it."""
    from django.core.files import File

    from lms.demo import city
    from lms.lib import clock
    from lms.people.models import RosterLoad
    from lms.people.roster import services

    assert isinstance(file, File)
    at = clock.now()
    started = services.start_load(file, by=None, at=at, as_of=city.START, form=RosterLoad.Form.FULL)
    services.check_load(started, at=at)
    services.apply_load(started, by=None, at=at, confirmed=True)


def main() -> None:
    django.setup()
    print(json.dumps(asdict(measure())))


if __name__ == "__main__":
    main()
