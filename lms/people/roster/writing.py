"""Writes a plan into dated rows: closes what ends on the date, opens what begins, and keeps a journal for undo.

A row that began on the very date is replaced, not closed: it never held for a day. A new row ends where the row it
replaces would have ended, so a load dated before facts already booked leaves those facts alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models

from lms.lib.text import search_key
from lms.people.models import Department, DepartmentPeriod, Posting, RaterAssignment, User
from lms.people.roster import values
from lms.people.roster.city import Person, Post, Unit
from lms.people.roster.diff import DETAIL_FIELDS, Difference
from lms.people.roster.facts import RowRef, Snapshot

BATCH = 500
OVERRIDE_REASON = "名簿"

type DatedModel = type[DepartmentPeriod] | type[Posting] | type[RaterAssignment]
# In the order in which rows may be created; they are deleted in the opposite one.
DATED: tuple[DatedModel, ...] = (DepartmentPeriod, Posting, RaterAssignment)


@dataclass(slots=True, kw_only=True)
class Spans:
    """What happens to one model's dated rows."""

    model: DatedModel
    on: date
    closing: dict[int, tuple[date | None, date]] = field(default_factory=dict)
    removing: set[int] = field(default_factory=set)
    opening: list[Any] = field(default_factory=list)

    def end(self, ref: RowRef) -> None:
        if ref.valid_from >= self.on:
            self.removing.add(ref.pk)
        else:
            self.closing[ref.pk] = (ref.valid_to, self.on)

    def move_end(self, ref: RowRef, to: date | None) -> None:
        if to is not None and to <= ref.valid_from:
            self.removing.add(ref.pk)
        elif ref.valid_to != to and to is not None:
            self.closing[ref.pk] = (ref.valid_to, to)

    def write(self) -> dict[str, Any]:
        """Store everything and return the journal of it."""
        removed = list(self.model.objects.filter(pk__in=self.removing).values()) if self.removing else []
        for pks in batched(sorted(self.removing), BATCH):
            self.model.objects.filter(pk__in=pks).delete()
        by_day: dict[date, list[int]] = {}
        for pk, (_old, new) in self.closing.items():
            by_day.setdefault(new, []).append(pk)
        for new, closed in by_day.items():
            for some in batched(closed, BATCH):
                self.model.objects.filter(pk__in=some).update(valid_to=new)
        created = self.model._default_manager.bulk_create(self.opening, batch_size=BATCH)
        return {
            "created": [[row.pk, _iso(row.valid_to)] for row in created],
            "closed": [[pk, _iso(old), _iso(new)] for pk, (old, new) in self.closing.items()],
            "removed": [{name: _plain(value) for name, value in row.items()} for row in removed],
        }


def write_difference(snapshot: Snapshot, found: Difference) -> dict[str, Any]:
    """Make the city after the load true in the database and return the journal for undo."""
    return _Writer(snapshot, found).write()


