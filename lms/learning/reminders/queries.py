"""Who might be reminded today, and what runs came to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lms.learning.assessed import missing_ratings
from lms.learning.extensions.models import ExtensionRequest
from lms.learning.notices.models import Notice
from lms.learning.record.models import Enrolment
from lms.learning.record.states import OPEN_STATES, EnrolmentState
from lms.learning.reminders.models import ReminderRun
from lms.learning.reminders.rules import Decision, History, Schedule, Situation, decide
from lms.lib.dated import holds_on
from lms.lib.text import in_reader_language
from lms.people.models import Posting, RaterAssignment

BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody's course that might be reminded of, with all a message needs."""

    enrolment_id: int
    learner_id: UUID
    name: str
    staff_no: str
    email: str
    language: str
    title: str
    title_en: str
    slug: str
    due_on: date
    situation: Situation

    @property
    def course(self) -> str:
        """The course's name in the language in use."""
        return in_reader_language(self.title, self.title_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    candidate: Candidate
    decision: Decision


FIELDS = (
    "pk",
    "learner_id",
    "learner__name",
    "learner__staff_no",
    "learner__email",
    "learner__language",
    "learner__is_active",
    "learner__joined_on",
    "learner__left_on",
    "course_version__title",
    "course_version__title_en",
    "course_version__course__slug",
    "course_version__course__live",
    "due_on",
    "state",
)


def due_soon(on: date, schedule: Schedule) -> QuerySet[Enrolment]:
    """Return the open enrolments whose first step has come, or whose due date has passed."""
    return Enrolment.objects.filter(state__in=OPEN_STATES, due_on__lte=on + timedelta(days=schedule.horizon))


def decisions(rows: QuerySet[Enrolment], on: date, schedule: Schedule, *, by_hand: bool = False) -> Iterator[Decided]:
    """Yield every enrolment with what is decided about it, in a constant number of queries for each batch."""
    absent = absences(on)
    values = rows.order_by("learner__kana", "learner__staff_no", "due_on", "pk").values_list(*FIELDS)
    for batch in batched(values.iterator(BATCH), BATCH):
        found = [Row._make(row) for row in batch]
        ids = [row.pk for row in found]
        asked = _asked(ids)
        history = histories(ids)
        for row in found:
            candidate = _candidate(row, on, absent=absent, has_asked=row.pk in asked)
            decision = decide(candidate.situation, history.get(row.pk, History()), on, schedule, by_hand=by_hand)
            yield Decided(candidate=candidate, decision=decision)


class Row(NamedTuple):
    """One enrolment as FIELDS asks for it."""

    pk: int
    learner: UUID
    name: str
    staff_no: str
    email: str
    language: str
    is_active: bool
    joined_on: date | None
    left_on: date | None
    title: str
    title_en: str
    slug: str
    live: bool
    due_on: date
    state: str


def _candidate(row: Row, on: date, *, absent: Mapping[UUID, str], has_asked: bool) -> Candidate:
    has_joined = row.joined_on is None or row.joined_on <= on
    has_left = row.left_on is not None and row.left_on <= on
    absence = absent.get(row.learner, "")
    situation = Situation(
        due_on=row.due_on,
        is_open=row.state in OPEN_STATES,
        is_completed=row.state == EnrolmentState.COMPLETED,
        is_offered=row.live,
        is_in_office=row.is_active and has_joined and not has_left,
        is_on_leave=absence == Posting.Kind.LEAVE,
        is_seconded=absence == Posting.Kind.SECONDED_OUT,
        has_asked=has_asked,
    )
    return Candidate(
        enrolment_id=row.pk,
        learner_id=row.learner,
        name=row.name,
        staff_no=row.staff_no,
        email=row.email,
        language=row.language,
        title=row.title,
        title_en=row.title_en,
        slug=row.slug,
        due_on=row.due_on,
        situation=situation,
    )


def absences(on: date) -> dict[UUID, str]:
    """Return who is away on a date, and how."""
    away = Posting.objects.filter(kind__in=(Posting.Kind.LEAVE, Posting.Kind.SECONDED_OUT)).on(on)
    return dict(away.values_list("person_id", "kind"))


def _asked(ids: Sequence[int]) -> set[int]:
    waiting = ExtensionRequest.objects.filter(enrolment__in=ids, state=ExtensionRequest.State.ASKED)
    return set(waiting.values_list("enrolment_id", flat=True))


def histories(ids: Sequence[int]) -> dict[int, History]:
    """Return what people were reminded of these enrolments before."""
    rows = Notice.objects.filter(enrolment__in=ids, kind=Notice.Kind.REMINDER)
    steps: defaultdict[int, set[str]] = defaultdict(set)
    last: dict[int, date] = {}
    for enrolment, step, on in rows.values_list("enrolment_id", "step", "on"):
        steps[enrolment].add(step)
        last[enrolment] = max(on, last.get(enrolment, on))
    return {pk: History(steps=frozenset(steps[pk]), last_on=last[pk]) for pk in last}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Who would be reminded and who would be left out, before anything is sent."""

    told: list[Candidate]
    left_out: dict[str, int]
    names: Mapping[str, list[Candidate]]

    @property
    def by_mail(self) -> int:
        return sum(bool(candidate.email) for candidate in self.told)

    @property
    def by_notice(self) -> int:
        return len(self.told) - self.by_mail


def preview(decided: Iterable[Decided], *, names: int) -> Preview:
    """Gather decisions; up to `names` people are named for each reason."""
    told: list[Candidate] = []
    counts: Counter[str] = Counter()
    named: defaultdict[str, list[Candidate]] = defaultdict(list)
    for one in decided:
        if one.decision.reason is None:
            told.append(one.candidate)
            continue
        counts[one.decision.reason] += 1
        if len(named[one.decision.reason]) < names:
            named[one.decision.reason].append(one.candidate)
    return Preview(told=told, left_out=dict(counts), names=dict(named))


# Supervisors


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """What one supervisor's people owe: counts for the mail, names stay on the screen."""

    rater_id: UUID
    name: str
    email: str
    language: str
    late: int
    soon: int
    asked: int
    # People still to be rated in an open assessment.
    ratings: int

    @property
    def is_worth_telling(self) -> bool:
        return bool(self.late or self.soon or self.asked or self.ratings)


def teams(on: date) -> list[Team]:
    """Return every first rater in office with what waits: people late, due within a week, asking, unrated."""
    away = list(absences(on))
    rated = RaterAssignment.objects.filter(role=RaterAssignment.Role.FIRST).on(on)
    raters = (
        rated.exclude(rater__in=away)
        .filter(rater__is_active=True)
        .filter(Q(rater__left_on=None) | Q(rater__left_on__gt=on))
        .order_by("rater__staff_no")
        .values_list("rater_id", "rater__name", "rater__email", "rater__language")
        .distinct()
    )
    owed = _owed_by_team(on, away)
    asked = _asked_by_team(on)
    ratings = missing_ratings(on)
    return [
        Team(
            rater_id=pk,
            name=name,
            email=email,
            language=language,
            late=owed.get(pk, (0, 0))[0],
            soon=owed.get(pk, (0, 0))[1],
            asked=asked.get(pk, 0),
            ratings=ratings.get(pk, 0),
        )
        for pk, name, email, language in raters
    ]


def _owed_by_team(on: date, away: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return people late and people due within a week, by rater."""
    week = on + timedelta(days=7)
    rows = (
        Enrolment.objects.filter(
            holds_on(on, "learner__rater_assignments__"),
            learner__rater_assignments__role=RaterAssignment.Role.FIRST,
            state__in=OPEN_STATES,
            due_on__lte=week,
            course_version__course__live=True,
        )
        .exclude(learner__in=away)
        .values("learner__rater_assignments__rater")
        .annotate(
            late=Count("learner", distinct=True, filter=Q(due_on__lt=on)),
            soon=Count("learner", distinct=True, filter=Q(due_on__gte=on)),
        )
    )
    return {row["learner__rater_assignments__rater"]: (row["late"], row["soon"]) for row in rows}


def _asked_by_team(on: date) -> dict[UUID, int]:
    rows = (
        ExtensionRequest.objects.filter(
            holds_on(on, "enrolment__learner__rater_assignments__"),
            enrolment__learner__rater_assignments__role=RaterAssignment.Role.FIRST,
            state=ExtensionRequest.State.ASKED,
        )
        .values("enrolment__learner__rater_assignments__rater")
        .annotate(asked=Count("pk"))
    )
    return {row["enrolment__learner__rater_assignments__rater"]: row["asked"] for row in rows}


# Runs


def runs(limit: int) -> list[ReminderRun]:
    return list(ReminderRun.objects.select_related("by").order_by("-started_at", "-pk")[:limit])


def last_run(kind: str) -> ReminderRun | None:
    return ReminderRun.objects.filter(kind=kind).order_by("-started_at", "-pk").first()


def mails_on(on: date) -> dict[str, int]:
    """Return how many notices of a day are in which state of sending."""
    rows = Notice.objects.filter(on=on).values("mail").annotate(count=Count("pk"))
    return {row["mail"]: row["count"] for row in rows}


def mails_unsettled() -> dict[str, int]:
    """Return what waits, failed or is not known of, over all days."""
    states = (Notice.Mail.QUEUED, Notice.Mail.SENDING, Notice.Mail.FAILED, Notice.Mail.UNSURE)
    rows = Notice.objects.filter(mail__in=states).values("mail").annotate(count=Count("pk"))
    return {row["mail"]: row["count"] for row in rows}
