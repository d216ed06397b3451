"""What assessments keep of a person and how it is deleted; levels, dates and states stay for the figures (R22)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext as _

from assessments.models import (
    Answer,
    Assessment,
    CalibrationRating,
    Confirmation,
    CycleReminder,
    Deputy,
    Evidence,
    Extension,
    Objection,
    RaterChange,
    Reply,
)
from assessments.states import CycleState
from lms.operations.retention.classes import ASSESSMENT_WORDS, NOTICES
from lms.operations.retention.registry import PERSON, Erased, PersonKeeper, block, register
from lms.operations.retention.words import ERASED_TEXT
from lms.people.models import User


def connect() -> None:
    register(
        PersonKeeper(record_class=PERSON, erase=forget),
        PersonKeeper(record_class=ASSESSMENT_WORDS, due=words_due, erase=erase_words),
        PersonKeeper(record_class=NOTICES, due=reminders_due, erase=erase_reminders),
    )
    block(unsettled)


def forget(person: User, before: date) -> Erased:
    """Delete the words of all of a leaver's assessments, and what they wrote as a rater about nobody in particular."""
    own = Assessment.objects.filter(person=person)
    rows = [
        empty(own),
        own.exclude(title="").update(title=""),
        CycleReminder.objects.filter(person=person).delete()[0],
        CalibrationRating.objects.filter(rater__person=person).exclude(reason="").update(reason=""),
        Deputy.objects.filter(Q(rater=person) | Q(deputy=person)).exclude(reason="").update(reason=""),
    ]
    return Erased(rows=sum(rows))


def of_past_cycles(before: date) -> QuerySet[Assessment]:
    """Return assessments of cycles that ended before a day."""
    return Assessment.objects.filter(cycle__state=CycleState.CLOSED, cycle__closes_on__lt=before)


# What a text says once it is deleted, by model and field: nothing, or the mark where a row may not be without a text.
TEXTS: tuple[tuple[type[Model], str, str, str], ...] = (
    (Answer, "assessment", "comment", ""),
    (Confirmation, "assessment", "reason", ERASED_TEXT),
    (Objection, "assessment", "text", ERASED_TEXT),
    (Reply, "objection__assessment", "text", ERASED_TEXT),
    (RaterChange, "assessment", "reason", ERASED_TEXT),
    (Extension, "assessment", "reason", ERASED_TEXT),
)


def written(assessments: QuerySet[Assessment]) -> Iterable[tuple[QuerySet[Model], str, dict[str, str]]]:
    """Yield what is still to be read of assessments: the rows, how they hang on the assessment, what is put there."""
    for model, path, field, mark in TEXTS:
        rows = model._default_manager.filter(**{f"{path}__in": assessments})
        yield rows.exclude(**{f"{field}__in": ["", ERASED_TEXT]}), path, {field: mark}


def empty(assessments: QuerySet[Assessment]) -> int:
    rows = sum(rows.update(**texts) for rows, _path, texts in written(assessments))
    return rows + Evidence.objects.filter(assessment__in=assessments).delete()[0]


def words_due(before: date) -> Mapping[UUID, int]:
    past = of_past_cycles(before)
    found: Counter[UUID] = Counter()
    for rows, path, _texts in written(past):
        found += by_person(rows, f"{path}__person")
    return found + by_person(Evidence.objects.filter(assessment__in=past), "assessment__person")


def erase_words(person: User, before: date) -> Erased:
    return Erased(rows=empty(of_past_cycles(before).filter(person=person)))


def reminders_due(before: date) -> Mapping[UUID, int]:
    return by_person(CycleReminder.objects.filter(on__lt=before), "person")


def erase_reminders(person: User, before: date) -> Erased:
    return Erased(rows=CycleReminder.objects.filter(person=person, on__lt=before).delete()[0])


def unsettled(people: Iterable[UUID]) -> Mapping[UUID, str]:
    """Keep whoever waits for a reply to an objection, or is being assessed in an open cycle by way of one."""
    waiting = Objection.objects.filter(reply=None, assessment__person__in=list(people))
    return dict.fromkeys(waiting.values_list("assessment__person", flat=True), _("an objection waits for its reply"))


def by_person(rows: QuerySet[Model], person: str) -> Counter[UUID]:
    counted = rows.order_by().values_list(person).annotate(rows=Count("pk"))
    return Counter(dict(counted.values_list(person, "rows")))