class _Writer:
    def __init__(self, snapshot: Snapshot, found: Difference) -> None:
        self.snapshot = snapshot
        self.found = found
        self.on = snapshot.facts.on
        self.before = snapshot.facts.city
        self.user_ids = dict(snapshot.user_ids)
        self.department_ids = dict(snapshot.department_ids)
        self.periods = Spans(model=DepartmentPeriod, on=self.on)
        self.posts = Spans(model=Posting, on=self.on)
        self.ratings = Spans(model=RaterAssignment, on=self.on)

    def write(self) -> dict[str, Any]:
        departments = self._create_departments()
        joined, changed = self._write_people()
        self._plan_periods()
        self._plan_posts()
        self._plan_ratings()
        self._remove_booked_rows_of_leavers()
        journal: dict[str, Any] = {"departments": departments, "joined": joined, "changed": changed}
        return journal | {spans.model.__name__: spans.write() for spans in (self.periods, self.posts, self.ratings)}

    # Departments

    def _create_departments(self) -> list[int]:
        new = [Department(code=code) for code in sorted(self.found.city.units) if code not in self.department_ids]
        created = Department.objects.bulk_create(new, batch_size=BATCH)
        self.department_ids |= {department.code: department.pk for department in created}
        return [department.pk for department in created]

    def _plan_periods(self) -> None:
        for code, ref in self.snapshot.periods.items():
            if self.found.city.units.get(code) != self.before.units[code]:
                self.periods.end(ref)
        for code in sorted(self.found.city.units):
            unit = self.found.city.units[code]
            if self.before.units.get(code) != unit:
                self.periods.opening.append(self._period(unit))

    def _period(self, unit: Unit) -> DepartmentPeriod:
        replaced = self.snapshot.periods.get(unit.code)
        department_id = self.department_ids[unit.code]
        until = replaced.valid_to if replaced else self.snapshot.later_periods.get(department_id)
        return DepartmentPeriod(
            department_id=department_id,
            parent_id=self.department_ids[unit.parent] if unit.parent else None,
            name=unit.name,
            kind=unit.kind,
            valid_from=self.on,
            valid_to=until,
        )

    # People

    def _write_people(self) -> tuple[list[str], dict[str, dict[str, object]]]:
        joiners, changed, old_values = [], [], {}
        for number, person in self.found.city.people.items():
            known = self.snapshot.facts.known.get(number)
            if known is None:
                joiners.append(_user(person, password=_unusable_password()))
            elif fields := _detail_changes(known, person):
                changed.append(self._with_details(person))
                old_values[str(self.user_ids[number])] = fields
        for number in self._leavers():
            person = self.before.people[number]
            changed.append(self._with_details(person, left_on=self.on))
            old_values[str(self.user_ids[number])] = {"left_on": _iso(person.left_on)}
        User.objects.bulk_create(joiners, batch_size=BATCH)
        User.objects.bulk_update(changed, [*DETAIL_FIELDS, "search_key"], batch_size=BATCH)
        self.user_ids |= {user.staff_no: user.pk for user in joiners}
        return [str(user.pk) for user in joiners], old_values

    def _with_details(self, person: Person, **others: object) -> User:
        user = _user(person)
        user.pk = self.user_ids[person.staff_no]
        for name, value in others.items():
            setattr(user, name, value)
        return user

    def _leavers(self) -> list[str]:
        return sorted(self.before.people.keys() - self.found.city.people.keys())

    # Posts

    def _plan_posts(self) -> None:
        for number, person in self.found.city.people.items():
            known = self.before.people.get(number)
            held = known.posts if known else frozenset()
            ended = held - person.posts
            for post in ended:
                self.posts.end(self.snapshot.posts[number, post])
            for post in sorted(person.posts - held, key=_post_order):
                self.posts.opening.append(self._posting(number, person, post, ended))
            if known and known.left_on != person.left_on:
                for post in held & person.posts:
                    self.posts.move_end(self.snapshot.posts[number, post], person.left_on)
        for number in self._leavers():
            for post in self.before.people[number].posts:
                self.posts.end(self.snapshot.posts[number, post])

    def _posting(self, number: str, person: Person, post: Post, ended: Iterable[Post]) -> Posting:
        person_id = self.user_ids[number]
        replaced = next((old for old in ended if old.kind == post.kind == values.MAIN), None)
        if replaced:
            until = self.snapshot.posts[number, replaced].valid_to
        else:
            until = self.snapshot.later_posts.get((person_id, post.kind))
        return Posting(
            person_id=person_id,
            department_id=self.department_ids[post.unit],
            kind=post.kind,
            employment=post.employment,
            title=post.title,
            rank_id=self.snapshot.rank_ids[post.rank],
            valid_from=self.on,
            valid_to=_earlier(until, person.left_on),
        )

    # Raters

    def _plan_ratings(self) -> None:
        before = self.snapshot.facts.ratings
        for key, ref in self.snapshot.ratings.items():
            if self.found.ratings.get(key) != before[key]:
                self.ratings.end(ref)
        for key in sorted(self.found.ratings):
            if self.found.ratings[key] != before.get(key):
                self.ratings.opening.append(self._rating(*key))

    def _rating(self, number: str, role: str) -> RaterAssignment:
        rating = self.found.ratings[number, role]
        person_id = self.user_ids[number]
        replaced = self.snapshot.ratings.get((number, role))
        until = replaced.valid_to if replaced else self.snapshot.later_ratings.get((person_id, role))
        return RaterAssignment(
            person_id=person_id,
            rater_id=self.user_ids[rating.rater],
            role=role,
            basis=RaterAssignment.Basis.OVERRIDE if rating.is_override else RaterAssignment.Basis.DERIVED,
            reason=OVERRIDE_REASON if rating.is_override else "",
            valid_from=self.on,
            valid_to=_earlier(until, self.found.city.people[number].left_on),
        )

    def _remove_booked_rows_of_leavers(self) -> None:
        """Somebody who leaves holds nothing afterwards, whatever a roster of a later date had booked."""
        if self.snapshot.facts.later_load_on is None:
            return
        leavers = [self.user_ids[number] for number in self._leavers()]
        booked = models.Q(valid_from__gt=self.on, person__in=leavers)
        self.posts.removing |= set(Posting.objects.filter(booked).values_list("pk", flat=True))
        rated_by = models.Q(valid_from__gt=self.on, rater__in=leavers)
        self.ratings.removing |= set(RaterAssignment.objects.filter(booked | rated_by).values_list("pk", flat=True))


