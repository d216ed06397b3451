"""The few wide reads that learning figures are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from curriculum.models import Course
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.record.states import EnrolmentState
from lms.people.models import Posting
from lms.people.queries import AWAY

ENROLMENT = ("person", "course", "enrolled_on", "started_on", "completed_on", "due_on")


def end_of(on: date) -> datetime:
    """Return the first moment after a day in the city."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))


def counted(until: date) -> QuerySet[Enrolment]:
    """Return the enrolments that figures know: made by the end of a day, neither cancelled nor a trial."""
    rows = Enrolment.objects.counted().filter(enrolled_at__lt=end_of(until))
    return rows.exclude(state=EnrolmentState.CANCELLED)


def enrolment_frame(until: date, course: Course | None = None) -> pd.DataFrame:
    """Return one row an enrolment in the order they were made; days, not moments, in the city's time."""
    rows = counted(until)
    if course:
        rows = rows.filter(course_version__course=course)
    values = rows.order_by("enrolled_at", "pk").values_list(
        "learner_id", "course_version__course_id", "enrolled_at", "started_at", "completed_at", "due_on"
    )
    frame = _frame(values, ENROLMENT)
    for column in ("enrolled_on", "started_on", "completed_on"):
        frame[column] = city_days(frame[column])
    frame["due_on"] = pd.to_datetime(frame["due_on"])
    return frame


def city_days(moments: pd.Series) -> pd.Series:
    """Return the city's day of each moment, NaT where there is none."""
    aware = pd.to_datetime(moments, utc=True).dt.tz_convert(settings.TIME_ZONE)
    return aware.dt.normalize().dt.tz_localize(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who was where and when: main posts, and the times away from them."""

    posts: pd.DataFrame
    away: pd.DataFrame


def staff(until: date) -> Staff:
    """Return every main post and every absence that began by a day."""
    begun = Posting.objects.filter(valid_from__lte=until).order_by("valid_from", "pk")
    posts = begun.filter(kind=Posting.Kind.MAIN).values_list("person_id", "department_id", "valid_from", "valid_to")
    away = begun.filter(kind__in=AWAY).values_list("person_id", "valid_from", "valid_to")
    return Staff(
        posts=_spans(posts, ("person", "department", "valid_from", "valid_to")),
        away=_spans(away, ("person", "valid_from", "valid_to")),
    )


def _spans(rows: Iterable[tuple[Any, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = _frame(rows, columns)
    for column in ("valid_from", "valid_to"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def spent_frame(until: date) -> pd.DataFrame:
    """Return learning time by enrolment: course, seconds, is_completed; time as it stands now, for it has no dates."""
    enrolments = counted(until).values("pk")
    rows = (
        ModuleProgress.objects.filter(enrolment__in=enrolments)
        .values("enrolment", "enrolment__course_version__course", "enrolment__completed_at")
        .annotate(spent=Sum("seconds"))
        .values_list("enrolment__course_version__course", "spent", "enrolment__completed_at")
    )
    frame = _frame(rows, ("course", "seconds", "completed_at"))
    return frame.assign(is_completed=frame.pop("completed_at").notna())


def reported_courses() -> QuerySet[Course]:
    """Return the courses of which figures speak: published, or taken by somebody."""
    known = Course.objects.filter(Q(live=True) | Q(versions__enrolments__isnull=False), is_trial=False).distinct()
    return known.select_related("programme").order_by("-is_mandatory", "code", "pk")


def _frame(rows: Iterable[tuple[Any, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame.from_records(list(rows), columns=list(columns))
