"""Planning a calibration, judging its cases, closing it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.calibration.models import Calibration, CalibrationCase, CalibrationRater, CalibrationRating, Vignette
from assessments.calibration.queries import raters_of
from assessments.calibration.states import CalibrationState, obstacles, takes_ratings
from assessments.errors import Refused
from curriculum.models import TalentGroup
from lms.people import audit
from lms.people.models import User

BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A case as HR wrote it."""

    title: str
    text: str
    expected_level: int | None = None
    expected_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A round as HR planned it."""

    name: str
    group: TalentGroup
    opens_on: date
    closes_on: date
    planned_cases: int
    with_second_raters: bool


def plan(planned: Planned, *, request_key: str, by: User, at: datetime) -> Calibration:
    """Plan a round, or return the one this form has planned already."""
    calibration, _is_new = Calibration.objects.get_or_create(
        request_key=request_key,
        defaults={
            "name": planned.name,
            "group": planned.group,
            "opens_on": planned.opens_on,
            "closes_on": planned.closes_on,
            "planned_cases": planned.planned_cases,
            "with_second_raters": planned.with_second_raters,
            "planned_by": by,
            "planned_at": at,
        },
    )
    return calibration


@transaction.atomic
def write_case(calibration: Calibration, written: Written, *, request_key: str, by: User, at: datetime) -> Vignette:
    """Write a new case and take it into the round; it stays in the group's collection for later rounds."""
    vignette, _is_new = Vignette.objects.get_or_create(
        request_key=request_key,
        defaults={
            "group": calibration.group,
            "title": written.title,
            "text": written.text,
            "expected_level": written.expected_level,
            "expected_because": written.expected_because,
            "written_by": by,
            "written_at": at,
        },
    )
    take_case(calibration, vignette)
    return vignette


@transaction.atomic
def take_case(calibration: Calibration, vignette: Vignette) -> CalibrationCase:
    """Add a case of the group's collection at the end; one that is in already stays where it is."""
    locked = _planned(calibration)
    if vignette.group_id != locked.group_id:
        raise Refused(_("This case belongs to another talent group. Choose one of this group."))
    last = CalibrationCase.objects.filter(calibration=locked).aggregate(last=Max("order"))["last"] or 0
    case, _is_new = CalibrationCase.objects.get_or_create(
        calibration=locked, vignette=vignette, defaults={"order": last + 1}
    )
    return case


@transaction.atomic
def drop_case(calibration: Calibration, vignette: Vignette) -> None:
    """Take a case out of a round that is still being prepared; it stays in the collection."""
    CalibrationCase.objects.filter(calibration=_planned(calibration), vignette=vignette).delete()


@transaction.atomic
def open_calibration(calibration: Calibration, *, by: User, at: datetime) -> int:
    """Ask every rater of the group to judge the cases; return how many there are."""
    locked = _planned(calibration)
    today = timezone.localdate(at)
    people = raters_of(locked.group, today, with_second=locked.with_second_raters)
    in_the_way = obstacles(
        cases=locked.cases.count(),
        planned_cases=locked.planned_cases,
        raters=len(people),
        closes_on=locked.closes_on,
        on=today,
    )
    if in_the_way:
        raise Refused(in_the_way[0].label)
    CalibrationRater.objects.bulk_create(
        [CalibrationRater(calibration=locked, person_id=person) for person in people], batch_size=BATCH
    )
    locked.state, locked.opened_at = CalibrationState.OPEN, at
    locked.save(update_fields=["state", "opened_at"])
    details = {"rows": len(people), "group": locked.group.key}
    audit.record("calibration.opened", actor=by, at=at, target=str(locked.uuid), details=details)
    return len(people)


@transaction.atomic
def close_calibration(calibration: Calibration, *, by: User, at: datetime) -> Calibration:
    """Close a round for good: its results can be read now."""
    locked = _locked(calibration)
    if locked.state != CalibrationState.OPEN:
        raise Refused(_("This calibration is not open."))
    locked.state, locked.closed_at = CalibrationState.CLOSED, at
    locked.save(update_fields=["state", "closed_at"])
    audit.record("calibration.closed", actor=by, at=at, target=str(locked.uuid))
    return locked


@transaction.atomic
def judge_case(
    rater: CalibrationRater, case: CalibrationCase, *, level: int | None, reason: str, request_key: str, at: datetime
) -> CalibrationRating:
    """Append a judgement of a case; the same request twice is one."""
    round_ = rater.calibration
    if case.calibration_id != round_.pk:
        raise ValueError(f"Case {case.pk} is no part of calibration {round_.pk}")
    if not takes_ratings(round_.state, opens_on=round_.opens_on, closes_on=round_.closes_on, on=timezone.localdate(at)):
        raise Refused(_("The period of this calibration is over, or has not begun. Nothing was saved."))
    rating, _is_new = CalibrationRating.objects.get_or_create(
        rater=rater, case=case, request_key=request_key, defaults={"level": level, "reason": reason, "at": at}
    )
    return rating


def _locked(calibration: Calibration) -> Calibration:
    return (
        Calibration.objects.select_for_update(no_key=True, of=("self",)).select_related("group").get(pk=calibration.pk)
    )


def _planned(calibration: Calibration) -> Calibration:
    locked = _locked(calibration)
    if locked.state != CalibrationState.PLANNED:
        raise Refused(_("This calibration has been opened; its cases stay as they are."))
    return locked
