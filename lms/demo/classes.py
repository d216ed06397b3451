"""The demo's classes: dates past and to come, with who came, who stayed away and who has a seat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from curriculum.kinds import ModuleKind
from curriculum.models import Module
from lms.learning.models import ClassApplication, ClassSession, Enrolment, ModuleProgress
from lms.learning.record.states import OPEN_STATES, ProgressState
from lms.people.models import User

State = ClassApplication.State
PLACES = ("市役所 3階 研修室", "市役所 11階 会議室A", "総合福祉会館 第1研修室", "オンライン(Teams)")
INSTRUCTORS = ("職員課 人材育成係", "情報政策課 DX推進係", "外部講師(研修機関)")
SEATS = 24
MONTHS_BACK = 4
WEEKS_AHEAD = (1, 3, 6)
NO_SHOWS = 2
QUEUE = 4
BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class ClassStory:
    """One class: a date a month so far, three to come."""

    module: Module
    today: date
    organiser: User
    random: Random

    def tell(self) -> None:
        # As the records keep the order, so do the dates: earlier ones have the smaller keys.
        past = ClassSession.objects.bulk_create(self._session(day) for day in self._past_days())
        ahead = [self._session(day) for day in self._days_ahead()]
        ahead[-1].needs_consent = True
        ahead = ClassSession.objects.bulk_create(ahead)
        waiting = self._still_to_attend()
        rows = [*self._attended(past), *self._stayed_away(past, waiting), *self._seated(ahead, waiting)]
        ClassApplication.objects.bulk_create(rows, batch_size=BATCH)

    def _past_days(self) -> list[date]:
        days = (self.today - timedelta(days=30 * month + 12) for month in range(MONTHS_BACK, -1, -1))
        return [_working_day(day) for day in days]

    def _days_ahead(self) -> list[date]:
        return [_working_day(self.today + timedelta(weeks=weeks, days=2)) for weeks in WEEKS_AHEAD]

    def _session(self, day: date) -> ClassSession:
        begins = self.random.choice((9, 13))
        starts_at = timezone.make_aware(datetime.combine(day, time(begins, 30)))
        return ClassSession(
            module=self.module,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=self.module.minutes),
            place=self.random.choice(PLACES),
            capacity=SEATS,
            instructor=self.random.choice(INSTRUCTORS),
            request_key=f"demo-{day:%Y%m%d}",
            created_by=self.organiser,
        )

    def _attended(self, past: Sequence[ClassSession]) -> Iterator[ClassApplication]:
        """Yield attendance for as many completions as there were seats at the date before each was recorded."""
        done = ModuleProgress.objects.filter(module=self.module, state=ProgressState.COMPLETED)
        completions = list(done.order_by("completed_at", "pk").values_list("enrolment_id", "completed_at"))
        until = [session.starts_at for session in past[1:]] + [
            timezone.make_aware(datetime.combine(self.today, time()))
        ]
        for session, end in zip(past, until, strict=True):
            recorded = [(pk, at) for pk, at in completions if at and session.ends_at <= at < end]
            for enrolment, at in recorded[: SEATS - NO_SHOWS]:
                yield self._application(session, enrolment, State.ATTENDED, at)

    def _still_to_attend(self) -> list[int]:
        done = ModuleProgress.objects.filter(module=self.module, state=ProgressState.COMPLETED).values("enrolment_id")
        open_ones = Enrolment.objects.filter(course_version=self.module.course_version, state__in=OPEN_STATES)
        found = list(open_ones.exclude(pk__in=done).order_by("learner__staff_no").values_list("pk", flat=True))
        self.random.shuffle(found)
        return found

    def _stayed_away(self, past: Sequence[ClassSession], waiting: list[int]) -> Iterator[ClassApplication]:
        """Yield who did not come; at the last date it is still to be recorded."""
        for session in past:
            for _ in range(min(NO_SHOWS, len(waiting))):
                enrolment = waiting.pop()
                if session is past[-1]:
                    yield self._application(session, enrolment, State.APPLIED, None)
                else:
                    yield self._application(session, enrolment, State.ABSENT, session.ends_at + timedelta(days=1))

    def _seated(self, ahead: Sequence[ClassSession], waiting: list[int]) -> Iterator[ClassApplication]:
        """Yield the seats taken at dates to come: the first date is full, with some on its waiting list.

        The last date wants consent: some have asked, and their supervisors have not answered yet.
        """
        for session, wanted in zip(ahead, (SEATS, SEATS // 2, SEATS // 4), strict=True):
            for _ in range(min(wanted, len(waiting))):
                yield self._application(session, waiting.pop(), State.APPLIED, None)
        for session, state in ((ahead[0], State.WAITING), (ahead[-1], State.ASKED)):
            for _ in range(min(QUEUE, len(waiting))):
                yield self._application(session, waiting.pop(), state, None)

    def _application(
        self, session: ClassSession, enrolment: int, state: State, recorded_at: datetime | None
    ) -> ClassApplication:
        applied_at = min(session.starts_at, timezone.make_aware(datetime.combine(self.today, time())))
        return ClassApplication(
            session=session,
            enrolment_id=enrolment,
            state=state,
            applied_at=applied_at - timedelta(days=self.random.randint(3, 20)),
            recorded_by=self.organiser if recorded_at else None,
            recorded_at=recorded_at,
        )


def _working_day(day: date) -> date:
    """Return the day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def run_classes(*, today: date, organiser: User, seed: int) -> None:
    """Give every class of the catalogue its dates."""
    modules = Module.objects.filter(kind=ModuleKind.CLASS).select_related("course_version")
    for module in modules.order_by("course_version__course__code", "order"):
        random = Random(f"{seed}-{module.key}")
        ClassStory(module=module, today=today, organiser=organiser, random=random).tell()
