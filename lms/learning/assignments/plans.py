"""What one rule would do on a day: every person and course with the verdict, for the preview and for the run alike."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from curriculum.models import Course, CourseVersion
from lms.learning.assignments.audience import Match, Person, why
from lms.learning.assignments.due import Due, Terms, due_of
from lms.learning.assignments.models import Assignment, AssignmentRule, Exemption
from lms.learning.assignments.planning import CHANGING, Case, Ending, Verdict, ending, verdict
from lms.learning.record.models import Enrolment
from lms.learning.record.states import EnrolmentState
from lms.lib.working_days import WorkingDays
from lms.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCourse:
    """A course of a rule. One that comes through the programme is for the groups it is meant for."""

    id: int
    version_id: int | None
    is_live: bool
    groups: frozenset[int]

    @property
    def is_offered(self) -> bool:
        return self.is_live and self.version_id is not None

    def is_for(self, person: Person) -> bool:
        return not self.groups or not self.groups.isdisjoint(person.groups)


class Standing(NamedTuple):
    """What a rule's earlier runs did for one person and course."""

    pk: int
    enrolment_id: int
    reached_on: date
    due_on: date
    is_standing: bool
    has_completed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person and one course: what follows, why, and until when."""

    person_id: UUID
    course: RuleCourse
    verdict: Verdict
    why: tuple[Match, ...] = ()
    due: Due | None = None
    standing: Standing | None = None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A rule's verdicts: lines worth showing, and how many there are of each."""

    rule: AssignmentRule
    courses: list[RuleCourse]
    lines: list[Line]
    counts: Mapping[Verdict, int]

    def changing(self) -> Iterator[Line]:
        return (line for line in self.lines if line.verdict in CHANGING)

    @property
    def people(self) -> int:
        """How many people get at least one course anew."""
        return len({line.person_id for line in self.lines if line.verdict in (Verdict.ASSIGN, Verdict.REOPEN)})


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """Everybody and the calendar on a day, asked once for all rules."""

    on: date
    days: WorkingDays
    people: Mapping[UUID, Person]
    in_office: frozenset[UUID] = field(default_factory=frozenset)


def courses_of(rule: AssignmentRule) -> list[RuleCourse]:
    """Return the rule's courses: those named, and those of its programme as they are today."""
    newest = CourseVersion.objects.filter(course=OuterRef("pk")).order_by("-number").values("pk")[:1]
    named = set(rule.courses.values_list("pk", flat=True))
    ever = set(Assignment.objects.filter(rule=rule).values_list("course_id", flat=True).distinct())
    wanted = Q(pk__in=named | ever)
    if rule.programme_id:
        wanted |= Q(programme=rule.programme_id)
    rows = Course.objects.filter(wanted).annotate(version_id=Subquery(newest)).order_by("code", "pk")
    groups = _groups_of(rows)
    found = []
    for pk, live, version, programme in rows.values_list("pk", "live", "version_id", "programme_id"):
        is_rules = pk in named or (rule.programme_id is not None and programme == rule.programme_id)
        found.append(
            RuleCourse(
                id=pk,
                version_id=version,
                is_live=live and is_rules,
                groups=frozenset() if pk in named else groups.get(pk, frozenset()),
            )
        )
    return found


