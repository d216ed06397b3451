"""The few wide reads that figures are made of, as pandas frames."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pandas as pd
from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from assessments.models import Assessment, Cycle, Decision, Exclusion
from assessments.states import CycleState
from reports.cube import LEVELS
from reports.projection import Projection, Step, project
from reports.targets import MILESTONES, TARGET, Target


class NoCycleError(LookupError):
    """No assessment cycle had begun on the date asked for."""


def end_of(on: date) -> datetime:
    """Return the first moment after a day in the city."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))


def cycles_until(on: date) -> QuerySet[Cycle]:
    """Return the cycles that had opened and whose reference date is not after the day, newest first."""
    begun = Cycle.objects.filter(opened_at__lt=end_of(on), reference_on__lte=on)
    return begun.select_related("framework").order_by("-reference_on", "-pk")


def cycle_for(on: date, code: str | None = None) -> Cycle:
    """Return the cycle that figures of a day speak of: the one named, else the newest closed, else the newest.

    An open cycle is still filling, so it speaks only when it is asked for or is the only one. Raises NoCycleError.
    """
    cycles = cycles_until(on)
    if code:
        cycles = cycles.filter(code=code)
    closed = [cycle for cycle in cycles if was_closed(cycle, on)]
    found = next(iter(closed), None) or next(iter(cycles), None)
    if found is None:
        raise NoCycleError(code or on.isoformat())
    return found


def was_closed(cycle: Cycle, on: date) -> bool:
    """Tell whether a cycle had been closed by the end of a day."""
    return cycle.state == CycleState.CLOSED and cycle.closed_at is not None and cycle.closed_at < end_of(on)


def cycle_before(cycle: Cycle, on: date) -> Cycle | None:
    """Return the cycle of an earlier reference date that this one is compared with: the baseline, else the oldest."""
    earlier = cycles_until(on).filter(reference_on__lt=cycle.reference_on)
    return earlier.order_by("-is_baseline", "reference_on").first()


def group_labels(cycle: Cycle, **kept: bool) -> list[dict[str, str]]:
    """Return key and names of the cycle's talent groups in order of precedence."""
    groups = cycle.framework.groups.filter(**kept).order_by("precedence")
    rows = groups.values_list("key", "name_ja", "name_en")
    return [{"key": key, "name_ja": name_ja, "name_en": name_en} for key, name_ja, name_en in rows]


def targets_on(on: date) -> list[Target]:
    """Return the target shares approved by a day: for each level and group the newest decision."""
    rows = Decision.objects.filter(what=TARGET, decided_on__lte=on).order_by("decided_on", "pk")
    newest: dict[tuple[int, str], Target] = {}
    for row in rows:
        target = Target(
            level=row.value["level"],
            percent=row.value["percent"],
            group=row.value.get("group", ""),
            decided_by=row.decided_by,
            decided_on=row.decided_on,
            document_no=row.document_no,
        )
        newest[target.level, target.group] = target
    return [newest[key] for key in sorted(newest)]


def projections(cycle: Cycle, on: date) -> dict[str, Projection]:
    """Return each group's projection from the transitions between all closed cycles up to this one."""
    line = [past for past in reversed(cycles_until(on)) if past.reference_on <= cycle.reference_on]
    line = [past for past in line if past == cycle or was_closed(past, on)]
    keys = [label["key"] for label in group_labels(cycle)]
    counts = [_levels_and_moves(*pair, on) for pair in pairwise(line)]
    now = _level_counts(cycle, on)
    return {
        key: project(
            [_step(key, pair) for pair in counts],
            [now.get((key, level), 0) for level in LEVELS],
            on=cycle.reference_on,
            milestones=MILESTONES,
        )
        for key in keys
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    before: dict[tuple[str, int], int]
    after: dict[tuple[str, int], int]
    moves: dict[tuple[str, int, int], int]


def _levels_and_moves(then: Cycle, now: Cycle, on: date) -> _Pair:
    """Count two cycles and the moves between them in the database: three short answers however many people."""
    pairs = (
        Assessment.objects.filter(
            cycle=then,
            confirmed_at__lt=end_of(on),
            level__isnull=False,
            person__assessments__cycle=now,
            person__assessments__confirmed_at__lt=end_of(on),
            person__assessments__level__isnull=False,
            person__assessments__group__key=F("group__key"),
        )
        .values_list("group__key", "level", "person__assessments__level")
        .annotate(people=Count("pk"))
        .order_by()
    )
    moves = {(key, before, after): people for key, before, after, people in pairs}
    return _Pair(before=_level_counts(then, on), after=_level_counts(now, on), moves=moves)


def _level_counts(cycle: Cycle, on: date) -> dict[tuple[str, int], int]:
    rows = Assessment.objects.filter(cycle=cycle, confirmed_at__lt=end_of(on), level__isnull=False)
    counted = rows.values_list("group__key", "level").annotate(people=Count("pk")).order_by()
    return {(key, level): people for key, level, people in counted}


def _step(key: str, pair: _Pair) -> Step:
    table = [[pair.moves.get((key, before, after), 0) for after in LEVELS] for before in LEVELS]
    stayed_from = [sum(row) for row in table]
    stayed_to = [sum(column) for column in zip(*table, strict=True)]
    return Step(
        table=table,
        leavers=tuple(pair.before.get((key, level), 0) - stayed_from[level] for level in LEVELS),
        joiners=tuple(pair.after.get((key, level), 0) - stayed_to[level] for level in LEVELS),
    )


def assessment_frame(cycle: Cycle, on: date) -> pd.DataFrame:
    """Return one row a person in scope, as known at the end of a day.

    Columns: person (uuid), group (key), department (pk), rater (uuid or None), shown_again (bool), level
    (0-5, NA while none is confirmed), not_observable (bool: confirmed that nothing could be observed).
    """
    rows = Assessment.objects.filter(cycle=cycle).values_list(
        "person_id", "group__key", "department_id", "first_rater_id", "is_secondary_wg", "level", "confirmed_at"
    )
    columns = ["person", "group", "department", "rater", "shown_again", "level", "confirmed_at"]
    frame = pd.DataFrame.from_records(list(rows), columns=columns)
    confirmed = pd.to_datetime(frame.pop("confirmed_at"), utc=True) < pd.Timestamp(end_of(on))
    level = frame["level"].astype("Int64").where(confirmed)
    return frame.assign(level=level, not_observable=confirmed & level.isna())


def exclusion_frame(cycle: Cycle) -> pd.DataFrame:
    """Return one row a person left out of the cycle: person, group (key or None), reason."""
    rows = Exclusion.objects.filter(cycle=cycle).values_list("person_id", "group__key", "reason")
    return pd.DataFrame.from_records(list(rows), columns=["person", "group", "reason"])


def group_choices() -> list[tuple[str, str]]:
    """Return key and name of the talent groups of the newest cycle's framework."""
    cycle = Cycle.objects.select_related("framework").order_by("-reference_on", "-pk").first()
    if cycle is None:
        return []
    is_english = get_language() == "en"
    return [(row["key"], (is_english and row["name_en"]) or row["name_ja"]) for row in group_labels(cycle)]
