"""Queries whose SQL is written once.

Django writes a query's SQL anew each time it is asked, which takes longer than the answer when the answer is a few
rows. A prepared query is written at its first use; afterwards only its values are put in. Its rows are those the query
set would have given: model instances or values (docs/decisions/0025).

Nothing but the values may change from one use to the next: not what is asked for by the time, the language or the
person at hand, nor by a value being absent. A list is a value for each of its items, so a query is written once for
each length. What changes with its values in any other way is refused at the first use; `tests/lib/test_prepared.py`
asks every prepared query of the product for the rest.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, update_wrapper
from itertools import islice
from typing import Any, ClassVar, Self, get_args, get_origin
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesListIterable,
)
from django.http import Http404

# Django's own protocol between a query set, its rows and its compiler is not typed.
type Asked = Any
type Compiler = Any

ROWS = (ModelIterable, ValuesListIterable, NamedValuesListIterable, FlatValuesListIterable)
FUTURE = datetime(2900, 1, 1, tzinfo=UTC)


class NotPreparable(TypeError):
    """A query that would not be the same for every use."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of value: how one reaches the database, and two for each place that stand for any."""

    adapt: Callable[[Any, BaseDatabaseWrapper], object]
    marks: Callable[[int], tuple[object, object]]


def _as_it_is(value: object, connection: BaseDatabaseWrapper) -> object:
    return value


def _uuid(value: UUID, connection: BaseDatabaseWrapper) -> object:
    return value if connection.features.has_native_uuid_field else value.hex


def _date(value: date, connection: BaseDatabaseWrapper) -> object:
    return connection.ops.adapt_datefield_value(value)


def _datetime(value: datetime, connection: BaseDatabaseWrapper) -> object:
    return connection.ops.adapt_datetimefield_value(value)


