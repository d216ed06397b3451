"""States of playing a package, with the words a standard uses for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttemptState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class SessionState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    SUPERSEDED = "superseded", _("taken over by a later one")


class Ending(models.TextChoices):
    """How a session ended: a package that finishes says so; everything else is a learner who went away."""

    NONE = "", _("not yet")
    FINISHED = "finished", _("the package finished")
    LEFT = "left", _("the learner left")
    LOST = "lost", _("nothing more was heard")


class CommitKind(models.TextChoices):
    """Why a commit was sent. `terminate` is LMSFinish or Terminate, `leave` the window going away without it."""

    AUTOSAVE = "autosave", _("saved by itself")
    COMMIT = "commit", _("the package asked to save")
    TERMINATE = "terminate", _("the package finished")
    LEAVE = "leave", _("the learner left")


ENDINGS = {CommitKind.TERMINATE: Ending.FINISHED, CommitKind.LEAVE: Ending.LEFT}


class Mode(models.TextChoices):
    """cmi.core.lesson_mode and cmi.mode: only `normal` counts."""

    NORMAL = "normal", _("for credit")
    REVIEW = "review", _("to look again")
    BROWSE = "browse", _("to look around")
