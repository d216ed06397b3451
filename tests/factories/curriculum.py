from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from curriculum.framework import load_framework, read_data
from curriculum.kinds import ModuleKind
from curriculum.models import Course, CourseVersion, FrameworkVersion, Module


def framework() -> FrameworkVersion:
    """Return the plan's framework as rows, loaded once a test."""
    return load_framework(_plan())


@cache
def _plan() -> dict[str, Any]:
    return read_data()


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course

    slug = factory.Sequence(lambda n: f"course-{n + 1}")
    title = factory.Sequence(lambda n: f"コース{n + 1}")
    minutes = 15


class CourseVersionFactory(DjangoModelFactory):
    class Meta:
        model = CourseVersion

    course = factory.SubFactory(CourseFactory)
    number = 1
    title = factory.SelfAttribute("course.title")
    minutes = 15
    published_at = datetime(2026, 4, 1, tzinfo=UTC)


class ModuleFactory(DjangoModelFactory):
    class Meta:
        model = Module

    course_version = factory.SubFactory(CourseVersionFactory)
    key = factory.LazyFunction(uuid4)
    order = factory.Sequence(lambda n: n)
    kind = ModuleKind.LESSON
    title = factory.Sequence(lambda n: f"単元{n + 1}")
    minutes = 5
