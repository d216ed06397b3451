"""Reads over calibrations and over the agreement of two views; the same number of queries however many people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.db.models import Count

from assessments.calibration.agreement import (
    FEWEST_PAIRS,
    SCALE,
    Agreement,
    Pair,
    RaterAgreement,
    agreement,
    rater_agreement,
)
from assessments.calibration.models import Calibration, CalibrationCase, CalibrationRater, CalibrationRating, Vignette
from assessments.calibration.states import CalibrationState
from assessments.models import Answer, Assessment, Cycle
from assessments.states import CONFIRMED_STATES, View
from curriculum.models import TalentGroup
from curriculum.talent_groups import places_on
from lms.people.models import RaterAssignment, User
from lms.people.queries import department_labels

FEWEST_SHOWN = 5
"""A rater sees how the others judged only when so many did that no single one can be told from it."""

# Who takes part


def raters_of(group: TalentGroup, on: date, *, with_second: bool) -> list[UUID]:
    """Return who rates somebody of a group on a date, in the order of staff numbers."""
    places = places_on(group.framework, on)
    assignments = RaterAssignment.objects.on(on)
    if not with_second:
        assignments = assignments.filter(role=RaterAssignment.Role.FIRST)
    pairs = assignments.values_list("person_id", "rater_id")
    found = {rater for person, rater in pairs if person in places and places[person].group_id == group.pk}
    return list(User.objects.filter(pk__in=found).in_office(on).order_by("staff_no").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round in HR's list, with how many raters have judged every case."""

    calibration: Calibration
    raters: int
    finished: int


def round_lines() -> list[RoundLine]:
    """Return every round, newest first."""
    rounds = list(Calibration.objects.select_related("group").order_by("-opens_on", "-pk"))
    raters = Counter(CalibrationRater.objects.values_list("calibration_id", flat=True))
    judged = CalibrationRater.objects.annotate(judged=Count("ratings__case", distinct=True))
    done: Counter[int] = Counter()
    planned = {round_.pk: round_.planned_cases for round_ in rounds}
    for calibration_id, cases in judged.values_list("calibration_id", "judged"):
        done[calibration_id] += cases >= planned[calibration_id]
    return [RoundLine(calibration=row, raters=raters[row.pk], finished=done[row.pk]) for row in rounds]


def cases_of(calibration: Calibration) -> list[CalibrationCase]:
    return list(calibration.cases.select_related("vignette").order_by("order", "pk"))


