"""A yearly rule that was renewed, and the copies of its courses that authors make for the new year."""

from dataclasses import dataclass
from datetime import date

from curriculum.models import Course
from lms.learning.assignments.models import AssignmentRule
from lms.learning.assignments.plans import open_exemptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From last year's course to its copy."""

    old: Course
    new: Course


def copies_to_take(rule: AssignmentRule) -> list[Step]:
    """Return the courses a renewed rule still has from last year although they were copied since.

    A rule that has given somebody a course keeps its courses. Of several copies a published one counts before a
    draft, and the newest of those.
    """
    is_begun = rule.state == AssignmentRule.State.ENDED or rule.assignments.exists()
    if not rule.is_yearly or rule.renewed_from is None or is_begun:
        return []
    old = rule.courses.filter(pk__in=rule.renewed_from.courses.values("pk")).in_bulk()
    copies = Course.objects.filter(copied_from__in=old, is_trial=False).order_by("live", "pk")
    newest = {copy.copied_from_id: copy for copy in copies}
    return [Step(old=old[pk], new=copy) for pk, copy in newest.items() if pk]


def copies_taken(rule: AssignmentRule) -> list[Step]:
    """Return the courses of a renewed rule that took the place of last year's."""
    if rule.renewed_from is None:
        return []
    copies = rule.courses.filter(copied_from__in=rule.renewed_from.courses.values("pk")).select_related("copied_from")
    return [Step(old=copy.copied_from, new=copy) for copy in copies.order_by("code", "pk") if copy.copied_from]


def exempt_from_old(steps: list[Step], on: date) -> int:
    """Return how many are exempted from last year's courses: the copies ask them again."""
    courses = [step.old.pk for step in steps]
    return open_exemptions(on).filter(course__in=courses).values("learner").distinct().count()
