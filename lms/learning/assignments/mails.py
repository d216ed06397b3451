"""What people are told when courses are assigned to them; mails are in Japanese, one a person, rule and day."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from lms.learning.assignments.models import Assignment, AssignmentRule
from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message
from lms.learning.record.states import OPEN_STATES
from lms.lib.calendar import wareki

# Name, mailbox, enrolment, due date, title and address of one course given to one person.
type Given = tuple[str, str, int, date, str, str]


def assigned_messages(rule: AssignmentRule, on: date) -> list[Message]:
    """Return a message for everybody to whom the rule gave something on this day.

    Asked of the rows, not of a run, so that a run whose worker died before telling is made up for by the next.
    """
    rows = (
        Assignment.objects.standing()
        .filter(rule=rule, reached_on=on, enrolment__state__in=OPEN_STATES)
        .order_by("due_on", "course__code", "pk")
        .values_list(
            "learner_id",
            "learner__name",
            "learner__email",
            "enrolment_id",
            "enrolment__due_on",
            "enrolment__course_version__title",
            "course__slug",
        )
    )
    by_person: defaultdict[UUID, list[Given]] = defaultdict(list)
    for learner, *row in rows:
        by_person[learner].append(tuple(row))  # type: ignore[arg-type] # the six columns after the learner
    return [_message(rule, on, learner, given) for learner, given in by_person.items()]


def _message(rule: AssignmentRule, on: date, learner: UUID, given: list[Given]) -> Message:
    name, email, enrolment, due_on, title, slug = given[0]
    lines = [{"title": row[4], "due": wareki(row[3])} for row in given]
    more = f" ほか{len(given) - 1}件" if len(given) > 1 else ""
    return Message(
        person_id=learner,
        kind=Notice.Kind.ASSIGNED,
        key=f"assigned:{rule.pk}:{learner}:{on}",
        subject=f"【受講のお願い】{title}{more}(期限:{wareki(due_on)})",
        body=render_to_string("learning/assignments/assigned.txt", {"name": name, "lines": lines}).strip(),
        url=reverse("learning:course", args=[slug]) if len(given) == 1 else reverse("learning:home"),
        has_mailbox=bool(email),
        enrolment_id=enrolment if len(given) == 1 else None,
    )
