"""What the portal's pages ask across the house: what needs a person, where they stand, what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from assessments.states import CONFIRMED_STATES, UNFINISHED_STATES, AssessmentState, CycleState
from cms.audience import Audience, ReaderOn
from cms.models import InitiativePage, NewsPage, StoryPage
from cms.models.news import NewsQuerySet
from curriculum.kinds import ModuleKind
from curriculum.models import Course, CourseVersion, LevelDescriptor, TalentGroup
from lms.learning.classes.models import ClassApplication
from lms.learning.classes.queries import next_class, number_to_consent
from lms.learning.handins.queries import number_to_review as handins_waiting
from lms.learning.projects.access import is_mentor
from lms.learning.projects.queries import reviews_waiting as versions_waiting
from lms.learning.record.queries import COURSE_FIELDS, HomeItem, leading_to, timed
from lms.lib.prepared import prepared
from lms.lib.text import in_reader_language
from lms.people.access import is_supervisor
from lms.people.models import AuditEvent, User

TOP_LEVEL = 5
COURSES_TO_NEXT_LEVEL = 3
CYCLE_FIELDS = ("cycle__state", "cycle__name_ja", "cycle__name_en", "cycle__closes_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAssessment:
    """A self-assessment that waits for its person."""

    uuid: UUID
    cycle_name: str
    closes_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Where a person stands on their group's ladder. `level` is None without a confirmed level, 0 below level 1."""

    group: TalentGroup
    level: int | None
    sentence: str
    next_level: int | None
    next_sentence: str
    courses: Sequence[Course]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What assessments say to their person: the ladder, and the self-assessment that is open."""

    ladder: Ladder | None
    open_assessment: OpenAssessment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWork:
    """What others handed in and this person is to look at: counts of hand-ins and of project versions."""

    handins: int
    versions: int


def review_work(person: User, on: date) -> ReviewWork | None:
    """Return what waits for a person's review, or None when nothing does.

    Only raters are asked for hand-ins, and only mentors for versions: nearly everyone is neither.
    """
    handins = handins_waiting(person, on) if is_supervisor(person, on) else 0
    versions = versions_waiting(person).count() if is_mentor(person) else 0
    return ReviewWork(handins=handins, versions=versions) if handins or versions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWork:
    """The class a person goes to next, and how many applications wait for their consent."""

    next: ClassApplication | None
    to_consent: int


def class_work(person: User, items: Sequence[HomeItem], at: datetime) -> ClassWork:
    """Return what classes ask of a person; asked only for who has one among their courses, or rates somebody."""
    attends = any(module.kind is ModuleKind.CLASS for item in items for module in item.outline.modules)
    supervises = is_supervisor(person, timezone.localdate(at))
    return ClassWork(
        next=next_class(person, at) if attends else None,
        to_consent=number_to_consent(person, at) if supervises else 0,
    )


def standing(reader: ReaderOn) -> Standing:
    """Return where a person stands on a date, in four queries."""
    person, sentences = reader.person, reader.sentences
    assessments = _assessments(person.pk)
    return Standing(
        ladder=ladder(person, sentences, assessments) if sentences else None,
        open_assessment=next((waiting(row) for row in assessments if is_waiting(row)), None),
    )


@prepared
def _assessments(person: UUID) -> models.QuerySet[Assessment]:
    return (
        Assessment.objects.filter(person=person)
        .select_related("cycle", "group")
        .only("uuid", "state", "level", "self_submitted_at", "extended_to", "group__key", *CYCLE_FIELDS)
        .order_by("-cycle__reference_on", "-pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def ladder(person: User, sentences: Sequence[LevelDescriptor], assessments: Sequence[Assessment]) -> Ladder:
    """A level counts within its group alone: somebody promoted starts again under the new group's sentences."""
    group = sentences[0].group
    confirmed = (row for row in assessments if row.state in CONFIRMED_STATES and row.group.key == group.key)
    level = next((row.level for row in confirmed if row.level is not None), None)
    following = (level or 0) + 1
    texts = {sentence.level: sentence.text for sentence in sentences}
    return Ladder(
        group=group,
        level=level,
        sentence=texts.get(level or 0, ""),
        next_level=following if following <= TOP_LEVEL else None,
        next_sentence=texts.get(following, ""),
        courses=leading_to(person, group.pk, following, limit=COURSES_TO_NEXT_LEVEL),
    )


def is_waiting(assessment: Assessment) -> bool:
    is_open = assessment.cycle.state == CycleState.OPEN and assessment.state not in CONFIRMED_STATES
    return is_open and assessment.self_submitted_at is None


