"""Per 重点事業 of the plan: its courses, projects and results. Nobody's level, nobody's name (story 22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from curriculum.framework import read_data
from curriculum.models import Course
from lms.learning.projects.models import Project
from lms.people.models import WorkingGroup
from reports.learning.figures import Progress, as_of, progress_by
from reports.learning.frames import enrolment_frame, reported_courses
from reports.suppression import Line, suppress


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A course of an initiative; a count is None where it is withheld because it is of fewer than five people."""

    course: Course
    enrolled: int | None
    completed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiative:
    """One of the plan's priority initiatives with what is learned and done for it."""

    number: int
    key: str
    name: str
    courses: Sequence[CourseLine]
    projects: Sequence[Project]
    groups: Sequence[str]


def initiatives(on: date) -> list[Initiative]:
    """Return every initiative in the plan's order, as of a day."""
    rows = read_data()["initiatives"]
    by_course = progress_by(as_of(enrolment_frame(on), on), "course")
    courses = [course for course in reported_courses() if course.initiatives]
    lines = releasable(courses, by_course)
    projects = _projects(on)
    groups = list(WorkingGroup.objects.exclude(initiative="").order_by("name").values_list("initiative", "name"))
    return [
        Initiative(
            number=row["no"],
            key=row["key"],
            name=_name(row),
            courses=[lines[course.pk] for course in courses if row["no"] in course.initiatives],
            projects=[project for project in projects if _serves(project, row)],
            groups=[name for key, name in groups if key == row["key"]],
        )
        for row in rows
    ]


def releasable(courses: Sequence[Course], by_course: Mapping[int, Progress]) -> dict[int, CourseLine]:
    """Return each course's counts with the small ones withheld, and those that would give them away.

    People enrolled are those who completed and those who have not: three counts of which two are printed.
    """
    lines = []
    for course in courses:
        progress = by_course.get(course.pk, Progress())
        done, rest = (course.pk, "done"), (course.pk, "rest")
        enrolled = progress.enrolled
        lines += [
            Line(
                key=f"{course.pk}:enrolled", atoms=frozenset({done, rest}), value=enrolled, cost=2, zero_is_public=True
            ),
            Line(key=f"{course.pk}:completed", atoms=frozenset({done}), value=progress.completed, zero_is_public=True),
            Line(
                key=f"{course.pk}:rest",
                atoms=frozenset({rest}),
                value=enrolled - progress.completed,
                shown=False,
                zero_is_public=True,
            ),
        ]
    withheld = suppress(lines)
    values = {line.key: None if line.key in withheld else line.value for line in lines}
    return {
        course.pk: CourseLine(
            course=course, enrolled=values[f"{course.pk}:enrolled"], completed=values[f"{course.pk}:completed"]
        )
        for course in courses
    }


def _projects(on: date) -> list[Project]:
    rows = Project.objects.filter(started_at__date__lte=on).select_related(
        "working_group", "module__course_version__course"
    )
    return list(rows.order_by("-started_at", "-pk"))


def _serves(project: Project, row: Mapping[str, Any]) -> bool:
    """Tell whether a project belongs to an initiative: by its working group, else by the course it is part of."""
    if project.working_group.initiative:
        return project.working_group.initiative == row["key"]
    return row["no"] in project.module.course_version.course.initiatives


def _name(row: Mapping[str, Any]) -> str:
    return str(row["en"] if get_language() == "en" else row["ja"])
