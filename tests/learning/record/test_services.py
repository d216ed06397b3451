from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext

from curriculum.models import CourseVersion, Module
from lms.learning.models import Certificate, Enrolment, ModuleProgress, OutcomeRecord
from lms.learning.record import services
from lms.learning.record.outcomes import Outcome
from lms.learning.record.states import Completion, EnrolmentState, ProgressState, Success
from tests.factories import CourseVersionFactory, EnrolmentFactory, ModuleFactory, UserFactory

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
DONE = Outcome(completion=Completion.COMPLETED)

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> CourseVersion:
    version = CourseVersionFactory()
    ModuleFactory.create_batch(2, course_version=version)
    return version


@pytest.fixture
def enrolment(version: CourseVersion) -> Enrolment:
    return EnrolmentFactory(course_version=version)


@pytest.fixture
def modules(version: CourseVersion) -> list[Module]:
    return list(version.modules.order_by("order"))


def report(enrolment: Enrolment, module: Module, outcome: Outcome, source: str, at: datetime = AT) -> ModuleProgress:
    return services.record_outcome(enrolment, module, outcome, source=source, by=enrolment.learner, at=at)


# Enrolling


def test_enrolling_twice_gives_one_enrolment(version: CourseVersion) -> None:
    learner = UserFactory()
    first, second = (
        services.enrol(learner, version, source=Enrolment.Source.CHOSEN, by=learner, at=AT) for _ in range(2)
    )
    assert first == second


def test_cancelled_enrolment_opens_again(enrolment: Enrolment) -> None:
    Enrolment.objects.update(state=EnrolmentState.CANCELLED, started_at=AT)
    again = services.enrol(
        enrolment.learner,
        enrolment.course_version,
        source=Enrolment.Source.ASSIGNED,
        by=None,
        at=AT,
        due_on=date(2026, 12, 1),
    )
    assert (again.pk, again.state, again.due_on) == (enrolment.pk, EnrolmentState.IN_PROGRESS, date(2026, 12, 1))


def test_learner_chooses_the_newest_version(version: CourseVersion) -> None:
    newer = CourseVersionFactory(course=version.course, number=2)
    chosen = services.choose_course(UserFactory(), version.course, at=AT)
    assert chosen.course_version == newer
    assert chosen.source == Enrolment.Source.CHOSEN


def test_learner_in_an_older_version_stays_there(enrolment: Enrolment, version: CourseVersion) -> None:
    CourseVersionFactory(course=version.course, number=2)
    assert services.choose_course(enrolment.learner, version.course, at=AT) == enrolment


# Opening


def test_opening_a_module_starts_the_course_there(enrolment: Enrolment, modules: list[Module]) -> None:
    progress = services.open_module(enrolment, modules[1], at=AT)
    enrolment.refresh_from_db()
    assert (progress.state, progress.started_at) == (ProgressState.IN_PROGRESS, AT)
    assert (enrolment.state, enrolment.current_module, enrolment.started_at) == (
        EnrolmentState.IN_PROGRESS,
        modules[1],
        AT,
    )


def test_opening_a_completed_module_keeps_its_state(enrolment: Enrolment, modules: list[Module]) -> None:
    report(enrolment, modules[0], DONE, "lesson:1")
    assert services.open_module(enrolment, modules[0], at=AT).state == ProgressState.COMPLETED


def test_module_of_another_course_is_refused(enrolment: Enrolment) -> None:
    with pytest.raises(ValueError, match="no part"):
        services.open_module(enrolment, ModuleFactory(), at=AT)


# Outcomes


def test_outcome_is_appended_and_settled(enrolment: Enrolment, modules: list[Module]) -> None:
    outcome = Outcome(success=Success.PASSED, score=Decimal("0.8"), seconds=90)
    progress = report(enrolment, modules[0], outcome, "quiz:1")
    record = OutcomeRecord.objects.get()
    assert (record.source, record.success, record.score, record.by) == (
        "quiz:1",
        Success.PASSED,
        Decimal("0.8"),
        enrolment.learner,
    )
    assert (progress.state, progress.score, progress.seconds, progress.completed_at) == (
        ProgressState.COMPLETED,
        Decimal("0.8"),
        90,
        AT,
    )


