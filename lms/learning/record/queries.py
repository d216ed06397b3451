"""What a learner's pages show: my courses, a course's outline, the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from curriculum.kinds import ModuleKind
from curriculum.models import Course, CourseVersion, LevelDescriptor, Module, TalentGroup
from lms.learning.record.models import Enrolment
from lms.learning.record.outline import Outline, OutlineModule
from lms.learning.record.states import OPEN_STATES, EnrolmentState, ProgressState
from lms.lib.prepared import prepared
from lms.lib.text import in_reader_language, search_key
from lms.people.models import RaterAssignment, User

VERSION_FIELDS = ("course_version__title", "course_version__title_en", "course_version__minutes")
COURSE_FIELDS = ("slug", "title", "title_en", "purpose", "purpose_en", "minutes", "is_mandatory", "supports_level_to")
# No sentence stands there.
NO_LEVEL = 0
MODULE_FIELDS = ("pk", "uuid", "title", "title_en", "kind", "minutes", "is_required")


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeItem:
    """One course in a learner's list: what it is, until when, how far."""

    enrolment: Enrolment
    outline: Outline

    @property
    def course(self) -> CourseVersion:
        return self.enrolment.course_version

    @property
    def slug(self) -> str:
        return str(getattr(self.enrolment, "course_slug", ""))

    @property
    def minutes_left(self) -> int:
        """Minutes of the modules still to do; for a course whose modules carry none, the course's own."""
        return self.outline.minutes_left or (0 if self.outline.done else self.course.minutes)


def home_items(person: User, *, limit: int | None = None) -> list[HomeItem]:
    """Return the person's open courses, the most urgent first: by due date, then the one touched last."""
    return with_outlines(_urgent(person.pk)[:limit])


