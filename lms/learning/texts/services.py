"""HR's deeds on message texts; each stands in the audit trail."""

from datetime import datetime

from django.db import transaction

from lms.learning.texts.kinds import TextKind
from lms.learning.texts.models import MessageText
from lms.people import audit
from lms.people.models import User


@transaction.atomic
def change_text(kind: TextKind, *, subject: str, body: str, by: User, at: datetime) -> MessageText:
    """Send a message with these words from now on."""
    words = {"subject": subject, "body": body, "changed_by": by, "changed_at": at}
    text, _is_new = MessageText.objects.update_or_create(kind=kind, defaults=words)
    audit.record("message_text.changed", actor=by, at=at, target=kind.value, details={"subject": subject})
    return text


@transaction.atomic
def restore_text(kind: TextKind, *, by: User, at: datetime) -> bool:
    """Go back to the shipped words; tell whether there were others."""
    removed, _by_model = MessageText.objects.filter(kind=kind).delete()
    if removed:
        audit.record("message_text.restored", actor=by, at=at, target=kind.value)
    return bool(removed)
