"""What people are told when courses are assigned to them: one message a person, rule and day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from lms.learning.assignments.models import Assignment, AssignmentRule
from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message
from lms.learning.record.states import OPEN_STATES
from lms.learning.texts.kinds import TextKind
from lms.learning.texts.rules import Values
from lms.learning.texts.wording import Wording, wording_of
from lms.lib.calendar import wareki

# Name, mailbox, enrolment, due date, title and address of one course given to one person.
type Given = tuple[str, str, int, date, str, str]


def assigned_messages(rule: AssignmentRule, on: date) -> list[Message]:
    """Return a message for everybody to whom the rule gave something on this day.

    Asked of the rows, not of a run, so that a run whose worker died before telling is made up for by the next.
    """
    by_person = given_by_person(Assignment.objects.filter(rule=rule, reached_on=on))
    wording = wording_of(TextKind.ASSIGNED)
    return [_message(rule, on, learner, given, wording) for learner, given in by_person.items()]


def given_by_person(assignments: QuerySet[Assignment]) -> dict[UUID, list[Given]]:
    """Return what of these stands and is still to be taken, by learner, the most urgent first."""
    rows = (
        assignments.filter(ended_on=None, enrolment__state__in=OPEN_STATES)
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
    return by_person


def _message(rule: AssignmentRule, on: date, learner: UUID, given: list[Given], wording: Wording) -> Message:
    _name, email, enrolment, _due_on, _title, slug = given[0]
    values = assigned_values(given)
    return Message(
        person_id=learner,
        kind=Notice.Kind.ASSIGNED,
        key=f"assigned:{rule.pk}:{learner}:{on}",
        subject=wording.subject_for(values),
        body=wording.body_for(values),
        url=reverse("learning:course", args=[slug]) if len(given) == 1 else reverse("learning:home"),
        has_mailbox=bool(email),
        enrolment_id=enrolment if len(given) == 1 else None,
    )


def assigned_values(given: Sequence[Given]) -> Values:
    name, _email, _enrolment, due_on, title, _slug = given[0]
    more = f" ほか{len(given) - 1}件" if len(given) > 1 else ""
    return {
        "name": name,
        "course": f"{title}{more}",
        "courses": "\n".join(f"・{row[4]}\n  期限:{wareki(row[3])}" for row in given),
        "due": wareki(due_on),
    }
