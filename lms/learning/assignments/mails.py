"""What people are told when courses are assigned to them: one message a person, rule and day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.learning.assignments.models import Assignment, AssignmentRule
from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message
from lms.learning.record.states import OPEN_STATES
from lms.learning.texts.kinds import TextKind
from lms.learning.texts.rules import Values
from lms.learning.texts.wording import Wordings, wordings_of
from lms.lib.text import in_reader_language
from lms.templatetags.ui import day


@dataclass(frozen=True, slots=True)
class Given:
    """One course given to one person, with all a message needs."""

    name: str
    email: str
    language: str
    enrolment_id: int
    due_on: date
    title: str
    title_en: str
    slug: str

    @property
    def course(self) -> str:
        """The course's name in the language in use."""
        return in_reader_language(self.title, self.title_en)


def assigned_messages(rule: AssignmentRule, on: date) -> list[Message]:
    """Return a message for everybody to whom the rule gave something on this day.

    Asked of the rows, not of a run, so that a run whose worker died before telling is made up for by the next.
    """
    by_person = given_by_person(Assignment.objects.filter(rule=rule, reached_on=on))
    words = wordings_of([TextKind.ASSIGNED])
    return [_message(rule, on, learner, given, words) for learner, given in by_person.items()]


def given_by_person(assignments: QuerySet[Assignment]) -> dict[UUID, list[Given]]:
    """Return what of these stands and is still to be taken, by learner, the most urgent first."""
    rows = (
        assignments.filter(ended_on=None, enrolment__state__in=OPEN_STATES)
        .order_by("due_on", "course__code", "pk")
        .values_list(
            "learner_id",
            "learner__name",
            "learner__email",
            "learner__language",
            "enrolment_id",
            "enrolment__due_on",
            "enrolment__course_version__title",
            "enrolment__course_version__title_en",
            "course__slug",
        )
    )
    by_person: defaultdict[UUID, list[Given]] = defaultdict(list)
    for learner, *row in rows:
        by_person[learner].append(Given(*row))  # type: ignore[arg-type] # the columns after the learner, in its order
    return by_person


def _message(rule: AssignmentRule, on: date, learner: UUID, given: list[Given], words: Wordings) -> Message:
    first, is_one = given[0], len(given) == 1
    subject, body = words.written(TextKind.ASSIGNED, first.language, lambda: assigned_values(given))
    return Message(
        person_id=learner,
        kind=Notice.Kind.ASSIGNED,
        key=f"assigned:{rule.pk}:{learner}:{on}",
        subject=subject,
        body=body,
        url=reverse("learning:course", args=[first.slug]) if is_one else reverse("learning:home"),
        has_mailbox=bool(first.email),
        enrolment_id=first.enrolment_id if is_one else None,
    )


def assigned_values(given: Sequence[Given]) -> Values:
    first, more = given[0], len(given) - 1
    and_more = ngettext("%(course)s and %(more)d more", "%(course)s and %(more)d more", more)
    item = _("- %(course)s\n  due %(due)s")
    return {
        "name": first.name,
        "course": and_more % {"course": first.course, "more": more} if more else first.course,
        "courses": "\n".join(item % {"course": row.course, "due": day(row.due_on)} for row in given),
        "due": day(first.due_on),
    }
