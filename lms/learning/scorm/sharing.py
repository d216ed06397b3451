"""Shared data as rows: what an item may read of it, and what it has written."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from lms.learning.scorm.models import Attempt, ScormSession, SharedData
from lms.learning.scorm.requirements import Requirements, Store

LONGEST_NAME = 250

type Stores = Mapping[str, str]


def load(learner: UUID, attempt: Attempt | None, stores: Sequence[Store]) -> dict[str, str]:
    """Return the texts an item may read, by name; what nobody has written is not there."""
    names = {_key(store.target): store for store in stores if store.read}
    if not names:
        return {}
    rows = SharedData.objects.filter(Q(attempt=None) | Q(attempt=attempt), learner=learner, identifier__in=names)
    return {
        names[row.identifier].target: json.loads(row.store)
        for row in rows
        if names[row.identifier].is_global is (row.attempt_id is None)
    }


def refused(session: ScormSession, written: Stores) -> list[str]:
    """Return the elements of a commit that its item may not write."""
    may_write = {store.target for store in _stores(session) if store.write} if written else set()
    return [f"adl.data: {name}" for name in written if name not in may_write]


def save(session: ScormSession, written: Stores, *, at: datetime) -> None:
    """Keep what an item has written at a time; what was written later stays."""
    for store in _stores(session) if written else ():
        if store.write and store.target in written:
            attempt = None if store.is_global else session.attempt
            values = {"store": json.dumps(written[store.target]), "written_at": at}
            row, is_new = SharedData.objects.select_for_update().get_or_create(
                learner_id=session.learner_id,
                attempt=attempt,
                identifier=_key(store.target),
                defaults=values,
            )
            if not is_new and row.written_at <= at:
                SharedData.objects.filter(pk=row.pk).update(**values)


def _stores(session: ScormSession) -> Sequence[Store]:
    return Requirements.from_json(session.requirements).stores


def _key(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else sha256(name.encode(errors="surrogatepass")).hexdigest()
