"""What the learning pages show, each from the frames and definitions below it."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.utils import timezone

from assessments.models import Assessment, Cycle
from assessments.queries import my_levels
from assessments.states import CONFIRMED_STATES, CycleState
from curriculum.models import Course, CourseVersion, TalentGroup
from lms.learning.quizzes.item_statistics import ItemRow, item_rows
from lms.learning.record.models import Enrolment
from lms.people.models import User
from lms.people.queries import DepartmentNode, DepartmentTree, department_tree, staff_list
from reports.learning.figures import (
    AuditState,
    Moves,
    Point,
    Progress,
    TimeSpent,
    as_of,
    audit_state,
    month_ends,
    moves_by_learning,
    over_time,
    present_on,
    progress_by,
    progress_of,
    time_by_course,
)
from reports.learning.frames import counted, enrolment_frame, reported_courses, spent_frame, staff

# Completion


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One programme, course or department with its progress."""

    label: str
    progress: Progress
    course: Course | None = None
    spent: TimeSpent | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The learning page: everything on a day, in a course of time, and by programme, course and department."""

    on: date
    total: Progress
    points: Sequence[Point]
    programmes: Sequence[Line]
    courses: Sequence[Line]
    departments: Sequence[Line]
    seconds: int

    @property
    def tree(self) -> list[tuple[Line, list[Line]]]:
        """Return each 部 with its 課; one department alone stands as a 部."""
        found: list[tuple[Line, list[Line]]] = []
        for line in self.departments:
            if line.depth == 0 or not found:
                found.append((line, []))
            else:
                found[-1][1].append(line)
        return found


def completion(on: date, *, below: int | None = None, course: Course | None = None) -> Completion:
    """Return the figures of a day; `below` keeps the people of one department, `course` one course."""
    enrolments = enrolment_frame(on, course)
    people = staff(on)
    tree = department_tree(on)
    here = present_on(people.posts, people.away, on)
    posts = people.posts
    if below is not None:
        ids = tree.ids_below(below)
        here, posts = here[here["department"].isin(ids)], posts[posts["department"].isin(ids)]
    rows = as_of(enrolments, on).merge(here, on="person")
    spent = time_by_course(spent_frame(on))
    by_course = progress_by(rows, "course")
    courses = [row for row in reported_courses() if row.pk in by_course]
    return Completion(
        on=on,
        total=progress_of(rows),
        points=over_time(enrolments, posts, people.away, month_ends(on)),
        programmes=_by_programme(courses, by_course),
        courses=[
            Line(label=row.name, progress=by_course[row.pk], course=row, spent=spent.get(row.pk)) for row in courses
        ],
        departments=_by_department(tree, progress_by(rows, "department"), below),
        seconds=sum(spent[row.pk].seconds for row in courses if row.pk in spent),
    )


def _by_programme(courses: Sequence[Course], by_course: Mapping[int, Progress]) -> list[Line]:
    totals: dict[str, Progress] = {}
    for course in courses:
        name = course.programme.name if course.programme else ""
        totals[name] = totals.get(name, Progress()) + by_course[course.pk]
    return [Line(label=name, progress=progress) for name, progress in totals.items()]


DEPTH = 2
"""部 and 課; a 係 of three people says too much of one."""


def _by_department(tree: DepartmentTree, by_department: Mapping[int, Progress], below: int | None) -> list[Line]:
    """Return 部 and 課 in organisation order, each with everyone below it."""
    roots = [tree.by_id[below]] if below is not None and below in tree.by_id else list(tree.roots)
    lines = []
    for node in (node for root in roots for node in root.walk()):
        if node.depth >= DEPTH:
            continue
        progress = _sum(node, by_department)
        if progress.enrolled:
            lines.append(Line(label=node.name, progress=progress, depth=node.depth))
    return lines


def _sum(node: DepartmentNode, by_department: Mapping[int, Progress]) -> Progress:
    total = Progress()
    for below in node.walk():
        total += by_department.get(below.id, Progress())
    return total


def top_departments(on: date) -> list[tuple[int, str]]:
    """Return the 部 of a day as choices."""
    return [(node.id, node.name) for node in department_tree(on).roots]


def newest_questions(course: Course) -> list[ItemRow]:
    """Return the questions of the course's newest edition with their figures; empty while it has none."""
    version = CourseVersion.objects.filter(course=course).order_by("-number").first()
    return item_rows(version) if version else []


# The audit list


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One person on the audit list."""

    staff_no: str
    name: str
    kana: str
    department: str
    title: str
    employment: str
    due_on: date | None
    completed_on: date | None
    state: AuditState


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditShare:
    """One 部 on the audit list: completed of those who have to; who is away stands apart."""

    label: str
    completed: int
    required: int
    away: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.completed, self.required) if self.required else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Who had completed a course on a day, counting completions since another."""

    course: Course
    on: date
    since: date
    lines: Sequence[AuditLine]
    shares: Sequence[AuditShare]
    total: AuditShare


