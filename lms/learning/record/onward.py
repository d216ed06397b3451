"""Where a learner goes after a module."""

from django.urls import reverse

from curriculum.models import Module
from lms.learning.record.models import Enrolment
from lms.learning.record.queries import course_outline
from lms.learning.record.states import EnrolmentState


def address_after(enrolment: Enrolment, module: Module) -> str:
    """Return the address of the next module to do; behind the last one, of what was achieved."""
    outline = course_outline(enrolment)
    ahead = outline.after(outline.module(module.pk))
    if ahead:
        return reverse("learning:module", args=[enrolment.uuid, ahead.uuid])
    enrolment.refresh_from_db(fields=["state"])
    if enrolment.state == EnrolmentState.COMPLETED:
        return reverse("learning:finished", args=[enrolment.uuid])
    return reverse("learning:course", args=[enrolment.course_version.course.slug])
