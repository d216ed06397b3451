"""Projects: a working group learns by solving a problem, phase by phase (the plan's PBL)."""

from django.db import models
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.learning.handed_in import MAX_NAME, stored_path
from lms.learning.projects.progress import DAY_MINUTES, TIME_STEP
from lms.lib.ids import uuid7


def deliverable_path(deliverable: "Deliverable", name: str) -> str:
    return stored_path("deliverables", name, deliverable.at)


class Project(models.Model):
    """プロジェクト: one working group on one project module, with a mentor who reviews what it hands in."""

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("project", "under way")
        COMPLETED = "completed", _("completed")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    working_group = models.ForeignKey("people.WorkingGroup", on_delete=models.PROTECT, related_name="projects")
    module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(_("title"), max_length=200)
    mentor = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="mentored_projects")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    started_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started at"))
    completed_at = models.DateTimeField(_("completed at"), null=True)
    # What came of it, in the team's words; the gallery shows it to everyone once the project is completed.
    summary = models.TextField(_("summary of the result"), blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.UniqueConstraint(
                fields=["working_group", "module"],
                name="project_once_per_group",
                violation_error_message=_("This working group already has a project in this module."),
            ),
            models.CheckConstraint(
                name="project_completed_has_time",
                condition=~models.Q(state="completed") | models.Q(completed_at__isnull=False),
            ),
        ]
        # The gallery, newest first.
        indexes = [models.Index(fields=["state", "-completed_at"], name="project_gallery")]

    def __str__(self) -> str:
        return self.title


class TeamMember(models.Model):
    """One learner's place in a project: their enrolment is what acceptance completes."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="team")
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="project_places")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "enrolment"], name="team_member_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} in {self.project_id}"


class Phase(models.Model):
    """フェーズ: one stretch of a project; it ends when its deliverable is accepted."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="phases")
    key = models.CharField(max_length=64)
    order = models.PositiveIntegerField(_("order"))
    title = models.CharField(_("phase"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)
    deliverable = models.CharField(_("deliverable"), max_length=200, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "order"], name="phase_order")]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """One piece of work in a phase, with a person and a day."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("task"), max_length=200)
    assignee = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True)
    request_key = models.CharField(max_length=64)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        # A form sent twice adds one task.
        constraints = [models.UniqueConstraint(fields=["phase", "request_key"], name="task_once_per_request")]

    def __str__(self) -> str:
        return self.title


class Deliverable(models.Model):
    """成果物: one handed-in version of a phase's result; a new version follows, none is ever replaced."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=deliverable_path)
    filename = models.CharField(_("file name"), max_length=MAX_NAME)
    note = models.TextField(_("note for the mentor"), blank=True)
    request_key = models.CharField(max_length=64)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("handed in at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phase", "number"], name="deliverable_number"),
            # A form sent twice hands in once.
            models.UniqueConstraint(fields=["phase", "request_key"], name="deliverable_once_per_request"),
        ]

    def __str__(self) -> str:
        return f"{self.filename} v{self.number}"


class Review(models.Model):
    """講評: the mentor's verdict on one version, with a level of 1 to 4 for each criterion of the rubric."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned for another version")

    deliverable = models.OneToOneField(Deliverable, on_delete=models.PROTECT, related_name="review")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    scores = models.JSONField(_("level by criterion"), default=dict)
    comment = models.TextField(_("comment"))
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("reviewed at"))

    def __str__(self) -> str:
        return f"{self.deliverable_id}: {self.verdict}"


class TimeEntry(models.Model):
    """活動時間: minutes one person gave to a project on a day, in steps of 15, against 週10%.

    Taking an entry back keeps it, with the moment it was withdrawn.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="time_entries")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="time_entries")
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes given"))
    is_overtime = models.BooleanField(_("outside working hours"), default=False)
    note = models.CharField(_("what was done"), max_length=200, blank=True)
    request_key = models.CharField(max_length=64)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "person", "request_key"], name="time_once_per_request"),
            models.CheckConstraint(
                name="time_in_steps",
                condition=models.Q(minutes__range=(TIME_STEP, DAY_MINUTES))
                & models.Q(Exact(models.F("minutes") % TIME_STEP, 0)),
                violation_error_message=_("Enter between 15 minutes and 24 hours, in steps of 15 minutes."),
            ),
        ]
        # The week's sum of one person.
        indexes = [models.Index(fields=["person", "on"], name="time_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}: {self.minutes}"
