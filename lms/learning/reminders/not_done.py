"""未受講: who has to take what and has not, by 部 and 課, down to names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Count, Q, QuerySet

from curriculum.models import Course, CourseVersion
from lms.learning.record.models import Enrolment
from lms.learning.record.states import OPEN_STATES, EnrolmentState
from lms.people.models import Posting
from lms.people.models.organisation import OUT_OF_SCOPE_KINDS
from lms.people.queries import DepartmentNode, DepartmentTree, away_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What HR looks at. `departments` None is everything; `scope` bounds it to what the role reaches."""

    on: date
    course: int | None = None
    people: frozenset[UUID] | None = None
    departments: frozenset[int] | None = None
    since: date | None = None
    until: date | None = None
    only_late: bool = False
    # The check before a round by hand names those who are away among those it leaves out.
    has_away: bool = False

    def within(self, departments: frozenset[int] | None) -> "Selection":
        """Return the selection narrowed to some departments."""
        if departments is None:
            return self
        both = departments if self.departments is None else self.departments & departments
        return replace(self, departments=both)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many enrolments with a due date are done, late and not due yet."""

    done: int = 0
    late: int = 0
    open: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(done=self.done + other.done, late=self.late + other.late, open=self.open + other.open)

    @property
    def total(self) -> int:
        return self.done + self.late + self.open

    @property
    def percent_done(self) -> int:
        """Share in whole per cent, never 100 while somebody is left."""
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A department with what its people and those below it have done; `has_below` when it opens further.

    `query` asks for it in an address, with the filters that are set.
    """

    node: DepartmentNode
    tally: Tally
    has_below: bool
    query: str


def obliged(wanted: Selection) -> QuerySet[Enrolment]:
    """Return the enrolments that count: with a due date, of a course still offered, of people who are there."""
    return _dated(wanted).filter(learner__in=_posted(wanted).values("person"))


def _dated(wanted: Selection) -> QuerySet[Enrolment]:
    """Return everybody's enrolments with a due date, of the courses still offered."""
    # Named by their keys: joined to courses, millions of rows would be compared where a hundred keys say it all.
    versions = CourseVersion.objects.filter(course__in=_offered(wanted)).values_list("pk", flat=True)
    rows = Enrolment.objects.filter(course_version__in=list(versions), due_on__isnull=False)
    rows = rows.exclude(state=EnrolmentState.CANCELLED)
    if wanted.since:
        rows = rows.filter(due_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(due_on__lte=wanted.until)
    return rows


def _offered(wanted: Selection) -> QuerySet[Course]:
    courses = Course.objects.filter(live=True)
    return courses.filter(pk=wanted.course) if wanted.course else courses


def _posted(wanted: Selection) -> QuerySet[Posting]:
    """Return the main posts of those who are there: nobody waits for people on leave or seconded out."""
    posts = Posting.objects.filter(kind=Posting.Kind.MAIN).on(wanted.on)
    if not wanted.has_away:
        posts = posts.exclude(person__in=list(away_on(wanted.on).values_list("pk", flat=True)))
    if wanted.departments is not None:
        posts = posts.filter(department__in=wanted.departments)
    if wanted.people is not None:
        posts = posts.filter(person__in=wanted.people)
    return posts


def unfinished(wanted: Selection) -> QuerySet[Enrolment]:
    """Return what is not done, the late ones alone when asked for."""
    rows = obliged(wanted).filter(state__in=OPEN_STATES)
    return rows.filter(due_on__lt=wanted.on) if wanted.only_late else rows


def tallies(wanted: Selection) -> dict[int, Tally]:
    """Return the tally of each department's own people, in one query however many they are."""
    is_open = Q(state__in=OPEN_STATES)
    # What is counted is a column of the index as well, so that one course is counted without its rows.
    rows = (
        _dated(wanted)
        .filter(learner__postings__in=_posted(wanted))
        .values("learner__postings__department")
        .annotate(
            done=Count("learner", filter=Q(state=EnrolmentState.COMPLETED)),
            late=Count("learner", filter=is_open & Q(due_on__lt=wanted.on)),
            open=Count("learner", filter=is_open & Q(due_on__gte=wanted.on)),
        )
        .values_list("learner__postings__department", "done", "late", "open")
    )
    return {department: Tally(done=done, late=late, open=open_) for department, done, late, open_ in rows}


def branches(
    nodes: Iterable[DepartmentNode], own: Mapping[int, Tally], query: Callable[[DepartmentNode], str]
) -> list[Branch]:
    """Return departments with the tallies below them added up; those without anybody to count are left out."""
    return [branch for node in nodes if (branch := _branch(node, own, query)).tally.total]


def _branch(node: DepartmentNode, own: Mapping[int, Tally], query: Callable[[DepartmentNode], str]) -> Branch:
    counted = [below.id for below in node.walk() if below.id in own]
    tally = sum((own[key] for key in counted), Tally())
    return Branch(node=node, tally=tally, has_below=any(key != node.id for key in counted), query=query(node))


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One line of the list of names: who owes what, since or until when, and how far they are."""

    staff_no: str
    name: str
    kana: str
    department: str
    course: str
    due_on: date
    state: str
    has_mailbox: bool
    is_late: bool


def ordered(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Return names in the order of their kana, each person's most urgent course first."""
    return rows.order_by("learner__kana", "learner__staff_no", "due_on", "pk")


def lines(rows: Iterable[Enrolment], tree: DepartmentTree, on: date) -> list[Owed]:
    """Return enrolments as lines, in one query for where their people are posted."""
    found = list(rows)
    people = {row.learner_id for row in found}
    posts = Posting.objects.filter(person__in=people, kind=Posting.Kind.MAIN).on(on)
    departments = dict(posts.values_list("person_id", "department_id"))
    return [
        Owed(
            staff_no=row.learner.staff_no,
            name=row.learner.name,
            kana=row.learner.kana,
            department=tree.path(departments.get(row.learner_id, 0)),
            course=row.course_version.name,
            due_on=row.due_on,
            state=row.state,
            has_mailbox=bool(row.learner.email),
            is_late=row.due_on < on,
        )
        for row in found
        if row.due_on
    ]


def with_names(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    return (
        rows.select_related("learner", "course_version")
        .only(
            "uuid",
            "due_on",
            "state",
            "learner__staff_no",
            "learner__name",
            "learner__kana",
            "learner__email",
            "course_version__title",
            "course_version__title_en",
        )
        .fetch_mode(models.FETCH_RAISE)
    )


def away_count(on: date) -> int:
    """Return how many people are away on the day, who are not counted."""
    posts = Posting.objects.filter(kind__in=OUT_OF_SCOPE_KINDS).on(on)
    return posts.values("person").distinct().count()
