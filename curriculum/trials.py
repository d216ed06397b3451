"""Courses in which a package is tried before anybody meets it: one a package, a version a trial, in no list."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from curriculum.kinds import ModuleKind
from curriculum.models import Course, CourseVersion, Module, PackageVersion, ScormContent
from lms.people.models import User


@transaction.atomic
def trial_module(package_version: PackageVersion, *, by: User | None, at: datetime) -> Module:
    """Return the one module of a new trial course version, which plays this package version and nothing else."""
    package = package_version.package
    course, _is_new = Course.objects.get_or_create(
        slug=f"trial-{package.uuid.hex}",
        defaults={"title": package.title[:200], "is_trial": True, "live": False},
    )
    # Two trials of one package must not take the same number.
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    version = CourseVersion.objects.create(
        course=course,
        number=(course.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=package_version.title[:200],
        published_at=at,
        published_by=by,
    )
    module = Module.objects.create(
        course_version=version, key=uuid4(), order=0, kind=ModuleKind.SCORM, title=package_version.title[:200]
    )
    ScormContent.objects.create(module=module, package_version=package_version)
    return module
