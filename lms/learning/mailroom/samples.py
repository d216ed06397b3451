"""A real case for each message, to read its words with."""

from collections.abc import Callable, Mapping
from datetime import date

from lms.learning.assignments.mails import assigned_values, given_by_person
from lms.learning.assignments.models import Assignment
from lms.learning.classes.models import ClassNotice
from lms.learning.classes.telling import TEXTS, values_of
from lms.learning.extensions.mails import KINDS, answer_values
from lms.learning.extensions.models import ExtensionRequest
from lms.learning.handins.mails import KINDS as HANDIN_KINDS
from lms.learning.handins.mails import review_values
from lms.learning.handins.models import HandInReview
from lms.learning.record.models import Enrolment
from lms.learning.reminders import queries
from lms.learning.reminders.mails import digest_values, outlines_by_id, reminder_values
from lms.learning.reminders.models import ReminderPolicy
from lms.learning.texts.kinds import TextKind
from lms.learning.texts.rules import Values

type Sample = Callable[[date], Values | None]


def sample_of(kind: TextKind, on: date) -> Values | None:
    """Return what the placeholders of a message stand for in a case of the city's own; None when there is none yet."""
    return SAMPLES[kind](on)


def assigned(on: date) -> Values | None:
    newest = Assignment.objects.standing().order_by("-reached_on", "-pk").first()
    if newest is None:
        return None
    same = Assignment.objects.filter(rule=newest.rule_id, reached_on=newest.reached_on, learner=newest.learner_id)
    given = given_by_person(same).get(newest.learner_id)
    return assigned_values(given) if given else None


def reminder(on: date) -> Values | None:
    return _owed(on, due_on__gte=on)


def overdue(on: date) -> Values | None:
    return _owed(on, due_on__lt=on)


def _owed(on: date, **due: date) -> Values | None:
    rows = Enrolment.objects.open().counted().filter(course_version__course__live=True, **due)
    newest = rows.order_by("-due_on", "-pk").values("pk")[:1]
    decided = queries.decisions(Enrolment.objects.filter(pk__in=newest), on, ReminderPolicy.current().schedule)
    candidate = next((one.candidate for one in decided), None)
    if candidate is None:
        return None
    return reminder_values(candidate, on, outlines_by_id([candidate.enrolment_id])[candidate.enrolment_id])


def digest(on: date) -> Values | None:
    return next((digest_values(team) for team in queries.teams(on) if team.is_worth_telling), None)


def _answer(state: ExtensionRequest.State) -> Sample:
    def answer(on: date) -> Values | None:
        rows = ExtensionRequest.objects.filter(state=state).order_by("-answered_at", "-pk")
        newest = rows.select_related("enrolment__learner", "enrolment__course_version", "answered_by").first()
        return answer_values(newest) if newest else None

    return answer


def _class(kind: str) -> Sample:
    def news(on: date) -> Values | None:
        rows = ClassNotice.objects.filter(kind=kind).order_by("-at", "-pk")
        newest = rows.select_related(
            "application__session__module__course_version", "application__enrolment__learner"
        ).first()
        return values_of(newest) if newest else None

    return news


def _review(verdict: HandInReview.Verdict) -> Sample:
    def review(on: date) -> Values | None:
        rows = HandInReview.objects.filter(verdict=verdict).order_by("-at", "-pk")
        newest = rows.select_related("hand_in__enrolment__learner", "hand_in__enrolment__course_version", "by").first()
        return review_values(newest) if newest else None

    return review


SAMPLES: Mapping[TextKind, Sample] = {
    TextKind.ASSIGNED: assigned,
    TextKind.REMINDER: reminder,
    TextKind.OVERDUE: overdue,
    TextKind.DIGEST: digest,
    **{text: _answer(state) for state, text in KINDS.items()},
    **{text: _class(kind) for kind, text in TEXTS.items()},
    **{text: _review(verdict) for verdict, text in HANDIN_KINDS.items()},
}
