"""Ending sessions that nothing more is heard of."""

from datetime import datetime, timedelta

from django.db import transaction

from lms.learning.scorm.models import ScormSession
from lms.learning.scorm.services.settling import supersede
from lms.learning.scorm.states import SessionState

LOST_AFTER = timedelta(hours=36)  # as long as a launch may write


def close_lost_sessions(*, at: datetime) -> int:
    """Close sessions whose right to write has run out, at the time they were last heard of; return how many."""
    lost = ScormSession.objects.filter(state=SessionState.OPEN, last_at__lt=at - LOST_AFTER)
    found = list(lost.order_by("pk").values_list("pk", flat=True))
    return sum(_close(pk) for pk in found)


@transaction.atomic
def _close(pk: int) -> bool:
    """Close one session unless it has ended meanwhile."""
    open_session = ScormSession.objects.select_for_update(no_key=True).filter(pk=pk, state=SessionState.OPEN).first()
    if open_session:
        supersede(open_session)
    return open_session is not None
