"""HR's deeds on message texts; each stands in the audit trail."""

from datetime import datetime

from django.db import transaction

from lms.learning.texts.kinds import TextKind
from lms.learning.texts.models import MessageText
from lms.people import audit
from lms.people.models import User


@transaction.atomic
def change_text(kind: TextKind, language: str, *, subject: str, body: str, by: User, at: datetime) -> MessageText:
    """Send a message with these words from now on, to those who read this language."""
    words = {"subject": subject, "body": body, "changed_by": by, "changed_at": at}
    text, _is_new = MessageText.objects.update_or_create(kind=kind, language=language, defaults=words)
    audit.record("message_text.changed", actor=by, at=at, target=f"{kind} {language}", details={"subject": subject})
    return text


@transaction.atomic
def restore_text(kind: TextKind, language: str, *, by: User, at: datetime) -> bool:
    """Go back to the shipped words; tell whether there were others."""
    removed, _by_model = MessageText.objects.filter(kind=kind, language=language).delete()
    if removed:
        audit.record("message_text.restored", actor=by, at=at, target=f"{kind} {language}")
    return bool(removed)
