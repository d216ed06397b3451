"""Reads over assessments. Lists take the same number of queries for one person and for many.

What a viewer may not see yet is left out here, so that no template can show it (see `assessments.visibility`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from assessments.chairs import rates_first, rates_second
from assessments.comments import CommentReason, comment_reasons
from assessments.levels import LEVELS
from assessments.models import (
    Answer,
    AnswerLine,
    Assessment,
    Confirmation,
    Cycle,
    Evidence,
    Exclusion,
    Extension,
    Objection,
    RaterChange,
    Reply,
)
from assessments.states import (
    CONFIRMED_STATES,
    UNFINISHED_STATES,
    AssessmentState,
    Choice,
    CycleState,
    View,
)
from assessments.terms import CommentReaders
from assessments.visibility import Stage, Viewer, sight
from curriculum.models import LevelDescriptor
from lms.learning.record.models import Enrolment
from lms.learning.record.states import EnrolmentState
from lms.lib.calendar import wareki
from lms.people.models import DepartmentPeriod, User
from lms.people.reach import EVERYWHERE, Reach

# The past


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLevel:
    """A confirmed level and the cycle it was confirmed in."""

    level: int
    cycle_code: str
    cycle_name: str
    on: date


type LastLevels = Mapping[tuple[UUID, str], LastLevel]


def last_levels(people: Iterable[UUID], *, before: Cycle) -> LastLevels:
    """Return the last confirmed level by person and group key, from the cycles before this one.

    A level is never carried across a promotion, so the group is part of the key.
    """
    rows = (
        Assessment.objects.filter(
            person__in=list(people),
            state__in=CONFIRMED_STATES,
            level__isnull=False,
            cycle__reference_on__lt=before.reference_on,
        )
        .order_by("cycle__reference_on", "pk")
        .values_list("person_id", "group__key", "level", "cycle")
    )
    newest = {(person_id, key): (level, cycle) for person_id, key, level, cycle in rows}
    cycles = Cycle.objects.in_bulk({cycle for _, cycle in newest.values()}) if newest else {}
    known = {key: (cycle.code, cycle.name, cycle.reference_on) for key, cycle in cycles.items()}
    return {
        key: LastLevel(level=level or 0, cycle_code=code, cycle_name=name, on=on)
        for key, (level, cycle) in newest.items()
        for code, name, on in [known[cycle]]
    }


# The person


def my_assessment(person: User) -> Assessment | None:
    """Return the person's assessment in the cycle that is open now, the newest when two overlap."""
    return (
        Assessment.objects.filter(person=person, cycle__state=CycleState.OPEN)
        .select_related("cycle__framework", "group__tier", "first_rater", "second_rater")
        .order_by("-cycle__reference_on", "-pk")
        .first()
    )


def can_answer_self(assessment: Assessment) -> bool:
    """Tell whether the self-assessment may still be saved.

    Not once a level was confirmed (after an objection the person has read the rater's view), nor may it be changed
    under a rater who saw it.
    """
    if assessment.state in CONFIRMED_STATES or assessment.reopened_at is not None:
        return False
    return assessment.self_submitted_at is None or assessment.supervisor_saved_at is None


def has_draft(assessment: Assessment) -> bool:
    return Answer.objects.filter(assessment=assessment, view=View.SELF).exists()


def last_confirmed(person: User) -> Assessment | None:
    """Return the person's newest assessment with a confirmed level."""
    rows = Assessment.objects.filter(person=person, state__in=CONFIRMED_STATES)
    return rows.select_related("cycle", "group").order_by("-cycle__reference_on", "-pk").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a group's ladder, as the reader's language has it."""

    level: int
    text: str


def ladder(group_id: int) -> list[Sentence]:
    rows = LevelDescriptor.objects.filter(group=group_id).order_by("level")
    return [Sentence(level=row.level, text=row.text) for row in rows]


def ladders(group_ids: Collection[int]) -> dict[int, list[Sentence]]:
    """Return the five sentences of several groups, in one query."""
    found: dict[int, list[Sentence]] = {group_id: [] for group_id in group_ids}
    for row in LevelDescriptor.objects.filter(group__in=group_ids).order_by("group_id", "level"):
        found[row.group_id].append(Sentence(level=row.level, text=row.text))
    return found


def choices_of(answer: Answer | None) -> dict[int, Choice]:
    """Return an answer's choices by level; empty without one."""
    if answer is None:
        return {}
    return {line.level: Choice(line.choice) for line in AnswerLine.objects.filter(answer=answer)}


