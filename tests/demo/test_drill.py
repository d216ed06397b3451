"""The demo's sequenced package: it imports, learners' sessions follow it, and the reports have something to show."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from curriculum.kinds import ModuleKind
from curriculum.models import CourseVersion, ScormContent
from curriculum.packages.services import import_package
from lms.demo.drills import STORIES, run_drill
from lms.demo.sequenced import make_drill, read_drill
from lms.learning.models import Attempt, Enrolment, ModuleProgress, ScormSession
from lms.learning.scorm.courses import tree_of_version
from lms.learning.support.answers import package_answers
from lms.people.models import User
from tests.factories.curriculum import CourseVersionFactory, ModuleFactory
from tests.factories.people import UserFactory

TODAY = date(2026, 11, 23)
AT = datetime(2026, 4, 1, 1, tzinfo=UTC)


@pytest.fixture
def version(db: None, tmp_path: Path) -> CourseVersion:
    file = tmp_path / "drill.zip"
    file.write_bytes(make_drill(read_drill()))
    package = import_package(file, by=None, at=AT)
    assert [finding for finding in package.report["findings"] if finding["severity"] == "error"] == []
    course = CourseVersionFactory()
    module = ModuleFactory(course_version=course, kind=ModuleKind.SCORM, title=package.title, order=0)
    ScormContent.objects.create(module=module, package_version=package)
    return course


@pytest.fixture
def people(db: None) -> list[User]:
    return [UserFactory() for _story in STORIES]


def items_played(person: User) -> list[str]:
    sessions = ScormSession.objects.filter(attempt__enrolment__learner=person).order_by("pk")
    return list(sessions.values_list("cmi__item__identifier", flat=True))


def test_same_drill_gives_the_same_bytes() -> None:
    digests = {hashlib.sha256(make_drill(read_drill())).hexdigest() for _time in range(2)}
    assert len(digests) == 1


def test_sequencing_leads_the_learners(version: CourseVersion, people: list[User]) -> None:
    run_drill(version, people, today=TODAY, seed=1)
    package = version.modules.get().scorm.package_version
    assert tree_of_version(package.uuid) is not None
    assert items_played(people[0]) == ["pre", "post"]  # knew it all: the middle part is skipped
    assert ["pre", "learn", "post"] in [items_played(person) for person in people]
    states = set(ModuleProgress.objects.values_list("completion", "success"))
    assert ("completed", "passed") in states
    assert Attempt.objects.count() == Enrolment.objects.count() == len(STORIES)


def test_same_seed_tells_the_same_story(version: CourseVersion, people: list[User]) -> None:
    run_drill(version, people, today=TODAY, seed=1)
    first = [row.verdicts for row in answers_of(version)]
    other = CourseVersionFactory()
    module = ModuleFactory(course_version=other, kind=ModuleKind.SCORM, title="確認", order=0)
    ScormContent.objects.create(module=module, package_version=version.modules.get().scorm.package_version)
    run_drill(other, [UserFactory() for _story in STORIES], today=TODAY, seed=1)
    assert [row.verdicts for row in answers_of(other)] == first


def answers_of(version: CourseVersion) -> list[object]:
    package = version.modules.get().scorm.package_version
    return list(package_answers(package, Enrolment.objects.filter(course_version=version)).interactions)


def test_reports_have_something_true_to_show(version: CourseVersion, people: list[User]) -> None:
    run_drill(version, people, today=TODAY, seed=1)
    package = version.modules.get().scorm.package_version
    found = package_answers(package, Enrolment.objects.all())
    assert len(found.interactions) == sum(len(part.get("questions", ())) for part in read_drill()["parts"])
    assert {goal.id for goal in found.objectives} == {"pre", "post"}
    assert any(line.percent not in {None, 100} for line in found.interactions)