def waiting(assessment: Assessment) -> OpenAssessment:
    return OpenAssessment(uuid=assessment.uuid, cycle_name=assessment.cycle.name, closes_on=assessment.due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingWork:
    """How many people wait for a rater: to be rated first, and to be confirmed."""

    to_rate: int
    to_confirm: int

    def __bool__(self) -> bool:
        return bool(self.to_rate or self.to_confirm)


def rating_work(rater: User) -> RatingWork:
    """Count the people who wait for this rater in the cycles that are open."""
    numbers = dict(_waiting_for(rater.pk))
    to_confirm = numbers.pop(AssessmentState.RATED, 0)
    return RatingWork(to_rate=sum(numbers.values()), to_confirm=to_confirm)


@prepared
def _waiting_for(rater: UUID) -> models.QuerySet[Assessment, tuple[str, int]]:
    first = Q(first_rater=rater, state__in=UNFINISHED_STATES)
    second = Q(second_rater=rater, state=AssessmentState.RATED)
    rows = Assessment.objects.filter(first | second, cycle__state=CycleState.OPEN).order_by()
    return rows.values_list("state").annotate(number=Count("pk"))


# What the audit trail records about a person that the person is told, in words.
TOLD_ACTIONS: Mapping[str, str | Promise] = {
    "assessment.viewed": _("opened your assessment"),
    "assessment.rated": _("rated you"),
    "assessment.returned": _("returned your rating to the first rater"),
    "assessment.confirmed": _("confirmed your level"),
    "assessment.printed": _("printed your interview sheet"),
    "assessment.extended": _("extended your time"),
    "assessment.rater_changed": _("gave your assessment to another rater"),
    "assessment.objection_replied": _("replied to your objection"),
    "assessment.exported": _("exported your assessment"),
    "activity.prepared": _("prepared your activity record for you to see"),
    "activity.exported": _("read your activity record"),
    "certificate.exported": _("downloaded your certificate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One time that somebody else met a person's record."""

    at: datetime
    who: str
    words: str | Promise


def sightings(person: User, *, limit: int) -> list[Sighting]:
    """Return who saw, changed or exported something about a person, the newest first."""
    events = AuditEvent.objects.filter(subject=person, action__in=TOLD_ACTIONS, actor__isnull=False)
    rows = events.exclude(actor=person).order_by("-sequence").values_list("at", "actor__name", "action")
    return [Sighting(at=at, who=who, words=TOLD_ACTIONS[action]) for at, who, action in rows[:limit]]


NEWS_FIELDS = ("title", "title_en", "intro", "intro_en", "published_on", "url_path")
AUDIENCE_FIELDS = ("for_groups", "for_roles", "for_departments")
# One of the portal's fixed addresses (lms.navigation): asking Wagtail's tree for it on each visit would be waste.
NEWS_URL = "/news/"
# Home looks no further back; the list of news shows everything.
NEWS_LOOKED_THROUGH = 40


def news(reader: ReaderOn) -> list[NewsPage]:
    """Return the news a person is to see on a day, the newest first."""
    pages = shown_news(reader.on).only(*NEWS_FIELDS, *AUDIENCE_FIELDS).fetch_mode(models.FETCH_RAISE)
    return [page for page in pages if page.audience.takes(reader)]


def shown_news(on: date) -> NewsQuerySet:
    return NewsPage.objects.shown_on(on).order_by("-published_on", "-pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """One piece of news as home lists it."""

    name: str
    url: str
    published_on: date


def newest_news(reader: ReaderOn, *, limit: int) -> list[NewsLine]:
    """Return the few newest pieces of news a person is to see."""
    own = (
        NewsLine(name=in_reader_language(title, title_en), url=f"{NEWS_URL}{slug}/", published_on=published_on)
        for slug, title, title_en, published_on, *audience in _newest(reader.on)
        if Audience.of(*audience).takes(reader)
    )
    return list(islice(own, limit))


@prepared
def _newest(on: date) -> models.QuerySet[NewsPage, tuple[Any, ...]]:
    return shown_news(on).values_list("slug", "title", "title_en", "published_on", *AUDIENCE_FIELDS)[
        :NEWS_LOOKED_THROUGH
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeLine:
    """One initiative of the list: its page and the courses that serve it."""

    page: InitiativePage
    courses: Sequence[Course]


def initiative_lines() -> list[InitiativeLine]:
    """Return the published initiatives in the plan's order, in two queries."""
    pages = InitiativePage.objects.live().order_by("path")
    courses = list(_courses_for_initiatives())
    lines = [
        InitiativeLine(page=page, courses=[each for each in courses if page.number in each.initiatives])
        for page in pages
    ]
    return sorted(lines, key=lambda line: line.page.number or len(lines))


def initiative_courses(number: int | None) -> list[Course]:
    """Return the published courses that serve an initiative."""
    return [course for course in _courses_for_initiatives() if number in course.initiatives]


def _courses_for_initiatives() -> models.QuerySet[Course]:
    versions = CourseVersion.objects.filter(course=OuterRef("pk"))
    courses = Course.objects.filter(Exists(versions), live=True, is_trial=False)
    return timed(courses).only(*COURSE_FIELDS, "initiatives").order_by("-is_mandatory", "code", "pk")


def initiative_stories(key: str) -> list[StoryPage]:
    """Return the stories of results an initiative has brought, the newest first."""
    return list(StoryPage.objects.live().filter(initiative=key).order_by("-told_on", "-pk"))