def _groups_of(courses: QuerySet[Course]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    rows = Course.groups.through.objects.filter(course_id__in=courses.values("pk"))
    for course, group in rows.values_list("course_id", "talentgroup_id"):
        found.setdefault(course, set()).add(group)
    return {course: frozenset(ids) for course, ids in found.items()}


def plan_rule(rule: AssignmentRule, city: City, *, only_changes: bool = False) -> Plan:
    """Work out a rule on a day. `only_changes` leaves out the lines that ask for nothing, not their counts.

    One course is read and worked out at a time, so that the rows of one are in memory, not those of a hundred.
    """
    courses = courses_of(rule)
    audience = rule.audience()
    reached = {pk: met for pk, person in city.people.items() if (met := why(audience, person))}
    desk = _Desk(rule, city)
    counts: Counter[Verdict] = Counter()
    lines: list[Line] = []
    for course in courses:
        standing = _standing(rule, course)
        # On most days nobody is reached anew, and nobody else's completions need be read.
        completed = _completed_by_others(rule, course) if reached.keys() - standing.keys() else set()
        exempt = _exempt(course, city.on)
        for person_id in [*reached, *(pk for pk in standing if pk not in reached)]:
            met, stands = reached.get(person_id, ()), standing.get(person_id)
            case, due = desk.case(
                course,
                person_id,
                is_met=bool(met),
                standing=stands,
                has_completed=stands.has_completed if stands else person_id in completed,
                is_exempt=person_id in exempt,
            )
            found = desk.verdict(case)
            counts[found] += 1
            if not only_changes or found in CHANGING:
                lines.append(
                    Line(
                        person_id=person_id,
                        course=course,
                        verdict=found,
                        why=met,
                        due=due,
                        standing=stands,
                        ending=ending(case),
                    )
                )
    return Plan(rule=rule, courses=courses, lines=lines, counts=counts)


class _Desk:
    """What is worked out once for everybody alike: a city has millions of cases and few different ones."""

    def __init__(self, rule: AssignmentRule, city: City) -> None:
        self.city = city
        self.is_rule_active = rule.state != AssignmentRule.State.ENDED
        self.terms = effective_terms(rule, city.on)
        self.verdict = cache(verdict)
        self.dues: dict[tuple[date | None, date | None, date], Due] = {}

    def case(
        self,
        course: RuleCourse,
        person_id: UUID,
        *,
        is_met: bool,
        standing: Standing | None,
        has_completed: bool,
        is_exempt: bool,
    ) -> tuple[Case, Due | None]:
        """Return one person and course as the rules want to know them, and until when the person has."""
        person = self.city.people.get(person_id)
        is_reached = is_met and person is not None and course.is_for(person)
        due = self.due(person, standing) if person and is_reached else None
        case = Case(
            is_reached=is_reached,
            is_in_office=person is not None or person_id in self.city.in_office,
            is_offered=course.is_offered,
            is_rule_active=self.is_rule_active,
            is_away=person is not None and person.is_away,
            is_exempt=is_exempt,
            has_completed=has_completed,
            is_assigned=standing.is_standing if standing else None,
            due_now=standing.due_on if standing else None,
            due_wanted=due.on if due else None,
        )
        return case, due

    def due(self, person: Person, standing: Standing | None) -> Due:
        reached_on = standing.reached_on if standing and standing.is_standing else self.city.on
        key = (person.joined_on, person.returned_on, reached_on)
        if key not in self.dues:
            self.dues[key] = due_of(self.terms, person, reached_on=reached_on, days=self.city.days)
        return self.dues[key]


def effective_terms(rule: AssignmentRule, today: date) -> Terms:
    """Return the rule's terms as of its first run: whom it reaches then has the due date for all."""
    activated_on = timezone.localdate(rule.activated_at) if rule.activated_at else today
    return replace(rule.terms, starts_on=max(rule.starts_on, activated_on))


def _standing(rule: AssignmentRule, course: RuleCourse) -> dict[UUID, Standing]:
    done = _completions(rule, course).filter(learner=OuterRef("learner"))
    rows = Assignment.objects.filter(rule=rule, course=course.id).values_list(
        "learner_id",
        "pk",
        "enrolment_id",
        "reached_on",
        "due_on",
        ExpressionWrapper(Q(ended_on=None), BooleanField()),
        Exists(done),
    )
    return {learner: Standing(*row) for learner, *row in rows}


def _completed_by_others(rule: AssignmentRule, course: RuleCourse) -> set[UUID]:
    """Return who has completed a course without the rule ever having given it to them."""
    given = Assignment.objects.filter(rule=rule, course=course.id)
    done = _completions(rule, course).exclude(learner__in=given.values("learner"))
    return set(done.values_list("learner_id", flat=True))


def _completions(rule: AssignmentRule, course: RuleCourse) -> QuerySet[Enrolment]:
    """Return the completions of a course that count for this rule: in its own year when it is a yearly one."""
    done = Enrolment.objects.counted().filter(course_version__course=course.id, state=EnrolmentState.COMPLETED)
    if rule.is_yearly:
        since = date(rule.fiscal_year, 4, 1)
        done = done.filter(Q(fiscal_year=rule.fiscal_year) | Q(completed_at__date__gte=since))
    return done


def _exempt(course: RuleCourse, on: date) -> set[UUID]:
    return set(open_exemptions(on).filter(course=course.id).values_list("learner_id", flat=True))


def open_exemptions(on: date) -> QuerySet[Exemption]:
    return Exemption.objects.filter(Q(until=None) | Q(until__gte=on), withdrawn_at=None)


def people_in_office(on: date) -> frozenset[UUID]:
    return frozenset(User.objects.in_office(on).values_list("pk", flat=True))
