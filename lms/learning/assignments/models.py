"""受講指定: rules that say who gets what by when and why; what came of them; exemptions."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.learning.assignments.audience import Audience, Criterion
from lms.learning.assignments.due import Because, Terms
from lms.learning.assignments.planning import Ending
from lms.lib.ids import uuid7


class AssignmentRule(models.Model):
    """One rule of a fiscal year. Drafted, previewed, then active: computed daily and after each roster load.

    `renewed_from` is the rule of the year before; its assignments and completions stay as they are.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("rule", "draft")
        ACTIVE = "active", pgettext_lazy("rule", "active")
        ENDED = "ended", pgettext_lazy("rule", "ended")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=100)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.DRAFT)
    programme = models.ForeignKey(
        "curriculum.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="assignment_rules"
    )
    courses = models.ManyToManyField("curriculum.Course", blank=True, related_name="assignment_rules")
    takes_everyone = models.BooleanField(_("everyone"), default=False)
    groups = models.ManyToManyField("curriculum.TalentGroup", blank=True, related_name="+")
    ranks = models.ManyToManyField("people.Rank", blank=True, related_name="+")
    departments = models.ManyToManyField("people.Department", blank=True, related_name="+")
    working_groups = models.ManyToManyField("people.WorkingGroup", blank=True, related_name="+")
    roles = models.JSONField(_("roles"), default=list, blank=True)
    employments = models.JSONField(_("kinds of employment"), default=list, blank=True)
    joined_from = models.DateField(_("joined from"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    joiner_days = models.PositiveSmallIntegerField(_("days for joiners"), default=30)
    return_days = models.PositiveSmallIntegerField(_("days after leave"), default=30)
    # A yearly course is taken anew each fiscal year; otherwise a completion of any year counts.
    is_yearly = models.BooleanField(_("every year"), default=False)
    renewed_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewal")
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    activated_at = models.DateTimeField(_("activated at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("assignment rule")
        verbose_name_plural = _("assignment rules")
        constraints = [
            models.CheckConstraint(
                name="rule_due_after_start",
                condition=models.Q(due_on__isnull=True) | models.Q(due_on__gt=models.F("starts_on")),
                violation_error_message=_("The due date must come after the day the rule starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.fiscal_year})"

    @property
    def terms(self) -> Terms:
        return Terms(
            starts_on=self.starts_on,
            due_on=self.due_on,
            joiner_days=self.joiner_days,
            return_days=self.return_days,
        )

    def audience(self) -> Audience:
        """Return the rule's criteria as a value; four queries."""
        return Audience(
            takes_everyone=self.takes_everyone,
            groups=frozenset(self.groups.values_list("pk", flat=True)),
            ranks=frozenset(self.ranks.values_list("pk", flat=True)),
            departments=frozenset(self.departments.values_list("pk", flat=True)),
            working_groups=frozenset(self.working_groups.values_list("pk", flat=True)),
            roles=frozenset(self.roles),
            employments=frozenset(self.employments),
            joined_from=self.joined_from,
        )


ENDINGS = [
    (Ending.LEFT_AUDIENCE, pgettext_lazy("ending", "no longer meant by the rule")),
    (Ending.LEFT_OFFICE, pgettext_lazy("ending", "left the city")),
    (Ending.EXEMPT, pgettext_lazy("ending", "exempted")),
    (Ending.RETIRED, pgettext_lazy("ending", "course retired")),
    (Ending.RULE_ENDED, pgettext_lazy("ending", "rule ended")),
]
BECAUSE = [
    (Because.COMMON, pgettext_lazy("due", "due date for all")),
    (Because.JOINED, pgettext_lazy("due", "counted from joining")),
    (Because.RETURNED, pgettext_lazy("due", "counted from the return from leave")),
    (Because.REACHED, pgettext_lazy("due", "counted from the day of assignment")),
]
CRITERIA = [
    (Criterion.EVERYONE, pgettext_lazy("criterion", "everyone")),
    (Criterion.GROUP, pgettext_lazy("criterion", "talent group")),
    (Criterion.RANK, pgettext_lazy("criterion", "rank")),
    (Criterion.DEPARTMENT, pgettext_lazy("criterion", "department")),
    (Criterion.WORKING_GROUP, pgettext_lazy("criterion", "working group")),
    (Criterion.ROLE, pgettext_lazy("criterion", "role")),
    (Criterion.EMPLOYMENT, pgettext_lazy("criterion", "kind of employment")),
    (Criterion.JOINED, pgettext_lazy("criterion", "joined on")),
]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def standing(self) -> Self:
        return self.filter(ended_on=None)


class Assignment(models.Model):
    """指定: one course one person got by one rule, on which enrolment it is taken, and why.

    `due_on` is what the rule gives; the enrolment's own date may lie later when an extension was granted.
    """

    rule = models.ForeignKey(AssignmentRule, on_delete=models.PROTECT, related_name="assignments")
    course = models.ForeignKey("curriculum.Course", on_delete=models.PROTECT, related_name="assignments")
    learner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="assignments")
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="assignments")
    reached_on = models.DateField(_("assigned on"))
    due_on = models.DateField(_("due"))
    because = models.CharField(_("counted from"), max_length=10, choices=BECAUSE)
    criterion = models.CharField(_("why"), max_length=15, choices=CRITERIA)
    ended_on = models.DateField(_("ended on"), null=True)
    ending = models.CharField(_("why it ended"), max_length=15, choices=ENDINGS, blank=True)

    objects: ClassVar[AssignmentQuerySet] = AssignmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            # Two runs at once assign a course to a person once.
            models.UniqueConstraint(fields=["rule", "course", "learner"], name="assignment_once"),
        ]
        indexes = [
            # Which other rule still asks for this enrolment.
            models.Index(fields=["enrolment", "ended_on"], name="assignment_of_enrolment"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.course_id} to {self.learner_id}"


class Exemption(models.Model):
    """免除: one person need not take one course, with the reason; withdrawn, the row stays."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    learner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="exemptions")
    course = models.ForeignKey("curriculum.Course", on_delete=models.PROTECT, related_name="exemptions")
    reason = models.CharField(_("reason"), max_length=200)
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("granted at"))
    withdrawn_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="exemption_once_open",
                violation_error_message=_("This person is already exempted from the course."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} from {self.course_id}"


class AssignmentRun(models.Model):
    """One computation of all active rules: what set it off, how far it came, what it changed."""

    class Trigger(models.TextChoices):
        DAILY = "daily", pgettext_lazy("run", "every night")
        ROSTER = "roster", pgettext_lazy("run", "after a roster load")
        HAND = "hand", pgettext_lazy("run", "by hand")

    trigger = models.CharField(_("set off"), max_length=6, choices=Trigger)
    on = models.DateField(_("day"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    rules_total = models.PositiveIntegerField(default=0)
    rules_done = models.PositiveIntegerField(default=0)
    counts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("assignment run")
        verbose_name_plural = _("assignment runs")
        indexes = [models.Index(fields=["-started_at"], name="assignment_runs_newest")]

    def __str__(self) -> str:
        return f"{self.trigger} {self.started_at}"
