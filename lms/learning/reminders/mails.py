"""The words of reminders and digests; mails are in Japanese (framework: mail_templates_ja)."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import batched

from django.template.loader import render_to_string
from django.urls import reverse

from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message
from lms.learning.record.models import Enrolment
from lms.learning.record.outline import Outline
from lms.learning.record.queries import outlines_of
from lms.learning.reminders.queries import Candidate, Decided, Team
from lms.learning.reminders.rules import monday_of
from lms.lib.calendar import wareki

BATCH = 1000


def reminder_messages(decided: Sequence[Decided], on: date) -> list[Message]:
    """Return the messages of those who are reminded, each with how much is left to do."""
    outlines = _outlines([one.candidate.enrolment_id for one in decided])
    return [_reminder(one, on, outlines) for one in decided]


def _outlines(ids: Sequence[int]) -> dict[int, Outline]:
    found: dict[int, Outline] = {}
    for batch in batched(ids, BATCH):
        found |= outlines_of(list(Enrolment.objects.filter(pk__in=batch)))
    return found


def _reminder(one: Decided, on: date, outlines: Mapping[int, Outline]) -> Message:
    candidate = one.candidate
    outline = outlines[candidate.enrolment_id]
    context = {
        "name": candidate.name,
        "course": candidate.course,
        "due": wareki(candidate.due_on),
        "is_late": candidate.due_on < on,
        "minutes": outline.minutes_left,
        "done": outline.done,
        "total": outline.total,
    }
    return Message(
        person_id=candidate.learner_id,
        kind=Notice.Kind.REMINDER,
        key=f"remind:{candidate.enrolment_id}:{on}",
        subject=f"【{urgency(candidate, on)}】{candidate.course}",
        body=render_to_string("learning/reminders/remind.txt", context).strip(),
        url=reverse("learning:course", args=[candidate.slug]),
        has_mailbox=bool(candidate.email),
        enrolment_id=candidate.enrolment_id,
        step=one.decision.step,
    )


def urgency(candidate: Candidate, on: date) -> str:
    days = (candidate.due_on - on).days
    if days < 0:
        return "期限を過ぎました"
    return f"あと{days}日" if days else "今日まで"


def digest_message(team: Team, on: date) -> Message:
    """Return the Monday digest: counts in the mail, names on the screen."""
    return Message(
        person_id=team.rater_id,
        kind=Notice.Kind.DIGEST,
        key=f"digest:{team.rater_id}:{monday_of(on)}",
        subject=f"【週次】期限超過 {team.late}名・今週期限 {team.soon}名・期限の相談 {team.asked}件",
        body=render_to_string("learning/reminders/digest.txt", {"team": team}).strip(),
        url=reverse("learning:team-learning"),
        has_mailbox=bool(team.email),
    )
