"""States of learning, with the named sets that rules and queries use."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnrolmentState(models.TextChoices):
    """What a learner reads beside a course: 未着手, 途中, 修了."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", pgettext_lazy("course", "completed")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATES = frozenset({EnrolmentState.NOT_STARTED, EnrolmentState.IN_PROGRESS})


class ProgressState(models.TextChoices):
    """What a learner reads beside a module: 未着手, 途中, 完了, 不合格."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", _("completed")
    FAILED = "failed", _("failed")


class Completion(models.TextChoices):
    UNKNOWN = "unknown", _("unknown")
    NOT_ATTEMPTED = "not_attempted", _("not attempted")
    INCOMPLETE = "incomplete", _("incomplete")
    COMPLETED = "completed", _("completed")


class Success(models.TextChoices):
    UNKNOWN = "unknown", _("unknown")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed")
