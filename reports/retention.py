"""What reports keep of a person: the views and mails they chose, and lists they asked for (R22)."""

from datetime import date

from lms.operations.retention.registry import PERSON, Erased, PersonKeeper, register
from lms.people.models import User
from reports.models import Delivery, ReportFile, SavedView, Subscription


def connect() -> None:
    register(PersonKeeper(record_class=PERSON, erase=forget))


def forget(person: User, before: date) -> Erased:
    files = ReportFile.objects.filter(asked_by=person)
    names = tuple(name for name in files.values_list("file", flat=True) if name)
    rows = (SavedView, Subscription, Delivery)
    gone = sum(model.objects.filter(person=person).delete()[0] for model in rows)
    return Erased(rows=gone + files.delete()[0], files=names)
