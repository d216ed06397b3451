"""Queries that are written once: what they answer, what they refuse, and that nothing slips into those we have."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from lms.lib.prepared import NotPreparable, Prepared, prepared
from lms.people.models import Posting, RaterAssignment, User
from tests.cast import Cast
from tests.factories import UserFactory

for module in ("lms.urls", "lms.content_urls", "lms.people.sessions"):
    import_module(module)
OURS = sorted((each for each in Prepared.made if not str(each).startswith("tests.")), key=str)
TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@prepared
def _people(key: UUID) -> QuerySet[User]:
    return User.objects.filter(pk=key)


@prepared
def _posts(person: UUID, on: date) -> QuerySet[Posting]:
    return Posting.objects.filter(person=person).on(on).select_related("person").only("title", "person__name")


@prepared
def _raters(person: UUID, role: str) -> QuerySet[RaterAssignment, tuple[str, UUID]]:
    raters = RaterAssignment.objects.filter(person=person, role=role)
    return raters.annotate(name=F("rater__name")).values_list("name", "rater_id", named=True)


@prepared
def _names(keys: Sequence[UUID]) -> QuerySet[User, Any]:
    return User.objects.filter(pk__in=keys).order_by("name").values_list("name", flat=True)


@prepared
def _joined(numbers: Sequence[str], since: datetime, key: UUID) -> QuerySet[User]:
    return User.objects.filter(staff_no__in=numbers, created_at__gte=since).exclude(pk=key).order_by("staff_no")


def test_a_model_comes_as_from_its_query_set(cast: Cast) -> None:
    (alice,) = _people(cast.alice.pk)
    assert alice == cast.alice
    assert alice.name == cast.alice.name
    assert alice._state.db == "default"
    alice.name = "青木 花"
    alice.save()
    assert _people.first(cast.alice.pk).name == "青木 花"


def test_each_use_has_its_own_values(cast: Cast) -> None:
    assert [_people(person.pk) for person in (cast.alice, cast.charlie, cast.alice)] == [
        [cast.alice],
        [cast.charlie],
        [cast.alice],
    ]


def test_related_rows_and_fields_left_out_come_along(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        (post,) = _posts(cast.alice.pk, TODAY)
        assert post.person.name == cast.alice.name
    assert len(asked) == 1
    assert post.get_deferred_fields()
    assert _posts(cast.alice.pk, date(1990, 1, 1)) == []


def test_values_come_as_tuples_names_or_alone(cast: Cast) -> None:
    rows = _raters(cast.alice.pk, RaterAssignment.Role.FIRST.value)
    assert rows == [(cast.supervisor.name, cast.supervisor.pk)]
    assert rows[0].name == cast.supervisor.name
    assert _names([cast.alice.pk]) == [cast.alice.name]


def test_a_list_may_be_of_any_length(cast: Cast) -> None:
    others = [UserFactory() for _ in range(3)]
    for count in (1, 3, 2, 3):
        keys = [person.pk for person in others[:count]]
        assert _names(keys) == sorted(str(person.name) for person in others[:count])


def test_lists_and_values_may_stand_together(cast: Cast) -> None:
    numbers = [cast.alice.staff_no, cast.charlie.staff_no, cast.hr.staff_no]
    since = datetime(2000, 1, 1, tzinfo=UTC)
    assert {user.name for user in _joined(numbers, since, cast.charlie.pk)} == {cast.alice.name, cast.hr.name}
    assert _joined(numbers, datetime(2999, 1, 1, tzinfo=UTC), cast.charlie.pk) == []


def test_nothing_is_no_value(cast: Cast) -> None:
    with pytest.raises(NotPreparable, match="nothing to ask for"):
        _people(None)
    with pytest.raises(NotPreparable, match="nothing to ask for"):
        _names([])


def _changed(number: int) -> QuerySet[User]:
    return User.objects.filter(name=f"{number} 号")


def _cut(number: int) -> QuerySet[User]:
    return User.objects.all()[:number]


def _nobody(key: UUID) -> QuerySet[User]:
    return User.objects.filter(pk=key, staff_no__in=[])


def _dictionaries(key: UUID) -> QuerySet[User, dict[str, Any]]:
    return User.objects.filter(pk=key).values("name")


def _two_queries(key: UUID) -> QuerySet[User]:
    return User.objects.filter(pk=key).prefetch_related("postings")


def _of_a_person(person: User) -> QuerySet[Posting]:
    return Posting.objects.filter(person=person)


@pytest.mark.parametrize("build", [_changed, _cut, _nobody, _dictionaries, _two_queries, _of_a_person])
def test_what_would_not_stay_the_same_is_refused(build: Callable[..., Any]) -> None:
    query = Prepared(build)
    values: list[object] = [
        0 if name == "number" else UUID(int=0) for name in build.__annotations__ if name != "return"
    ]
    try:
        with pytest.raises(NotPreparable):
            query(*values)
    finally:
        Prepared.made.remove(query)


def test_there_are_prepared_queries() -> None:
    assert len(OURS) > 20


@pytest.mark.parametrize("query", OURS, ids=str)
def test_nothing_but_values_reaches_our_queries(query: Prepared[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the day, not the language: each would stay in a query for as long as the process lives."""
    lengths = tuple(2 if parameter.is_list else 1 for parameter in query.parameters)
    with translation.override("ja"):
        now = query.written(lengths)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2031, 5, 6, 7, 8, tzinfo=UTC))
    with translation.override("en"):
        later = query.written(lengths)
    assert (now.sql, now.params, now.slots) == (later.sql, later.params, later.slots)
    assert {slot.value for slot in now.slots} == set(range(sum(lengths)))


@pytest.mark.parametrize("query", OURS, ids=str)
def test_our_queries_are_understood_by_the_database(query: Prepared[..., Any]) -> None:
    """None of the marks names anything there is, so nothing comes back, and it is asked in one query."""
    marks = [
        [parameter.kind.marks(place)[0]] if parameter.is_list else parameter.kind.marks(place)[0]
        for place, parameter in enumerate(query.parameters)
    ]
    with CaptureQueriesContext(connection) as asked:
        assert query(*marks) == list(query.build(*marks))
    assert len(asked) == 2
