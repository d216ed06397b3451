"""Who would be assessed by whom if the cycle were opened now, and what is wrong. The rule is pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models
from django.utils.translation import pgettext_lazy

from assessments.models import Cycle
from assessments.opening import Candidate, lineup, posts_on
from assessments.scope import Exclude
from curriculum.models import TalentGroup
from lms.people.models import DepartmentPeriod, User
from lms.people.queries import staff_list
from lms.people.roster.raters import circles

MANY_PEOPLE = 15
LEFT_OUT = "left_out"


class Problem(models.TextChoices):
    """What HR should look at before opening; none of them stops an opening."""

    NO_FIRST = "no_first", pgettext_lazy("preview", "no first rater")
    NO_SECOND = "no_second", pgettext_lazy("preview", "no second rater; HR would confirm")
    AWAY = "away", pgettext_lazy("preview", "a rater is away or has left on the reference date")
    CIRCLE = "circle", pgettext_lazy("preview", "the raters form a circle")
    SAME = "same", pgettext_lazy("preview", "first and second rater are one person")
    MANY = "many", pgettext_lazy("preview", "the first rater has more than 15 people")
    NO_GROUP = "no_group", pgettext_lazy("preview", "no talent group: see the table of titles and ranks")
    CONCURRENT = "concurrent", pgettext_lazy("preview", "holds a second post; the main post decides")


def problems(
    candidates: Iterable[Candidate], *, away: frozenset[UUID], has_second_rater: bool
) -> dict[UUID, tuple[Problem, ...]]:
    """Return what is wrong for each person who has something wrong. `away` are those who cannot rate that day."""
    rows = [row for row in candidates if row.left_out in (None, Exclude.NO_GROUP)]
    rated_by = {row.person_id: row.first_rater_id for row in rows if row.first_rater_id}
    circling = frozenset(person for circle in circles(rated_by) for person in circle)
    load = Counter(row.first_rater_id for row in rows if row.left_out is None)
    found = {}
    for row in rows:
        flags = {Problem.NO_GROUP: True} if row.left_out else _flags(row, circling, load, away, has_second_rater)
        wrong = tuple(problem for problem in Problem if flags.get(problem))
        if wrong:
            found[row.person_id] = wrong
    return found


def _flags(
    row: Candidate,
    circling: frozenset[UUID],
    load: Mapping[UUID | None, int],
    away: frozenset[UUID],
    has_second_rater: bool,
) -> dict[Problem, bool]:
    first = row.first_rater_id
    return {
        Problem.NO_FIRST: first is None,
        Problem.NO_SECOND: has_second_rater and row.second_rater_id is None,
        Problem.AWAY: first in away or row.second_rater_id in away,
        Problem.CIRCLE: row.person_id in circling,
        Problem.SAME: first is not None and first == row.second_rater_id,
        Problem.MANY: first is not None and load[first] > MANY_PEOPLE,
        Problem.CONCURRENT: row.has_second_post,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person of the preview, in words."""

    person: User
    title: str
    department: str
    group: str
    first_rater: str
    second_rater: str
    left_out: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The whole lineup counted, and the keys of the people behind each count."""

    candidates: Sequence[Candidate]
    problems: Mapping[UUID, tuple[Problem, ...]]
    groups: list[tuple[str, int]]
    left_out: list[tuple[str, int]]
    counts: list[tuple[Problem, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(row.left_out is None for row in self.candidates)

    @property
    def excluded(self) -> int:
        return len(self.candidates) - self.total

    def chosen(self, problem: str, words: str = "") -> list[Candidate]:
        """Return the people with one problem, those left out, or everyone taken in.

        `words` keeps those among them whose name or number has these words, and those whom such a person rates.
        """
        rows = self._with(problem)
        if not words:
            return rows
        named = set(User.objects.matching(words).values_list("pk", flat=True))
        return [row for row in rows if not named.isdisjoint((row.person_id, row.first_rater_id, row.second_rater_id))]

    def _with(self, problem: str) -> list[Candidate]:
        if problem == LEFT_OUT:
            return [row for row in self.candidates if row.left_out is not None]
        if problem in Problem.values:
            return [row for row in self.candidates if Problem(problem) in self.problems.get(row.person_id, ())]
        return [row for row in self.candidates if row.left_out is None]


def preview(cycle: Cycle) -> Preview:
    """Return the lineup of a cycle in 職制順 and what is wrong with it, in a constant number of queries."""
    place = {line.id: number for number, line in enumerate(staff_list(cycle.reference_on))}
    candidates = sorted(lineup(cycle), key=lambda row: place.get(row.person_id, len(place)))
    found = problems(candidates, away=_away(cycle, candidates), has_second_rater=cycle.has_second_rater)
    in_group = Counter(row.group_id for row in candidates if row.left_out is None)
    names = {group.pk: group.name for group in TalentGroup.objects.filter(framework=cycle.framework_id)}
    reasons = Counter(row.left_out for row in candidates if row.left_out)
    wrong = Counter(problem for several in found.values() for problem in several)
    return Preview(
        candidates=candidates,
        problems=found,
        groups=[(names[key], in_group[key]) for key in names if in_group[key]],
        left_out=[(str(reason.label), count) for reason, count in reasons.most_common() if reason],
        counts=[(problem, wrong[problem]) for problem in Problem if wrong[problem]],
    )


def _away(cycle: Cycle, candidates: Iterable[Candidate]) -> frozenset[UUID]:
    """Return the raters who are not in office on the reference date, or away."""
    raters = {key for row in candidates for key in (row.first_rater_id, row.second_rater_id) if key}
    posts = posts_on(cycle.reference_on)
    return frozenset(key for key in raters if key not in posts or posts[key].is_away)


def lines(cycle: Cycle, shown: Preview, candidates: Sequence[Candidate]) -> list[Line]:
    """Put some of a preview's people into words, in three queries."""
    keys = {
        key for row in candidates for key in (row.person_id, row.first_rater_id, row.second_rater_id) if key is not None
    }
    people = User.objects.in_bulk(list(keys))
    departments = DepartmentPeriod.objects.on(cycle.reference_on).filter(
        department__in={row.department_id for row in candidates}
    )
    places = dict(departments.values_list("department_id", "name"))
    groups = {group.pk: group.name for group in TalentGroup.objects.filter(framework=cycle.framework_id)}

    def name(key: UUID | None) -> str:
        return people[key].name if key else ""

    return [
        Line(
            person=people[row.person_id],
            title=row.title,
            department=places.get(row.department_id, ""),
            group=groups.get(row.group_id or 0, ""),
            first_rater=name(row.first_rater_id),
            second_rater=name(row.second_rater_id),
            left_out=str(row.left_out.label) if row.left_out else "",
            problems=shown.problems.get(row.person_id, ()),
        )
        for row in candidates
    ]
