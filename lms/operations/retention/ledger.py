"""The list of every deletion beside the backups, so that restoring an old one does not bring people back.

A backup holds what was deleted after it was made. A finished run is therefore also written as a file into the folder
of backups, with the keys of the rows it was about and no word about anybody; after a restore those files are read and
what the restored database does not know yet is deleted again.
"""

import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lms.operations.retention.models import DeletionItem, DeletionRun
from lms.people.models import User

VERSION = 1


def folder() -> Path:
    return Path(settings.BACKUP_DIR) / "deletions"


def write(run: DeletionRun) -> Path:
    """Write a run's list; whole or not at all."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder() / f"{run.uuid}.json"
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(as_data(run), ensure_ascii=False), encoding="utf-8")
    os.replace(unfinished, path)  # noqa: PTH105 - as one step
    return path


def as_data(run: DeletionRun) -> dict[str, Any]:
    deleted = run.items.filter(outcome=DeletionItem.Outcome.DELETED).order_by("pk")
    return {
        "version": VERSION,
        "uuid": str(run.uuid),
        "fiscal_year": run.fiscal_year,
        "serial": run.serial,
        "on": run.on.isoformat(),
        "document_no": run.document_no,
        "terms": run.terms,
        "proposed_by": run.proposed_by_id and str(run.proposed_by_id),
        "proposed_office": run.proposed_office,
        "proposed_at": run.proposed_at.isoformat(),
        "looked_by": run.looked_by_id and str(run.looked_by_id),
        "looked_at": run.looked_at.isoformat() if run.looked_at else None,
        "places_found": run.places_found,
        "decided_by": run.decided_by_id and str(run.decided_by_id),
        "decided_office": run.decided_office,
        "decided_at": run.decided_at.isoformat() if run.decided_at else None,
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "items": [
            [item.key, str(item.person) if item.person else None, item.reference, item.before.isoformat()]
            for item in deleted
        ],
    }


def unknown() -> Iterator[dict[str, Any]]:
    """Yield the lists of runs this database does not know as finished, the oldest first."""
    lists = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder().glob("*.json"))]
    done = set(DeletionRun.objects.filter(state=DeletionRun.State.DONE).values_list("uuid", flat=True))
    yield from sorted((each for each in lists if UUID(each["uuid"]) not in done), key=lambda each: each["decided_at"])


@transaction.atomic
def take_up(data: dict[str, Any], *, at: datetime) -> DeletionRun:
    """Write a run from its list as one that is to be carried out; the run of that moment had been approved."""
    # Whatever the backup knew of it, and a proposal that was open when it was made, is older than this list.
    stale = DeletionRun.objects.filter(uuid=data["uuid"]) | DeletionRun.objects.filter(
        state__in=[DeletionRun.State.PROPOSED, DeletionRun.State.RUNNING]
    )
    for run in stale:
        run.doomed_files.all().delete()
        run.items.all().delete()
        run.delete()
    run = DeletionRun.objects.create(
        uuid=data["uuid"],
        fiscal_year=data["fiscal_year"],
        serial=data["serial"],
        state=DeletionRun.State.RUNNING,
        on=date.fromisoformat(data["on"]),
        document_no=data["document_no"],
        terms=data["terms"],
        proposed_by_id=known(data["proposed_by"]),
        proposed_office=data["proposed_office"],
        proposed_at=datetime.fromisoformat(data["proposed_at"]),
        # Lists of before this was noted hold no word of it.
        looked_by_id=known(data.get("looked_by")),
        looked_at=datetime.fromisoformat(data["looked_at"]) if data.get("looked_at") else None,
        places_found=data.get("places_found"),
        decided_by_id=known(data["decided_by"]),
        decided_office=data["decided_office"],
        decided_at=datetime.fromisoformat(data["decided_at"]),
        finished_at=datetime.fromisoformat(data["finished_at"]),
        repeated_at=at,
    )
    items = [
        DeletionItem(run=run, key=key, person=person, reference=reference, before=date.fromisoformat(before))
        for key, person, reference, before in data["items"]
    ]
    DeletionItem.objects.bulk_create(items, batch_size=500)
    return run


def known(key: str | None) -> UUID | None:
    """Return a person's key if this database has the person: who joined after the backup is unknown to it."""
    return User.objects.filter(pk=key).values_list("pk", flat=True).first() if key else None
