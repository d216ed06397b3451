"""What a second rater reads: each first rater's list with its distribution."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, QuerySet

from assessments.levels import LEVELS
from assessments.models import Answer, Assessment, Cycle
from assessments.queries.answers import newest_answers
from assessments.queries.evidence import evidence_counts
from assessments.queries.past import LastLevel, last_levels
from assessments.queries.rating import SelfView, return_reasons, stage_of
from assessments.states import AssessmentState, View
from assessments.visibility import Viewer, sight


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRow:
    """One person on the confirming screen; levels are None until the first rater has finished."""

    assessment_key: int
    answer_key: int | None
    uuid: UUID
    person_name: str
    title: str
    group_id: int
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
    """One first rater's people on the screen."""

    rater_name: str
    rows: list[ConfirmRow] = field(default_factory=list)

    @property
    def ready(self) -> int:
        return sum(row.can_confirm for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How one rater's ratings of one talent group are spread: shown, never ranked."""

    rater_name: str
    shares: list[Share]
    unrated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSpreads:
    """The raters' spreads in one talent group; a level means something within its own group alone."""

    group_name: str
    spreads: list[Spread]


def spreads_by_group(lists: list[RaterList]) -> list[GroupSpreads]:
    """Return each talent group with the spreads of the raters who have people in it, in the lists' order."""
    groups = dict(sorted({row.group_id: row.group_name for part in lists for row in part.rows}.items()))
    return [
        GroupSpreads(
            group_name=name,
            spreads=[
                _spread(part.rater_name, rows)
                for part in lists
                if (rows := [row for row in part.rows if row.group_id == group])
            ],
        )
        for group, name in groups.items()
    ]


def _spread(rater_name: str, rows: list[ConfirmRow]) -> Spread:
    counts = Counter(row.level for row in rows if row.is_rated)
    total = counts.total()
    order: list[int | None] = [0, *LEVELS, None]
    shares = [
        Share(level=level, count=counts[level], percent=100 * counts[level] / total if total else 0.0)
        for level in order
    ]
    return Spread(rater_name=rater_name, shares=shares, unrated=len(rows) - total)


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
    returns = return_reasons([row.pk for row in rows if row.state == AssessmentState.RETURNED])
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
        group_id=row.group_id,
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
