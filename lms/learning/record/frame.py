"""What stands around every module's page: the bar above it, and how far it is."""

from curriculum.models import Module
from lms.learning.record.models import Enrolment
from lms.learning.record.queries import course_outline


def frame(enrolment: Enrolment, module: Module) -> dict[str, object]:
    """Return the context that `learning/record/_module_bar.html` and a module's heading need."""
    outline = course_outline(enrolment)
    return {
        "enrolment": enrolment,
        "module": module,
        "outline": outline,
        "place": outline.place_of(module.pk),
        "state": outline.module(module.pk).state,
    }
