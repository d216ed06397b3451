"""HR's reads of an open cycle: who is late, whose rater has gone, what has changed since the reference date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import pgettext_lazy

from assessments.models import Assessment, Cycle, CycleReminder, Decision
from assessments.states import CONFIRMED_STATES, UNFINISHED_STATES, AssessmentState
from assessments.terms import Setting, decided_value
from lms.people.models import DepartmentPeriod, Posting, RaterAssignment, User
from lms.people.models.organisation import OUT_OF_SCOPE_KINDS


class Attention(models.TextChoices):
    """What a transfer, a leave or a departure leaves behind in an open cycle; HR decides (R10)."""

    NO_RATER = "no_rater", pgettext_lazy("attention", "no first rater (vacant post)")
    RATER_GONE = "rater_gone", pgettext_lazy("attention", "a rater has left or is away")
    MOVED = "moved", pgettext_lazy("attention", "the organisation names another rater today")
    PERSON_GONE = "person_gone", pgettext_lazy("attention", "the person has left or is away")


class Late(models.TextChoices):
    """At which step an assessment waits."""

    SELF = "self", pgettext_lazy("late", "self-assessment not handed in")
    FIRST = "first", pgettext_lazy("late", "not rated")
    SECOND = "second", pgettext_lazy("late", "not confirmed")
    ANY = "any", pgettext_lazy("late", "not finished")


LATE: Mapping[Late, Q] = {
    Late.SELF: Q(self_submitted_at__isnull=True, supervisor_saved_at__isnull=True) & ~Q(state__in=CONFIRMED_STATES),
    Late.FIRST: Q(state__in=UNFINISHED_STATES),
    Late.SECOND: Q(state=AssessmentState.RATED),
    Late.ANY: ~Q(state__in=CONFIRMED_STATES),
}


def _gone(field: str, on: date) -> Q:
    """Return the condition that the person in a field has left, or is on leave or seconded, on a date."""
    away = Posting.objects.on(on).filter(person=OuterRef(field), kind__in=OUT_OF_SCOPE_KINDS)
    return Q(**{f"{field}__left_on__lte": on}) | Q(Exists(away))


def _another(chair: str, field: str) -> Q:
    """Return the condition that the organisation names somebody else for a chair today."""
    named = f"{chair}_today"
    return Q(**{f"{named}__isnull": False}) & (Q(**{f"{field}__isnull": True}) | ~Q(**{named: F(field)}))


def _named_today(role: RaterAssignment.Role, on: date) -> Subquery:
    rows = RaterAssignment.objects.on(on).filter(person=OuterRef("person"), role=role)
    return Subquery(rows.order_by("-pk").values("rater")[:1], output_field=models.UUIDField())


def with_todays_raters(rows: QuerySet[Assessment], *, on: date) -> QuerySet[Assessment]:
    """Add the raters whom the organisation names today: `first_today`, `second_today`."""
    return rows.annotate(
        first_today=_named_today(RaterAssignment.Role.FIRST, on),
        second_today=_named_today(RaterAssignment.Role.SECOND, on),
    )


def attention(kind: Attention, on: date) -> Q:
    """Return the condition of unfinished assessments that HR should look at."""
    unfinished = ~Q(state__in=CONFIRMED_STATES)
    conditions = {
        Attention.NO_RATER: Q(first_rater__isnull=True),
        Attention.RATER_GONE: (Q(state__in=UNFINISHED_STATES) & _gone("first_rater", on)) | _gone("second_rater", on),
        Attention.MOVED: (Q(state__in=UNFINISHED_STATES) & _another("first", "first_rater"))
        | (Q(cycle__has_second_rater=True) & _another("second", "second_rater")),
        Attention.PERSON_GONE: _gone("person", on),
    }
    return unfinished & conditions[kind]


def attention_counts(rows: QuerySet[Assessment], *, on: date) -> list[tuple[Attention, int]]:
    """Return how many assessments need a look, by what has happened; only what is not nothing."""
    named = with_todays_raters(rows, on=on)
    counted = [(kind, named.filter(attention(kind, on)).count()) for kind in Attention]
    return [(kind, count) for kind, count in counted if count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What HR filters the people of a cycle by."""

    words: str = ""
    departments: frozenset[int] | None = None
    late: Late | None = None
    attention: Attention | None = None
    rater: str = ""


def people(rows: QuerySet[Assessment], chosen: Chosen, *, on: date) -> QuerySet[Assessment]:
    """Return the assessments that match, by department of the reference date and kana."""
    rows = with_todays_raters(rows, on=on)
    if chosen.words:
        rows = rows.filter(person__in=User.objects.matching(chosen.words))
    if chosen.departments is not None:
        rows = rows.filter(department__in=chosen.departments)
    if chosen.late:
        rows = rows.filter(LATE[chosen.late])
    if chosen.attention:
        rows = rows.filter(attention(chosen.attention, on))
    if chosen.rater:
        rows = rows.filter(Q(first_rater__staff_no=chosen.rater) | Q(second_rater__staff_no=chosen.rater))
    return rows.select_related("cycle", "person", "group", "first_rater", "second_rater").order_by(
        "department", "person__kana", "person__staff_no"
    )


def names_today(rows: list[Assessment]) -> dict[UUID, str]:
    """Return the names of the raters that today's organisation names for some rows, in one query."""
    keys = {key for row in rows for key in (row.first_today, row.second_today) if key}  # type: ignore[attr-defined] # annotated
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}


def department_names(on: date) -> dict[int, str]:
    return dict(DepartmentPeriod.objects.on(on).values_list("department_id", "name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One setting of a cycle with the decision that approved it as it now stands; `is_changed` after that."""

    setting: Setting
    decision: Decision | None
    is_changed: bool


def settings_of(cycle: Cycle) -> list[Decided]:
    """Return every setting with its newest decision, in one query."""
    newest = {row.setting: row for row in Decision.objects.filter(cycle=cycle).order_by("pk")}
    return [
        Decided(
            setting=setting,
            decision=newest.get(setting),
            is_changed=setting in newest and newest[setting].value != decided_value(setting, cycle),
        )
        for setting in Setting
    ]


def reminder_days(cycle: Cycle) -> list[tuple[date, int, int]]:
    """Return the days on which reminders were asked for, newest first: how many, and how many went out."""
    rows = CycleReminder.objects.filter(cycle=cycle).values("on")
    counted = rows.annotate(asked=models.Count("pk"), sent=models.Count("sent_at")).order_by("-on")
    return list(counted.values_list("on", "asked", "sent"))
