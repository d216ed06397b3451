from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from assessments.cycles import open_cycle
from assessments.levels import choices_for
from assessments.models import Assessment, Cycle
from assessments.services import confirm, rate, save_self
from curriculum.models import FrameworkVersion
from lms.people.models import User
from tests.cast import Cast

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


class CycleFactory(DjangoModelFactory):
    """A planned cycle; `open_cycle_for` opens it for the cast."""

    class Meta:
        model = Cycle
        django_get_or_create = ("code",)

    code = "R8-3"
    name_ja = factory.LazyAttribute(lambda cycle: f"令和8年度 {cycle.code}")
    framework = factory.LazyFunction(FrameworkVersion.objects.get)
    opens_on = date(2026, 11, 2)
    closes_on = date(2026, 12, 4)
    reference_on = date(2026, 11, 1)


def open_cycle_for(cast: Cast) -> Cycle:
    """Return the open cycle R8-3 in which the supervisor rates Alice."""
    cycle = CycleFactory()
    if not cycle.opened_at:
        open_cycle(cycle, by=cast.hr, at=AT)
    return cycle


def assessment_of(person: User) -> Assessment:
    return Assessment.objects.select_related("cycle", "person", "group").get(person=person, cycle__code="R8-3")


def hand_in(assessment: Assessment, level: int | None, *, key: str = "self", at: datetime = AT) -> None:
    save_self(assessment, choices_for(level), request_key=key, by=assessment.person, at=at, draft=False)


def rate_at(
    assessment: Assessment, level: int | None, *, by: User, comment: str = "", key: str = "", at: datetime = AT
) -> None:
    rate(
        assessment,
        choices_for(level),
        comment=comment,
        request_key=key or f"rate-{level}-{comment}",
        by=by,
        at=at,
    )


def confirm_at(assessment: Assessment, level: int | None, *, cast: Cast, comment: str = "わけ") -> None:
    """Take an assessment the whole way to a confirmed level."""
    rate_at(assessment, level, by=cast.supervisor, comment=comment)
    confirm([assessment], by=cast.second, at=AT)
