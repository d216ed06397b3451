"""Reading a file of outside training, taking it over, taking it back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.learning.outside.models import OutsideLoad, OutsideTraining
from lms.learning.outside.sheet import Problem, Row, read_sheet
from lms.lib.text import search_key
from lms.people import audit
from lms.people.audit import Entry
from lms.people.models import User
from lms.people.roster.decode import decode

State = OutsideLoad.State
BATCH = 1000
# Staff numbers are this long at most where zeros are put before them.
LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A line with the person it is about."""

    row: Row
    person: User


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a file would do: lines that are new, lines that are there already, and what is wrong with the others."""

    new: Sequence[Match]
    known: Sequence[Match]
    problems: Sequence[Problem]


def keep_file(name: str, data: bytes, *, by: User, at: datetime) -> OutsideLoad:
    """Keep a file to be looked at; nothing reaches anybody's record. Raises `Undecodable` for what is no text."""
    decoded = decode(data)
    load = OutsideLoad.objects.create(
        filename=name,
        encoding=decoded.encoding,
        text=decoded.text,
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
    )
    audit.record("outside.uploaded", actor=by, at=at, target=str(load.uuid), details={"file": name})
    return load


def dry_run(load: OutsideLoad, *, on: date) -> Report:
    """Return what loading would do today, in a few queries however long the file is."""
    sheet = read_sheet(load.text, today=on)
    people = User.objects.in_bulk({row.staff_no for row in sheet.rows}, field_name="staff_no")
    shortened = _shortened({row.staff_no for row in sheet.rows} - people.keys())
    there = _there_already({person.pk for person in people.values()})
    new: list[Match] = []
    known: list[Match] = []
    problems = list(sheet.problems)
    for row in sheet.rows:
        person = people.get(row.staff_no)
        problem = _problem_with(row, person) if person else None
        if problem or person is None:
            code = "lost_zeros" if row.staff_no in shortened else "unknown_person"
            problems.append(problem or Problem(line=row.line, code=code, cell=row.staff_no))
            continue
        is_there = (person.pk, row.provider, row.title, row.completed_on) in there
        (known if is_there else new).append(Match(row=row, person=person))
    return Report(new=new, known=known, problems=sorted(problems, key=lambda problem: problem.line))


def _shortened(numbers: set[str]) -> set[str]:
    """Return which of some unknown numbers are somebody's with zeros before them: Excel drops those."""
    padded = {
        number.zfill(width): number
        for number in sorted(numbers)[:BATCH]
        for width in range(len(number) + 1, LONGEST_NUMBER + 1)
    }
    found = User.objects.filter(staff_no__in=padded).values_list("staff_no", flat=True) if padded else []
    return {padded[number] for number in found}


def _problem_with(row: Row, person: User) -> Problem | None:
    # A number typed wrong is often somebody else's; the name tells.
    if row.name and search_key(row.name) != search_key(person.name):
        return Problem(line=row.line, code="other_name", cell=row.name)
    return None


def _there_already(people: set[UUID]) -> set[tuple[UUID, str, str, date]]:
    kept = OutsideTraining.objects.filter(taken_back_at=None, person__in=people)
    return set(kept.values_list("person_id", "provider", "title", "completed_on"))


@transaction.atomic
def load_file(load: OutsideLoad, *, by: User, at: datetime) -> int:
    """Take the good lines of a file into people's records; twice changes nothing. Return how many were new."""
    locked = OutsideLoad.objects.select_for_update(no_key=True, of=("self",)).get(pk=load.pk)
    if locked.state != State.READY:
        return 0
    report = dry_run(locked, on=timezone.localdate(at))
    rows = [_training(match, locked) for match in report.new]
    # Another load may bring the same line at the same moment; it counts once.
    OutsideTraining.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    locked.state, locked.loaded_at = State.LOADED, at
    locked.save(update_fields=["state", "loaded_at"])
    entries = [
        Entry(action="outside.loaded", subject_id=match.person.pk, target=str(locked.uuid)) for match in report.new
    ]
    audit.record_all(entries, actor=by, at=at)
    return len(rows)


def _training(match: Match, load: OutsideLoad) -> OutsideTraining:
    row = match.row
    return OutsideTraining(
        person=match.person,
        title=row.title,
        provider=row.provider,
        completed_on=row.completed_on,
        minutes=row.minutes,
        note=row.note,
        load=load,
        line=row.line,
    )


@transaction.atomic
def take_back(load: OutsideLoad, *, by: User, at: datetime) -> int:
    """Take a load back out of the records; its lines stay on file. Return how many were taken back."""
    locked = OutsideLoad.objects.select_for_update(no_key=True, of=("self",)).get(pk=load.pk)
    if locked.state != State.LOADED:
        return 0
    count = locked.trainings.filter(taken_back_at=None).update(taken_back_at=at)
    locked.state = State.TAKEN_BACK
    locked.save(update_fields=["state"])
    audit.record("outside.taken_back", actor=by, at=at, target=str(locked.uuid), details={"rows": count})
    return count
