"""Attempts at quizzes, the answers as the learner left them, and who has more time."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.dated import Dated, DatedQuerySet, ordered_dates
from lms.lib.ids import uuid7


class QuizAttempt(models.Model):
    """受講回: one try at a quiz. Answers are kept as they are chosen; submitting marks them, once.

    `asked` lists the primary keys of the questions in order, drawn when the attempt started; empty for attempts older
    than draws, which asked everything. `due_at` is when a time limit ends, with the person's own extra time in it.
    """

    class State(models.TextChoices):
        IN_PROGRESS = "in_progress", _("in progress")
        SUBMITTED = "submitted", _("submitted")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="quiz_attempts")
    module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, related_name="quiz_attempts")
    number = models.PositiveIntegerField(_("attempt number"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.IN_PROGRESS)
    started_at = models.DateTimeField(_("started at"))
    due_at = models.DateTimeField(_("time is up at"), null=True)
    asked = models.JSONField(_("questions asked"), default=list)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True)
    passed = models.BooleanField(_("passed"), null=True)

    class Meta:
        verbose_name = _("quiz attempt")
        verbose_name_plural = _("quiz attempts")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module", "number"], name="quiz_attempt_number"),
            # Two tabs that both press start get one attempt.
            models.UniqueConstraint(
                fields=["enrolment", "module"],
                condition=models.Q(state="in_progress"),
                name="quiz_attempt_one_open",
                violation_error_message=_("This quiz is already under way."),
            ),
            models.CheckConstraint(
                name="quiz_attempt_submitted_is_marked",
                condition=models.Q(
                    state="submitted", submitted_at__isnull=False, score__isnull=False, passed__isnull=False
                )
                | models.Q(state="in_progress", submitted_at__isnull=True, score__isnull=True, passed__isnull=True),
            ),
        ]
        indexes = [
            # The sweep that closes attempts whose time is up.
            models.Index(fields=["due_at"], name="quiz_attempt_due", condition=models.Q(state="in_progress")),
            # Item statistics: first attempts at a module.
            models.Index(fields=["module", "number"], name="quiz_attempt_by_module"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} at {self.module_id} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.IN_PROGRESS


class QuizAnswer(models.Model):
    """What a learner answered to one question of an attempt; `curriculum.questions.shape` says what `chosen` holds.

    `is_right` is settled when the attempt is submitted, and empty before.
    """

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey("curriculum.QuizItem", on_delete=models.PROTECT, related_name="answers")
    chosen = models.JSONField(_("chosen"), default=list)
    answered_at = models.DateTimeField(_("answered at"))
    is_right = models.BooleanField(_("right"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "item"], name="quiz_answer_once")]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.attempt_id}"


class ExtraTime(Dated):
    """時間の延長: how much longer a person has for quizzes with a time limit. Why is nobody's matter here.

    `percent` is added to every limit; empty means that no limit holds.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="extra_time")
    percent = models.PositiveSmallIntegerField(_("extra time in per cent"), null=True, blank=True)
    granted_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("extra time granted at"))

    objects: ClassVar[DatedQuerySet["ExtraTime"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("extra time")
        verbose_name_plural = _("extra times")
        constraints = [ordered_dates("extra_time_dates")]
        indexes = [models.Index(fields=["person", "valid_from"], name="extra_time_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.percent}"

    @property
    def last_day(self) -> date | None:
        """The last day it holds, as people say it."""
        return self.valid_to and self.valid_to - timedelta(days=1)
