"""Reads the city on a date out of the database: as plain values for the rules, with the rows they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.db.models import Min

from lms.people.models import Department, DepartmentPeriod, Posting, Rank, RaterAssignment, RosterLoad, TitleRank, User
from lms.people.roster.city import City, Person, Post, RankRule, Rules, TitleRule, Unit
from lms.people.roster.diff import DETAIL_FIELDS, Facts
from lms.people.roster.raters import Key, Rating


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRef:
    """A dated row: which, and its span."""

    pk: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The facts on a date and the rows behind them, so that a change finds what it closes.

    The `later` maps give the first day of the next row of the same kind, for loads dated before facts already booked.
    """

    facts: Facts
    user_ids: Mapping[str, UUID]
    department_ids: Mapping[str, int]
    rank_ids: Mapping[str, int]
    posts: Mapping[tuple[str, Post], RowRef]
    periods: Mapping[str, RowRef]
    ratings: Mapping[Key, RowRef]
    later_posts: Mapping[tuple[UUID, str], date] = field(default_factory=dict)
    later_periods: Mapping[int, date] = field(default_factory=dict)
    later_ratings: Mapping[tuple[UUID, str], date] = field(default_factory=dict)


def snapshot(on: date) -> Snapshot:
    """Return everything a roster is compared with, in a handful of queries whatever the headcount."""
    user_ids, known = _people()
    post_refs = _posts(on)
    period_refs, units = _units(on)
    rating_refs, ratings = _ratings(on)
    later = RosterLoad.objects.filter(state=RosterLoad.State.APPLIED, as_of__gt=on).aggregate(on=Min("as_of"))["on"]
    people = _posted(known, post_refs, on)
    facts = Facts(
        on=on,
        city=City(people=people, units=units),
        rules=_rules(),
        known=known | people,
        ratings=ratings,
        overrides={key: rating.rater for key, rating in ratings.items() if rating.is_override},
        later_load_on=later,
    )
    return Snapshot(
        facts=facts,
        user_ids=user_ids,
        department_ids=dict(Department.objects.values_list("code", "pk")),
        rank_ids=dict(Rank.objects.values_list("key", "pk")),
        posts=post_refs,
        periods=period_refs,
        ratings=rating_refs,
        **(_later(on) if later else NOTHING_LATER),
    )


def _rules() -> Rules:
    ranks = Rank.objects.values_list("key", "name", "order", "heads")
    titles = TitleRank.objects.order_by("pk").values_list("title", "rank__key")
    return Rules(
        ranks={key: RankRule(name=name, order=order, heads=heads) for key, name, order, heads in ranks},
        titles={title: TitleRule(rank=rank, order=order) for order, (title, rank) in enumerate(titles)},
    )


def _people() -> tuple[dict[str, UUID], dict[str, Person]]:
    """Return everyone who ever had a row, without posts."""
    ids, known = {}, {}
    for pk, staff_no, *details in User.objects.values_list("pk", "staff_no", *DETAIL_FIELDS).iterator(2000):
        ids[staff_no] = pk
        known[staff_no] = Person(staff_no=staff_no, **dict(zip(DETAIL_FIELDS, details, strict=True)))
    return ids, known


def _posts(on: date) -> dict[tuple[str, Post], RowRef]:
    rows = Posting.objects.on(on).values_list(
        "person__staff_no",
        "kind",
        "department__code",
        "title",
        "rank__key",
        "employment",
        "pk",
        "valid_from",
        "valid_to",
    )
    found = {}
    for staff_no, kind, unit, title, rank, employment, pk, valid_from, valid_to in rows.iterator(2000):
        post = Post(kind=kind, unit=unit, title=title, rank=rank, employment=employment)
        found[staff_no, post] = RowRef(pk=pk, valid_from=valid_from, valid_to=valid_to)
    return found


def _posted(known: Mapping[str, Person], posts: Mapping[tuple[str, Post], RowRef], on: date) -> dict[str, Person]:
    """Return those who hold a post and have not left, each with their posts."""
    by_number: dict[str, set[Post]] = {}
    for staff_no, post in posts:
        by_number.setdefault(staff_no, set()).add(post)
    return {
        staff_no: replace(known[staff_no], posts=frozenset(held))
        for staff_no, held in by_number.items()
        if (left_on := known[staff_no].left_on) is None or left_on > on
    }


def _units(on: date) -> tuple[dict[str, RowRef], dict[str, Unit]]:
    rows = DepartmentPeriod.objects.on(on).values_list(
        "department__code", "name", "kind", "parent__code", "pk", "valid_from", "valid_to"
    )
    refs, units = {}, {}
    for code, name, kind, parent, pk, valid_from, valid_to in rows:
        refs[code] = RowRef(pk=pk, valid_from=valid_from, valid_to=valid_to)
        units[code] = Unit(code=code, name=name, kind=kind, parent=parent)
    return refs, units


def _ratings(on: date) -> tuple[dict[Key, RowRef], dict[Key, Rating]]:
    rows = RaterAssignment.objects.on(on).values_list(
        "person__staff_no", "role", "rater__staff_no", "basis", "pk", "valid_from", "valid_to"
    )
    refs, ratings = {}, {}
    for staff_no, role, rater, basis, pk, valid_from, valid_to in rows.iterator(2000):
        refs[staff_no, role] = RowRef(pk=pk, valid_from=valid_from, valid_to=valid_to)
        is_override = basis == RaterAssignment.Basis.OVERRIDE
        ratings[staff_no, role] = Rating(rater=rater, is_override=is_override)
    return refs, ratings


class Later(TypedDict):
    later_posts: dict[tuple[UUID, str], date]
    later_periods: dict[int, date]
    later_ratings: dict[tuple[UUID, str], date]


NOTHING_LATER: Later = {"later_posts": {}, "later_periods": {}, "later_ratings": {}}


def _later(on: date) -> Later:
    posts = Posting.objects.filter(valid_from__gt=on).values_list("person", "kind").annotate(on=Min("valid_from"))
    periods = (
        DepartmentPeriod.objects.filter(valid_from__gt=on).values_list("department").annotate(on=Min("valid_from"))
    )
    ratings = (
        RaterAssignment.objects.filter(valid_from__gt=on).values_list("person", "role").annotate(on=Min("valid_from"))
    )
    return {
        "later_posts": {(person, kind): first for person, kind, first in posts},
        "later_periods": dict(periods),
        "later_ratings": {(person, role): first for person, role, first in ratings},
    }