KINDS: Mapping[type, Kind] = {
    UUID: Kind(_uuid, lambda place: (UUID(int=1_000_000 + place), UUID(int=2_000_000 + place))),
    date: Kind(_date, lambda place: (FUTURE.date() + timedelta(place), FUTURE.date() + timedelta(9_999 + place))),
    datetime: Kind(_datetime, lambda place: (FUTURE + timedelta(place), FUTURE + timedelta(9_999 + place))),
    int: Kind(_as_it_is, lambda place: (10_000 + place, 20_000 + place)),
    str: Kind(_as_it_is, lambda place: (f"one of {place}", f"another of {place}")),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a prepared query takes: one value of a kind, or a list of them."""

    name: str
    kind: Kind
    is_list: bool

    @classmethod
    def read(cls, name: str, annotation: Any) -> Self:
        """Read a parameter off its annotation: a type of `KINDS`, or a Sequence of one."""
        is_list = get_origin(annotation) is Sequence
        type_ = get_args(annotation)[0] if is_list else annotation
        if type_ not in KINDS:
            raise NotPreparable(f"{name}: a {type_} cannot be put into a query later.")
        return cls(name, KINDS[type_], is_list)

    def items(self, value: Any) -> Sequence[Any]:
        """Return the one value, or those of the list."""
        items: Sequence[Any] = value if self.is_list else (value,)
        if None in items or not items:
            raise NotPreparable(f"{self.name}: nothing to ask for.")
        return items


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands among the parameters; `wrap` gives it the type that tells psycopg the column's."""

    place: int
    value: int
    wrap: Callable[[Any], object] | None


@dataclass(frozen=True, slots=True)
class Form:
    """A query as it was written."""

    sql: str
    params: Sequence[object]
    slots: Sequence[Slot]
    queryset: Asked
    compiler: Compiler

    def filled(self, values: Sequence[object]) -> tuple[object, ...]:
        """Return the parameters with these values, as the database takes them, in their slots."""
        params = list(self.params)
        for slot in self.slots:
            value = values[slot.value]
            params[slot.place] = slot.wrap(value) if slot.wrap else value
        return tuple(params)


class Prepared[**P, Row]:
    """A function from values to a query set: called as the function is, it answers with a list of the rows."""

    made: ClassVar[list["Prepared[..., Any]"]] = []

    def __init__(self, build: Callable[P, models.QuerySet[Any, Row]]) -> None:
        self.build = build
        self.forms: dict[tuple[int, ...], Form] = {}
        update_wrapper(self, build)
        self.made.append(self)

    def __call__(self, *values: P.args, **_none: P.kwargs) -> list[Row]:
        """Return the rows for these values, which come by place.

        Raises NotPreparable when a value is None or a list is empty.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        adapted: list[object] = []
        lengths: list[int] = []
        for parameter, value in zip(self.parameters, values, strict=True):
            items = parameter.items(value)
            lengths.append(len(items))
            adapted += [parameter.kind.adapt(item, connection) for item in items]
        form = self.form(tuple(lengths))
        asked: Asked = _Asked(form, form.filled(adapted), connection)
        return list(form.queryset._iterable_class(asked))

    def first(self, *values: P.args, **none: P.kwargs) -> Row | None:
        """Return the first row for these values, or None when there is none."""
        return next(iter(self(*values, **none)), None)

    def get_or_404(self, *values: P.args, **none: P.kwargs) -> Row:
        """Return the first row for these values; raise Http404 when there is none."""
        row = self.first(*values, **none)
        if row is None:
            raise Http404(f"{self} found nothing.")
        return row

    @cached_property
    def parameters(self) -> Sequence[Parameter]:
        annotations = inspect.get_annotations(self.build, eval_str=True)
        annotations.pop("return", None)
        return [Parameter.read(f"{self}, {name}", annotation) for name, annotation in annotations.items()]

    def form(self, lengths: tuple[int, ...]) -> Form:
        """Return the query for lists of these lengths (1 for a single value) as it was written at its first use."""
        if lengths not in self.forms:
            self.forms[lengths] = self.written(lengths)
        return self.forms[lengths]

    def written(self, lengths: tuple[int, ...]) -> Form:
        """Write the query for two sets of marks; where the two differ, a value has its slot.

        Raises NotPreparable when they differ in more than the marks.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        kinds = [
            parameter.kind for parameter, length in zip(self.parameters, lengths, strict=True) for _ in range(length)
        ]
        marks = [kind.marks(place) for place, kind in enumerate(kinds)]
        queryset, compiler, sql, params = self._compiled([one for one, _other in marks], lengths, connection)
        _set, _compiler, other_sql, other_params = self._compiled([other for _one, other in marks], lengths, connection)
        pairs = list(zip(params, other_params, strict=sql == other_sql))
        adapted = [
            tuple(kind.adapt(mark, connection) for mark in pair) for kind, pair in zip(kinds, marks, strict=True)
        ]
        if sql != other_sql or any(pair[0] != pair[1] and pair not in adapted for pair in pairs):
            raise NotPreparable(f"{self} changes with its values.")
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _columns: converters
        slots = [_slot(place, adapted.index(pair), pair[0]) for place, pair in enumerate(pairs) if pair in adapted]
        return Form(sql, params, slots, queryset, compiler)

    def _compiled(
        self, marks: Sequence[object], lengths: Sequence[int], connection: BaseDatabaseWrapper
    ) -> tuple[Asked, Compiler, str, Sequence[object]]:
        build: Callable[..., Asked] = self.build
        rest = iter(marks)
        queryset = build(
            *(
                list(islice(rest, length)) if parameter.is_list else next(rest)
                for parameter, length in zip(self.parameters, lengths, strict=True)
            )
        )
        if queryset._iterable_class not in ROWS or queryset._prefetch_related_lookups:
            raise NotPreparable(f"{self} asks for dictionaries, or for more than one query.")
        compiler = queryset.query.get_compiler(connection.alias)
        try:
            return queryset, compiler, *compiler.as_sql()
        except EmptyResultSet as error:
            raise NotPreparable(f"{self} has no rows, whatever the values.") from error

    def __str__(self) -> str:
        return f"{self.build.__module__}.{self.build.__qualname__}"


def prepared[**P, Row](build: Callable[P, models.QuerySet[Any, Row]]) -> Prepared[P, Row]:
    """Write a function's query once; its parameters are annotated with a type of `KINDS`, or a Sequence of one."""
    return Prepared(build)


def _slot(place: int, value: int, mark: object) -> Slot:
    return Slot(place, value, type(mark) if isinstance(mark, int) else None)


class _Asked:
    """What Django's rows ask of their query set and its query, with the SQL known and the values in it."""

    __slots__ = ("_fetch_mode", "_fields", "_known_related_objects", "compiler", "db", "model")

    def __init__(self, form: Form, params: tuple[object, ...], connection: BaseDatabaseWrapper) -> None:
        self.db = connection.alias
        self.model = form.queryset.model
        self._fetch_mode = form.queryset._fetch_mode
        self._fields = form.queryset._fields
        self._known_related_objects = form.queryset._known_related_objects
        self.compiler: Compiler = copy(form.compiler)
        self.compiler.connection = connection
        self.compiler.as_sql = lambda: (form.sql, params)

    @property
    def query(self) -> "_Asked":
        return self

    def get_compiler(self, using: str) -> Compiler:
        return self.compiler
