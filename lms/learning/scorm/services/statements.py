"""The three statements of an ordinary commit, written once a process.

A player sends a commit every few seconds, always the same three statements; building them anew from a queryset each
time took more of the web server's time than the database took to run them. They are made from the models' own
fields, so that a new column needs no change here.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from lms.learning.scorm.models import ScormCommit, ScormSession
from lms.lib.prepared import prepared

type Field = models.Field[Any, Any]

SESSIONS, COMMITS = (model._meta.db_table for model in (ScormSession, ScormCommit))
# What the database fills in is left to it.
COMMIT_FIELDS: Sequence[Field] = [
    field for field in ScormCommit._meta.concrete_fields if not field.primary_key and field.name != "created_at"
]
SESSION_COLUMNS: Sequence[Field] = ScormSession._meta.concrete_fields


def lock_session(uuid: UUID) -> tuple[ScormSession, bool] | None:
    """Lock a session; return it as it now is, and whether its learner may sign in. None when there is none."""
    session = _locked.first(uuid)
    return (session, session.may_write) if session else None


@prepared
def _locked(uuid: UUID) -> models.QuerySet[Any]:
    sessions = ScormSession.objects.select_for_update(no_key=True, of=("self",)).filter(uuid=uuid)
    return sessions.annotate(may_write=models.F("learner__is_active"))


def append_commit(commit: ScormCommit) -> None:
    """Append a commit; its primary key is not asked for."""
    _run(_append(), commit, COMMIT_FIELDS)


def update_session(session: ScormSession, names: tuple[str, ...]) -> None:
    """Write the named fields of a session that the caller has locked."""
    fields = [_session_field(name) for name in names]
    _run(_update(names), session, [*fields, ScormSession._meta.pk])


def _run(sql: str, row: models.Model, fields: Sequence[Field]) -> None:
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@lru_cache
def _append() -> str:
    columns = ", ".join(_column(field) for field in COMMIT_FIELDS)
    places = ", ".join("%s" for _field in COMMIT_FIELDS)
    return f"INSERT INTO {COMMITS} ({columns}) VALUES ({places})"  # noqa: S608 - our own names


@lru_cache
def _update(names: tuple[str, ...]) -> str:
    assignments = ", ".join(f"{_column(_session_field(name))} = %s" for name in names)
    return f"UPDATE {SESSIONS} SET {assignments} WHERE id = %s"  # noqa: S608 - our own names


def _column(field: Field) -> str:
    return connection.ops.quote_name(field.column or field.attname)


def _session_field(name: str) -> Field:
    return next(field for field in SESSION_COLUMNS if field.name == name)
