"""What a person has learned: completed courses, classes and outside training, as one list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.learning.outside.models import OutsideTraining
from lms.learning.record.models import Enrolment
from lms.learning.record.states import EnrolmentState
from lms.lib.calendar import fiscal_year
from lms.people.models import User
from lms.people.queries import Standing, standing_of

OWN = _("course of the city")
OUTSIDE = _("outside training")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing completed. `minutes` is the standard time, `learned` what it took where that is known."""

    completed_on: date
    title: str
    code: str
    source: str | Promise
    provider: str
    minutes: int | None
    learned: int | None
    certificate: str

    @property
    def fiscal_year(self) -> int:
        return fiscal_year(self.completed_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A person's record as of a moment, the newest first."""

    person: User
    standing: Standing | None
    at: datetime
    lines: Sequence[Line]

    @property
    def minutes(self) -> int:
        """The standard time of everything together."""
        return sum(line.minutes or 0 for line in self.lines)


def transcript_of(person: User, *, at: datetime) -> Transcript:
    """Return everything a person completed, in four queries."""
    lines = sorted(
        [*_courses(person), *_outside(person)], key=lambda line: (line.completed_on, line.title), reverse=True
    )
    standing = standing_of(person, timezone.localdate(at))
    return Transcript(person=person, standing=standing, at=at, lines=lines)


def _courses(person: User) -> Iterator[Line]:
    completed = (
        Enrolment.objects.filter(learner=person, state=EnrolmentState.COMPLETED, completed_at__isnull=False)
        .select_related("course_version__course", "certificate")
        .annotate(seconds=Sum("progress__seconds"))
        .only(
            "completed_at",
            "course_version__title",
            "course_version__title_en",
            "course_version__minutes",
            "course_version__course__code",
            "certificate__number",
        )
    )
    for row in completed:
        certificate = getattr(row, "certificate", None)
        seconds: int | None = getattr(row, "seconds", None)
        yield Line(
            completed_on=timezone.localdate(row.completed_at),
            title=row.course_version.name,
            code=row.course_version.course.code,
            source=OWN,
            provider=settings.CERTIFICATE_ISSUER,
            minutes=row.course_version.minutes or None,
            learned=-(-seconds // 60) if seconds else None,
            certificate=certificate.number if certificate else "",
        )


def _outside(person: User) -> Iterator[Line]:
    for row in outside_trainings(person):
        yield Line(
            completed_on=row.completed_on,
            title=row.title,
            code="",
            source=OUTSIDE,
            provider=row.provider,
            minutes=row.minutes,
            learned=None,
            certificate="",
        )


def outside_trainings(person: User) -> Sequence[OutsideTraining]:
    """Return what a person completed elsewhere, the newest first."""
    rows = OutsideTraining.objects.filter(person=person, taken_back_at=None)
    return list(rows.order_by("-completed_on", "-pk"))