@prepared
def _urgent(person: UUID) -> models.QuerySet[Enrolment]:
    return (
        Enrolment.objects.open()
        .counted()
        .filter(learner=person)
        .annotate(course_slug=F("course_version__course__slug"))
        .select_related("course_version")
        .only("uuid", "due_on", "started_at", "current_module", *VERSION_FIELDS)
        .order_by(F("due_on").asc(nulls_last=True), F("last_activity_at").desc(nulls_last=True), "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def completed_items(person: User, *, limit: int | None = None) -> list[Enrolment]:
    """Return the courses a person completed, the newest first, each with its certificate and `course_slug`."""
    return list(
        Enrolment.objects.counted()
        .filter(learner=person, state=EnrolmentState.COMPLETED)
        .annotate(course_slug=F("course_version__course__slug"))
        .select_related("course_version", "certificate")
        .only("uuid", "completed_at", "certificate__uuid", "certificate__number", *VERSION_FIELDS)
        .order_by("-completed_at", "-pk")
        .fetch_mode(models.FETCH_RAISE)[:limit]
    )


def with_outlines(enrolments: Iterable[Enrolment]) -> list[HomeItem]:
    found = list(enrolments)
    outlines = outlines_of(found)
    return [HomeItem(enrolment=enrolment, outline=outlines[enrolment.pk]) for enrolment in found]


def course_outline(enrolment: Enrolment) -> Outline:
    """Return the modules of an enrolment with their states."""
    return outlines_of([enrolment])[enrolment.pk]


def outlines_of(enrolments: Sequence[Enrolment]) -> Mapping[int, Outline]:
    """Return each enrolment's outline, in one query however many there are."""
    rows: dict[int, list[OutlineModule]] = {enrolment.pk: [] for enrolment in enrolments}
    for enrolment_id, *module in _modules(list(rows)) if rows else ():
        rows[enrolment_id].append(outline_module(*module))
    return {
        enrolment.pk: Outline(modules=rows[enrolment.pk], current_pk=enrolment.current_module_id)
        for enrolment in enrolments
    }


@prepared
def _modules(enrolments: Sequence[int]) -> models.QuerySet[Module, tuple[Any, ...]]:
    return (
        Module.objects.filter(course_version__enrolments__in=enrolments)
        .annotate(
            enrolment_id=F("course_version__enrolments__pk"),
            own=FilteredRelation("progress", condition=Q(progress__enrolment=F("course_version__enrolments"))),
        )
        .order_by("enrolment_id", "order")
        .values_list("enrolment_id", *MODULE_FIELDS, "own__state", "own__score")
    )


def outline_module(
    pk: int,
    uuid: UUID,
    title: str,
    title_en: str,
    kind: str,
    minutes: int,
    is_required: bool,
    state: str | None = None,
    score: Decimal | None = None,
) -> OutlineModule:
    """Return a module as an outline lists it; a learner who has not begun it has no state."""
    return OutlineModule(
        pk=pk,
        uuid=uuid,
        title=in_reader_language(title, title_en),
        kind=ModuleKind(kind),
        minutes=minutes,
        is_required=is_required,
        state=ProgressState(state or ProgressState.NOT_STARTED),
        score=score,
    )


def published_outline(version: CourseVersion) -> Outline:
    """Return the modules of a course version as somebody sees them who has not enrolled."""
    rows = Module.objects.filter(course_version=version).order_by("order").values_list(*MODULE_FIELDS)
    return Outline(modules=[outline_module(*row) for row in rows])


def latest_enrolment(person: User, course: Course) -> Enrolment | None:
    """Return the enrolment a course page is about: the open one, else the newest; a cancelled one does not count."""
    return _latest.first(person.pk, course.pk)


@prepared
def _latest(person: UUID, course: int) -> models.QuerySet[Enrolment]:
    return (
        Enrolment.objects.exclude(state=EnrolmentState.CANCELLED)
        .filter(learner=person, course_version__course=course)
        .select_related("course_version", "certificate")
        .order_by(
            models.Case(models.When(state__in=OPEN_STATES, then=0), default=1),
            "-course_version__number",
            "-fiscal_year",
        )[:1]
    )


def newest_version(course: Course) -> CourseVersion:
    return CourseVersion.objects.filter(course=course).order_by("-number")[:1].get()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseGroup:
    """A group a course is for, and the sentence of its ladder that the course leads to (empty without a level)."""

    pk: int
    name: str
    sentence: str


def groups_of(course: Course) -> list[CourseGroup]:
    """Return the groups a course is for, in the plan's order."""
    return [
        CourseGroup(
            pk=pk, name=in_reader_language(name, name_en), sentence=in_reader_language(text or "", text_en or "")
        )
        for pk, name, name_en, text, text_en in _groups(course.pk, course.supports_level_to or NO_LEVEL)
    ]


@prepared
def _groups(course: int, level: int) -> models.QuerySet[TalentGroup, tuple[Any, ...]]:
    sentence = FilteredRelation("descriptors", condition=Q(descriptors__level=level))
    groups = TalentGroup.objects.filter(courses=course).annotate(sentence=sentence).order_by("precedence")
    return groups.values_list("pk", "name_ja", "name_en", "sentence__text_ja", "sentence__text_en")


def group_led(groups: Sequence[CourseGroup], own: TalentGroup | None) -> CourseGroup | None:
    """Return the group whose sentence a course's page shows: the person's own, else the first the course is for."""
    led = [group for group in groups if group.sentence]
    return next((group for group in led if own and group.pk == own.pk), led[0] if led else None)


def first_rater_name(person: User, on: date) -> str:
    """Return who rates a person first on a date, or nothing."""
    return _first_rater.first(person.pk, on) or ""


@prepared
def _first_rater(person: UUID, on: date) -> models.QuerySet[RaterAssignment, str]:
    raters = RaterAssignment.objects.filter(person=person, role=RaterAssignment.Role.FIRST).on(on)
    return raters.order_by("pk").values_list("rater__name", flat=True)[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFilter:
    """What a learner asked of the catalogue; empty means everything."""

    words: str = ""
    group: str = ""
    ability: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.group or self.ability)


def timed(courses: models.QuerySet[Course]) -> models.QuerySet[Course]:
    """Return courses each with the `time` that its newest version takes: an author may leave the adding up to us."""
    newest = CourseVersion.objects.filter(course=OuterRef("pk")).order_by("-number")
    return courses.annotate(time=models.Subquery(newest.values("minutes")[:1]))


def catalogue(person: User, wanted: CatalogueFilter, group: TalentGroup | None) -> models.QuerySet[Course]:
    """Return the published courses that match, for a person of a talent group; those the group must take come first.

    Each carries this person's state in `taken` (null when not enrolled), and `is_asked`: whether it is mandatory here.
    """
    own = Enrolment.objects.filter(learner=person, course_version__course=OuterRef("pk")).exclude(
        state=EnrolmentState.CANCELLED
    )
    newest_own = own.order_by("-course_version__number", "-fiscal_year")
    courses = (
        timed(Course.objects)
        .filter(Exists(CourseVersion.objects.filter(course=OuterRef("pk"))), live=True)
        .annotate(taken=models.Subquery(newest_own.values("state")[:1]), is_asked=mandatory_in(group))
        .only(*COURSE_FIELDS)
    )
    for word in wanted.words.split():
        courses = courses.filter(search_key__contains=search_key(word))
    if wanted.group:
        courses = courses.filter(groups__key=wanted.group)
    if wanted.ability:
        courses = courses.filter(abilities__key=wanted.ability)
    return courses.order_by("-is_asked", "code", "title", "pk").distinct()


def mandatory_in(group: TalentGroup | None) -> Q:
    """Return the condition that a course is mandatory for a group's people; one that names no group is for everyone."""
    named = TalentGroup.objects.filter(courses=OuterRef("pk"))
    theirs = named.filter(Q(takes_everyone=True) | Q(pk=group.pk if group else None))
    return Q(is_mandatory=True) & (Q(Exists(theirs)) | ~Q(Exists(named)))


def leading_to(person: User, group_id: int, level: int, *, limit: int) -> list[Course]:
    """Return courses a group's people reach a level with, which this person has not taken; mandatory ones first."""
    return _leading(person.pk, group_id, level)[:limit]


@prepared
def _leading(person: UUID, group: int, level: int) -> models.QuerySet[Course]:
    taken = Enrolment.objects.filter(learner=person, course_version__course=OuterRef("pk")).exclude(
        state=EnrolmentState.CANCELLED
    )
    versions = CourseVersion.objects.filter(course=OuterRef("pk"))
    courses = timed(Course.objects).filter(~Exists(taken), Exists(versions), live=True, groups=group)
    return (
        courses.filter(supports_level_to=level)
        .only(*COURSE_FIELDS)
        .order_by("-is_mandatory", "time", "code", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung of a group's ladder with the courses that lead to it; each course carries `taken`."""

    sentence: LevelDescriptor
    courses: Sequence[Course]


def path_of(person: User, group: TalentGroup) -> list[Step]:
    """Return a group's five sentences with the published courses that lead to each, in two queries."""
    courses: dict[int | None, list[Course]] = {}
    for course in catalogue(person, CatalogueFilter(group=group.key), group).filter(groups=group):
        courses.setdefault(course.supports_level_to, []).append(course)
    sentences = LevelDescriptor.objects.filter(group=group).order_by("level")
    return [Step(sentence=sentence, courses=courses.get(sentence.level, [])) for sentence in sentences]


def learning_seconds(person: User) -> int:
    """Return how long a person has learned, over everything they took."""
    total: int | None = Enrolment.objects.filter(learner=person).aggregate(total=models.Sum("progress__seconds"))[
        "total"
    ]
    return total or 0


def enrolment_seconds(enrolment: Enrolment) -> int:
    """Return how long the learner spent on this course."""
    total: int | None = enrolment.progress.aggregate(total=models.Sum("seconds"))["total"]
    return total or 0
