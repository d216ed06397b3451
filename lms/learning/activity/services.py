"""Preparing an activity record, and its person's word on it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.learning.activity.models import ActivityRecord
from lms.learning.activity.queries import activities_of
from lms.people import audit
from lms.people.models import User

State = ActivityRecord.State


@transaction.atomic
def prepare(person: User, *, by: User, at: datetime) -> ActivityRecord:
    """Take a snapshot of somebody's activities for them to look at; what waits already is brought up to date."""
    facts = {
        "activities": activities_of(person),
        "as_of": timezone.localdate(at),
        "prepared_by": by,
        "prepared_at": at,
    }
    record, _ = ActivityRecord.objects.update_or_create(person=person, state=State.WAITING, defaults=facts)
    audit.record("activity.prepared", actor=by, subject=person, at=at, target=str(record.uuid))
    return record


@transaction.atomic
def decide(record: ActivityRecord, *, releases: bool, remark: str, by: User, at: datetime) -> ActivityRecord:
    """Release a record for HR and the supervisor to read, or refuse; only its person does, and once."""
    held = ActivityRecord.objects.select_for_update(no_key=True).get(pk=record.pk)
    if held.state != State.WAITING or held.person_id != by.pk:
        return held
    held.state = State.RELEASED if releases else State.REFUSED
    held.remark, held.decided_at = remark.strip(), at
    held.save(update_fields=["state", "remark", "decided_at"])
    action = "activity.released" if releases else "activity.refused"
    audit.record(action, actor=by, subject=by, at=at, target=str(held.uuid))
    return held
