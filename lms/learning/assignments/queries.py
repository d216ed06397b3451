"""What HR's pages on rules show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Count, Q

from curriculum.models import Course
from lms.learning.assignments.models import Assignment, AssignmentRule, AssignmentRun, Exemption
from lms.learning.assignments.plans import Line, open_exemptions
from lms.learning.assignments.words import Names, why_in_words
from lms.people.models import User
from lms.people.queries import department_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule in the list, with how many have it and how many are done."""

    rule: AssignmentRule
    assigned: int
    completed: int


def rule_lines(fiscal_year: int) -> list[RuleLine]:
    """Return a year's rules, active ones first, in two queries."""
    rank = models.Case(models.When(state="active", then=0), models.When(state="draft", then=1), default=2)
    of_year = AssignmentRule.objects.filter(fiscal_year=fiscal_year).select_related("programme")
    rules = list(of_year.order_by(rank, "due_on", "pk"))
    rows = (
        Assignment.objects.standing()
        .filter(rule__in=rules)
        .values("rule")
        .annotate(assigned=Count("pk"), completed=Count("pk", filter=Q(enrolment__state="completed")))
    )
    counts = {rule: (assigned, done) for rule, assigned, done in rows.values_list("rule", "assigned", "completed")}
    none = (0, 0)
    return [
        RuleLine(rule=rule, assigned=counts.get(rule.pk, none)[0], completed=counts.get(rule.pk, none)[1])
        for rule in rules
    ]


def years() -> list[int]:
    return list(AssignmentRule.objects.order_by("fiscal_year").values_list("fiscal_year", flat=True).distinct())


def last_run() -> AssignmentRun | None:
    return AssignmentRun.objects.order_by("-started_at", "-pk").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line of a preview, with names."""

    name: str
    staff_no: str
    department: str
    course: str
    why: str
    line: Line


def shown_lines(lines: Sequence[Line], names: Names, on: date) -> list[ShownLine]:
    """Return lines with who and what they are about, in a constant number of queries."""
    people: dict[UUID, User] = User.objects.only("name", "staff_no").in_bulk([line.person_id for line in lines])
    courses = Course.objects.only("title", "title_en").in_bulk({line.course.id for line in lines})
    places = department_labels(people, on)
    return [
        ShownLine(
            name=people[line.person_id].name,
            staff_no=people[line.person_id].staff_no,
            department=places.get(line.person_id, ""),
            course=courses[line.course.id].name,
            why=why_in_words(line.why, names),
            line=line,
        )
        for line in lines
    ]


def exemptions() -> models.QuerySet[Exemption]:
    rows = Exemption.objects.select_related("learner", "course", "granted_by", "withdrawn_by")
    return rows.order_by(models.F("withdrawn_at").desc(nulls_first=True), "-granted_at", "-pk")


def exempt_now(on: date) -> int:
    return open_exemptions(on).count()
