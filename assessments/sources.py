"""What evidence may point to: completed learning, an accepted hand-in, an accepted result of a project."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.learning.handins.models import HandIn
from lms.learning.projects.models import Deliverable
from lms.learning.record.models import Enrolment

type Work = HandIn | Deliverable
"""Something made at work that somebody has to accept."""

type Source = Enrolment | Work


class EvidenceKind(models.TextChoices):
    COMPLETION = "completion", _("completed learning")
    HAND_IN = "hand_in", _("accepted hand-in")
    DELIVERABLE = "deliverable", _("accepted project result")
    NOTE = "note", _("dated note")


COLUMNS: dict[type[models.Model], str] = {Enrolment: "enrolment", HandIn: "hand_in", Deliverable: "deliverable"}
"""The column of `Evidence` that points to each kind of source."""

KINDS = {
    Enrolment: EvidenceKind.COMPLETION,
    HandIn: EvidenceKind.HAND_IN,
    Deliverable: EvidenceKind.DELIVERABLE,
}


def kind_of(source: Source | None) -> EvidenceKind:
    """Return what kind of evidence a source makes; without one it is a note."""
    return KINDS[type(source)] if source else EvidenceKind.NOTE


def pointer(source: Source | None) -> dict[str, Source]:
    """Return a source under the name of its column; nothing for a note."""
    return {COLUMNS[type(source)]: source} if source else {}


def day_of(source: Source) -> date | None:
    """Return the day something was completed or handed in."""
    at = source.completed_at if isinstance(source, Enrolment) else source.at
    return timezone.localdate(at) if at else None


def title_of(source: Source | None) -> str:
    """Return what a source is called; nothing for a note."""
    if isinstance(source, Enrolment):
        return source.course_version.name
    if isinstance(source, HandIn):
        return f"{source.enrolment.course_version.name} / {source.module.name}"
    if isinstance(source, Deliverable):
        return f"{source.phase.project.title} / {source.phase.deliverable or source.phase.title}"
    return ""
