"""A course with a SCORM module, imported from a generated package, ready to be played."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from curriculum.kinds import ModuleKind
from curriculum.models import Module, PackageItem, PackageVersion, ScormContent
from curriculum.packages.services import import_package
from lms.learning.models import Enrolment
from lms.people.models import User
from tests.factories.curriculum import CourseVersionFactory, ModuleFactory
from tests.factories.learning import EnrolmentFactory
from tests.scorm.generator import PackageSpec, make_package

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def import_spec(spec: PackageSpec) -> PackageVersion:
    """Import a generated package into the test's packages folder."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "course.zip"
        path.write_bytes(make_package(spec))
        return import_package(path, by=None, at=AT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """An enrolment with the SCORM module it plays."""

    enrolment: Enrolment
    module: Module
    version: PackageVersion

    @property
    def items(self) -> list[PackageItem]:
        return list(PackageItem.objects.filter(version=self.version).exclude(launch="").order_by("order"))

    @property
    def item(self) -> PackageItem:
        return self.items[0]


def scorm_course(learner: User, spec: PackageSpec | None = None) -> Played:
    """Enrol a learner in a course whose one module plays the package."""
    version = import_spec(spec or PackageSpec())
    course = CourseVersionFactory()
    module = ModuleFactory(course_version=course, kind=ModuleKind.SCORM, title=version.title, order=0)
    ScormContent.objects.create(module=module, package_version=version)
    enrolment = EnrolmentFactory(learner=learner, course_version=course)
    return Played(enrolment=enrolment, module=module, version=version)
