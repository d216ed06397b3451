"""意見申出: a person objects to a confirmed level in writing, HR replies, and nothing is overwritten (R21)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.errors import Refused
from assessments.locks import locked, moved
from assessments.models import Assessment, Confirmation, Objection, Reply
from assessments.staffing import BLIND_FIELDS, begin_blind
from assessments.states import AssessmentState, Move
from lms.people import audit
from lms.people.models import User


def last_day(assessment: Assessment) -> datetime | None:
    """Return until when a person may object to the level that stands; None when none is confirmed."""
    if assessment.state != AssessmentState.CONFIRMED or assessment.confirmed_at is None:
        return None
    return assessment.confirmed_at + timedelta(days=assessment.cycle.objection_days)


def can_object(assessment: Assessment, *, at: datetime) -> bool:
    until = last_day(assessment)
    return until is not None and timezone.localdate(at) <= timezone.localdate(until)


@transaction.atomic
def object_to(assessment: Assessment, text: str, *, request_key: str, by: User, at: datetime) -> Objection:
    """Object to the confirmed level; the level stands until HR has replied. Sending it twice objects once."""
    held = locked(assessment)
    repeated = Objection.objects.filter(assessment=held, request_key=request_key).first()
    if repeated:
        return repeated
    if not text.strip():
        raise Refused(_("Write what you object to, and why."))
    state = moved(held, Move.OBJECT)
    if not can_object(held, at=at):
        raise Refused(_("The time to object is over."))
    confirmation = (
        Confirmation.objects.filter(assessment=held, verdict=Confirmation.Verdict.CONFIRMED).order_by("-pk").first()
    )
    if confirmation is None:
        raise Refused(_("There is no confirmed level to object to."))
    objection = Objection.objects.create(
        assessment=held, confirmation=confirmation, text=text.strip(), request_key=request_key, by=by, at=at
    )
    held.state = state
    held.save(update_fields=["state"])
    audit.record("assessment.objected", actor=by, subject=held.person, at=at, target=held.cycle.code)
    return objection


@transaction.atomic
def reply_to(objection: Objection, verdict: Reply.Verdict, text: str, *, by: User, at: datetime) -> Reply:
    """Reply to an objection: the level stands, or it is set aside and rated anew, blind and even in a closed cycle.

    Whoever rated or confirmed does not reply to the objection against it.
    """
    held = locked(objection.assessment)
    given = Reply.objects.filter(objection=objection).first()
    if given:
        return given
    if not text.strip():
        raise Refused(_("Write the reply. The person reads it."))
    if by.pk in {held.person_id, held.first_rater_id, held.second_rater_id, objection.confirmation.by_id}:
        raise Refused(_("Somebody who had no part in this rating has to reply."))
    state = moved(held, Move.UPHOLD if verdict is Reply.Verdict.UPHELD else Move.SET_ASIDE)
    reply = Reply.objects.create(objection=objection, verdict=verdict, text=text.strip(), by=by, at=at)
    held.state = state
    if verdict is Reply.Verdict.SET_ASIDE:
        begin_blind(held)
        held.level, held.confirmed_at, held.reopened_at = None, None, at
    held.save(update_fields=["state", "level", "confirmed_at", "reopened_at", *BLIND_FIELDS])
    action, code = "assessment.objection_replied", held.cycle.code
    audit.record(action, actor=by, subject=held.person, at=at, target=code, details={"verdict": verdict.value})
    return reply