def collection(calibration: Calibration) -> list[Vignette]:
    """Return the cases of the group's ladder that are not yet in the round; earlier editions of the plan included."""
    rows = Vignette.objects.filter(group=calibration.group).exclude(uses__calibration=calibration)
    return list(rows.order_by("-written_at", "-pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterProgress:
    """How many cases a rater has judged; HR sees no more while the round is open."""

    name: str
    department: str
    judged: int
    cases: int

    @property
    def is_finished(self) -> bool:
        return self.judged >= self.cases


def progress_of(calibration: Calibration, on: date) -> list[RaterProgress]:
    """Return every rater's progress, those who are not finished first."""
    rows = list(
        CalibrationRater.objects.filter(calibration=calibration)
        .annotate(judged=Count("ratings__case", distinct=True))
        .order_by("person__kana", "person__staff_no")
        .values_list("person_id", "person__name", "judged")
    )
    places = department_labels([person for person, _name, _judged in rows], on)
    lines = [
        RaterProgress(name=name, department=places.get(person, ""), judged=judged, cases=calibration.planned_cases)
        for person, name, judged in rows
    ]
    return sorted(lines, key=lambda line: line.is_finished)


def open_for(person: User, on: date) -> list[Calibration]:
    """Return the rounds that wait for a person's judgement or show them a result, newest first."""
    rows = Calibration.objects.filter(raters__person=person).exclude(state=CalibrationState.PLANNED)
    return list(rows.filter(opens_on__lte=on).select_related("group").order_by("-opens_on", "-pk"))


# What they judged


type Judged = Mapping[tuple[int, int], int | None]


def newest_ratings(calibration: Calibration) -> Judged:
    """Return the judgement that counts by (rater, case)."""
    rows = CalibrationRating.objects.filter(case__calibration=calibration).order_by("pk")
    return {(rater, case): level for rater, case, level in rows.values_list("rater_id", "case_id", "level")}


def ratings_by(rater: CalibrationRater) -> dict[int, CalibrationRating]:
    """Return one rater's judgement that counts by case."""
    return {row.case_id: row for row in CalibrationRating.objects.filter(rater=rater).order_by("pk")}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case's distribution: `levels` counts below level 1 and levels 1 to 5, `no_grounds` those without a level."""

    case: CalibrationCase
    levels: tuple[int, ...]
    no_grounds: int
    mine: int | None = None
    has_mine: bool = False

    @property
    def judged(self) -> int:
        return sum(self.levels)

    @property
    def as_intended(self) -> int | None:
        """How many chose the intended level; None when the case has none."""
        intended = self.case.vignette.expected_level
        return None if intended is None else self.levels[intended]

    @property
    def is_shown_to_raters(self) -> bool:
        return self.judged + self.no_grounds >= FEWEST_SHOWN


def case_results(calibration: Calibration, mine: Mapping[int, CalibrationRating] | None = None) -> list[CaseResult]:
    """Return how the raters judged each case, and how one of them did."""
    judged = newest_ratings(calibration)
    counts: dict[int, Counter[int | None]] = {}
    for (_rater, case), level in judged.items():
        counts.setdefault(case, Counter())[level] += 1
    mine = mine or {}
    return [
        CaseResult(
            case=case,
            levels=tuple(counts.get(case.pk, Counter())[level] for level in range(SCALE)),
            no_grounds=counts.get(case.pk, Counter())[None],
            mine=mine[case.pk].level if case.pk in mine else None,
            has_mine=case.pk in mine,
        )
        for case in cases_of(calibration)
    ]


def calibration_agreement(calibration: Calibration) -> RaterAgreement | None:
    """Return how far the raters agree over all cases; None under 30 pairs."""
    judged = newest_ratings(calibration)
    raters = {rater: column for column, rater in enumerate(dict.fromkeys(rater for rater, _case in judged))}
    cases = {case.pk: row for row, case in enumerate(cases_of(calibration))}
    ratings = np.full((len(cases), len(raters)), np.nan)
    for (rater, case), level in judged.items():
        if level is not None:
            ratings[cases[case], raters[rater]] = level
    return rater_agreement(ratings)


# Self and supervisor


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindPair:
    """What a person and their first rater thought before either saw the other, and what was confirmed."""

    rater_id: UUID
    group_id: int
    self_level: int
    blind_level: int
    confirmed_level: int | None

    @property
    def pair(self) -> Pair:
        return self.self_level, self.blind_level


def blind_pairs(cycles: Iterable[Cycle]) -> list[BlindPair]:
    """Return the pairs of confirmed assessments in some cycles.

    The supervisor's view is the first whole rating: after it the self-assessment appears beside it, so a later
    rating is no longer a view of its own.
    """
    assessments = {
        pk: (group, self_level, level)
        for pk, group, self_level, level in Assessment.objects.filter(
            cycle__in=list(cycles), state__in=CONFIRMED_STATES, self_level__isnull=False
        ).values_list("pk", "group_id", "self_level", "level")
        if self_level is not None
    }
    first: dict[int, tuple[UUID, int | None]] = {}
    answers = Answer.objects.filter(
        assessment__cycle__in=list(cycles),
        assessment__state__in=CONFIRMED_STATES,
        view=View.SUPERVISOR,
        is_draft=False,
    ).order_by("pk")
    for assessment, rater, level in answers.values_list("assessment_id", "by_id", "level"):
        first.setdefault(assessment, (rater, level))
    return [
        BlindPair(
            rater_id=rater,
            group_id=assessments[pk][0],
            self_level=assessments[pk][1],
            blind_level=level,
            confirmed_level=assessments[pk][2],
        )
        for pk, (rater, level) in first.items()
        if pk in assessments and level is not None
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How ratings moved after the self-assessment was seen."""

    toward: int
    away: int
    unchanged: int


def shift_of(pairs: Iterable[BlindPair]) -> Shift:
    """Count ratings whose confirmed level lies nearer to, or farther from, the self-assessment than the first one."""
    counts: Counter[int] = Counter()
    for pair in pairs:
        if pair.confirmed_level is None:
            continue
        before, after = abs(pair.blind_level - pair.self_level), abs(pair.confirmed_level - pair.self_level)
        counts[(after > before) - (after < before)] += 1
    return Shift(toward=counts[-1], away=counts[1], unchanged=counts[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAgreement:
    """One talent group's agreement in a cycle; `figures` is None under 30 pairs."""

    group: TalentGroup
    pairs: int
    figures: Agreement | None
    shift: Shift


def agreement_by_group(cycle: Cycle) -> list[GroupAgreement]:
    """Return self and supervisor by talent group, in the plan's order."""
    pairs = blind_pairs([cycle])
    lines = []
    for group in cycle.framework.groups.order_by("precedence"):
        own = [pair for pair in pairs if pair.group_id == group.pk]
        by_rater: dict[UUID, list[Pair]] = {}
        for pair in own:
            by_rater.setdefault(pair.rater_id, []).append(pair.pair)
        lines.append(GroupAgreement(group=group, pairs=len(own), figures=agreement(by_rater), shift=shift_of(own)))
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterLine:
    """One rater over several cycles, for HR only."""

    name: str
    department: str
    figures: Agreement


def agreement_by_rater(cycles: Iterable[Cycle], on: date) -> tuple[list[RaterLine], int]:
    """Return the raters with 30 pairs or more in one group, by kana, and how many raters have fewer.

    Pairs of different groups are never put together: their ladders say different things.
    """
    keys = {row.pk: row.key for row in TalentGroup.objects.all()}
    merged: dict[tuple[UUID, str], list[Pair]] = {}
    for pair in blind_pairs(cycles):
        merged.setdefault((pair.rater_id, keys[pair.group_id]), []).append(pair.pair)
    enough = {key: pairs for key, pairs in merged.items() if len(pairs) >= FEWEST_PAIRS}
    people = User.objects.in_bulk({rater for rater, _group in enough})
    places = department_labels(people, on)
    lines = [
        (people[rater], figures)
        for (rater, _group), pairs in enough.items()
        if (figures := agreement({rater: pairs})) is not None
    ]
    lines.sort(key=lambda line: (line[0].kana, line[0].staff_no))
    shown = [
        RaterLine(name=person.name, department=places.get(person.pk, ""), figures=figures) for person, figures in lines
    ]
    return shown, len({rater for rater, _group in merged} - set(people))