def newest_answer(assessment: Assessment, view: View) -> Answer | None:
    """Return the answer of a view that counts: the last one appended, but not a former rater's."""
    rows = Answer.objects.filter(assessment=assessment, view=view)
    if view == View.SUPERVISOR and assessment.rating_after is not None:
        rows = rows.filter(pk__gt=assessment.rating_after)
    return rows.order_by("-pk").first()


def newest_answers(assessments: Collection[int], view: View) -> dict[int, Answer]:
    """Return the answer that counts for each of many assessments, in one query."""
    rows = Answer.objects.filter(assessment__in=assessments, view=view).order_by("pk")
    if view == View.SUPERVISOR:
        nothing_former = Q(assessment__rating_after__isnull=True)
        rows = rows.filter(nothing_former | Q(pk__gt=F("assessment__rating_after")))
    return {row.assessment_id: row for row in rows}


def completed_learning(person: User) -> QuerySet[Enrolment]:
    """Return what a person has completed, newest first: what may be offered as evidence."""
    return (
        Enrolment.objects.filter(learner=person, state=EnrolmentState.COMPLETED)
        .select_related("course_version__course", "certificate")
        .order_by("-completed_at", "-pk")
    )


def evidence_of(assessment: Assessment) -> QuerySet[Evidence]:
    """Return the evidence that stands, by level and date."""
    return (
        Evidence.objects.standing()
        .filter(assessment=assessment)
        .select_related("enrolment__course_version", "enrolment__certificate", "added_by")
        .order_by("level", "happened_on", "pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MyLevel:
    """One cycle as its subject sees it: the confirmed level with everything said about it, or how far it is."""

    cycle: Cycle
    group_name: str
    state: AssessmentState
    is_confirmed: bool
    level: int | None
    sentence: str
    next_level: int | None
    next_sentence: str
    self_level: int | None
    self_submitted_at: datetime | None
    comment: str
    rated_by: str
    confirmed_by: str
    confirmed_at: datetime | None


def my_levels(person: User) -> list[MyLevel]:
    """Return a person's assessments, newest first, as the person may see them, in five queries at most."""
    rows = list(
        Assessment.objects.filter(person=person)
        .exclude(cycle__state=CycleState.PLANNED)
        .select_related("cycle", "group")
        .order_by("-cycle__reference_on", "-pk")
    )
    keys = [row.pk for row in rows if row.state in CONFIRMED_STATES]
    verdicts = {
        row.assessment_id: row
        for row in Confirmation.objects.filter(assessment__in=keys, verdict=Confirmation.Verdict.CONFIRMED)
        .select_related("answer__by", "by")
        .order_by("pk")
    }
    sentences = ladders({row.group_id for row in rows})
    return [_my_level(row, verdicts.get(row.pk), sentences[row.group_id]) for row in rows]


def my_result(assessment: Assessment) -> MyLevel | None:
    """Return the confirmed result of one assessment as its subject sees it, None before."""
    if assessment.state not in CONFIRMED_STATES:
        return None
    verdict = (
        Confirmation.objects.filter(assessment=assessment, verdict=Confirmation.Verdict.CONFIRMED)
        .select_related("answer__by", "by")
        .order_by("-pk")
        .first()
    )
    return _my_level(assessment, verdict, ladder(assessment.group_id))


def _my_level(row: Assessment, verdict: Confirmation | None, sentences: list[Sentence]) -> MyLevel:
    texts = {sentence.level: sentence.text for sentence in sentences}
    level = row.level if verdict else None
    following = level + 1 if level is not None and level < LEVELS[-1] else None
    return MyLevel(
        cycle=row.cycle,
        group_name=row.group.name,
        state=AssessmentState(row.state),
        is_confirmed=verdict is not None,
        level=level,
        sentence=texts.get(level or 0, ""),
        next_level=following,
        next_sentence=texts.get(following or 0, ""),
        self_level=row.self_level,
        self_submitted_at=row.self_submitted_at,
        comment=verdict.answer.comment if verdict and row.cycle.comment_readers == CommentReaders.SUBJECT else "",
        rated_by=verdict.answer.by.name if verdict else "",
        confirmed_by=verdict.by.name if verdict else "",
        confirmed_at=row.confirmed_at if verdict else None,
    )


# The first rater


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfView:
    """A self-assessment as a rater may see it."""

    level: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """One person on the rating screen. `self_view` is None until the rater may see it."""

    uuid: UUID
    person_name: str
    person_kana: str
    staff_no: str
    title: str
    group_id: int
    group_name: str
    state: AssessmentState
    last: LastLevel | None
    evidence_count: int
    self_submitted: bool
    is_judged: bool
    level: int | None
    comment: str
    saved_at: datetime | None
    needs_comment: frozenset[CommentReason]
    returned_because: str
    self_view: SelfView | None

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED_STATES


def rating_rows(assessments: QuerySet[Assessment], cycle: Cycle) -> list[RatingRow]:
    """Return the people somebody rates first in a cycle, in kana order, blind where the rule says so."""
    rows = list(assessments.select_related("cycle", "person", "group").order_by("person__kana", "person__staff_no"))
    keys = [row.pk for row in rows]
    last = last_levels([row.person_id for row in rows], before=cycle)
    counts = evidence_counts(keys)
    ratings = newest_answers(keys, View.SUPERVISOR)
    returns = _return_reasons([row.pk for row in rows if row.state == AssessmentState.RETURNED])
    return [
        _rating_row(
            row,
            last=last.get((row.person_id, row.group.key)),
            count=counts.get(row.pk, 0),
            rating=ratings.get(row.pk),
            returned_because=returns.get(row.pk, ""),
        )
        for row in rows
    ]


def _rating_row(
    row: Assessment, *, last: LastLevel | None, count: int, rating: Answer | None, returned_because: str
) -> RatingRow:
    seen = sight(Viewer.FIRST_RATER, stage_of(row))
    is_judged = row.supervisor_saved_at is not None
    level = row.supervisor_level if is_judged else None
    comment = rating.comment if rating else ""
    needs = (
        comment_reasons(
            level=level,
            last_level=last.level if last else None,
            self_level=row.self_level,
            limits=row.cycle.comment_limits,
        )
        if is_judged and not comment
        else frozenset()
    )
    return RatingRow(
        uuid=row.uuid,
        person_name=row.person.name,
        person_kana=row.person.kana,
        staff_no=row.person.staff_no,
        title=row.title,
        group_id=row.group_id,
        group_name=row.group.name,
        state=AssessmentState(row.state),
        last=last,
        evidence_count=count if seen.evidence else 0,
        self_submitted=row.self_submitted_at is not None,
        is_judged=is_judged,
        level=level,
        comment=comment,
        saved_at=rating.at if rating else None,
        needs_comment=needs,
        returned_because=returned_because,
        self_view=SelfView(level=row.self_level) if seen.self_view else None,
    )


def stage_of(assessment: Assessment) -> Stage:
    """Return how far an assessment has come, as the rule of blindness asks it."""
    return Stage(
        state=AssessmentState(assessment.state),
        self_submitted=assessment.self_submitted_at is not None,
        supervisor_saved=assessment.supervisor_saved_at is not None,
    )


def evidence_counts(assessments: Collection[int]) -> dict[int, int]:
    """Return how much evidence stands for each assessment, in one query."""
    rows = Evidence.objects.standing().filter(assessment__in=assessments).values_list("assessment")
    return dict(rows.annotate(count=Count("pk")).values_list("assessment", "count"))


def _return_reasons(assessments: Collection[int]) -> dict[int, str]:
    rows = Confirmation.objects.filter(assessment__in=assessments, verdict=Confirmation.Verdict.RETURNED)
    return dict(rows.order_by("pk").values_list("assessment_id", "reason"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of a rater's people are done."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done


def rating_tally(assessments: QuerySet[Assessment]) -> Tally:
    """Return a first rater's progress in one query."""
    counts = assessments.aggregate(total=Count("pk"), left=Count("pk", filter=Q(state__in=UNFINISHED_STATES)))
    return Tally(done=counts["total"] - counts["left"], total=counts["total"])


def next_unfinished(assessments: QuerySet[Assessment], after: Assessment | None = None) -> UUID | None:
    """Return the next person left to rate in the order of the screen, starting again from the top."""
    rows = assessments.order_by("person__kana", "person__staff_no")
    keys = list(rows.values_list("uuid", "state"))
    start = next((place for place, (uuid, _) in enumerate(keys) if after and uuid == after.uuid), -1) + 1
    return next((uuid for uuid, state in keys[start:] + keys[:start] if state in UNFINISHED_STATES), None)


# The second rater


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRow:
    """One person on the confirming screen; levels are None until the first rater has finished."""

    assessment_key: int
    answer_key: int | None
    uuid: UUID
    person_name: str
    title: str
    group_name: str
    state: AssessmentState
    last: LastLevel | None
    is_rated: bool
    level: int | None
    comment: str
    self_view: SelfView | None
    evidence_count: int
    returned_because: str

    @property
    def can_confirm(self) -> bool:
        return self.state is AssessmentState.RATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of a rater's people stand at one level (None: no grounds to judge)."""

    level: int | None
    count: int
    percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterList:
    """One first rater's people and how their ratings are spread; the spread is shown, never ranked."""

    rater_name: str
    rows: list[ConfirmRow] = field(default_factory=list)

    @property
    def rated(self) -> int:
        return sum(row.is_rated for row in self.rows)

    @property
    def ready(self) -> int:
        return sum(row.can_confirm for row in self.rows)

    @property
    def unrated(self) -> int:
        return len(self.rows) - self.rated

    @property
    def shares(self) -> list[Share]:
        counts = Counter(row.level for row in self.rows if row.is_rated)
        order: list[int | None] = [0, *LEVELS, None]
        total = self.rated
        return [
            Share(level=level, count=counts[level], percent=100 * counts[level] / total if total else 0.0)
            for level in order
        ]


def confirm_lists(assessments: QuerySet[Assessment], cycle: Cycle) -> list[RaterList]:
    """Return the people of a second rater by first rater, in the order of the raters' kana."""
    rows = list(
        assessments.filter(cycle=cycle)
        .select_related("person", "group", "first_rater")
        .order_by(F("first_rater__kana").asc(nulls_last=True), "first_rater_id", "person__kana", "person__staff_no")
    )
    keys = [row.pk for row in rows]
    last = last_levels([row.person_id for row in rows], before=cycle)
    counts = evidence_counts(keys)
    ratings = newest_answers(keys, View.SUPERVISOR)
    returns = _return_reasons([row.pk for row in rows if row.state == AssessmentState.RETURNED])
    lists: dict[UUID | None, RaterList] = {}
    for row in rows:
        name = row.first_rater.name if row.first_rater else ""
        into = lists.setdefault(row.first_rater_id, RaterList(rater_name=name))
        into.rows.append(
            _confirm_row(
                row,
                last=last.get((row.person_id, row.group.key)),
                count=counts.get(row.pk, 0),
                rating=ratings.get(row.pk),
                returned_because=returns.get(row.pk, ""),
            )
        )
    return list(lists.values())


def _confirm_row(
    row: Assessment, *, last: LastLevel | None, count: int, rating: Answer | None, returned_because: str
) -> ConfirmRow:
    seen = sight(Viewer.SECOND_RATER, stage_of(row))
    return ConfirmRow(
        assessment_key=row.pk,
        answer_key=rating.pk if rating else None,
        uuid=row.uuid,
        person_name=row.person.name,
        title=row.title,
        group_name=row.group.name,
        state=AssessmentState(row.state),
        last=last,
        is_rated=seen.supervisor_view,
        level=row.supervisor_level if seen.supervisor_view else None,
        comment=rating.comment if rating and seen.supervisor_view else "",
        self_view=SelfView(level=row.self_level) if seen.self_view else None,
        evidence_count=count if seen.evidence else 0,
        returned_because=returned_because,
    )


# What needs me


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterWork:
    """A rater's work in one open cycle."""

    cycle: Cycle
    to_rate: Tally
    to_confirm: Tally
    ready: int


def rater_work(person: User, *, on: date) -> list[RaterWork]:
    """Return what a person has to rate and to confirm, for themselves or as a deputy, in two queries.

    A cycle that is closed counts while an objection has set somebody's level aside.
    """
    first, second = rates_first(person, on), rates_second(person, on)
    unfinished = Q(state__in=UNFINISHED_STATES)
    confirmed = Q(state__in=CONFIRMED_STATES)
    rows = (
        Assessment.objects.filter(first | second, is_live())
        .values("cycle")
        .annotate(
            rate_total=Count("pk", filter=first),
            rate_left=Count("pk", filter=first & unfinished),
            confirm_total=Count("pk", filter=second),
            confirm_ready=Count("pk", filter=second & Q(state=AssessmentState.RATED)),
            confirm_done=Count("pk", filter=second & confirmed),
        )
        .order_by("cycle")
    )
    found = {row["cycle"]: row for row in rows}
    cycles = Cycle.objects.in_bulk(found) if found else {}
    return [
        RaterWork(
            cycle=cycles[key],
            to_rate=Tally(done=row["rate_total"] - row["rate_left"], total=row["rate_total"]),
            to_confirm=Tally(done=row["confirm_done"], total=row["confirm_total"]),
            ready=row["confirm_ready"],
        )
        for key, row in found.items()
    ]


def is_live() -> Q:
    """Return the condition that something may still be written: see `locks.is_open`."""
    reopened = Q(reopened_at__isnull=False) & ~Q(state__in=CONFIRMED_STATES)
    return Q(cycle__state=CycleState.OPEN) | reopened


def newest_open_cycle(rater: User, *, on: date) -> Cycle | None:
    """Return the open cycle in which this person rates somebody first."""
    mine = Assessment.objects.filter(rates_first(rater, on), cycle__state=CycleState.OPEN)
    return Cycle.objects.filter(pk__in=mine.values("cycle")).order_by("-reference_on", "-pk").first()


# HR


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """How many people of a cycle, or of one department in it, have come how far."""

    total: int = 0
    self_done: int = 0
    first_done: int = 0
    confirmed: int = 0
    excluded: int = 0

    def missing(self) -> "Stages":
        """Return how many people are still to come at each stage."""
        return Stages(
            total=self.total,
            self_done=self.total - self.self_done,
            first_done=self.total - self.first_done,
            confirmed=self.total - self.confirmed,
        )

    def __add__(self, other: "Stages") -> "Stages":
        return Stages(
            total=self.total + other.total,
            self_done=self.self_done + other.self_done,
            first_done=self.first_done + other.first_done,
            confirmed=self.confirmed + other.confirmed,
            excluded=self.excluded + other.excluded,
        )


@dataclass(slots=True, kw_only=True)
class DepartmentStages:
    """A 部 or 課 on the HR page: the counts of its people and of everyone below it."""

    key: int
    name: str
    depth: int
    stages: Stages = field(default_factory=Stages)


def stages_by_cycle(reach: Reach = EVERYWHERE) -> dict[int, Stages]:
    """Return the counts of every cycle within reach, in two queries."""
    within = reach.condition("department")
    counted = {row["cycle"]: _stages(row) for row in _counted("cycle", within=within)}
    left_out = Exclusion.objects.filter(within).order_by().values_list("cycle")
    excluded = dict(left_out.annotate(count=Count("pk")).values_list("cycle", "count"))
    return {key: counted.get(key, Stages()) + Stages(excluded=excluded.get(key, 0)) for key in {*counted, *excluded}}


def _counted(*by: str, within: Q) -> Iterable[dict[str, int]]:
    rows = Assessment.objects.filter(within)
    return (
        rows.values(*by)
        .annotate(
            total=Count("pk"),
            self_done=Count("pk", filter=Q(self_submitted_at__isnull=False)),
            first_done=Count("pk", filter=~Q(state__in=UNFINISHED_STATES)),
            confirmed=Count("pk", filter=Q(state__in=CONFIRMED_STATES)),
        )
        .order_by(*by)
    )


def _stages(row: Mapping[str, int]) -> Stages:
    return Stages(
        total=row["total"],
        self_done=row["self_done"],
        first_done=row["first_done"],
        confirmed=row["confirmed"],
    )


def department_stages(cycle: Cycle, reach: Reach = EVERYWHERE) -> list[DepartmentStages]:
    """Return the counts by 部 and 課 of the reference date in the organisation's order, in three queries.

    A 係 is counted in its 課: HR sees who is late there, and no level below it (R23).
    """
    within = reach.condition("department")
    own = {row["department"]: _stages(row) for row in _counted("department", within=within & Q(cycle=cycle))}
    for key, count in cycle.exclusions.filter(within).values_list("department").annotate(count=Count("pk")):
        own[key] = own.get(key, Stages()) + Stages(excluded=count)
    return Tree(cycle.reference_on).rolled_up(own)


class Tree:
    """The organisation of a date, 部 and 課 with their people's counts rolled up."""

    def __init__(self, on: date) -> None:
        periods = DepartmentPeriod.objects.on(on).order_by("order", "department__code")
        self.periods = {period.department_id: period for period in periods}
        self.children: dict[int | None, list[int]] = {}
        for key, period in self.periods.items():
            parent = period.parent_id if period.parent_id in self.periods else None
            self.children.setdefault(parent, []).append(key)

    def rolled_up(self, own: Mapping[int, Stages]) -> list[DepartmentStages]:
        """Return the tree down to 課, depth first, each node with the sum of what lies below it."""
        found: list[DepartmentStages] = []
        for key in self.children.get(None, []):
            self._visit(key, own, depth=0, into=found)
        return [row for row in found if row.stages != Stages()]

    def _visit(self, key: int, own: Mapping[int, Stages], *, depth: int, into: list[DepartmentStages]) -> Stages:
        period = self.periods[key]
        row = DepartmentStages(key=key, name=period.name, depth=depth)
        if period.kind != DepartmentPeriod.Kind.SECTION:
            into.append(row)
        row.stages = own.get(key, Stages())
        for child in self.children.get(key, []):
            row.stages = row.stages + self._visit(child, own, depth=depth + 1, into=into)
        return row.stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Warnings:
    """What keeps a cycle from coming to its end."""

    without_first_rater: int
    without_second_rater: int
    excluded: Mapping[str, int]


def cycle_warnings(cycle: Cycle, reach: Reach = EVERYWHERE) -> Warnings:
    within = reach.condition("department")
    counts = Assessment.objects.filter(within, cycle=cycle).aggregate(
        first=Count("pk", filter=Q(first_rater__isnull=True)),
        second=Count("pk", filter=Q(second_rater__isnull=True)),
    )
    excluded = (
        cycle.exclusions.filter(within).values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    )
    return Warnings(
        without_first_rater=counts["first"],
        without_second_rater=counts["second"] if cycle.has_second_rater else 0,
        excluded=dict(excluded),
    )


# Details


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One assessment opened by a rater: evidence, the person's own answers and earlier levels, as far as seen."""

    assessment: UUID
    evidence: list[Evidence]
    self_choices: Mapping[int, Choice]
    supervisor_choices: Mapping[int, Choice]
    history: list[LastLevel]
    sentences: list[Sentence]


def detail(assessment: Assessment, who: Viewer) -> Detail:
    """Return what a viewer may see of one assessment."""
    seen = sight(who, stage_of(assessment))
    return Detail(
        assessment=assessment.uuid,
        evidence=list(evidence_of(assessment)) if seen.evidence else [],
        self_choices=choices_of(handed_in(assessment)) if seen.self_view else {},
        supervisor_choices=choices_of(newest_answer(assessment, View.SUPERVISOR)) if seen.supervisor_view else {},
        history=history(assessment),
        sentences=ladder(assessment.group_id),
    )


def handed_in(assessment: Assessment) -> Answer | None:
    rows = Answer.objects.filter(assessment=assessment, view=View.SELF, is_draft=False)
    return rows.order_by("-pk").first()


def handed_in_choices(assessments: Collection[int]) -> dict[int, dict[int, Choice]]:
    """Return the handed-in answers of several assessments by level, in two queries."""
    rows = Answer.objects.filter(assessment__in=assessments, view=View.SELF, is_draft=False).order_by("pk")
    newest = {row.assessment_id: row.pk for row in rows}
    owners = {answer: assessment for assessment, answer in newest.items()}
    found: dict[int, dict[int, Choice]] = {}
    for line in AnswerLine.objects.filter(answer__in=owners):
        found.setdefault(owners[line.answer_id], {})[line.level] = Choice(line.choice)
    return found


def evidence_by_assessment(assessments: Collection[int]) -> dict[int, list[Evidence]]:
    """Return the standing evidence of several assessments, in one query."""
    rows = Evidence.objects.standing().filter(assessment__in=assessments)
    found: dict[int, list[Evidence]] = {}
    for row in rows.select_related("enrolment__course_version").order_by("level", "happened_on", "pk"):
        found.setdefault(row.assessment_id, []).append(row)
    return found


def comment_of(assessment: Assessment) -> str:
    """Return the first rater's comment once the second rater may read it."""
    rating = newest_answer(assessment, View.SUPERVISOR) if stage_of(assessment).rating_done else None
    return rating.comment if rating else ""


def history(assessment: Assessment) -> list[LastLevel]:
    """Return the person's confirmed levels in the same group before this cycle, newest first."""
    return histories([assessment]).get(assessment.pk, [])


def histories(assessments: Iterable[Assessment]) -> dict[int, list[LastLevel]]:
    """Return the earlier levels behind several assessments, each in its own group, newest first, in one query."""
    wanted = list(assessments)
    rows = (
        Assessment.objects.filter(
            person__in=[row.person_id for row in wanted], state__in=CONFIRMED_STATES, level__isnull=False
        )
        .select_related("cycle", "group")
        .order_by("-cycle__reference_on", "-pk")
    )
    earlier: dict[tuple[UUID, str], list[Assessment]] = {}
    for row in rows:
        earlier.setdefault((row.person_id, row.group.key), []).append(row)
    return {
        row.pk: [
            LastLevel(
                level=past.level, cycle_code=past.cycle.code, cycle_name=past.cycle.name, on=past.cycle.reference_on
            )
            for past in earlier.get((row.person_id, row.group.key), [])
            if past.level is not None and past.cycle.reference_on < row.cycle.reference_on
        ]
        for row in wanted
    }


# What happened to one assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """One thing that happened to an assessment after it was rated, with who said what."""

    at: datetime
    what: str
    who: str
    text: str
    level: int | None = None
    has_level: bool = False


def trail_of(assessment: Assessment, *, for_subject: bool = False) -> list[TrailLine]:
    """Return what happened to an assessment, oldest first.

    The person reads what concerns them: confirmed levels, their objections and the replies. HR also reads returns,
    changes of rater and extensions.
    """
    lines = [*_verdict_lines(assessment, for_subject=for_subject), *_objection_lines(assessment)]
    if not for_subject:
        lines += [*_rater_lines(assessment), *_extension_lines(assessment)]
    return sorted(lines, key=lambda line: line.at)


def _verdict_lines(assessment: Assessment, *, for_subject: bool) -> Iterable[TrailLine]:
    rows = Confirmation.objects.filter(assessment=assessment).select_related("answer__by", "by")
    reads_comment = not for_subject or assessment.cycle.comment_readers == CommentReaders.SUBJECT
    for row in rows:
        is_confirmed = row.verdict == Confirmation.Verdict.CONFIRMED
        if for_subject and not is_confirmed:
            continue
        comment = row.answer.comment if reads_comment else ""
        yield TrailLine(
            at=row.at,
            what=row.get_verdict_display(),
            who=row.by.name,
            text=comment if is_confirmed else row.reason,
            level=row.level,
            has_level=True,
        )


def _objection_lines(assessment: Assessment) -> Iterable[TrailLine]:
    for row in Objection.objects.filter(assessment=assessment).select_related("by", "reply__by"):
        yield TrailLine(at=row.at, what=str(Objection._meta.verbose_name), who=row.by.name, text=row.text)
        reply = getattr(row, "reply", None)
        if reply:
            what = f"{Reply._meta.verbose_name}: {reply.get_verdict_display()}"
            yield TrailLine(at=reply.at, what=what, who=reply.by.name, text=reply.text)


def _rater_lines(assessment: Assessment) -> Iterable[TrailLine]:
    for row in RaterChange.objects.filter(assessment=assessment).select_related("former", "rater", "by"):
        change = f"{row.former.name if row.former else '－'} → {row.rater.name if row.rater else '－'}"
        yield TrailLine(at=row.at, what=f"{row.get_chair_display()}: {change}", who=row.by.name, text=row.reason)


def _extension_lines(assessment: Assessment) -> Iterable[TrailLine]:
    for row in Extension.objects.filter(assessment=assessment).select_related("by"):
        what = f"{Extension._meta.get_field('until').verbose_name} {wareki(row.until)}"
        yield TrailLine(at=row.at, what=what, who=row.by.name, text=row.reason)


def with_parties(objections: QuerySet[Objection]) -> QuerySet[Objection]:
    """Load what a page says of an objection."""
    return objections.select_related(
        "by",
        "confirmation__by",
        "assessment__cycle",
        "assessment__group",
        "assessment__person",
        "assessment__first_rater",
        "assessment__second_rater",
    )


def objection_list(objections: QuerySet[Objection]) -> list[Objection]:
    """Return objections with whether they have a reply (`is_answered`), waiting ones first, longest waiting on top."""
    rows = with_parties(objections).annotate(is_answered=Q(reply__isnull=False))
    return list(rows.order_by("is_answered", "at", "pk"))
