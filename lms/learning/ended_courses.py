"""What ending a course means to those who learn it, in sentences for whoever is about to end it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.models import Course
from lms.learning.assignments.models import Assignment
from lms.learning.classes.models import PENDING_STATES, ClassApplication
from lms.learning.record.models import Enrolment
from lms.learning.record.states import EnrolmentState


def what_follows(course: Course, at: datetime) -> Iterator[str]:
    """Yield a sentence for each group of learners that is not empty, in two queries."""
    counts = learners_of(course)
    if number := counts["begun"]:
        yield _("Begun and not finished: %(number)s. They may go on, without due date and reminders.") % {
            "number": people(number)
        }
    if number := counts["assigned"]:
        yield _(
            "Assigned and not begun: %(number)s. The next daily run takes the course back from them; brought back, it"
            " is assigned again."
        ) % {"number": people(number)}
    if number := counts["waiting"]:
        yield _("Chosen by themselves and not begun: %(number)s. They keep it and may learn it.") % {
            "number": people(number)
        }
    if number := counts["completed"]:
        yield _("Completed: %(number)s. Completions, certificates and figures stay as they are.") % {
            "number": people(number)
        }
    if number := seats_ahead(course, at):
        yield _(
            "Seats and applications at class dates still to come: %(number)s. Call the dates off first, or hold them"
            " before you end the course."
        ) % {"number": people(number)}


def people(number: int) -> str:
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": f"{number:,}"}


def learners_of(course: Course) -> dict[str, int]:
    """Count who has the course, by how far they are and, where they have not begun, by whether a rule asks for it."""
    by_rule = Exists(Assignment.objects.standing().filter(enrolment=OuterRef("pk")))
    learners = Enrolment.objects.counted().filter(course_version__course=course).annotate(is_by_rule=by_rule)
    not_begun = Q(state=EnrolmentState.NOT_STARTED)
    is_taken_back = Q(is_by_rule=True, source=Enrolment.Source.ASSIGNED)
    return learners.aggregate(
        begun=Count("learner", distinct=True, filter=Q(state=EnrolmentState.IN_PROGRESS)),
        assigned=Count("learner", distinct=True, filter=not_begun & is_taken_back),
        waiting=Count("learner", distinct=True, filter=not_begun & ~is_taken_back),
        completed=Count("learner", distinct=True, filter=Q(state=EnrolmentState.COMPLETED)),
    )


def seats_ahead(course: Course, at: datetime) -> int:
    """Count who has, or would like, a seat at a date of the course that is still to come."""
    coming = ClassApplication.objects.filter(
        session__module__course_version__course=course, session__starts_at__gt=at, session__called_off_at=None
    )
    return coming.filter(state__in=PENDING_STATES).count()
