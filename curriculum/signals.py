"""What follows when Wagtail says that a course was published."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import published

from curriculum.models import Course
from curriculum.publishing import publish_course
from lms.lib import clock


@receiver(published, sender=Course)
def freeze_published_course(instance: Course, revision: Revision, **_kwargs: Any) -> None:
    """Freeze a course that has gone live; one that is only scheduled is frozen when its time comes."""
    if instance.live:
        publisher = getattr(revision, "publisher", None) or revision.user
        publish_course(instance, by=publisher, at=clock.now())
