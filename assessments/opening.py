"""Taking people into a cycle: everyone in scope on its reference date, bound to what held on that day.

`lineup` says who would be taken in and who would not; the preview shows it, opening writes it, batch by batch, so
that a worker that dies leaves whole batches behind and the next one goes on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import batched
from uuid import UUID

from assessments.models import Assessment, Cycle, Exclusion
from assessments.scope import Exclude, Standing, TakesIn, exclusion, has_moved
from curriculum.talent_groups import Place, places_on
from lms.people.models import Posting, RaterAssignment, User
from lms.people.models.organisation import OUT_OF_SCOPE_KINDS

BATCH = 1000
INSERTED_AT_ONCE = 500
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """How many assessments and exclusions a call added."""

    assessments: int = 0
    exclusions: int = 0

    def __add__(self, other: "Opened") -> "Opened":
        return Opened(assessments=self.assessments + other.assessments, exclusions=self.exclusions + other.exclusions)


@dataclass(slots=True, kw_only=True)
class Post:
    """A person's main post on a date, and every kind of posting they hold beside it."""

    department_id: int
    title: str
    employment: str
    kinds: set[str] = field(default_factory=set)

    @property
    def is_away(self) -> bool:
        return not self.kinds.isdisjoint(OUT_OF_SCOPE_KINDS)

    @property
    def has_second_post(self) -> bool:
        """Tell whether they serve elsewhere too (兼務・併任・事務取扱)."""
        return bool(self.kinds - OUT_OF_SCOPE_KINDS - {Posting.Kind.MAIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person on the reference date: taken in with group and raters, or left out with the reason."""

    person_id: UUID
    department_id: int
    title: str
    group_id: int | None
    is_secondary_wg: bool
    has_second_post: bool
    first_rater_id: UUID | None
    second_rater_id: UUID | None
    left_out: Exclude | None

    @property
    def group(self) -> int:
        """The group of somebody who is taken in: `_left_out` leaves nobody in without one."""
        if self.group_id is None:
            raise ValueError(f"{self.person_id} has no talent group")
        return self.group_id


def lineup(cycle: Cycle, people: Sequence[UUID] | None = None) -> list[Candidate]:
    """Return everyone in office on the reference date as the cycle would take them, in a constant number of queries.

    `people` narrows it to some; they are looked at by the same rule.
    """
    on = cycle.reference_on
    posts = posts_on(on, people)
    places = places_on(cycle.framework, on)
    first = _raters_on(on, RaterAssignment.Role.FIRST)
    second = _raters_on(on, RaterAssignment.Role.SECOND) if cycle.has_second_rater else {}
    before = _standings_before(cycle, people)
    return [
        _candidate(cycle, person_id, post, places.get(person_id), first, second, before)
        for person_id, post in sorted(posts.items())
    ]


def _candidate(
    cycle: Cycle,
    person_id: UUID,
    post: Post,
    place: Place | None,
    first: Mapping[UUID, UUID],
    second: Mapping[UUID, UUID],
    before: Mapping[UUID, Standing] | None,
) -> Candidate:
    return Candidate(
        person_id=person_id,
        department_id=post.department_id,
        title=post.title,
        group_id=place.group_id if place else None,
        is_secondary_wg=place.is_secondary_wg if place else False,
        has_second_post=post.has_second_post,
        first_rater_id=first.get(person_id),
        second_rater_id=second.get(person_id),
        left_out=_left_out(cycle, person_id, post, place, before),
    )


def _left_out(
    cycle: Cycle, person_id: UUID, post: Post, place: Place | None, before: Mapping[UUID, Standing] | None
) -> Exclude | None:
    reason = exclusion(
        kinds=post.kinds,
        employment=post.employment,
        excluded_kinds=cycle.excluded_kinds,
        excluded_employments=cycle.excluded_employments,
    )
    if reason is None and place is None:
        return Exclude.NO_GROUP
    if reason is None and before is not None and not has_moved(before.get(person_id), _standing(post, place)):
        return Exclude.NOT_MOVED
    return reason


def _standing(post: Post, place: Place | None) -> Standing:
    return Standing(department=post.department_id, group=place.group_id if place else None, is_away=post.is_away)


def _standings_before(cycle: Cycle, people: Sequence[UUID] | None) -> dict[UUID, Standing] | None:
    """Return where everyone stood the day before a movers-only cycle begins to count; None for other cycles."""
    if cycle.takes_in != TakesIn.MOVERS or cycle.movers_since is None:
        return None
    day_before = cycle.movers_since - ONE_DAY
    places = places_on(cycle.framework, day_before)
    posts = posts_on(day_before, people)
    return {person_id: _standing(post, places.get(person_id)) for person_id, post in posts.items()}


def posts_on(on: date, people: Sequence[UUID] | None = None) -> dict[UUID, Post]:
    """Return the main post of everyone in office on a date, or of some of them."""
    here = User.objects.in_office(on)
    if people is not None:
        here = here.filter(pk__in=people)
    rows = (
        Posting.objects.filter(person__in=here.values("pk"))
        .on(on)
        .order_by("person_id", "pk")
        .values_list("person_id", "kind", "department_id", "title", "employment")
    )
    posts: dict[UUID, Post] = {}
    kinds: dict[UUID, set[str]] = {}
    for person_id, kind, department_id, title, employment in rows:
        kinds.setdefault(person_id, set()).add(kind)
        if kind == Posting.Kind.MAIN:
            posts[person_id] = Post(department_id=department_id, title=title, employment=employment)
    for person_id, post in posts.items():
        post.kinds = kinds[person_id]
    return posts


def _raters_on(on: date, role: RaterAssignment.Role) -> dict[UUID, UUID]:
    return dict(RaterAssignment.objects.filter(role=role).on(on).order_by("pk").values_list("person_id", "rater_id"))


def waiting(cycle: Cycle) -> list[Candidate]:
    """Return who is not yet in the cycle, in a fixed order."""
    known = _known(cycle)
    return [candidate for candidate in lineup(cycle) if candidate.person_id not in known]


def batches(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    return batched(candidates, BATCH)


def take_in(cycle: Cycle, candidates: Sequence[Candidate]) -> Opened:
    """Write one batch. The caller holds the cycle's lock, so what is not in the cycle now is not being put in."""
    known = _known(cycle, [candidate.person_id for candidate in candidates])
    new = [candidate for candidate in candidates if candidate.person_id not in known]
    taken = [bound(cycle, row) for row in new if row.left_out is None]
    excluded = [_exclusion(cycle, row) for row in new if row.left_out is not None]
    Assessment.objects.bulk_create(taken, batch_size=INSERTED_AT_ONCE)
    Exclusion.objects.bulk_create(excluded, batch_size=INSERTED_AT_ONCE)
    return Opened(assessments=len(taken), exclusions=len(excluded))


def bound(cycle: Cycle, row: Candidate) -> Assessment:
    """Return a person's assessment, bound to what held for them on the day looked at."""
    return Assessment(
        cycle=cycle,
        person_id=row.person_id,
        group_id=row.group,
        is_secondary_wg=row.is_secondary_wg,
        department_id=row.department_id,
        title=row.title,
        first_rater_id=row.first_rater_id,
        second_rater_id=row.second_rater_id,
    )


def _exclusion(cycle: Cycle, row: Candidate) -> Exclusion:
    return Exclusion(
        cycle=cycle,
        person_id=row.person_id,
        group_id=row.group_id,
        department_id=row.department_id,
        reason=row.left_out or Exclude.NO_GROUP,
    )


def _known(cycle: Cycle, people: Sequence[UUID] | None = None) -> set[UUID]:
    taken, left_out = Assessment.objects.filter(cycle=cycle), Exclusion.objects.filter(cycle=cycle)
    if people is not None:
        taken, left_out = taken.filter(person__in=people), left_out.filter(person__in=people)
    return {*taken.values_list("person_id", flat=True), *left_out.values_list("person_id", flat=True)}
