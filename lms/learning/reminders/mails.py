"""Reminders and digests as messages; their words are those of the texts room."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import batched

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message
from lms.learning.record.models import Enrolment
from lms.learning.record.outline import Outline
from lms.learning.record.queries import outlines_of
from lms.learning.reminders.queries import Candidate, Decided, Team
from lms.learning.reminders.rules import monday_of
from lms.learning.texts.kinds import TextKind
from lms.learning.texts.rules import Values
from lms.learning.texts.wording import Wordings, wordings_of
from lms.templatetags.ui import day

BATCH = 1000


def reminder_messages(decided: Sequence[Decided], on: date) -> list[Message]:
    """Return the messages of those who are reminded, each with how much is left to do."""
    outlines = outlines_by_id([one.candidate.enrolment_id for one in decided])
    words = wordings_of([TextKind.REMINDER, TextKind.OVERDUE])
    return [_reminder(one, on, outlines, words) for one in decided]


def outlines_by_id(ids: Sequence[int]) -> dict[int, Outline]:
    found: dict[int, Outline] = {}
    for batch in batched(ids, BATCH):
        found |= outlines_of(list(Enrolment.objects.filter(pk__in=batch)))
    return found


def _reminder(one: Decided, on: date, outlines: Mapping[int, Outline], words: Wordings) -> Message:
    candidate = one.candidate
    kind = TextKind.OVERDUE if candidate.due_on < on else TextKind.REMINDER
    outline = outlines[candidate.enrolment_id]
    subject, body = words.written(kind, candidate.language, lambda: reminder_values(candidate, on, outline))
    return Message(
        person_id=candidate.learner_id,
        kind=Notice.Kind.REMINDER,
        key=f"remind:{candidate.enrolment_id}:{on}",
        subject=subject,
        body=body,
        url=reverse("learning:course", args=[candidate.slug]),
        has_mailbox=bool(candidate.email),
        enrolment_id=candidate.enrolment_id,
        step=one.decision.step,
    )


def reminder_values(candidate: Candidate, on: date, outline: Outline) -> Values:
    return {
        "name": candidate.name,
        "course": candidate.course,
        "due": day(candidate.due_on),
        "urgency": urgency(candidate, on),
        "minutes": str(outline.minutes_left or ""),
        "done": str(outline.done),
        "total": str(outline.total),
    }


def urgency(candidate: Candidate, on: date) -> str:
    days = (candidate.due_on - on).days
    if days < 0:
        return _("past the due date")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days} if days else _("until today")


def digest_messages(teams: Sequence[Team], on: date) -> list[Message]:
    """Return the Monday digests: counts in the mail, names on the screen."""
    words = wordings_of([TextKind.DIGEST])
    return [_digest(team, on, words) for team in teams]


def _digest(team: Team, on: date, words: Wordings) -> Message:
    subject, body = words.written(TextKind.DIGEST, team.language, lambda: digest_values(team))
    return Message(
        person_id=team.rater_id,
        kind=Notice.Kind.DIGEST,
        key=f"digest:{team.rater_id}:{monday_of(on)}",
        subject=subject,
        body=body,
        url=reverse("learning:team-learning"),
        has_mailbox=bool(team.email),
    )


def digest_values(team: Team) -> Values:
    return {
        "name": team.name,
        "late": str(team.late),
        "soon": str(team.soon),
        "asked": str(team.asked),
        "ratings": str(team.ratings or ""),
    }