def audit_list(course: Course, *, on: date, since: date) -> Audit:
    """Return everyone with a main post on a day in 職制順, with their standing; five queries whatever the headcount."""
    tree = department_tree(on)
    top = {below.id: root.name for root in tree.roots for below in root.walk()}
    standing = _standing(course, on)
    lines: list[AuditLine] = []
    by_top: dict[str, list[AuditState]] = {}
    for person in staff_list(on):
        enrolled, due_on, completed_on = standing.get(person.id, (False, None, None))
        state = audit_state(
            is_away=person.is_away,
            is_enrolled=enrolled,
            completed_on=completed_on,
            due_on=due_on,
            since=since,
            on=on,
        )
        lines.append(
            AuditLine(
                staff_no=person.staff_no,
                name=person.name,
                kana=person.kana,
                department=person.department,
                title=person.title,
                employment=person.employment,
                due_on=due_on,
                completed_on=completed_on if state is AuditState.COMPLETED else None,
                state=state,
            )
        )
        by_top.setdefault(top.get(person.department_id, ""), []).append(state)
    shares = [_share(label, states) for label, states in by_top.items()]
    total = _share("", [line.state for line in lines])
    return Audit(course=course, on=on, since=since, lines=lines, shares=shares, total=total)


def _share(label: str, states: Sequence[AuditState]) -> AuditShare:
    away = states.count(AuditState.AWAY)
    return AuditShare(label=label, completed=states.count(AuditState.COMPLETED), required=len(states) - away, away=away)


def _standing(course: Course, on: date) -> dict[UUID, tuple[bool, date | None, date | None]]:
    """Return by person: enrolled, the newest enrolment's due day, and the last completion known on the day."""
    found: dict[UUID, tuple[bool, date | None, date | None]] = {}
    rows = counted(on).filter(course_version__course=course).order_by("enrolled_at", "pk")
    for person, due_on, completed_at in rows.values_list("learner_id", "due_on", "completed_at"):
        completed_on = timezone.localdate(completed_at) if completed_at else None
        known = completed_on if completed_on is not None and completed_on <= on else None
        earlier = found[person][2] if person in found else None
        found[person] = (True, due_on, known or earlier)
    return found


# Learning beside levels


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningMoves:
    """Moves between two cycles beside what was completed between their reference dates."""

    base: Cycle
    cycle: Cycle
    groups: Sequence[tuple[TalentGroup, Moves]]


def closed_cycles() -> list[Cycle]:
    rows = Cycle.objects.filter(state=CycleState.CLOSED).select_related("framework")
    return list(rows.order_by("-reference_on", "-pk"))


def learning_moves(base: Cycle, cycle: Cycle) -> LearningMoves:
    """Return the moves of people with a level in the same group both times; five queries."""
    before, after = _levels(base), _levels(cycle)
    pairs = [(person, group, before[person, group], level) for (person, group), level in after.items()
             if (person, group) in before]  # fmt: skip
    counts = moves_by_learning(pairs, _completed_between(base.reference_on, cycle.reference_on))
    groups = cycle.framework.groups.order_by("precedence")
    return LearningMoves(
        base=base, cycle=cycle, groups=[(group, counts[group.key]) for group in groups if group.key in counts]
    )


def _levels(cycle: Cycle) -> dict[tuple[UUID, str], int]:
    rows = Assessment.objects.filter(cycle=cycle, state__in=CONFIRMED_STATES, level__isnull=False)
    return {
        (person, group): level
        for person, group, level in rows.values_list("person_id", "group__key", "level")
        if level is not None
    }


def _completed_between(after: date, until: date) -> dict[Hashable, list[int | None]]:
    """Return the levels that courses completed after a day and by another lead to, by person."""
    rows = Enrolment.objects.filter(pk__in=counted(until).values("pk"), completed_at__isnull=False)
    found: dict[Hashable, list[int | None]] = {}
    for person, at, level in rows.values_list(
        "learner_id", "completed_at", "course_version__course__supports_level_to"
    ):
        if at is not None and after < timezone.localdate(at) <= until:
            found.setdefault(person, []).append(level)
    return found


# One person


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLevel:
    """A confirmed level of one's own on its reference date, in its group."""

    on: date
    level: int
    group: str
    cycle: str


def own_levels(person: User) -> list[OwnLevel]:
    """Return a person's confirmed levels as they may see them, oldest first."""
    return [
        OwnLevel(on=row.cycle.reference_on, level=row.level, group=row.group_name, cycle=row.cycle.name)
        for row in reversed(my_levels(person))
        if row.is_confirmed and row.level is not None
    ]
