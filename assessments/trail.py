"""The trail of who looked at whose assessment (R15)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from assessments.models import Cycle
from lms.people import audit
from lms.people.models import AuditEvent, User

VIEWED = "assessment.viewed"
SAME_LOOK = timedelta(hours=1)
"""Looking again within this time is the same look: one line, not one for each fragment of a page."""


def note_views(viewer: User, people: Iterable[User], cycle: Cycle, *, at: datetime) -> None:
    """Record that a person looked at the assessments of others; a look at one's own is nobody's business."""
    subjects = {person.pk: person for person in people if person.pk != viewer.pk}
    if not subjects:
        return
    seen = AuditEvent.objects.filter(
        actor=viewer, action=VIEWED, target=cycle.code, subject__in=list(subjects), at__gt=at - SAME_LOOK
    ).values_list("subject_id", flat=True)
    known = set(seen)
    new = [person for key, person in subjects.items() if key not in known]
    if new:
        audit.record_each(VIEWED, actor=viewer, at=at, subjects=new, target=cycle.code)
