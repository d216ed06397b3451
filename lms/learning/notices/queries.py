"""What a person has been told."""

from django.db import models

from lms.learning.notices.models import Notice
from lms.people.models import User

# Seconds the count in the header is remembered; reading forgets it at once.
UNREAD_KEPT_FOR = 60


def unread_key(person: User) -> str:
    return f"unread-notices:{person.pk}"


def notices_of(person: User) -> models.QuerySet[Notice]:
    """Return a person's notices, newest first, each with its course."""
    own = Notice.objects.filter(person=person).select_related("enrolment__course_version")
    return own.order_by("-at", "-pk").fetch_mode(models.FETCH_RAISE)


def unread_count(person: User) -> int:
    return Notice.objects.unread().filter(person=person).count()