def _user(person: Person, **others: object) -> User:
    details = {name: getattr(person, name) for name in DETAIL_FIELDS}
    key = search_key(person.name, person.kana, person.staff_no)
    return User(staff_no=person.staff_no, search_key=key, **details, **others)


def _unusable_password() -> str:
    """Django draws these letter by letter, which is a seventh of a load's work; the meaning is the same."""
    return UNUSABLE_PASSWORD_PREFIX + token_hex(20)


def _detail_changes(old: Person, new: Person) -> dict[str, object]:
    """Return the former values of the details that change."""
    return {name: _plain(getattr(old, name)) for name in DETAIL_FIELDS if getattr(old, name) != getattr(new, name)}


def _post_order(post: Post) -> tuple[str, ...]:
    return (post.kind, post.unit, post.title)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


# Undo


class ChangedSince(Exception):
    """What the load wrote has been changed by somebody since."""


def take_back(journal: Mapping[str, Any]) -> None:
    """Remove what a load wrote and restore what it closed; raise ChangedSince when a row is no longer as written.

    Deleting people or departments that something else refers to raises ProtectedError.
    """
    for model in DATED:
        _check_untouched(model, journal[model.__name__])
    for model in reversed(DATED):
        _delete(model, [pk for pk, _valid_to in journal[model.__name__]["created"]])
    for model in DATED:
        _reopen(model, journal[model.__name__])
    _delete(User, [UUID(pk) for pk in journal["joined"]])
    _delete(Department, journal["departments"])
    _restore_details(journal["changed"])


def _check_untouched(model: DatedModel, part: Mapping[str, Any]) -> None:
    expected = dict(part["created"]) | {pk: new for pk, _old, new in part["closed"]}
    found: dict[int, str | None] = {}
    for pks in batched(expected, BATCH):
        found |= {pk: _iso(until) for pk, until in model.objects.filter(pk__in=pks).values_list("pk", "valid_to")}
    if found != expected:
        raise ChangedSince(model.__name__)


def _delete(model: type[models.Model], pks: Iterable[object]) -> None:
    for some in batched(pks, BATCH):
        model._default_manager.filter(pk__in=some).delete()


def _reopen(model: DatedModel, part: Mapping[str, Any]) -> None:
    by_end: dict[str | None, list[int]] = {}
    for pk, old, _new in part["closed"]:
        by_end.setdefault(old, []).append(pk)
    for old, pks in by_end.items():
        for some in batched(pks, BATCH):
            model.objects.filter(pk__in=some).update(valid_to=old)
    rows: list[Any] = [model(**_typed(model, row)) for row in part["removed"]]
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def _restore_details(changed: Mapping[str, Mapping[str, object]]) -> None:
    users = list(User.objects.filter(pk__in=list(changed))) if changed else []
    for user in users:
        for name, value in _typed(User, changed[str(user.pk)]).items():
            setattr(user, name, value)
        user.search_key = search_key(user.name, user.kana, user.staff_no)
    User.objects.bulk_update(users, [*DETAIL_FIELDS, "search_key"], batch_size=BATCH)


def _typed(model: type[models.Model], row: Mapping[str, object]) -> dict[str, object]:
    """Return a journal row's values as the model's fields want them."""
    return dict(_typed_pairs(model, row))


def _typed_pairs(model: type[models.Model], row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    fields = {model_field.attname: model_field for model_field in model._meta.concrete_fields}
    for name, value in row.items():
        yield name, fields[name].to_python(value)
