"""The registry of module kinds: one line makes a way of learning known to authors and learners."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ModuleKind(models.TextChoices):
    LESSON = "lesson", _("lesson")
    QUIZ = "quiz", _("quiz")
    SCORM = "scorm", _("e-learning package")
    PROJECT = "project", _("project")
    CLASS = "class", _("class")
    HANDIN = "handin", _("hand-in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a kind is shown: its icon's name and what a learner does in it."""

    key: ModuleKind
    icon: str
    verb: str | Promise


KINDS: dict[ModuleKind, Kind] = {
    kind.key: kind
    for kind in (
        Kind(key=ModuleKind.LESSON, icon="book", verb=_("Read")),
        Kind(key=ModuleKind.QUIZ, icon="check", verb=_("Answer")),
        Kind(key=ModuleKind.SCORM, icon="play", verb=_("Play")),
        Kind(key=ModuleKind.PROJECT, icon="people", verb=_("Work together")),
        Kind(key=ModuleKind.CLASS, icon="calendar", verb=_("Attend")),
        Kind(key=ModuleKind.HANDIN, icon="upload", verb=_("Hand in")),
    )
}
