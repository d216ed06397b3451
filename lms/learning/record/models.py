"""The learning record: who takes which course version, how far each module is, and every outcome that said so."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lms.learning.record.states import OPEN_STATES, Completion, EnrolmentState, ProgressState, Success
from lms.lib.ids import uuid7


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def counted(self) -> Self:
        """Leave out trials of packages: no list of courses and no figure knows them."""
        return self.exclude(source=Enrolment.Source.TRIAL)

    def overdue(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)


class Enrolment(models.Model):
    """受講: one person on one course version; its uuid is the registration that packages see."""

    class Source(models.TextChoices):
        ASSIGNED = "assigned", _("assigned")
        CHOSEN = "chosen", _("chosen by the learner")
        PROJECT = "project", _("through a working group")
        TRIAL = "trial", _("trying a package before publishing")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    learner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="enrolments")
    course_version = models.ForeignKey("curriculum.CourseVersion", on_delete=models.PROTECT, related_name="enrolments")
    source = models.CharField(_("source"), max_length=10, choices=Source)
    assigned_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    enrolled_at = models.DateTimeField(_("enrolled at"))
    # The fiscal year a yearly course is taken for: 0 for courses taken once in a career.
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"), default=0)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=EnrolmentState, default=EnrolmentState.NOT_STARTED)
    current_module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(_("started at"), null=True)
    last_activity_at = models.DateTimeField(_("last activity"), null=True)
    completed_at = models.DateTimeField(_("completed at"), null=True)

    objects: ClassVar[EnrolmentQuerySet] = EnrolmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course_version", "fiscal_year"],
                name="enrolment_once_a_year",
                violation_error_message=_("This learner is already enrolled."),
            ),
            models.CheckConstraint(
                name="enrolment_completed_has_time",
                condition=~models.Q(state="completed") | models.Q(completed_at__isnull=False),
            ),
        ]
        indexes = [
            # The learner's home: open enrolments by due date.
            models.Index(fields=["learner", "state", "due_on"], name="enrolment_home"),
            # Everybody on one course, counted by state and due date from the index alone.
            models.Index(fields=["course_version", "state", "due_on", "learner"], name="enrolment_by_course"),
            # Who is to be reminded today, and the not-done list.
            models.Index(fields=["due_on", "state"], name="enrolment_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} on {self.course_version_id} ({self.state})"


class ModuleProgress(models.Model):
    """進み具合: the settled state of one module for one enrolment; the fold of its outcomes.

    `bookmark` is where a lesson or player resumes; `seconds` the learning time over all attempts, of which
    `attempt_seconds` belong to `attempt`, the last one that reported.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, related_name="progress")
    state = models.CharField(_("state"), max_length=12, choices=ProgressState, default=ProgressState.NOT_STARTED)
    completion = models.CharField(max_length=15, choices=Completion, default=Completion.NOT_ATTEMPTED)
    success = models.CharField(max_length=10, choices=Success, default=Success.UNKNOWN)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True)
    seconds = models.PositiveIntegerField(_("learning time in seconds"), default=0)
    attempt = models.CharField(max_length=120, blank=True)
    attempt_seconds = models.PositiveIntegerField(default=0)
    bookmark = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True)
    last_activity_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "module"], name="progress_once")]

    def __str__(self) -> str:
        return f"{self.module_id} of {self.enrolment_id}: {self.state}"


class OutcomeRecord(models.Model):
    """結果: one reported outcome, appended and never edited; `ModuleProgress` is its fold.

    `source` names what reported it ("scorm:<session>:<sequence>", "quiz:<attempt>"), so that a repeat changes nothing.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="outcomes")
    module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, related_name="outcomes")
    source = models.CharField(max_length=120)
    completion = models.CharField(max_length=15, choices=Completion)
    success = models.CharField(max_length=10, choices=Success)
    score = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    seconds = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module", "source"], name="outcome_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.completion}/{self.success}"