def test_same_source_twice_changes_nothing(enrolment: Enrolment, modules: list[Module]) -> None:
    report(enrolment, modules[0], Outcome(completion=Completion.INCOMPLETE, seconds=60), "scorm:1:1")
    again = report(enrolment, modules[0], Outcome(completion=Completion.COMPLETED, seconds=60), "scorm:1:1")
    assert (again.state, again.seconds) == (ProgressState.IN_PROGRESS, 60)
    assert OutcomeRecord.objects.count() == 1


def test_report_of_time_alone_is_counted_but_not_appended(enrolment: Enrolment, modules: list[Module]) -> None:
    for sequence, seconds in enumerate((30, 60, 90)):
        progress = report(
            enrolment,
            modules[0],
            Outcome(completion=Completion.INCOMPLETE, seconds=seconds),
            f"scorm:1:{sequence}",
        )
    assert progress.seconds == 90
    assert OutcomeRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("reports", "total"),
    [
        ([("scorm:1:1", 60), ("scorm:1:2", 90)], 90),
        # A report that comes late or twice adds nothing.
        ([("scorm:1:2", 90), ("scorm:1:1", 60), ("scorm:1:2", 90)], 90),
        # Another attempt counts from nothing.
        ([("scorm:1:1", 60), ("scorm:2:1", 10), ("scorm:2:2", 25)], 85),
        ([("scorm:1:1", None)], 0),
    ],
)
def test_learning_time_adds_up_over_attempts(
    enrolment: Enrolment, modules: list[Module], reports: list[tuple[str, int | None]], total: int
) -> None:
    for source, seconds in reports:
        progress = report(enrolment, modules[0], Outcome(seconds=seconds), source)
    assert progress.seconds == total


def test_course_completes_with_its_last_module_and_is_certified_once(
    enrolment: Enrolment, modules: list[Module]
) -> None:
    report(enrolment, modules[0], DONE, "lesson:1")
    assert not Certificate.objects.exists()
    report(enrolment, modules[1], DONE, "lesson:2")
    report(enrolment, modules[1], DONE, "lesson:2")
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.completed_at) == (EnrolmentState.COMPLETED, AT)
    assert Certificate.objects.get().enrolment == enrolment


def test_module_of_a_cancelled_course_counts_but_completes_nothing(enrolment: Enrolment, modules: list[Module]) -> None:
    Enrolment.objects.update(state=EnrolmentState.CANCELLED)
    for module in modules:
        report(enrolment, module, DONE, f"lesson:{module.pk}")
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.CANCELLED
    assert not Certificate.objects.exists()


def test_last_activity_is_kept_to_the_minute(enrolment: Enrolment, modules: list[Module]) -> None:
    report(enrolment, modules[0], Outcome(), "scorm:1:1")
    report(enrolment, modules[0], Outcome(seconds=30), "scorm:1:2", at=AT + timedelta(seconds=30))
    enrolment.refresh_from_db()
    assert enrolment.last_activity_at == AT
    report(enrolment, modules[0], Outcome(seconds=60), "scorm:1:3", at=AT + timedelta(seconds=60))
    enrolment.refresh_from_db()
    assert enrolment.last_activity_at == AT + timedelta(seconds=60)


def test_a_commit_that_brings_only_time_costs_two_queries(
    enrolment: Enrolment, modules: list[Module], django_assert_num_queries: CaptureQueriesContext
) -> None:
    report(enrolment, modules[0], Outcome(completion=Completion.INCOMPLETE, seconds=10), "scorm:1:1")
    with transaction.atomic(), django_assert_num_queries(2):  # type: ignore[operator]
        report(enrolment, modules[0], Outcome(completion=Completion.INCOMPLETE, seconds=20), "scorm:1:2")


def test_place_is_kept_with_its_time(enrolment: Enrolment, modules: list[Module]) -> None:
    for seconds in (20, 40):
        progress = services.save_place(enrolment, modules[0], bookmark="{}", attempt="lesson:1", seconds=seconds, at=AT)
    assert (progress.bookmark, progress.seconds) == ("{}", 40)


def test_certificate_number_counts_within_the_fiscal_year() -> None:
    numbers = []
    for at in (datetime(2027, 3, 31, 1, tzinfo=UTC), datetime(2027, 3, 31, 2, tzinfo=UTC), AT.replace(2027, 4, 1)):
        module = ModuleFactory()
        own = EnrolmentFactory(course_version=module.course_version)
        report(own, module, DONE, "lesson:1", at=at)
        numbers.append(own.certificate.number)
    assert numbers == ["R8-000001", "R8-000002", "R9-000001"]
