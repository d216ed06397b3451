"""What HR and authors see of a learner's progress."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import F

from curriculum.kinds import ModuleKind
from curriculum.models import Course, Module
from lms.learning.record.models import Enrolment, EnrolmentQuerySet, ModuleProgress, OutcomeRecord
from lms.learning.record.states import Completion, ProgressState, Success
from lms.learning.scorm.cmi import Standard
from lms.learning.scorm.histories import AttemptHistory, CommitLine, ItemHistory, attempts_at
from lms.learning.scorm.models import ScormCommit, ScormSession
from lms.learning.scorm.states import Ending
from lms.learning.support.explanations import Facts, why
from lms.lib.text import search_key
from lms.people.models import User

ROW_FIELDS = (
    *("uuid", "state", "due_on", "last_activity_at", "completed_at"),
    *("learner__name", "learner__staff_no", "course_version__title", "course_version__title_en"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; empty means all."""

    words: str = ""
    course: str = ""
    state: str = ""


def learners(scope: EnrolmentQuerySet, wanted: Wanted) -> EnrolmentQuerySet:
    """Return the enrolments of a scope, those touched last first."""
    found = scope.counted()
    if wanted.words:
        found = found.filter(learner__search_key__contains=search_key(wanted.words))
    if wanted.course:
        found = found.filter(course_version__course__slug=wanted.course)
    if wanted.state:
        found = found.filter(state=wanted.state)
    return (
        found.select_related("learner", "course_version")
        .only(*ROW_FIELDS)
        .order_by(F("last_activity_at").desc(nulls_last=True), "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def courses_of(scope: EnrolmentQuerySet) -> list[tuple[str, str]]:
    """Return address and name of the courses that somebody in the scope takes."""
    versions = scope.counted().values("course_version__course")
    courses = Course.objects.filter(pk__in=versions, is_trial=False).only("slug", "title", "title_en")
    return [(course.slug, course.name) for course in courses.order_by("code", "title", "pk")]


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One item of a package with the sentences that explain its state."""

    history: ItemHistory
    state: ProgressState
    sentences: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class AttemptLine:
    history: AttemptHistory
    items: Sequence[ItemLine]

    @property
    def open_items(self) -> int:
        return sum(item.state is not ProgressState.COMPLETED for item in self.items)


@dataclass(frozen=True, kw_only=True)
class ModuleLine:
    """One module of the course as it counts, with what decided it."""

    module: Module
    progress: ModuleProgress | None
    attempts: Sequence[AttemptLine] = ()
    outcomes: Sequence[OutcomeRecord] = field(default_factory=list)

    @property
    def state(self) -> ProgressState:
        return ProgressState(self.progress.state if self.progress else ProgressState.NOT_STARTED)

    @property
    def is_package(self) -> bool:
        return self.module.kind == ModuleKind.SCORM

    @property
    def is_completed(self) -> bool:
        return self.state is ProgressState.COMPLETED

    @property
    def percent(self) -> int | None:
        score = self.progress.score if self.progress else None
        return None if score is None else round(score * 100)


def module_lines(enrolment: Enrolment) -> list[ModuleLine]:
    """Return every module of an enrolment's course with its attempts and the outcomes that settled it."""
    modules = Module.objects.filter(course_version=enrolment.course_version_id).order_by("order")
    progress = {row.module_id: row for row in ModuleProgress.objects.filter(enrolment=enrolment)}
    outcomes: dict[int, list[OutcomeRecord]] = {}
    for record in OutcomeRecord.objects.filter(enrolment=enrolment).select_related("by").order_by("-at", "-pk"):
        outcomes.setdefault(record.module_id, []).append(record)
    return [
        ModuleLine(
            module=module,
            progress=progress.get(module.pk),
            attempts=attempt_lines(enrolment, module) if module.kind == ModuleKind.SCORM else (),
            outcomes=outcomes.get(module.pk, []),
        )
        for module in modules
    ]


def attempt_lines(enrolment: Enrolment, module: Module) -> list[AttemptLine]:
    return [
        AttemptLine(history=history, items=[_item_line(item) for item in history.items])
        for history in attempts_at(enrolment, module)
    ]


def _item_line(history: ItemHistory) -> ItemLine:
    sessions = [one.session for one in history.sessions]
    facts = Facts(
        standard=history.standard,
        values=history.values,
        rules=history.rules,
        completion=Completion(history.state.completion) if history.state else Completion.NOT_ATTEMPTED,
        success=Success(history.state.success) if history.state else Success.UNKNOWN,
        is_sco=history.item.is_sco,
        launches=len(sessions),
        commits=sum(session.last_sequence > 0 for session in sessions),
        is_open=any(one.is_open for one in history.sessions),
        has_finished=bool(sessions) and sessions[-1].ending == Ending.FINISHED,
    )
    return ItemLine(history=history, state=facts.state, sentences=why(facts))


def commit_lines(session: ScormSession) -> models.QuerySet[ScormCommit]:
    """Return a session's commits in the order they counted."""
    return ScormCommit.objects.filter(session=session).order_by("sequence")


def in_words(session: ScormSession, commits: Iterable[ScormCommit]) -> list[CommitLine]:
    return [CommitLine(commit=commit, standard=Standard(session.standard)) for commit in commits]


def open_modules(lines: Iterable[ModuleLine]) -> list[ModuleLine]:
    """Return the modules that stand between the learner and completion."""
    rows = list(lines)
    deciding = [row for row in rows if row.module.is_required] or rows
    return [row for row in deciding if not row.is_completed]


def is_own(enrolment: Enrolment, user: User) -> bool:
    return enrolment.learner_id == user.pk
